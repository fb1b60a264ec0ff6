/** Puts a timer wheel behind every way in which Node offers timers. setImmediate, queueMicrotask and hrtime stay real. */
import nodeModule from 'node:module';
import timers from 'node:timers';
import timersPromises from 'node:timers/promises';
import { promisify } from 'node:util';
import type { SimulatedTimer, TimerWheel } from './timer-wheel.ts';

interface PromiseOptions {
  readonly signal?: AbortSignal;
  readonly ref?: boolean;
}

type Callback = (...args: unknown[]) => void;

export function patchTimers(wheel: TimerWheel): void {
  const realClear = timers.clearTimeout;
  const clear = (handle: unknown): void => {
    // Handles made by Node itself (sockets, undici) are not ours: they go where they came from.
    if (!wheel.clear(handle) && typeof handle === 'object' && handle !== null) Reflect.apply(realClear, undefined, [handle]);
  };
  const wait = promisedTimeout(wheel);
  const setTimeoutNow = Object.assign(
    (callback: Callback, ms?: number, ...args: unknown[]) => wheel.set(callback, ms, false, args),
    { [promisify.custom]: wait },
  );
  const setIntervalNow = (callback: Callback, ms?: number, ...args: unknown[]) => wheel.set(callback, ms, true, args);
  const patched = { setTimeout: setTimeoutNow, clearTimeout: clear, setInterval: setIntervalNow, clearInterval: clear };
  Object.assign(globalThis, patched);
  Object.assign(timers, patched);
  Object.assign(timersPromises, { setTimeout: wait, setInterval: promisedInterval(wheel) });
  Object.assign(timersPromises.scheduler, { wait: (ms: number, options?: PromiseOptions) => wait(ms, undefined, options) });
  nodeModule.syncBuiltinESMExports();
}

function promisedTimeout(wheel: TimerWheel) {
  return <T>(ms?: number, value?: T, options: PromiseOptions = {}): Promise<T | undefined> => {
    const { promise, resolve, reject } = Promise.withResolvers<T | undefined>();
    const { signal } = options;
    if (signal?.aborted) return Promise.reject(aborted(signal));
    const timer = wheel.set(() => resolve(value), ms, false, []);
    signal?.addEventListener(
      'abort',
      () => {
        wheel.clear(timer);
        reject(aborted(signal));
      },
      { once: true },
    );
    return promise;
  };
}

function promisedInterval(wheel: TimerWheel) {
  return async function* ticks<T>(ms?: number, value?: T, options: PromiseOptions = {}): AsyncGenerator<T | undefined> {
    const wait = promisedTimeout(wheel);
    for (;;) yield await wait(ms, value, options);
  };
}

function aborted(signal: AbortSignal): Error {
  const error = new Error('The operation was aborted', { cause: signal.reason });
  return Object.assign(error, { name: 'AbortError', code: 'ABORT_ERR' });
}

export type { SimulatedTimer };
