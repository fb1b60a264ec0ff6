import { sharedValues } from '../../packed/shared-values.ts';
import type { Index, IndexLine } from './changes.ts';

/** The audience index, put together line by line. */
export class IndexLines {
  readonly #index = new Map<string, ReadonlyMap<string, string>>();
  // Nearly everybody is at one school, in one of a few dozen grades.
  readonly #gradesAt = sharedValues((schoolId) => sharedValues((grade) => new Map([[schoolId, grade]])));

  see({ schoolId, studentKey, grade }: IndexLine): void {
    const others = this.#index.get(studentKey);
    this.#index.set(studentKey, others === undefined ? this.#gradesAt(schoolId)(grade) : new Map([...others, [schoolId, grade]]));
  }

  get index(): Index {
    return this.#index;
  }
}
