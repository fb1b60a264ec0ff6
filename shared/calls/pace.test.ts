import fc from 'fast-check';
import { expect, test } from 'vitest';
import { grant, IDLE, type Pace } from './pace.ts';

const limits = { perSecond: 4, concurrent: 1_000, routineShare: 50 };
const T = 1_000_000;

test('the rate of both lanes together is never exceeded by more than one second’s burst', () => {
  const asks = fc.array(
    fc.record({
      lane: fc.constantFrom('urgent' as const, 'routine' as const),
      want: fc.integer({ min: 1, max: 10 }),
      later: fc.integer({ min: 0, max: 1_500 }),
    }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(asks, (list) => {
      let pace: Pace = IDLE;
      let now = T;
      const starts: number[] = [];
      for (const { lane, want, later } of list) {
        now += later;
        const granted = grant(pace, lane, want, now, limits);
        pace = granted.pace;
        starts.push(...granted.slots);
      }
      for (const from of starts) {
        const inTenSeconds = starts.filter((at) => at >= from && at < from + 10_000).length;
        expect(inTenSeconds).toBeLessThanOrEqual(10 * limits.perSecond + 2 * limits.perSecond);
      }
    }),
  );
});

test('an emergency finds the line free of routine calls but for their share', () => {
  const busy = grant(IDLE, 'routine', 10, T, limits).pace;
  const { slots } = grant(busy, 'urgent', 4, T, limits);
  expect(slots).toHaveLength(4);
  expect(slots[0]).toBe(T);
  expect((slots[3] ?? 0) - T).toBeLessThanOrEqual(1_500);
});

test('routine calls queue behind the starts an emergency was given', () => {
  const busy = grant(IDLE, 'urgent', 20, T, limits).pace;
  expect(grant(busy, 'routine', 1, T, limits).slots).toEqual([]);
});

test('no call is started above the number that may be under way', () => {
  const full = { ...IDLE, urgentInFlight: 6, routineInFlight: 3 };
  const small = { perSecond: 100, concurrent: 10, routineShare: 50 };
  expect(grant(full, 'urgent', 10, T, small).slots).toHaveLength(1);
  expect(grant({ ...full, urgentInFlight: 0, routineInFlight: 5 }, 'routine', 10, T, small).slots).toEqual([]);
});
