import { afterEach, expect, test } from 'vitest';
import { LeapingClock } from './simulated-clock.ts';

const START = Date.parse('2026-11-24T11:30:00Z');
const HOUR = 3_600_000;
let clock: LeapingClock;
afterEach(() => clock.stop());

function started(): LeapingClock {
  clock = new LeapingClock(START);
  clock.start();
  return clock;
}

test('time stands still until the clock is started', () => {
  clock = new LeapingClock(START);
  expect([clock.now(), clock.now()]).toEqual([START, START]);
});

test('it leaps to each deadline in order and is there on time', async () => {
  const met: [string, number][] = [];
  const running = started();
  for (const hour of [3, 1, 2])
    running.at(START + hour * HOUR, `${hour} h`, () => met.push([`${hour} h`, running.now() - START - hour * HOUR]));
  await running.runUntil(START + 4 * HOUR);
  expect(met.map(([what]) => what)).toEqual(['1 h', '2 h', '3 h']);
  for (const [, late] of met) expect(late).toBeLessThan(100);
  expect(running.now()).toBeGreaterThanOrEqual(START + 4 * HOUR);
  expect(running.leaps.count).toBe(4);
  expect(running.leaps.simulatedSeconds).toBeCloseTo(4 * 3600, -1);
});

test('deadlines of the same moment are met in the order they were made', async () => {
  const met: number[] = [];
  const running = started();
  for (const order of [1, 2, 3]) running.at(START + HOUR, String(order), () => met.push(order));
  await running.runUntilIdle();
  expect(met).toEqual([1, 2, 3]);
});

test('with a grain, what is due within it is met in one leap and in order, never early, and who runs the clock is not late', async () => {
  const met: [string, number][] = [];
  clock = new LeapingClock(START, 100);
  clock.start();
  for (const ms of [HOUR + 30, HOUR + 10, HOUR + 101])
    clock.at(START + ms, String(ms - HOUR), () => met.push([String(ms - HOUR), clock.now() - START - ms]));
  await clock.runUntil(START + HOUR + 150);
  expect(met.map(([what]) => what)).toEqual(['10', '30', '101']);
  for (const [, late] of met) expect(late).toBeGreaterThanOrEqual(0);
  expect(clock.leaps.count).toBe(2);
  expect(clock.now()).toBeLessThan(START + HOUR + 200);
});

test('a cancelled deadline is neither met nor leapt to', async () => {
  const running = started();
  running.at(START + HOUR, 'cancelled', () => expect.unreachable()).cancel();
  await running.runUntilIdle();
  expect(running.leaps.count).toBe(0);
});

test('nobody runs the clock: no leap', async () => {
  const running = started();
  running.at(START + HOUR, 'later', () => expect.unreachable());
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(running.leaps.count).toBe(0);
});

test('run until idle meets what recurs on the way, and does not wait for it', async () => {
  const running = started();
  let ticks = 0;
  const tick = (): void => {
    ticks++;
    running.at(START + (ticks + 1) * 60_000, 'tick', tick, { recurring: true });
  };
  running.at(START + 60_000, 'tick', tick, { recurring: true });
  running.at(START + 150_000, 'once', () => undefined);
  await running.runUntilIdle();
  expect(ticks).toBe(2);
});

test('work under way keeps the clock from leaping', async () => {
  const running = started();
  const work = Promise.withResolvers<void>();
  let met = false;
  running.at(START + HOUR, 'later', () => {
    met = true;
  });
  void running.busy(work.promise);
  const end = running.runUntil(START + 2 * HOUR);
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(met).toBe(false);
  work.resolve();
  await end;
  expect(met).toBe(true);
});

test('a thread at work keeps the clock from leaping, one at rest is leapt to', async () => {
  const running = started();
  let [rests, leapt] = [false, 0];
  running.watch({
    isActive: () => leapt === 0,
    restsUntil: () => (rests ? START + HOUR : undefined),
    leapt: () => {
      leapt++;
    },
  });
  const end = running.runUntil(START + HOUR);
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect([leapt, running.leaps.count]).toEqual([0, 0]);
  rests = true;
  running.changed();
  await end;
  expect([leapt, running.leaps.count]).toEqual([1, 1]);
});

test('a thread whose timer is due is at work until it says what comes next', async () => {
  const running = started();
  let until = START;
  running.watch({ isActive: () => until < START + HOUR, restsUntil: () => until, leapt: () => undefined });
  running.at(START + HOUR, 'later', () => undefined);
  const end = running.runUntil(START + 2 * HOUR);
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(running.leaps.count).toBe(0);
  until = START + HOUR;
  running.changed();
  await end;
});

test('what fails in a deadline fails whoever runs the clock, now and later', async () => {
  const running = started();
  running.at(START + HOUR, 'a broken part', () => {
    throw new Error('boom');
  });
  await expect(running.runUntilIdle()).rejects.toThrow('"a broken part" failed: Error: boom');
  await expect(running.runUntil(START + 2 * HOUR)).rejects.toThrow('boom');
});

test('thousands of deadlines, half of them cancelled, are met in order', async () => {
  const running = started();
  const met: number[] = [];
  const made = Array.from({ length: 4000 }, (_, index) => {
    const at = START + ((index * 7919) % 4000) * 1000;
    return running.at(at, String(index), () => met.push(at));
  });
  for (const [index, deadline] of made.entries()) if (index % 2 === 1) deadline.cancel();
  await running.runUntilIdle();
  expect(met).toHaveLength(2000);
  expect(met).toEqual([...met].sort((a, b) => a - b));
});
