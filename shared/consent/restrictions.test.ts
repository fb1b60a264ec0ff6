import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ConsentRecord, NO_CONSENTS, type RestrictionEntry } from './consent-record.ts';
import { isCleared, isRestrictedFor, restrictedOnRecord, withRestriction } from './restrictions.ts';

const evidence = { pointer: 'order 2026-CV-118', sha256: 'a'.repeat(64) };
const day = (n: number): string => new Date(Date.UTC(2026, 8, n)).toISOString();
const act = (state: RestrictionEntry['state'], at: string): RestrictionEntry => ({
  state,
  at,
  recordedBy: 'cli:registrar',
  evidence,
});
const recordOf = (...entries: RestrictionEntry[]): ConsentRecord => ({ ...NO_CONSENTS, restrictions: { s1: entries } });
const edge = (restricted: boolean, studentKey = 's1') => ({ studentKey, restricted });

describe('who may not be called about whom', () => {
  test.each<[string, boolean, RestrictionEntry[], boolean]>([
    ['nothing anywhere', false, [], false],
    ['the export says so', true, [], true],
    ['the export says so, and it was cleared', true, [act('cleared', day(1))], false],
    ['it was set at the desk', false, [act('set', day(1))], true],
    ['set, then cleared', false, [act('set', day(1)), act('cleared', day(2))], false],
    ['cleared, then set again', true, [act('cleared', day(1)), act('set', day(2))], true],
    ['recorded in the wrong order', true, [act('set', day(2)), act('cleared', day(1))], true],
    ['set and cleared at the same moment', false, [act('set', day(1)), act('cleared', day(1))], true],
    ['a clearing nobody can date clears nothing', true, [act('cleared', 'lately')], true],
    ['an order nobody can date stands', false, [act('set', 'lately'), act('cleared', day(9))], true],
  ])('%s', (_what, exported, entries, restricted) => {
    expect(isRestrictedFor(recordOf(...entries), edge(exported))).toBe(restricted);
  });

  test('for one student says nothing about another', () => {
    const record = recordOf(act('set', day(1)));
    expect(isRestrictedFor(record, edge(false, 's2'))).toBe(false);
    expect(restrictedOnRecord(record)).toEqual(['s1']);
    expect(restrictedOnRecord(NO_CONSENTS)).toEqual([]);
  });

  test('the same act told twice is one', () => {
    const once = withRestriction(NO_CONSENTS, 's1', act('set', day(1)));
    expect(withRestriction(once, 's1', act('set', day(1)))).toBe(once);
    expect(withRestriction(once, 's1', act('cleared', day(1))).restrictions?.['s1']).toHaveLength(2);
  });
});

const entries = fc.array(
  fc.record({ state: fc.constantFrom('set' as const, 'cleared' as const), n: fc.integer({ min: 1, max: 6 }) }),
);

test('one order more, at whatever time, never lets anybody be called who might not be', () => {
  fc.assert(
    fc.property(entries, fc.boolean(), fc.integer({ min: 1, max: 6 }), (history, exported, n) => {
      const record = recordOf(...history.map((one) => act(one.state, day(one.n))));
      const more = withRestriction(record, 's1', act('set', day(n)));
      if (isRestrictedFor(record, edge(exported))) expect(isRestrictedFor(more, edge(exported))).toBe(true);
      expect(isRestrictedFor(record, edge(true))).toBe(!isCleared(record, 's1'));
      if (restrictedOnRecord(record).length > 0) expect(isRestrictedFor(record, edge(false))).toBe(true);
    }),
  );
});
