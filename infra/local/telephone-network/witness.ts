import type { Ring } from './ring.ts';

/** Knows what rang, whatever anybody's logs say. A scenario claims the rings it expects; whatever is left over fails it. */
export class Witness {
  readonly #rings: Ring[] = [];
  readonly #byNumber = new Map<string, Ring[]>();
  readonly #claimed = new Set<Ring>();
  #active = 0;
  #peak = 0;

  begins(ring: Ring): void {
    this.#rings.push(ring);
    const ofNumber = this.#byNumber.get(ring.number) ?? [];
    this.#byNumber.set(ring.number, ofNumber);
    ofNumber.push(ring);
    this.#active += 1;
    this.#peak = Math.max(this.#peak, this.#active);
  }

  ends(): void {
    this.#active -= 1;
  }

  /** In the order they were dialed. */
  rings(number?: string): readonly Ring[] {
    return [...(number === undefined ? this.#rings : (this.#byNumber.get(number) ?? []))];
  }

  claim(...rings: readonly Ring[]): void {
    for (const ring of rings) this.#claimed.add(ring);
  }

  /** @returns the rings nobody has claimed */
  unclaimed(): readonly Ring[] {
    return this.#rings.filter((ring) => !this.#claimed.has(ring));
  }

  /** Calls going on at this moment, and the most there ever were at once. */
  active(): number {
    return this.#active;
  }

  concurrentPeak(): number {
    return this.#peak;
  }
}
