/** Timers on simulated time for one thread: one heap, one real timer for all of them. */
import { DeadlineHeap, type Entry } from './deadline-heap.ts';

type Callback = (...args: unknown[]) => void;

interface RealTimers {
  readonly set: (callback: () => void, ms: number) => NodeJS.Timeout;
  readonly clear: (timer: NodeJS.Timeout | undefined) => void;
}

const LONGEST_DELAY_MS = 2 ** 31 - 1;

/** What `setTimeout` returns: all that libraries ask of a handle, its number included (the SDK clears by number). */
export class SimulatedTimer {
  readonly id: number;
  readonly delay: number;
  readonly repeats: boolean;
  readonly callback: () => void;
  readonly #wheel: TimerWheel;
  #referenced = true;

  constructor(wheel: TimerWheel, id: number, delay: number, repeats: boolean, callback: () => void) {
    this.#wheel = wheel;
    this.id = id;
    this.delay = delay;
    this.repeats = repeats;
    this.callback = callback;
  }

  ref(): this {
    this.#referenced = true;
    return this;
  }

  unref(): this {
    this.#referenced = false;
    return this;
  }

  hasRef(): boolean {
    return this.#referenced;
  }

  refresh(): this {
    this.#wheel.schedule(this);
    return this;
  }

  close(): this {
    this.#wheel.clear(this);
    return this;
  }

  [Symbol.toPrimitive](): number {
    return this.id;
  }

  [Symbol.dispose](): void {
    this.#wheel.clear(this);
  }
}

export class TimerWheel {
  readonly #now: () => number;
  readonly #real: RealTimers;
  readonly #stir: () => void;
  readonly #heap = new DeadlineHeap<SimulatedTimer>();
  readonly #entries = new Map<number, Entry<SimulatedTimer>>();
  #nextId = 1;
  #armed: NodeJS.Timeout | undefined;
  #armedFor = Number.POSITIVE_INFINITY;

  /** @param stir called with every timer set or fired */
  constructor(now: () => number, real: RealTimers, stir: () => void) {
    this.#now = now;
    this.#real = real;
    this.#stir = stir;
  }

  set(callback: Callback, delay: number | undefined, repeats: boolean, args: readonly unknown[]): SimulatedTimer {
    if (typeof callback !== 'function') throw new TypeError('The "callback" argument must be of type function.');
    const ms = Number(delay);
    const usable = ms >= 1 && ms <= LONGEST_DELAY_MS ? Math.trunc(ms) : 1;
    const timer = new SimulatedTimer(this, this.#nextId++, usable, repeats, () => callback(...args));
    this.schedule(timer);
    return timer;
  }

  schedule(timer: SimulatedTimer): void {
    this.clear(timer);
    this.#stir();
    this.#entries.set(timer.id, this.#heap.push(this.#now() + timer.delay, timer));
    this.#arm();
  }

  /** Takes a handle, its number, or anything else `clearTimeout` is given. Says whether it was one of ours. */
  clear(handle: unknown): boolean {
    const id = handle instanceof SimulatedTimer ? handle.id : Number(typeof handle === 'symbol' ? Number.NaN : handle);
    const entry = this.#entries.get(id);
    if (entry === undefined) return handle instanceof SimulatedTimer;
    this.#heap.cancel(entry);
    this.#entries.delete(id);
    return true;
  }

  nextDeadline(): number | undefined {
    return this.#heap.peek()?.at;
  }

  /** Time has leapt: what is due fires in the next turn, as a real timer would. */
  rearm(): void {
    this.#stir();
    this.#armedFor = Number.POSITIVE_INFINITY;
    this.#arm();
  }

  #arm(): void {
    const next = this.nextDeadline();
    if (next === undefined || next >= this.#armedFor) return;
    this.#real.clear(this.#armed);
    this.#armedFor = next;
    const wait = Math.min(Math.ceil(Math.max(next - this.#now(), 0)), LONGEST_DELAY_MS);
    this.#armed = this.#real.set(() => this.#fire(), wait);
    this.#armed.unref();
  }

  #fire(): void {
    this.#armedFor = Number.POSITIVE_INFINITY;
    const due = this.#now();
    try {
      for (let entry = this.#heap.popDue(due); entry !== undefined; entry = this.#heap.popDue(due)) this.#ring(entry.value);
    } finally {
      // A callback that throws must not stop the others: they fire in the next round, as in Node.
      this.#arm();
    }
  }

  #ring(timer: SimulatedTimer): void {
    this.#stir();
    this.#entries.delete(timer.id);
    if (timer.repeats) this.schedule(timer);
    timer.callback();
  }
}
