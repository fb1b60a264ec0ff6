import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CapWindow, noticesWithin, ringsWithin, SEVEN_DAYS } from './caps.ts';
import type { PastRing } from './gate-input.ts';

const THIRTY_DAYS: CapWindow = { kind: 'rolling', hours: 30 * 24 };

const NOW = '2026-11-24T16:15:00.000Z';

function ring(known: Partial<PastRing>): PastRing {
  return { at: '2026-11-24T10:00:00.000Z', purpose: 'event', basis: 'consent', noticeId: 'other', ...known };
}

describe('rings in a rolling window', () => {
  test.each([
    ['30 days ago to the millisecond is over', '2026-10-25T16:15:00.000Z', 0],
    ['a millisecond less is not', '2026-10-25T16:15:00.001Z', 1],
    ['now counts', NOW, 1],
    ['a clock that runs ahead permits no more', '2026-11-24T17:00:00.000Z', 1],
    ['what cannot be read counts', 'yesterday', 1],
  ])('%s', (_, at, count) => {
    expect(ringsWithin([ring({ at })], NOW, THIRTY_DAYS)).toBe(count);
  });

  test('thirty days are 720 hours, over a night on which the clocks change too; seven are 168', () => {
    const rings = ['2026-10-25T16:15:00.001Z', '2026-11-17T16:15:00.000Z', '2026-11-17T16:15:00.001Z'].map((at) => ring({ at }));
    expect(ringsWithin(rings, NOW, THIRTY_DAYS)).toBe(3);
    expect(ringsWithin(rings, NOW, SEVEN_DAYS)).toBe(1);
  });

  test('a moment that cannot be read leaves every ring in', () => {
    expect(ringsWithin([ring({ at: '2020-01-01T00:00:00Z' })], 'today', THIRTY_DAYS)).toBe(1);
  });

  test('only rings of the purposes and the basis asked for', () => {
    const rings = [
      ring({ purpose: 'event', basis: 'exempt' }),
      ring({ purpose: 'event', basis: 'consent' }),
      ring({ purpose: 'emergency', basis: 'emergency' }),
    ];
    expect(ringsWithin(rings, NOW, THIRTY_DAYS, { basis: 'exempt' })).toBe(1);
    expect(ringsWithin(rings, NOW, THIRTY_DAYS, { purposes: ['event', 'survey'] })).toBe(2);
    expect(ringsWithin(rings, NOW, THIRTY_DAYS, { purposes: ['event'], basis: 'consent' })).toBe(1);
    expect(ringsWithin(rings, NOW, THIRTY_DAYS, { purposes: [] })).toBe(0);
    expect(ringsWithin(rings, NOW, THIRTY_DAYS)).toBe(3);
  });
});

describe('rings of the local day', () => {
  const chicago: CapWindow = { kind: 'local-day', zones: ['America/Chicago'] };
  test.each([
    ['the first minute of the day', '2026-11-24T06:00:00.000Z', 1],
    ['the last of the day before', '2026-11-24T05:59:59.999Z', 0],
    ['what cannot be read counts', '', 1],
    ['tomorrow by a clock that runs ahead', '2026-11-25T12:00:00.000Z', 1],
  ])('%s', (_, at, count) => {
    expect(ringsWithin([ring({ at })], NOW, chicago)).toBe(count);
  });

  test('a day on which the clocks change has 25 hours', () => {
    const rings = [ring({ at: '2026-11-01T05:00:00.000Z' })];
    expect(ringsWithin(rings, '2026-11-02T05:59:00.000Z', chicago)).toBe(1);
    expect(ringsWithin(rings, '2026-11-02T06:00:00.000Z', chicago)).toBe(0);
  });

  test('where the zone is not certain, a day lasts until it is over everywhere', () => {
    const both: CapWindow = { kind: 'local-day', zones: ['America/New_York', 'America/Los_Angeles'] };
    const rings = [ring({ at: '2026-11-24T04:30:00.000Z' })];
    expect(ringsWithin(rings, '2026-11-24T07:59:00.000Z', both)).toBe(1);
    expect(ringsWithin(rings, '2026-11-24T08:00:00.000Z', both)).toBe(0);
  });

  test.each([
    ['a zone the zone data do not know', ['America/Gotham']],
    ['no zone', []],
  ])('%s: everything counts', (_, zones) => {
    expect(ringsWithin([ring({ at: '2020-01-01T00:00:00Z' })], NOW, { kind: 'local-day', zones })).toBe(1);
  });

  test('a moment that cannot be read: everything counts', () => {
    expect(ringsWithin([ring({ at: '2020-01-01T00:00:00Z' })], 'today', chicago)).toBe(1);
  });
});

describe('notices', () => {
  test('each counts once however often it was tried, and the one that is asked about not at all', () => {
    const rings = [
      ring({ noticeId: 'concert' }),
      ring({ noticeId: 'concert' }),
      ring({ noticeId: 'bake-sale' }),
      ring({ noticeId: 'this-one' }),
    ];
    expect(noticesWithin(rings, { at: NOW, noticeId: 'this-one' }, SEVEN_DAYS)).toBe(2);
    expect(noticesWithin(rings, { at: NOW, noticeId: 'a-new-one' }, SEVEN_DAYS)).toBe(3);
    expect(noticesWithin(rings, { at: NOW, noticeId: 'a-new-one' }, SEVEN_DAYS, { purposes: ['survey'] })).toBe(0);
    expect(noticesWithin(rings, { at: '2026-12-24T16:15:00.000Z', noticeId: 'a-new-one' }, SEVEN_DAYS)).toBe(0);
  });
});

test('more history never counts less, and a wider window neither', () => {
  const anyRing = fc.record({
    at: fc.oneof(
      fc
        .date({ min: new Date('2026-10-01'), max: new Date('2026-12-01'), noInvalidDate: true })
        .map((date) => date.toISOString()),
      fc.constant('unreadable'),
    ),
    purpose: fc.constantFrom('event' as const, 'survey' as const, 'emergency' as const),
    basis: fc.constantFrom('consent' as const, 'exempt' as const, 'emergency' as const),
    noticeId: fc.constantFrom('a', 'b', 'c'),
  });
  const day: CapWindow = { kind: 'local-day', zones: ['America/Chicago'] };
  fc.assert(
    fc.property(fc.array(anyRing), anyRing, fc.constantFrom(day, SEVEN_DAYS, THIRTY_DAYS), (history, more, window) => {
      const count = (rings: readonly PastRing[]) => ringsWithin(rings, NOW, window, { basis: 'exempt' });
      expect(count([...history, more])).toBeGreaterThanOrEqual(count(history));
      expect(count(history)).toBeLessThanOrEqual(ringsWithin(history, NOW, THIRTY_DAYS));
      const notices = (rings: readonly PastRing[]) => noticesWithin(rings, { at: NOW, noticeId: 'a' }, window);
      expect(notices([...history, more])).toBeGreaterThanOrEqual(notices(history));
      expect(notices(history)).toBeLessThanOrEqual(ringsWithin(history, NOW, window));
    }),
  );
});
