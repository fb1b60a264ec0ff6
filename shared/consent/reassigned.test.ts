import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ConsentEntry, grant, NO_CONSENTS, revoke } from './consent-record.ts';
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

function answer(over: Partial<ReassignedAnswer>): ReassignedAnswer {
  return {
    consentDate: '2026-08-14',
    answer: 'no',
    askedAt: '2026-11-20T10:00:00.000Z',
    fileVersion: '2026-11',
    queryId: 'q1',
    via: 'csv',
    safeHarbour: true,
    coversGiven: false,
    ...over,
  };
}
const item = (...answers: Partial<ReassignedAnswer>[]): ReassignedItem => ({ answers: answers.map(answer) });

describe('what an answer means for a consent of 14 August', () => {
  test.each<[string, ReassignedItem | undefined, string]>([
    ['nobody asked', undefined, 'never-asked'],
    ['a fresh no', item({}), 'no'],
    ['a no to an earlier date answers for this one', item({ consentDate: '2022-01-01' }), 'no'],
    ['a no to a later date does not', item({ consentDate: '2026-08-15', safeHarbour: false }), 'never-asked'],
    ['a yes', item({ answer: 'yes' }), 'yes'],
    ['a yes to a later date: it was disconnected after that', item({ answer: 'yes', consentDate: '2026-09-01' }), 'yes'],
    [
      'a yes to an earlier date speaks of somebody else’s consent',
      item({ answer: 'yes', consentDate: '2025-01-01' }),
      'never-asked',
    ],
    ['a yes does not age', item({ answer: 'yes', askedAt: '2026-09-20T10:00:00.000Z', fileVersion: '2026-09' }), 'yes'],
    ['a yes outlives a later no', item({ answer: 'yes', askedAt: '2026-09-20T10:00:00.000Z' }, { queryId: 'q2' }), 'yes'],
    ['no data', item({ answer: 'no-data' }), 'no-data'],
    ['no data to another date', item({ answer: 'no-data', consentDate: '2020-01-01' }), 'never-asked'],
    ['no data, then a no', item({ answer: 'no-data', askedAt: '2026-11-17T10:00:00.000Z' }, { queryId: 'q2' }), 'no'],
    ['a no of last month’s file', item({ askedAt: '2026-11-14T10:00:00.000Z', fileVersion: '2026-10' }), 'stale'],
    ['a no without a readable date', item({ askedAt: 'soon' }), 'stale'],
  ])('%s', (_, known, state) => {
    expect(reassignedFor(known, '2026-08-14', NOW)).toBe(state);
  });

  test('a no goes stale on the 16th, when the new month is loaded, and after 30 days at the latest', () => {
    const asked = item({ askedAt: '2026-10-16T10:00:00.000Z', fileVersion: '2026-10' });
    expect(reassignedFor(asked, '2026-08-14', '2026-11-15T10:00:00.000Z')).toBe('no');
    expect(reassignedFor(asked, '2026-08-14', '2026-11-16T00:00:00.000Z')).toBe('stale');
    const named = item({ askedAt: '2026-10-16T10:00:00.000Z', fileVersion: '2026-12' });
    expect(reassignedFor(named, '2026-08-14', '2026-11-15T10:00:00.000Z')).toBe('no');
    expect(reassignedFor(named, '2026-08-14', '2026-11-15T10:00:00.001Z')).toBe('stale');
  });

  test('for a number that was only given, any yes counts, and a no where it was asked for such numbers too', () => {
    expect(reassignedFor(item({ answer: 'yes' }), undefined, NOW)).toBe('yes');
    expect(reassignedFor(item({}), undefined, NOW)).toBe('never-asked');
    expect(reassignedFor(item({ coversGiven: true }), undefined, NOW)).toBe('no');
  });

  test('the safe harbour needs a fresh no to the consent date; one to a later date is none (N-04)', () => {
    expect(hasSafeHarbour(item({}), '2026-08-14', NOW)).toBe(true);
    expect(hasSafeHarbour(item({ safeHarbour: false }), '2026-08-14', NOW)).toBe(false);
    expect(hasSafeHarbour(item({ consentDate: '2026-09-01' }), '2026-08-14', NOW)).toBe(false);
    expect(hasSafeHarbour(item({ fileVersion: '2026-10' }), '2026-08-14', NOW)).toBe(false);
    expect(hasSafeHarbour(item({}, { answer: 'yes', queryId: 'q2' }), '2026-08-14', NOW)).toBe(false);
    expect(hasSafeHarbour(item({ answer: 'no-data', safeHarbour: false }), '2026-08-14', NOW)).toBe(false);
  });
});

