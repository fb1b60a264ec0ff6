import type { Deadline, Instant, SimulatedClock } from '../world.ts';

/** A clock moved by hand that copes with thousands of calls at once: deadlines are kept in order. */
export class TrialClock implements SimulatedClock {
  #now: Instant;
  readonly #deadlines: { readonly at: Instant; act: (() => void) | undefined }[] = [];

  constructor(start: string) {
    this.#now = Date.parse(start);
  }

  now(): Instant {
    return this.#now;
  }

  at(time: Instant, _what: string, act: () => void): Deadline {
    const entry: { readonly at: Instant; act: (() => void) | undefined } = { at: time, act };
    this.#deadlines.splice(this.#placeOf(time), 0, entry);
    return {
      at: time,
      cancel: () => {
        entry.act = undefined;
      },
    };
  }

  busy<T>(work: Promise<T>): Promise<T> {
    return work;
  }

  /** Meets every deadline of the next `ms` in order; those of the same moment as they were registered. */
  advance(ms: number): void {
    const goal = this.#now + ms;
    for (let next = this.#deadlines[0]; next !== undefined && next.at <= goal; next = this.#deadlines[0]) {
      this.#deadlines.shift();
      this.#now = Math.max(this.#now, next.at);
      next.act?.();
    }
    this.#now = goal;
  }

  /** After all that are due at the same moment or before. */
  #placeOf(time: Instant): number {
    let [low, high] = [0, this.#deadlines.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#deadlines[middle]?.at ?? 0) <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
