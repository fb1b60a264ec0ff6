/**
 * The clock of the local cloud: leaps when idle, runs at the pace of real time while anything is under way. It leaps only to
 * registered deadlines and to the timers of an invocation in progress, and only while somebody runs it.
 */
import type { Deadline, Instant, SimulatedClock } from '../world.ts';
import { DeadlineHeap } from './deadline-heap.ts';
import { Quiescence, type WatchedThread } from './quiescence.ts';
import { createSharedTime, leapTo, readTime, type SharedTime, thaw } from './shared-time.ts';

interface Appointment {
  readonly what: string;
  readonly act: () => void;
  readonly recurring: boolean;
}

/** Somebody who runs the clock: until a moment, or (no moment) until nothing but recurring work is left. */
interface Asker {
  readonly until: Instant | undefined;
  readonly resolve: () => void;
  readonly reject: (reason: Error) => void;
}

export interface Leaps {
  readonly count: number;
  readonly simulatedSeconds: number;
}

const LONGEST_REAL_TIMER_MS = 2 ** 31 - 1;

export class LeapingClock implements SimulatedClock {
  readonly shared: SharedTime;
  readonly #grainMs: number;
  readonly #quiescence = new Quiescence(() => readTime(this.shared));
  readonly #appointments = new DeadlineHeap<Appointment>();
  readonly #askers = new Set<Asker>();
  readonly #beforeLeap: (() => boolean)[] = [];
  readonly #failureListeners: ((reason: Error) => void)[] = [];
  #once = 0;
  #driving = false;
  #stopped = false;
  #failure: Error | undefined;
  #realTimer: NodeJS.Timeout | undefined;
  #leapCount = 0;
  #leaptMs = 0;

  /** Time stands still at `startAt` until `start`. @param grainMs leaps end at multiples of it, so that what lies close together happens side by side */
  constructor(startAt: Instant, grainMs = 1) {
    this.shared = createSharedTime(startAt);
    this.#grainMs = grainMs;
  }

  get leaps(): Leaps {
    return { count: this.#leapCount, simulatedSeconds: this.#leaptMs / 1000 };
  }

  now(): Instant {
    return Math.floor(readTime(this.shared));
  }

  start(): void {
    thaw(this.shared);
    this.#armRealTimer();
  }

  at(time: Instant, what: string, act: () => void, options: { readonly recurring?: boolean } = {}): Deadline {
    const recurring = options.recurring ?? false;
    const earlier = (this.#appointments.peek()?.at ?? Number.POSITIVE_INFINITY) > time;
    const entry = this.#appointments.push(time, { what, act, recurring });
    if (!recurring) this.#once++;
    if (earlier) this.#armRealTimer();
    const cancel = (): void => {
      if (entry.cancelled) return;
      if (!recurring) this.#once--;
      this.#appointments.cancel(entry);
    };
    return { at: time, cancel };
  }

  busy<T>(work: Promise<T>): Promise<T> {
    return this.#quiescence.hold(work);
  }

  /** A thread that may be at work on an invocation; no leap while it is at work. Returns how to forget it. */
  watch(thread: WatchedThread): () => void {
    return this.#quiescence.watch(thread);
  }

  /** A watched thread has come to rest or ended its work. */
  changed(): void {
    this.#quiescence.changed();
  }

  /** Called when everything is quiet and the clock would leap; says true when it set something going instead. */
  beforeLeap(hook: () => boolean): void {
    this.#beforeLeap.push(hook);
  }

  /** Runs until `instant` and everything due by then has been done. */
  runUntil(instant: Instant): Promise<void> {
    return this.#ask(instant);
  }

  /** Runs until nothing is under way and no deadline but recurring ones is left. */
  runUntilIdle(): Promise<void> {
    return this.#ask(undefined);
  }

  /** Something happened that must not: whoever runs the clock, now or later, is told. */
  fail(reason: Error): void {
    this.#failure ??= reason;
    for (const listener of this.#failureListeners) listener(reason);
    for (const asker of this.#askers) asker.reject(this.#failure);
    this.#askers.clear();
  }

  onFailure(listener: (reason: Error) => void): void {
    this.#failureListeners.push(listener);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#realTimer);
    for (const asker of this.#askers) asker.reject(new Error('the local cloud was stopped while its clock was running'));
    this.#askers.clear();
  }

  #ask(until: Instant | undefined): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    if (this.#stopped) return Promise.reject(new Error('the local cloud is stopped'));
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#askers.add({ until, resolve, reject });
    if (!this.#driving) void this.#drive();
    return promise;
  }

  async #drive(): Promise<void> {
    this.#driving = true;
    try {
      while (this.#askers.size > 0) await this.#step();
    } catch (error) {
      this.fail(error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.#driving = false;
    }
  }

  /** One round: wait until all is quiet, do what is due, answer who has been waiting, else leap. */
  async #step(): Promise<void> {
    const threads = await this.#quiescence.settled();
    if (this.#fireDue() > 0) return;
    if (this.#beforeLeap.some((hook) => hook())) return;
    this.#answerAskers(threads.active);
    if (this.#askers.size === 0) return;
    const next = Math.min(this.#appointments.peek()?.at ?? Number.POSITIVE_INFINITY, threads.nextDeadline);
    // Nobody who runs the clock until a moment finds it behind that moment.
    this.#leap(Math.min(Math.ceil(next / this.#grainMs) * this.#grainMs, ...this.#targets()));
    this.#fireDue();
  }

  #targets(): Instant[] {
    return [...this.#askers].flatMap((asker) => asker.until ?? []);
  }

  #answerAskers(anyActive: boolean): void {
    const now = readTime(this.shared);
    const idle = this.#once === 0 && !anyActive;
    for (const asker of this.#askers) {
      if (asker.until === undefined ? !idle : asker.until > now) continue;
      this.#askers.delete(asker);
      asker.resolve();
    }
  }

  #leap(instant: Instant): void {
    if (!Number.isFinite(instant)) throw new Error('the clock has nowhere to leap: an invocation waits for nothing');
    const skipped = leapTo(this.shared, instant);
    if (skipped === 0) return;
    this.#leapCount++;
    this.#leaptMs += skipped;
    this.#quiescence.leapt();
  }

  #fireDue(): number {
    let fired = 0;
    for (;;) {
      const entry = this.#failure === undefined ? this.#appointments.popDue(readTime(this.shared)) : undefined;
      if (entry === undefined) break;
      fired++;
      if (!entry.value.recurring) this.#once--;
      this.#carryOut(entry.value);
    }
    this.#armRealTimer();
    return fired;
  }

  #carryOut(appointment: Appointment): void {
    try {
      appointment.act();
    } catch (cause) {
      this.fail(new Error(`the clock's appointment "${appointment.what}" failed: ${String(cause)}`, { cause }));
    }
  }

  /** Without anybody running the clock, and while work is under way, deadlines come at the pace of real time. */
  #armRealTimer(): void {
    clearTimeout(this.#realTimer);
    const next = this.#appointments.peek();
    if (next === undefined || this.#stopped) return;
    const wait = Math.ceil(Math.max(next.at - readTime(this.shared), 0));
    this.#realTimer = setTimeout(() => this.#fireDue(), Math.min(wait, LONGEST_REAL_TIMER_MS));
    this.#realTimer.unref();
  }
}
