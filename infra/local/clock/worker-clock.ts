/**
 * What a worker thread loads before anything else: from here on Date, timers and performance.now live on simulated time, and
 * the thread can say what it is waiting for. The main thread is never patched.
 */
import { performance } from 'node:perf_hooks';
import { OutstandingRequests } from './outstanding-requests.ts';
import { simulatedDate } from './patch-date.ts';
import { patchTimers } from './patch-timers.ts';
import { PoolWork } from './pool-work.ts';
import type { ThreadState } from './quiescence.ts';
import { readLeapt, readTime, type SharedTime } from './shared-time.ts';
import { TimerWheel } from './timer-wheel.ts';

/** File and name look-ups and turns of the loop: they go on without the clock. */
const UNDER_WAY = /Req|Immediate/;

export interface WorkerClock {
  now(): number;
  /** Two turns of the loop later: what this thread is doing. */
  state(): Promise<ThreadState>;
  /** The main thread has leapt. */
  leapt(): void;
}

export function installWorkerClock(shared: SharedTime): WorkerClock {
  const now = (): number => readTime(shared);
  const real = { set: globalThis.setTimeout, clear: globalThis.clearTimeout };
  const wheel = new TimerWheel(now, {
    set: (callback, ms) => real.set(callback, ms),
    clear: (timer) => real.clear(timer),
  });
  const requests = new OutstandingRequests();
  const pool = new PoolWork();
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  globalThis.Date = simulatedDate(now);
  const elapsed = performance.now.bind(performance);
  const leaptBefore = readLeapt(shared);
  performance.now = () => elapsed() + readLeapt(shared) - leaptBefore;
  patchTimers(wheel);

  async function state(): Promise<ThreadState> {
    await turn();
    await turn();
    const visible = process.getActiveResourcesInfo().filter((name) => UNDER_WAY.test(name)).length;
    const nextDeadline = wheel.nextDeadline();
    return {
      activity: wheel.activity + requests.activity + pool.activity,
      pending: requests.count + pool.count + visible,
      ...(nextDeadline === undefined ? {} : { nextDeadline }),
    };
  }

  return { now, state, leapt: () => wheel.rearm() };
}