test('the month of the file', () => {
  expect(fileVersionAt('2026-11-15T23:59:59.999Z')).toBe('2026-10');
  expect(fileVersionAt('2026-11-16T00:00:00.000Z')).toBe('2026-11');
  expect(fileVersionAt('2027-01-02T00:00:00.000Z')).toBe('2026-12');
});

describe('with which date', () => {
  const act = (at: string, basis: ConsentEntry['basis'] = 'written-form') => ({
    ...{ at, basis, capturedBy: 'import:roster', wording: at, language: 'en' },
  });
  const granted = (...acts: Omit<ConsentEntry, 'state'>[]) =>
    acts.reduce((record, one) => {
      const change = grant(record, 'n', 'event', one);
      return change.kind === 'recorded' ? change.record : record;
    }, NO_CONSENTS);

  test('a form has its own date; a moment the earliest date it can have been in the country', () => {
    expect(dayOf('2026-08-14T00:00:00.000Z')).toBe('2026-08-14');
    expect(dayOf('2026-08-14')).toBe('2026-08-14');
    expect(dayOf('2026-08-14T03:00:00.000Z')).toBe('2026-08-13');
    expect(dayOf('2026-08-14T20:00:00.000Z')).toBe('2026-08-14');
  });
  test('the last form of the person counts; a key press renews nothing, for a new owner could press it', () => {
    const [old, form] = [act('2024-08-14T00:00:00.000Z'), act('2025-08-14T00:00:00.000Z')];
    const key = act('2026-05-01T20:00:00.000Z', 'key-press');
    expect(consentDateFor(granted(old, form, key), 'n', 'event', NOW)).toBe('2025-08-14');
    const flag = act('2023-03-01T00:00:00.000Z', 'sis-field');
    expect(consentDateFor(granted(flag, key), 'n', 'event', NOW)).toBe('2023-03-01');
  });
  test('neither what has expired counts, nor what a guardian said', () => {
    const ended = { ...act('2025-08-14T00:00:00.000Z'), expiresAt: '2026-08-14T00:00:00.000Z' };
    const guardian = { ...act('2026-01-01T00:00:00.000Z'), by: 'guardian' as const };
    expect(consentDateFor(granted(act('2024-08-14T00:00:00.000Z'), ended, guardian), 'n', 'event', NOW)).toBe('2024-08-14');
  });
  test('where nothing was agreed to, the day on which the number was given', () => {
    const given = granted(act('2026-09-03T09:30:00.000Z', 'number-given'));
    expect(consentDateFor(given, 'n', 'event', NOW)).toBe('2026-09-02');
    expect(consentDateFor(NO_CONSENTS, 'n', 'event', NOW)).toBeUndefined();
  });
  test('what was withdrawn is not asked about', () => {
    const record = granted(act('2024-08-14T00:00:00.000Z'));
    expect(consentDatesOf(record, 'n', NOW)).toEqual(['2024-08-14']);
    const change = revoke(record, 'n', 'event', act('2025-01-01T00:00:00.000Z', 'desk'));
    expect(change.kind === 'recorded' && consentDatesOf(change.record, 'n', NOW)).toEqual([]);
  });
});

