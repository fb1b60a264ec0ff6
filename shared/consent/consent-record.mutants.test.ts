/** Examples that tell a broken consent record from a whole one; each was found by a change to the code that no test noticed. */
import { describe, expect, test } from 'vitest';
import { type ConsentEntry, type ConsentRecord, grant, historyOf, NO_CONSENTS, revoke, stateFor } from './consent-record.ts';

const day = (n: number): string => new Date(Date.UTC(2026, 8, n)).toISOString();
const NOW = day(30);

function act(known: Partial<Omit<ConsentEntry, 'state'>> = {}): Omit<ConsentEntry, 'state'> {
  return { basis: 'web', at: day(1), capturedBy: 'web', wording: 'v1', language: 'en', ...known };
}

/** The record after an act that must have been taken down. */
function told(record: ConsentRecord, how: typeof grant, known: Partial<Omit<ConsentEntry, 'state'>> = {}): ConsentRecord {
  const change = how(record, 'n1', 'event', act(known));
  if (change.kind !== 'recorded') return expect.fail(change.kind);
  return change.record;
}

describe('the same act', () => {
  const revoked = told(NO_CONSENTS, revoke);
  test('of withdrawal told twice is one', () => {
    expect(revoke(revoked, 'n1', 'event', act())).toEqual({ kind: 'already-there' });
  });
  test.each([
    ['by another', { by: 'guardian' }],
    ['at another time', { at: day(2) }],
    ['in other words', { wording: 'v2' }],
    ['in another way', { basis: 'desk' }],
  ] as const)('%s is another act', (_, other) => {
    expect(historyOf(told(revoked, revoke, other), 'n1', 'event')).toHaveLength(2);
    expect(historyOf(told(told(NO_CONSENTS, grant), grant, other), 'n1', 'event')).toHaveLength(2);
  });
  test('said by oneself, whether that is written down or not', () => {
    expect(revoke(revoked, 'n1', 'event', act({ by: 'self' }))).toEqual({ kind: 'already-there' });
  });
  test('of agreeing is not the act of withdrawing, and does not win over one of the same moment', () => {
    expect(grant(revoked, 'n1', 'event', act())).toEqual({ kind: 'superseded' });
  });
});

describe('an agreement', () => {
  test('older than another agreement is taken down all the same, and so is what a file says', () => {
    const granted = told(NO_CONSENTS, grant, { at: day(5) });
    expect(historyOf(told(granted, grant, { at: day(3), basis: 'written-form' }), 'n1', 'event')).toHaveLength(2);
    expect(historyOf(told(granted, grant, { at: day(6), basis: 'sis-field' }), 'n1', 'event')).toHaveLength(2);
  });
  test('of the student is not undone by what a guardian withdrew, nor the other way round', () => {
    const both = told(told(NO_CONSENTS, revoke, { at: day(9), by: 'guardian' }), grant, { at: day(3) });
    expect(stateFor(both, 'n1', 'event', NOW)).toBe('granted');
    expect(stateFor(both, 'n1', 'event', NOW, 'guardian')).toBe('revoked');
    expect(stateFor(told(NO_CONSENTS, grant, { by: 'guardian' }), 'n1', 'event', NOW)).toBe('none');
    expect(stateFor(told(NO_CONSENTS, grant), 'n1', 'event', NOW, 'guardian')).toBe('none');
  });
  test('counts until the moment it expires', () => {
    const record = told(NO_CONSENTS, grant, { expiresAt: day(10) });
    expect(stateFor(record, 'n1', 'event', '2026-09-09T23:59:59.999Z')).toBe('granted');
    expect(stateFor(record, 'n1', 'event', day(10))).toBe('none');
  });
  test('to one kind of call keeps what was said about another', () => {
    const change = grant(told(NO_CONSENTS, grant), 'n1', 'survey', act({ basis: 'written-form' }));
    if (change.kind !== 'recorded') return expect.fail(change.kind);
    expect(stateFor(change.record, 'n1', 'event', NOW)).toBe('granted');
    expect(stateFor(change.record, 'n1', 'survey', NOW)).toBe('granted');
  });
  test.each([
    ['written-form', 'granted'],
    ['web', 'granted'],
    ['recorded-voice', 'none'],
    ['key-press', 'none'],
    ['desk', 'none'],
    ['sis-field', 'none'],
    ['number-given', 'none'],
  ] as const)('to surveys and fundraising by %s: %s', (basis, state) => {
    for (const purpose of ['survey', 'fundraising'] as const) {
      const change = grant(NO_CONSENTS, 'n1', purpose, act({ basis }));
      if (change.kind !== 'recorded') return expect.fail(change.kind);
      expect(stateFor(change.record, 'n1', purpose, NOW)).toBe(state);
    }
  });
});
