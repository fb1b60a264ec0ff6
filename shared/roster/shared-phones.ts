import { hash } from '../packed/buckets.ts';
import { GrowingNumbers } from '../packed/growing-numbers.ts';
import type { ProblemLog } from './report/problem.ts';
import type { RosterContact } from './roster.ts';

/** More have a phone in common where it is nobody's home; a household of three generations has fewer (ROSTER §9). */
const A_HOUSEHOLD = 10;

/** Which phones are nobody's home. By their hashes: of a district, the phones themselves take ten times as much. */
export class SharedPhones {
  /** Side by side: hashes of phones, the row of whoever has it (0: none), and which of the contacts that is. */
  readonly #marks = new GrowingNumbers();
  readonly #rows = new GrowingNumbers();
  readonly #holders = new GrowingNumbers();
  #contacts = 0;

  /** Takes in a contact of the companion file. */
  see({ numbers, edges }: RosterContact): void {
    const [{ row = 0 } = {}] = edges;
    this.#contacts += 1;
    for (const { e164 } of numbers) {
      this.#marks.push(hash(e164));
      this.#rows.push(row);
      this.#holders.push(this.#contacts);
    }
  }

  /** Once for each contact. */
  report(file: string, problems: ProblemLog): void {
    const told = new Set<number>();
    const alike = Map.groupBy(this.#marks.repeated(), (place) => this.#marks.at(place));
    const places = [...alike.values()].filter((of) => of.length > A_HOUSEHOLD).flat();
    for (const place of places.sort((a, b) => a - b)) {
      const [row, holder] = [this.#rows.at(place), this.#holders.at(place)];
      if (row === 0 || told.has(holder)) continue;
      told.add(holder);
      problems.add('phone-shared', { file, row, column: 'phone' });
    }
  }
}
