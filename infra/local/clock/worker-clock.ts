/**
 * What a worker thread loads before anything else: from here on Date, timers and performance.now live on simulated time, and
 * the thread can say what it is waiting for. The main thread is never patched.
 */
import { performance } from 'node:perf_hooks';
import { OutstandingRequests } from './outstanding-requests.ts';
import { simulatedDate } from './patch-date.ts';
import { patchTimers } from './patch-timers.ts';
import { PoolWork } from './pool-work.ts';
import { Rest } from './rest.ts';
import { readLeapt, readTime, type SharedTime } from './shared-time.ts';
import { TimerWheel } from './timer-wheel.ts';

/** File and name look-ups and turns of the loop: they go on without the clock. */
const UNDER_WAY = /Req|Immediate/;

export interface WorkerClock {
  now(): number;
  /** The main thread has sent something: this thread is at work until it comes to rest again. */
  stir(): void;
  /** The main thread has leapt. */
  leapt(): void;
}

/** @param atRest called when nothing goes on in this thread but its timers; the next of them in ms since the epoch */
export function installWorkerClock(shared: SharedTime, atRest: (nextDeadline: number) => void): WorkerClock {
  const now = (): number => readTime(shared);
  const real = { set: globalThis.setTimeout, clear: globalThis.clearTimeout };
  const visible = (): number => process.getActiveResourcesInfo().filter((name) => UNDER_WAY.test(name)).length;
  const rest: Rest = new Rest(
    () => ({ counted: requests.count + pool.count, silent: visible() }),
    () => atRest(wheel.nextDeadline() ?? Number.POSITIVE_INFINITY),
  );
  const stir = (): void => rest.stir();
  const wheel = new TimerWheel(now, { set: (callback, ms) => real.set(callback, ms), clear: (timer) => real.clear(timer) }, stir);
  const requests = new OutstandingRequests(stir);
  const pool = new PoolWork(stir);
  globalThis.Date = simulatedDate(now);
  const elapsed = performance.now.bind(performance);
  const leaptBefore = readLeapt(shared);
  performance.now = () => elapsed() + readLeapt(shared) - leaptBefore;
  patchTimers(wheel);

  return { now, stir, leapt: () => wheel.rearm() };
}
