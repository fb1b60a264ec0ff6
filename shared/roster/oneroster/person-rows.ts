import { OverlaidMap } from '../../packed/overlaid-map.ts';
import { PackedMap } from '../../packed/packed-map.ts';
import type { PersonKind } from '../maps/oneroster-1.2.ts';

/** Other ids that the district may go by. */
export interface OwnNumbers {
  readonly sisId: string;
  readonly identifier: string;
  readonly studentNumber: string;
}

/** What one row of users.csv says of somebody in one capacity; other ids of students alone. */
export interface PersonRow extends OwnNumbers {
  readonly sisId: string;
  readonly kind: PersonKind;
  /** Lower case. */
  readonly role: string;
  /** As the export names them: schools, and what is above or below one. */
  readonly orgs: readonly string[];
  /** Where the orgs of the role are no schools. Empty in 1.1. */
  readonly primaryOrg: string;
  readonly row: number;
  /** Empty for students. */
  readonly givenName: string;
  readonly familyName: string;
  /** As typed. */
  readonly phones: readonly string[];
  readonly agents: readonly string[];
  readonly grades: string;
}

export type PersonRows = ReadonlyMap<string, readonly PersonRow[]>;

/** Without the names of fields, which would be most of it. */
type PackedPerson = readonly [
  sisId: string,
  kind: PersonKind,
  role: string,
  orgs: readonly string[],
  primaryOrg: string,
  row: number,
  givenName: string,
  familyName: string,
  phones: readonly string[],
  agents: readonly string[],
  grades: string,
  identifier: string,
  studentNumber: string,
];

export function packPerson(person: PersonRow): PackedPerson {
  const { sisId, kind, role, orgs, primaryOrg, row, givenName, familyName, phones, agents, grades } = person;
  const { identifier, studentNumber } = person;
  return [sisId, kind, role, orgs, primaryOrg, row, givenName, familyName, phones, agents, grades, identifier, studentNumber];
}

export function unpackPerson(packed: PackedPerson): PersonRow {
  const [sisId, kind, role, orgs, primaryOrg, row, givenName, familyName, phones, agents, grades, identifier, studentNumber] =
    packed;
  const names = { givenName, familyName };
  return { sisId, kind, role, orgs, primaryOrg, row, ...names, phones, agents, grades, identifier, studentNumber };
}

/** Rows of one kind by id, in a fraction of their size; nearly everybody has one. */
export class PersonStore {
  readonly #first = PackedMap.reading<readonly PersonRow[], PackedPerson>((packed) => [unpackPerson(packed)]);
  readonly #changed = new Map<string, readonly PersonRow[]>();

  add(row: PersonRow): void {
    const before = this.#changed.get(row.sisId) ?? this.#first.get(row.sisId);
    if (before === undefined) this.#first.add(row.sisId, packPerson(row));
    else this.#changed.set(row.sisId, [...before, row]);
  }

  ids(): Iterable<string> {
    return this.#first.keys();
  }

  rows(): PersonRows {
    return new OverlaidMap(this.#first, this.#changed);
  }

  /** Forgets the names of those whose names are not kept. */
  dropNames(isNameless: (id: string) => boolean): void {
    const all = this.rows();
    for (const id of this.#first.keys())
      if (isNameless(id))
        this.#changed.set(
          id,
          (all.get(id) ?? []).map((row) => ({ ...row, givenName: '', familyName: '' })),
        );
  }
}
