/**
 * When nothing is under way. Loopback data is readable only in the main thread's next poll phase, so two looks a few turns
 * of the loop apart must agree. A thread with an invocation says by itself when it has come to rest: asking it costs both.
 */
export interface WatchedThread {
  /** Whether it has an invocation; the others do not matter. */
  isActive(): boolean;
  /** Its next timer (ms since the epoch, infinity for none) once it has nothing else to do; `undefined` while it is at work. */
  restsUntil(): number | undefined;
  /** Tells it that time has leapt, so that it arms its timers anew: at work again until it says otherwise. */
  leapt(): void;
}

export interface Quiet {
  readonly active: boolean;
  readonly nextDeadline: number;
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export class Quiescence {
  readonly #now: () => number;
  readonly #threads = new Set<WatchedThread>();
  #held = 0;
  /** Grows with all that begins, ends or comes to rest. */
  #changes = 0;
  #waiting: (() => void) | undefined;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Counts `work` as under way until it settles. */
  hold<T>(work: Promise<T>): Promise<T> {
    this.#held++;
    this.changed();
    return work.finally(() => {
      this.#held--;
      this.changed();
    });
  }

  watch(thread: WatchedThread): () => void {
    this.#threads.add(thread);
    return () => {
      this.#threads.delete(thread);
      this.changed();
    };
  }

  /** A watched thread has come to rest, or has ended. */
  changed(): void {
    this.#changes++;
    this.#waiting?.();
  }

  leapt(): void {
    for (const thread of this.#active()) thread.leapt();
  }

  /** Resolves once nothing is under way anywhere: two looks in a row, and nothing changed between them. */
  async settled(): Promise<Quiet> {
    let seen: number | undefined;
    for (;;) {
      for (let turns = 0; turns < 3; turns++) await turn();
      const quiet = this.#look();
      if (quiet === undefined) await this.#nextChange();
      else if (seen === this.#changes) return quiet;
      seen = quiet === undefined ? undefined : this.#changes;
    }
  }

  #active(): WatchedThread[] {
    return [...this.#threads].filter((thread) => thread.isActive());
  }

  #look(): Quiet | undefined {
    if (this.#held > 0) return undefined;
    const rests = this.#active().map((thread) => thread.restsUntil());
    const now = this.#now();
    // A timer that is due fires without being told: its thread is at work.
    if (rests.some((until) => until === undefined || until <= now)) return undefined;
    return { active: rests.length > 0, nextDeadline: Math.min(...rests.map(Number), Number.POSITIVE_INFINITY) };
  }

  #nextChange(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting = resolve;
    return promise;
  }
}
