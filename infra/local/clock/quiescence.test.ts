import { expect, test } from 'vitest';
import { Quiescence, type Quiet, type WatchedThread } from './quiescence.ts';

const NOW = Date.parse('2026-11-24T11:30:00Z');
const HOUR = 3_600_000;

function quiescenceOver(restsUntil: WatchedThread['restsUntil']): Quiescence {
  const quiescence = new Quiescence(() => NOW);
  quiescence.watch({ isActive: () => true, restsUntil, leapt: () => undefined });
  return quiescence;
}

/** What it settled to, where many turns of the loop were enough for it. */
async function afterManyTurns(settled: Promise<Quiet>): Promise<Quiet | 'not settled'> {
  let seen: Quiet | 'not settled' = 'not settled';
  void settled.then((quiet) => {
    seen = quiet;
  });
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
  return seen;
}

test.each([
  ['due now', NOW],
  ['overdue', NOW - HOUR],
])('a thread whose timer is %s is at work until it says when the next one is', async (_what, due) => {
  let until = due;
  const quiescence = quiescenceOver(() => until);
  const settled = quiescence.settled();
  expect(await afterManyTurns(settled)).toBe('not settled');
  until = NOW + HOUR;
  quiescence.changed();
  expect(await settled).toEqual({ active: true, nextDeadline: NOW + HOUR });
});

test('what begins after a look that found all quiet is waited for', async () => {
  const work = Promise.withResolvers<void>();
  let looks = 0;
  const quiescence = quiescenceOver(() => {
    looks++;
    if (looks === 1) setImmediate(() => void quiescence.hold(work.promise));
    return NOW + HOUR;
  });
  const settled = quiescence.settled();
  expect(await afterManyTurns(settled)).toBe('not settled');
  work.resolve();
  expect(await settled).toEqual({ active: true, nextDeadline: NOW + HOUR });
});

test('what began and ended between two looks makes it look once more', async () => {
  let looks = 0;
  const quiescence = quiescenceOver(() => {
    looks++;
    if (looks === 1) setImmediate(() => void quiescence.hold(Promise.resolve()));
    return NOW + HOUR;
  });
  await quiescence.settled();
  expect(looks).toBe(3);
});
