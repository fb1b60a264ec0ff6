import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MOST_KEPT, NEVER_RANG, type NotedRing, pastRings, withRing } from './ring-history.ts';

const NOW = '2026-11-24T16:15:00.000Z';
const DAY_MS = 86_400_000;
const ago = (days: number): string => new Date(Date.parse(NOW) - days * DAY_MS).toISOString();
const ring = (name: string, at = NOW): NotedRing => ({ ring: name, at, purpose: 'event', basis: 'exempt', noticeId: 'fair' });
const call = { callId: 'fair.x', attempt: 0 };

describe('what the gate is told of earlier rings', () => {
  test('both parts together, oldest first, of the last 31 days', () => {
    const history = {
      noted: [ring('a#1', ago(2)), ring('old#1', ago(32))],
      notedVersion: 2,
      exempt: [ring('b#1', ago(3))],
      exemptVersion: 1,
    };
    const past = pastRings(history, call, NOW);
    expect(past).toEqual([ago(3), ago(2)].map((at) => ({ at, purpose: 'event', basis: 'exempt', noticeId: 'fair' })));
  });

  test('not the very attempt it decides about, which an earlier delivery may have counted; its earlier attempts count', () => {
    const exempt = [ring('fair.x#1', ago(1)), ring('fair.x#2')];
    expect(pastRings({ ...NEVER_RANG, exempt }, { ...call, attempt: 1 }, NOW)).toHaveLength(1);
    expect(pastRings({ ...NEVER_RANG, exempt }, { ...call, attempt: 2 }, NOW)).toHaveLength(2);
  });

  test('nothing, where either part cannot be read; a ring without a readable moment still counts', () => {
    expect(pastRings({ ...NEVER_RANG, noted: 'unreadable' }, call, NOW)).toBe('unknown');
    expect(pastRings({ ...NEVER_RANG, exempt: 'unreadable' }, call, NOW)).toBe('unknown');
    expect(pastRings({ ...NEVER_RANG, noted: [ring('a#1', 'once')] }, call, NOW)).toHaveLength(1);
  });
});

test('noting is idempotent, keeps order, and never lets go of a ring that a window could still count', () => {
  const some = fc.array(fc.record({ name: fc.integer({ min: 0, max: 50 }), days: fc.double({ min: 0, max: 40, noNaN: true }) }), {
    maxLength: 60,
  });
  fc.assert(
    fc.property(some, (acts) => {
      const inOrder = acts.toSorted((a, b) => b.days - a.days);
      const rings = inOrder.reduce<readonly NotedRing[]>(
        (held, { name, days }) => withRing(held, ring(`n${name}#1`, ago(days))),
        [],
      );
      expect(rings.length).toBeLessThanOrEqual(MOST_KEPT);
      expect(rings.map(({ at }) => at)).toEqual(rings.map(({ at }) => at).toSorted());
      expect(new Set(rings.map((one) => one.ring)).size).toBe(rings.length);
      const last = rings.at(-1);
      if (last !== undefined) expect(withRing(rings, last)).toEqual(rings);
      const young = inOrder.filter(({ days }) => days < 30).map(({ name }) => `n${name}#1`);
      const distinct = [...new Set(young.toReversed())].slice(0, MOST_KEPT);
      for (const name of distinct) expect(rings.map((one) => one.ring)).toContain(name);
    }),
  );
});
