import { judgeField, type NumberRules } from '../../contacts/judge-number.ts';
import type { RosterContact } from '../roster.ts';
import { foldName } from './person-name.ts';

/** A guardian as the other half of the drop knows them. */
export interface OtherHalf {
  readonly givenName: string;
  readonly familyName: string;
  readonly studentIds: readonly string[];
  /** As typed. */
  readonly phones: readonly string[];
}

/**
 * Other systems give a person one id here and another there. A guardian of OneRoster whom the contacts name for each of their
 * students is the person named there, with the flags that stand there. Of contacts without a name, it is whoever has no phone but
 * theirs. Everybody else the contacts are silent about.
 */
export class SpokenOf {
  readonly #marks = new Set<string>();
  readonly #rules: NumberRules;

  constructor(rules: NumberRules) {
    this.#rules = rules;
  }

  /** Takes in a contact of the export. */
  see({ edges, givenName, familyName, numbers }: RosterContact): void {
    const name = foldName(givenName, familyName);
    const all = name === '' ? numbers.map(({ e164 }) => e164) : [name];
    for (const { studentId } of edges) for (const mark of all) this.#marks.add(pair(studentId, mark));
  }

  has({ givenName, familyName, studentIds, phones }: OtherHalf): boolean {
    const name = foldName(givenName, familyName);
    const judged = phones.flatMap((phone) => judgeField(phone, this.#rules));
    const numbers = judged.flatMap((one) => ('problem' in one ? [] : [one.e164]));
    const isMarked = (id: string, mark: string) => this.#marks.has(pair(id, mark));
    return studentIds.every(
      (id) => (name !== '' && isMarked(id, name)) || (numbers.length > 0 && numbers.every((number) => isMarked(id, number))),
    );
  }
}

const pair = (studentId: string, mark: string): string => JSON.stringify([studentId, mark]);
