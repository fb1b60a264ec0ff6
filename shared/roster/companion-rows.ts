import { Buckets } from '../packed/buckets.ts';
import { MarkedSet } from '../packed/marked-set.ts';
import type { CompanionRow } from './companion.ts';
import {
  type PackedAnswer,
  type PackedNumber,
  type PackedRosterEdge,
  packAnswer,
  packNumber,
  packRosterEdge,
  unpackAnswer,
  unpackNumber,
  unpackRosterEdge,
} from './packed-parts.ts';

type PackedRow = readonly [
  columns: number,
  contactId: string,
  givenName: string,
  familyName: string,
  language: string,
  numbers: readonly PackedNumber[],
  edge: PackedRosterEdge,
  answers: readonly PackedAnswer[],
];

/** The rows of contacts who have several, until all of a contact are there: a sibling's may be a hundred thousand rows away. */
export class CompanionRows {
  readonly #buckets: Buckets<PackedRow>;
  /** Files have one set of names of columns, or one for each contact of a row. */
  readonly #columns: CompanionRow['columns'][] = [];

  /** @param about how many rows the file has */
  constructor(about: number) {
    this.#buckets = new Buckets(about);
  }

  add({ row, columns, contactId, givenName, familyName, language, numbers, edge, answers }: CompanionRow): void {
    // An edge of the companion file has its row.
    const packed = packRosterEdge({ ...edge, row });
    this.#buckets.add(contactId, [
      this.#placeOf(columns),
      contactId,
      givenName,
      familyName,
      language,
      numbers.map(packNumber),
      packed,
      answers.map(packAnswer),
    ]);
  }

  /** All rows of each contact, in the order of the file. They are gone then. */
  *drain(): Generator<readonly CompanionRow[], undefined, unknown> {
    for (const bucket of this.#buckets.drain()) {
      const rows = bucket.map((packed) => this.#unpacked(packed));
      yield* Map.groupBy(rows, ({ contactId }) => contactId).values();
    }
    return undefined;
  }

  #placeOf(columns: CompanionRow['columns']): number {
    const isSame = (known: CompanionRow['columns']) =>
      known.phone === columns.phone &&
      known.relationship === columns.relationship &&
      known.wording === columns.wording &&
      known.consentDate === columns.consentDate;
    const place = this.#columns.findIndex(isSame);
    return place < 0 ? this.#columns.push(columns) - 1 : place;
  }

  #unpacked([columns, contactId, givenName, familyName, language, numbers, packedEdge, answers]: PackedRow): CompanionRow {
    const edge = unpackRosterEdge(packedEdge);
    const names = this.#columns[columns];
    if (names === undefined) throw new Error('a row of contacts was packed with columns that nobody has');
    return {
      row: edge.row ?? 0,
      columns: names,
      ...{ contactId, givenName, familyName, language },
      numbers: numbers.map(unpackNumber),
      edge,
      answers: answers.map(unpackAnswer),
    };
  }
}

/** Which contacts may have several rows. Who is told to have one has one, for certain. */
export class SeveralRows {
  readonly #once = new MarkedSet();
  readonly #again = new MarkedSet();

  see(contactId: string): void {
    if (this.#once.mayHave(contactId)) this.#again.add(contactId);
    else this.#once.add(contactId);
  }

  mayHave(contactId: string): boolean {
    return this.#again.mayHave(contactId);
  }
}
