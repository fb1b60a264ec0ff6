import { hash } from './buckets.ts';

/** Of a quarter of a million texts, one in sixty is taken for one that is there. */
const BITS = 24;

/**
 * Remembers of each text a mark that others may have as well: who is not marked was never added, for certain. Two megabytes, where a
 * set of a large district's people takes thirty.
 */
export class MarkedSet {
  readonly #marks = new Uint8Array(2 ** BITS / 8);

  add(text: string): void {
    const mark = hash(text) >>> (32 - BITS);
    this.#marks[mark >>> 3] = (this.#marks[mark >>> 3] ?? 0) | (1 << (mark & 7));
  }

  mayHave(text: string): boolean {
    const mark = hash(text) >>> (32 - BITS);
    return ((this.#marks[mark >>> 3] ?? 0) & (1 << (mark & 7))) !== 0;
  }
}
