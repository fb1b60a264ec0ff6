/** A binary heap, earliest first, whose entries can be taken out from the middle: deadlines that are often cancelled. */
export interface HeapEntry<T> {
  readonly at: number;
  readonly value: T;
  /** Position in the heap; -1 once it is out. Kept by the heap alone. */
  index: number;
}

export class Heap<T> {
  readonly #entries: HeapEntry<T>[] = [];

  get size(): number {
    return this.#entries.length;
  }

  first(): HeapEntry<T> | undefined {
    return this.#entries[0];
  }

  push(at: number, value: T): HeapEntry<T> {
    const entry = { at, value, index: this.#entries.length };
    this.#entries.push(entry);
    this.#up(entry);
    return entry;
  }

  /** Does nothing when the entry is out already. */
  remove(entry: HeapEntry<T>): void {
    if (entry.index < 0) return;
    const last = this.#entries.pop();
    if (last !== undefined && last !== entry) {
      this.#place(last, entry.index);
      this.#up(last);
      this.#down(last);
    }
    entry.index = -1;
  }

  #up(entry: HeapEntry<T>): void {
    while (entry.index > 0) {
      const parent = this.#entries[(entry.index - 1) >> 1];
      if (parent === undefined || parent.at <= entry.at) return;
      this.#swap(entry, parent);
    }
  }

  #down(entry: HeapEntry<T>): void {
    for (;;) {
      const left = this.#entries[2 * entry.index + 1];
      const right = this.#entries[2 * entry.index + 2];
      const child = right !== undefined && left !== undefined && right.at < left.at ? right : left;
      if (child === undefined || child.at >= entry.at) return;
      this.#swap(child, entry);
    }
  }

  #swap(a: HeapEntry<T>, b: HeapEntry<T>): void {
    const at = a.index;
    this.#place(a, b.index);
    this.#place(b, at);
  }

  #place(entry: HeapEntry<T>, index: number): void {
    this.#entries[index] = entry;
    entry.index = index;
  }
}
