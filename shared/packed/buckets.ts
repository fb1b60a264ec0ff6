import { PackedList } from './packed-list.ts';

/** Values of one bucket are in memory at a time. */
const PER_BUCKET = 8_192;

/**
 * Values apart by key, packed: all of one key are in the same bucket, so whoever looks for what belongs together looks at one bucket
 * at a time. Within a bucket in the order in which they came.
 */
export class Buckets<T> implements Iterable<readonly T[]> {
  readonly #buckets: readonly PackedList<T>[];
  readonly #how: 'compressed' | 'loose';

  /** @param expected about how many values will come, with those of others beside it @param how see `PackedList` */
  constructor(expected: number, how: 'compressed' | 'loose' = 'compressed') {
    this.#how = how;
    this.#buckets = Array.from({ length: Math.ceil(expected / PER_BUCKET) || 1 }, () => new PackedList<T>(how));
  }

  /** Others, to be gone through side by side: what has one key is in the same bucket of both. */
  beside<U>(): Buckets<U> {
    return new Buckets<U>(this.#buckets.length * PER_BUCKET, this.#how);
  }

  get size(): number {
    return this.#buckets.reduce((sum, { length }) => sum + length, 0);
  }

  add(key: string, value: T): void {
    this.#buckets[hash(key) % this.#buckets.length]?.push(value);
  }

  /** Each bucket is let go of once it has been read. */
  *drain(): Generator<readonly T[], undefined, unknown> {
    for (const bucket of this.#buckets) yield [...bucket.drain()];
    return undefined;
  }

  *[Symbol.iterator](): Generator<readonly T[], undefined, unknown> {
    for (const bucket of this.#buckets) yield [...bucket];
    return undefined;
  }
}

/** FNV-1a, 32 bits. */
export function hash(text: string): number {
  let sum = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193);
  return sum >>> 0;
}
