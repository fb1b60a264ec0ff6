import { hash } from '../packed/buckets.ts';
import type { ProblemLog } from './report/problem.ts';
import type { RosterContact } from './roster.ts';

/** More have a phone in common where it is nobody's home; a household of three generations has fewer (ROSTER §9). */
const A_HOUSEHOLD = 10;

/** Which phones are nobody's home. By their hashes: of a district, the phones themselves take ten times as much. */
export class SharedPhones {
  readonly #holders = new Map<number, number>();
  /** Hash, row, and which of the contacts it is, one after the other. */
  readonly #seen: number[] = [];
  #contacts = 0;

  /** Takes in a contact of the companion file. */
  see({ numbers, edges }: RosterContact): void {
    const [{ row } = {}] = edges;
    this.#contacts += 1;
    for (const { e164 } of numbers) {
      const mark = hash(e164);
      this.#holders.set(mark, (this.#holders.get(mark) ?? 0) + 1);
      if (row !== undefined) this.#seen.push(mark, row, this.#contacts);
    }
  }

  /** Once for each contact. */
  report(file: string, problems: ProblemLog): void {
    const shared = new Set([...this.#holders].flatMap(([mark, of]) => (of > A_HOUSEHOLD ? [mark] : [])));
    if (shared.size === 0) return;
    let told = 0;
    for (let at = 0; at < this.#seen.length; at += 3) {
      const [mark = 0, row = 0, contact = 0] = this.#seen.slice(at, at + 3);
      if (!shared.has(mark) || told === contact) continue;
      told = contact;
      problems.add('phone-shared', { file, row, column: 'phone' });
    }
  }
}