describe('what to ask', () => {
  const number = { numberKey: 'n', e164: '+12174480111', dates: ['2026-08-14', '2024-08-14'] };
  test('the earliest date of the people resting on the number, once', () => {
    expect(queriesFor(number, undefined, NOW)).toEqual([
      { numberKey: 'n', e164: '+12174480111', date: '2024-08-14', forConsent: true },
    ]);
    expect(queriesFor(number, item({ consentDate: '2024-08-14' }), NOW)).toEqual([]);
  });
  test('after a yes, the next: somebody else may have given the number since', () => {
    expect(queriesFor(number, item({ consentDate: '2024-08-14', answer: 'yes' }), NOW)).toMatchObject([{ date: '2026-08-14' }]);
  });
  test('a later verified date is a second question without safe harbour, once', () => {
    const verified = { ...number, verifiedOn: '2026-10-01' };
    expect(queriesFor(verified, undefined, NOW)).toMatchObject([
      { date: '2024-08-14', forConsent: true },
      { date: '2026-10-01', forConsent: false },
    ]);
    const both = item({ consentDate: '2024-08-14' }, { consentDate: '2026-10-01', safeHarbour: false, queryId: 'q2' });
    expect(queriesFor(verified, both, NOW)).toEqual([]);
    expect(queriesFor({ ...number, verifiedOn: '2025-01-01' }, undefined, NOW)).toHaveLength(1);
  });
  test('the database takes no date of today or later', () => {
    expect(queriesFor({ ...number, dates: ['2026-11-24'] }, undefined, NOW)).toEqual([]);
    expect(queriesFor({ ...number, dates: ['2026-11-23'] }, undefined, NOW)).toHaveLength(1);
  });
});

test('the same answer twice is one; an old no is let go after five years, a yes never', () => {
  const first = withAnswer(NO_ANSWERS, answer({}), NOW);
  expect(withAnswer(first, answer({}), NOW)).toBe(first);
  const old = item(
    { askedAt: '2020-01-01T00:00:00.000Z' },
    { askedAt: '2020-01-01T00:00:00.000Z', answer: 'yes', queryId: 'q0' },
  );
  expect(withAnswer(old, answer({ queryId: 'q2' }), NOW).answers.map(({ queryId }) => queryId)).toEqual(['q0', 'q2']);
});

const date = fc
  .date({ min: new Date('2021-02-01'), max: new Date('2026-11-20'), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10));

/** What the real database would say, had the number been disconnected that day. */
const truth = (asked: string, disconnected: string | undefined) =>
  disconnected !== undefined && asked <= disconnected ? 'yes' : 'no';

function asked(
  dates: readonly string[],
  disconnected: string | undefined,
): { readonly item: ReassignedItem; readonly questions: number } {
  let known: ReassignedItem = NO_ANSWERS;
  for (let questions = 0; questions <= dates.length; questions += 1) {
    const [query] = queriesFor({ numberKey: 'n', e164: '+12174480111', dates }, known, NOW);
    if (query === undefined) return { item: known, questions };
    const said = truth(query.date, disconnected);
    known = withAnswer(known, answer({ consentDate: query.date, answer: said, queryId: `q${questions}` }), NOW);
  }
  throw new Error('it asks the same again and again');
}

test('asked until nothing is left to ask, everybody on the number has the true answer, in no more questions than dates', () => {
  fc.assert(
    fc.property(fc.array(date, { minLength: 1, maxLength: 5 }), fc.option(date, { nil: undefined }), (dates, disconnected) => {
      const { item: known, questions } = asked(dates, disconnected);
      for (const one of dates) expect(reassignedFor(known, one, NOW)).toBe(truth(one, disconnected));
      expect(questions).toBeLessThanOrEqual(new Set(dates).size);
      if (disconnected === undefined) expect(questions).toBe(1);
    }),
  );
});

test('one answer more never turns a yes into anything else, and a no only comes from a no', () => {
  const any = fc.record({
    consentDate: date,
    answer: fc.constantFrom('yes' as const, 'no' as const, 'no-data' as const),
    askedAt: fc.constantFrom('2026-11-20T10:00:00.000Z', '2026-10-01T10:00:00.000Z'),
    fileVersion: fc.constantFrom('2026-11', '2026-09'),
    queryId: fc.uuid(),
    via: fc.constant('csv' as const),
    safeHarbour: fc.boolean(),
    coversGiven: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(any, { maxLength: 6 }), any, fc.option(date, { nil: undefined }), (before, more, consentDate) => {
      const known = { answers: before };
      const then = reassignedFor(withAnswer(known, more, NOW), consentDate, NOW);
      if (reassignedFor(known, consentDate, NOW) === 'yes') expect(then).toBe('yes');
      if (then === 'no') expect([...before, more].some((one) => one.answer === 'no')).toBe(true);
    }),
  );
});
