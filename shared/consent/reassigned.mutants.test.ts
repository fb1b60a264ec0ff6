/** Examples that tell broken answers of the database from whole ones; each was found by a change to the code that no test noticed. */
import { describe, expect, test } from 'vitest';
import { type ConsentEntry, type ConsentRecord, NO_CONSENTS } from './consent-record.ts';
import {
  consentDateFor,
  consentDatesOf,
  dayOf,
  fileVersionAt,
  hasSafeHarbour,
  NO_ANSWERS,
  queriesFor,
  type ReassignedAnswer,
  type ReassignedItem,
  reassignedFor,
  withAnswer,
} from './reassigned.ts';

const NOW = '2026-11-24T16:15:00.000Z';
const answer = (over: Partial<ReassignedAnswer>): ReassignedAnswer => ({
  ...{ consentDate: '2026-08-14', answer: 'no', askedAt: '2026-11-20T10:00:00.000Z', fileVersion: '2026-11', queryId: 'q1' },
  ...{ via: 'csv', safeHarbour: true, coversGiven: false },
  ...over,
});
const item = (...answers: Partial<ReassignedAnswer>[]): ReassignedItem => ({ answers: answers.map(answer) });
const act = (at: string, over: Partial<ConsentEntry> = {}): ConsentEntry => ({
  ...{ state: 'granted', at, basis: 'written-form', capturedBy: 'x', wording: at, language: 'en' },
  ...over,
});
const history = (...event: ConsentEntry[]): ConsentRecord => ({ numbers: { n: { event } } });
const dateOf = (...entries: ConsentEntry[]) => consentDateFor(history(...entries), 'n', 'event', NOW);

test('the month is written with two digits', () => {
  expect(fileVersionAt('2026-03-20T00:00:00.000Z')).toBe('2026-03');
  expect(fileVersionAt('2026-01-02T00:00:00.000Z')).toBe('2025-12');
});

describe('answers', () => {
  test('the one asked last counts, wherever it stands in the list', () => {
    const no = { askedAt: '2026-11-20T10:00:00.000Z' };
    const noData = { answer: 'no-data', askedAt: '2026-11-21T10:00:00.000Z', queryId: 'q2' } as const;
    for (const known of [item(no, noData), item(noData, no)]) expect(reassignedFor(known, '2026-08-14', NOW)).toBe('no-data');
  });

  test('a yes to an earlier date than the agreement says nothing about it, and is no answer to it', () => {
    const before = item({ answer: 'yes', consentDate: '2026-08-13', coversGiven: true });
    expect(reassignedFor(before, '2026-08-14', NOW)).toBe('never-asked');
    expect(reassignedFor(before, undefined, NOW)).toBe('yes');
  });

  test('one proof among several is enough for the safe harbour, and none is no proof', () => {
    expect(hasSafeHarbour(item({ safeHarbour: false }, { queryId: 'q2' }), '2026-08-14', NOW)).toBe(true);
    expect(hasSafeHarbour(NO_ANSWERS, '2026-08-14', NOW)).toBe(false);
    expect(hasSafeHarbour(undefined, '2026-08-14', NOW)).toBe(false);
  });

  test('are the same only where question and date are; nothing was answered before anything was', () => {
    expect(NO_ANSWERS.answers).toEqual([]);
    const once = withAnswer(NO_ANSWERS, answer({}), NOW);
    expect(withAnswer(once, answer({ consentDate: '2026-08-15' }), NOW).answers).toHaveLength(2);
    expect(withAnswer(once, answer({ queryId: 'q2' }), NOW).answers).toHaveLength(2);
  });

  test('are kept for five years to the moment', () => {
    const years = 5 * 366 * 86_400_000;
    const askedAt = (ms: number) => new Date(Date.parse(NOW) - ms).toISOString();
    const kept = (ms: number) => withAnswer(item({ askedAt: askedAt(ms) }), answer({ queryId: 'q2' }), NOW).answers.length;
    expect([kept(years - 1), kept(years), kept(years + 1)]).toEqual([2, 1, 1]);
  });
});

