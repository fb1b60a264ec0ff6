/** Keys in S3's order, which is that of their UTF-8 bytes; found by halving. */
export class SortedKeys {
  readonly #keys: string[] = [];

  add(key: string): void {
    const at = this.from(key);
    if (this.#keys[at] !== key) this.#keys.splice(at, 0, key);
  }

  remove(key: string): void {
    const at = this.from(key);
    if (this.#keys[at] === key) this.#keys.splice(at, 1);
  }

  at(index: number): string | undefined {
    return this.#keys[index];
  }

  /** Index of the first key that is not before `key`. */
  from(key: string): number {
    return this.#firstWhere((candidate) => compareUtf8(candidate, key) >= 0);
  }

  /** Index of the first key behind all those that begin with `prefix`; `start` lies among or before them. */
  behind(prefix: string): number {
    return this.#firstWhere((candidate) => !candidate.startsWith(prefix) && compareUtf8(candidate, prefix) > 0);
  }

  #firstWhere(holds: (key: string) => boolean): number {
    let [low, high] = [0, this.#keys.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (holds(this.#keys[middle] ?? '')) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** JavaScript compares UTF-16 units, which differs from UTF-8 only where surrogates are. */
export function compareUtf8(a: string, b: string): number {
  if (/[\ud800-\udfff]/.test(a) || /[\ud800-\udfff]/.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : a > b ? 1 : 0;
}
