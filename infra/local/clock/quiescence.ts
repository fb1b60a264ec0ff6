/**
 * When nothing is under way. A thread that has just written a request looks idle, and loopback data is readable only in the
 * main thread's next poll phase: so threads answer after two turns of their loop, and two rounds must be identical.
 */
export interface ThreadState {
  /** Grows with everything the thread does. */
  readonly activity: number;
  /** Requests, file reads, compression … that will go on without the clock. */
  readonly pending: number;
  /** The thread's next timer, ms since the epoch. */
  readonly nextDeadline?: number;
}

export interface WatchedThread {
  /** Whether it works on an invocation; the others are not asked. */
  isActive(): boolean;
  /** Resolves after two turns of the thread's loop; `undefined` when the thread has ended meanwhile. */
  ask(): Promise<ThreadState | undefined>;
  /** Tells it that time has leapt, so that it arms its timers anew. */
  leapt(): void;
}

export interface Quiet {
  readonly active: boolean;
  readonly nextDeadline: number;
}

/** Real time given to threads at work before they are asked: most send their next request meanwhile, which says enough. */
const BREATH_MS = 1;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export class Quiescence {
  readonly #threads = new Set<WatchedThread>();
  #held = 0;
  #holds = 0;
  #released: (() => void) | undefined;
  #changed: (() => void) | undefined;

  /** Counts `work` as under way until it settles. */
  hold<T>(work: Promise<T>): Promise<T> {
    this.#held++;
    this.#holds++;
    this.changed();
    return work.finally(() => {
      this.#held--;
      this.#released?.();
    });
  }

  watch(thread: WatchedThread): () => void {
    this.#threads.add(thread);
    return () => this.#threads.delete(thread);
  }

  /** Something began or ended: whoever waits for that need not wait longer. */
  changed(): void {
    this.#changed?.();
  }

  leapt(): void {
    for (const thread of this.#threads) thread.leapt();
  }

  /** Resolves once nothing is under way anywhere: two identical rounds of questions in a row. */
  async settled(): Promise<Quiet> {
    let previous: string | undefined;
    for (;;) {
      await this.#allReleased();
      const active = [...this.#threads].filter((thread) => thread.isActive());
      if (active.length > 0 && previous === undefined && (await this.#changesSoon())) continue;
      const answers = await Promise.all(active.map((thread) => thread.ask()));
      await turn();
      const signature = JSON.stringify([this.#holds, answers]);
      const quiet = this.#held === 0 && answers.every((state) => state !== undefined && state.pending === 0);
      if (quiet && signature === previous) return summarize(answers);
      previous = quiet ? signature : undefined;
    }
  }

  /** Asking costs both threads: not while they show by themselves that they are at work. */
  #changesSoon(): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => resolve(false), BREATH_MS);
    this.#changed = () => {
      clearTimeout(timer);
      resolve(true);
    };
    return promise.finally(() => {
      this.#changed = undefined;
    });
  }

  async #allReleased(): Promise<void> {
    await turn();
    await turn();
    while (this.#held > 0) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#released = resolve;
      await promise;
      await turn();
    }
  }
}

function summarize(answers: readonly (ThreadState | undefined)[]): Quiet {
  const deadlines = answers.map((state) => state?.nextDeadline ?? Number.POSITIVE_INFINITY);
  return { active: answers.length > 0, nextDeadline: Math.min(...deadlines, Number.POSITIVE_INFINITY) };
}
