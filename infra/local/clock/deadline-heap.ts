/** One moment something waits for. Equal moments come in the order they were added. */
export interface Entry<T> {
  readonly at: number;
  readonly value: T;
  readonly order: number;
  cancelled: boolean;
}

const SMALL = 64;

/** The next of many moments, cheaply: a binary heap whose cancelled entries are dropped when they surface or outnumber the rest. */
export class DeadlineHeap<T> {
  #entries: Entry<T>[] = [];
  #cancelled = 0;
  #order = 0;

  get size(): number {
    return this.#entries.length - this.#cancelled;
  }

  push(at: number, value: T): Entry<T> {
    const entry: Entry<T> = { at, value, order: this.#order++, cancelled: false };
    this.#entries.push(entry);
    this.#rise(this.#entries.length - 1);
    return entry;
  }

  cancel(entry: Entry<T>): void {
    if (entry.cancelled) return;
    entry.cancelled = true;
    this.#cancelled++;
    if (this.#entries.length > SMALL && this.#cancelled * 2 > this.#entries.length) this.#compact();
  }

  peek(): Entry<T> | undefined {
    while (this.#entries[0]?.cancelled) {
      this.#removeTop();
      this.#cancelled--;
    }
    return this.#entries[0];
  }

  /** Takes the next entry that is due at `now`; it can no longer be cancelled. */
  popDue(now: number): Entry<T> | undefined {
    const top = this.peek();
    if (top === undefined || top.at > now) return undefined;
    this.#removeTop();
    // Marked, so that a late cancel() of a handle does not count it a second time.
    top.cancelled = true;
    return top;
  }

  #compact(): void {
    const alive = this.#entries.filter((entry) => !entry.cancelled);
    this.#entries = alive.sort(before);
    this.#cancelled = 0;
  }

  #removeTop(): void {
    const last = this.#entries.pop();
    if (last === undefined || this.#entries.length === 0) return;
    this.#entries[0] = last;
    this.#sink(0);
  }

  #rise(start: number): void {
    let index = start;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#swapIfBefore(index, parent)) return;
      index = parent;
    }
  }

  #sink(start: number): void {
    let index = start;
    for (;;) {
      const left = 2 * index + 1;
      const [a, b] = [this.#entries[left], this.#entries[left + 1]];
      if (a === undefined) return;
      const child = b !== undefined && before(b, a) < 0 ? left + 1 : left;
      if (!this.#swapIfBefore(child, index)) return;
      index = child;
    }
  }

  #swapIfBefore(child: number, parent: number): boolean {
    const [a, b] = [this.#entries[child], this.#entries[parent]];
    if (a === undefined || b === undefined || before(a, b) >= 0) return false;
    this.#entries[child] = b;
    this.#entries[parent] = a;
    return true;
  }
}

function before(a: Entry<unknown>, b: Entry<unknown>): number {
  return a.at - b.at || a.order - b.order;
}
