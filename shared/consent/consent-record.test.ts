import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CONSENT_BASES,
  type ConsentChange,
  type ConsentEntry,
  type ConsentRecord,
  grant,
  historyOf,
  NO_CONSENTS,
  revoke,
  stateFor,
} from './consent-record.ts';

type Act = Omit<ConsentEntry, 'state'>;
const form: Act = {
  basis: 'written-form',
  at: '2026-08-20T12:00:00.000Z',
  capturedBy: 'import:roster',
  wording: 'consent-2026-08',
  language: 'en',
  evidence: { pointer: 'roster/2026-11-24.contacts.csv row 12', sha256: 'a'.repeat(64) },
};
const noon = '2026-11-24T18:00:00.000Z';
const recorded = (change: ConsentChange): ConsentRecord => {
  if (change.kind !== 'recorded') throw new Error(`expected a change, got ${change.kind}`);
  return change.record;
};
const agreed = recorded(grant(NO_CONSENTS, 'n1', 'event', form));
const withdrawn = recorded(revoke(agreed, 'n1', 'event', { ...form, basis: 'desk', at: noon }));

describe('agreement and withdrawal', () => {
  test('an agreement is for one number and one purpose', () => {
    expect(stateFor(agreed, 'n1', 'event', noon)).toBe('granted');
    expect(stateFor(agreed, 'n1', 'survey', noon)).toBe('none');
    expect(stateFor(agreed, 'n2', 'event', noon)).toBe('none');
  });

  test('a withdrawal ends it, and needs none before it', () => {
    expect(stateFor(withdrawn, 'n1', 'event', noon)).toBe('revoked');
    expect(stateFor(recorded(revoke(NO_CONSENTS, 'n1', 'event', form)), 'n1', 'event', noon)).toBe('revoked');
    expect(historyOf(withdrawn, 'n1', 'event')).toHaveLength(2);
  });

  test('tonight’s file says what last night’s said: nothing changes', () => {
    expect(grant(agreed, 'n1', 'event', { ...form, evidence: { pointer: 'tomorrow', sha256: 'b'.repeat(64) } })).toEqual({
      kind: 'already-there',
    });
    const field = recorded(grant(NO_CONSENTS, 'n1', 'event', { ...form, basis: 'sis-field', at: noon }));
    expect(grant(field, 'n1', 'event', { ...form, basis: 'sis-field', at: '2026-11-25T11:30:00.000Z' }).kind).toBe(
      'already-there',
    );
  });

  test.each(['sis-field', 'number-given'] as const)(
    'an import by %s never overrides a withdrawal, earlier or later (R-09)',
    (basis) => {
      for (const at of ['2026-08-01T00:00:00.000Z', '2027-08-01T00:00:00.000Z']) {
        expect(grant(withdrawn, 'n1', 'event', { ...form, basis, at })).toEqual({ kind: 'superseded' });
      }
    },
  );

  test('the form of last August does not come back to life after a withdrawal; one signed afterwards does', () => {
    expect(grant(withdrawn, 'n1', 'event', form)).toEqual({ kind: 'already-there' });
    expect(grant(withdrawn, 'n1', 'event', { ...form, at: '2026-09-01T00:00:00.000Z' })).toEqual({ kind: 'superseded' });
    expect(grant(withdrawn, 'n1', 'event', { ...form, at: noon })).toEqual({ kind: 'superseded' });
    const again = recorded(grant(withdrawn, 'n1', 'event', { ...form, at: '2026-12-01T00:00:00.000Z' }));
    expect(stateFor(again, 'n1', 'event', noon)).toBe('granted');
  });

  test('fundraising and surveys need writing; a number given is no agreement to anything', () => {
    const by = (basis: Act['basis'], purpose: 'event' | 'survey' | 'fundraising') =>
      stateFor(recorded(grant(NO_CONSENTS, 'n1', purpose, { ...form, basis })), 'n1', purpose, noon);
    expect(by('web', 'fundraising')).toBe('granted');
    expect(by('recorded-voice', 'fundraising')).toBe('none');
    expect(by('sis-field', 'survey')).toBe('none');
    expect(by('sis-field', 'event')).toBe('granted');
    expect(by('number-given', 'event')).toBe('none');
  });
});

test('no sequence of imports gives back what a person withdrew', () => {
  const act = fc.record({
    basis: fc.constantFrom(...CONSENT_BASES.filter((basis) => basis === 'sis-field' || basis === 'number-given')),
    at: fc.integer({ min: 0, max: 1_000 }).map((days) => new Date(Date.UTC(2026, 0, 1 + days)).toISOString()),
  });
  fc.assert(
    fc.property(fc.array(act), fc.array(act), (before, later) => {
      const imported = (record: ConsentRecord, acts: typeof before) =>
        acts.reduce((now, one) => {
          const change = grant(now, 'n1', 'event', { ...form, ...one });
          return change.kind === 'recorded' ? change.record : now;
        }, record);
      const stopped = recorded(revoke(imported(NO_CONSENTS, before), 'n1', 'event', { ...form, basis: 'desk', at: noon }));
      expect(stateFor(imported(stopped, later), 'n1', 'event', noon)).toBe('revoked');
    }),
  );
});

test('an agreement that has expired counts no more, from that very moment; a withdrawal never expires', () => {
  const ending = recorded(grant(NO_CONSENTS, 'n1', 'event', { ...form, expiresAt: noon }));
  expect(stateFor(ending, 'n1', 'event', '2026-11-24T17:59:59.999Z')).toBe('granted');
  expect(stateFor(ending, 'n1', 'event', noon)).toBe('none');
  const lapsed = recorded(
    grant(withdrawn, 'n1', 'event', { ...form, at: '2026-11-25T00:00:00.000Z', expiresAt: '2026-11-26T00:00:00.000Z' }),
  );
  expect(stateFor(lapsed, 'n1', 'event', '2026-11-25T12:00:00.000Z')).toBe('granted');
  expect(stateFor(lapsed, 'n1', 'event', '2026-11-27T00:00:00.000Z')).toBe('revoked');
  expect(stateFor(recorded(grant(NO_CONSENTS, 'n1', 'event', { ...form, expiresAt: 'some day' })), 'n1', 'event', noon)).toBe(
    'none',
  );
  expect(
    stateFor(
      recorded(revoke(NO_CONSENTS, 'n1', 'event', { ...form, expiresAt: '2026-08-21T00:00:00.000Z' })),
      'n1',
      'event',
      noon,
    ),
  ).toBe('revoked');
});

test('what a guardian said for a minor’s phone is one word, the minor’s own another', () => {
  const both = recorded(grant(agreed, 'n1', 'event', { ...form, by: 'guardian' }));
  const taken = recorded(revoke(both, 'n1', 'event', { ...form, basis: 'desk', at: noon, by: 'guardian' }));
  const states = (record: ConsentRecord) =>
    (['self', 'guardian'] as const).map((by) => stateFor(record, 'n1', 'event', noon, by));
  expect([states(agreed), states(both), states(taken)]).toEqual([
    ['granted', 'none'],
    ['granted', 'granted'],
    ['granted', 'revoked'],
  ]);
  // A minor's withdrawal does not keep the guardian from agreeing once more.
  expect(grant(withdrawn, 'n1', 'event', { ...form, by: 'guardian' }).kind).toBe('recorded');
});