describe('with which date', () => {
  test('acts in which the person was known renew an agreement; the last of them counts, in whatever order they stand', () => {
    for (const basis of ['written-form', 'web', 'desk'] as const) {
      const renewed = act('2026-05-01T00:00:00.000Z', { basis });
      expect(dateOf(act('2024-08-14T00:00:00.000Z'), renewed), basis).toBe('2026-05-01');
      expect(dateOf(renewed, act('2024-08-14T00:00:00.000Z')), basis).toBe('2026-05-01');
    }
    for (const basis of ['recorded-voice', 'key-press', 'sis-field'] as const)
      expect(dateOf(act('2024-08-14T00:00:00.000Z', { basis }), act('2026-05-01T00:00:00.000Z', { basis })), basis).toBe(
        '2024-08-14',
      );
  });

  test('of three forms the last', () => {
    const forms = ['2022-03-01', '2026-05-01', '2024-08-14'].map((day) => act(`${day}T00:00:00.000Z`));
    expect(dateOf(...forms)).toBe('2026-05-01');
  });

  test('a form that took it back renews nothing', () => {
    const back = act('2025-01-01T00:00:00.000Z', { state: 'revoked' });
    expect(dateOf(back, act('2026-05-01T20:00:00.000Z', { basis: 'key-press' }))).toBe('2026-05-01');
  });

  test('the earliest of all where nothing renews it, in whatever order they stand', () => {
    const keys = ['2026-05-01T00:00:00.000Z', '2024-08-14T00:00:00.000Z'].map((at) => act(at, { basis: 'key-press' }));
    expect(dateOf(...keys)).toBe('2024-08-14');
  });

  test('neither a withdrawal, a guardian’s word nor what ends at this very moment is an agreement of the person', () => {
    const form = act('2026-05-01T00:00:00.000Z');
    const withdrawn = act('2025-01-01T00:00:00.000Z', { state: 'revoked' });
    expect(dateOf(withdrawn, form)).toBe('2026-05-01');
    expect(dateOf(act('2026-09-01T00:00:00.000Z', { by: 'guardian' }), form)).toBe('2026-05-01');
    expect(dateOf(form, act('2026-09-01T00:00:00.000Z', { expiresAt: NOW }))).toBe('2026-05-01');
    expect(dateOf(form, act('2026-09-01T00:00:00.000Z', { expiresAt: '2026-11-24T16:15:00.001Z' }))).toBe('2026-09-01');
  });

  test('where nothing stands, the last day on which the number was given, and no other act’s', () => {
    const given = (at: string) => act(at, { basis: 'number-given' });
    const over = act('2026-10-01T00:00:00.000Z', { expiresAt: '2026-10-02T00:00:00.000Z' });
    expect(dateOf(given('2026-09-03T20:00:00.000Z'), given('2026-03-03T20:00:00.000Z'), over)).toBe('2026-09-03');
    expect(dateOf(over)).toBeUndefined();
    // Survey needs a written word: a key is none, and no day on which the number was given.
    const key = { numbers: { n: { survey: [act('2026-05-01T00:00:00.000Z', { basis: 'key-press' })] } } };
    expect(consentDateFor(key, 'n', 'survey', NOW)).toBeUndefined();
    expect(consentDateFor(NO_CONSENTS, 'n', 'event', NOW)).toBeUndefined();
  });

  test('dates of all purposes, each once, oldest first', () => {
    const record: ConsentRecord = {
      numbers: {
        n: {
          attendance: [act('2026-05-01T00:00:00.000Z')],
          event: [act('2024-08-14T00:00:00.000Z')],
          survey: [act('2026-05-01T00:00:00.000Z')],
        },
      },
    };
    expect(consentDatesOf(record, 'n', NOW)).toEqual(['2024-08-14', '2026-05-01']);
  });

  test('only a whole date, or its midnight, is a form’s own', () => {
    expect(dayOf('2026-08-14T00:00:00Z')).toBe('2026-08-14');
    expect(dayOf('2026-08-14T00:00:00.001Z')).toBe('2026-08-13');
    expect(dayOf('+002026-08-14T00:00:00.000Z')).toBe('2026-08-13');
  });
});

describe('what to ask', () => {
  const number = { numberKey: 'n', e164: '+12174480111', dates: ['2024-08-14'] };
  const dates = (of: Parameters<typeof queriesFor>[0], known?: ReassignedItem) =>
    queriesFor(of, known, NOW).map(({ date }) => date);

  test('a stale answer is asked for again, a fresh one and no data are not', () => {
    expect(dates(number, item({ consentDate: '2024-08-14', fileVersion: '2026-10' }))).toEqual(['2024-08-14']);
    expect(dates(number, item({ consentDate: '2024-08-14', answer: 'no-data' }))).toEqual([]);
  });

  test('a verified date only where it is later than every agreement', () => {
    expect(dates({ ...number, verifiedOn: '2024-08-14' })).toEqual(['2024-08-14']);
    expect(dates({ ...number, verifiedOn: '2024-08-15' })).toEqual(['2024-08-14', '2024-08-15']);
    const two = { ...number, dates: ['2024-08-14', '2024-09-14'] };
    expect(dates({ ...two, verifiedOn: '2024-09-14' })).toEqual(['2024-08-14']);
    expect(dates({ ...number, dates: [], verifiedOn: '2024-08-15' })).toEqual(['2024-08-15']);
    expect(dates({ ...number, dates: [] })).toEqual([]);
  });

  test('a verified date that has a fresh answer of its own, whatever it says, is not asked about again', () => {
    const verified = { ...number, verifiedOn: '2025-01-01' };
    const first = { consentDate: '2024-08-14', answer: 'yes' } as const;
    const second = { consentDate: '2025-01-01', answer: 'yes', safeHarbour: false, queryId: 'q2' } as const;
    expect(dates(verified, item(first, second))).toEqual([]);
    expect(dates(verified, item(first, { ...second, consentDate: '2024-12-31' }))).toEqual(['2025-01-01']);
    // A yes does not age, so only its own being fresh keeps the question from being put again.
    expect(dates(verified, item(first, { ...second, answer: 'no', fileVersion: '2026-10' }))).toEqual(['2025-01-01']);
    const overtaken = item(
      { consentDate: '2024-08-14', askedAt: '2026-11-21T10:00:00.000Z', fileVersion: '2026-10' },
      { ...second, answer: 'no' },
    );
    expect(dates(verified, overtaken), 'an older file that came later').toEqual(['2024-08-14']);
    expect(dates({ ...verified, dates: [] }, undefined)).toEqual(['2025-01-01']);
  });
});
