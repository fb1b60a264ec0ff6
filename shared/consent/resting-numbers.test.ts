import { describe, expect, test } from 'vitest';
import type { Contact } from '../contacts/contact.ts';
import { type ConsentEntry, type ConsentRecord, NO_CONSENTS } from './consent-record.ts';
import type { LedgerPage } from './ledger.ts';
import { addStop, liftStops, NO_STOPS, type StopRecord } from './number-stops.ts';
import { keptAnswer, restingNumbers } from './resting-numbers.ts';

const AT = '2026-11-24T16:15:00.000Z';
const LANDLINE = '+12174480111';

function contact(contactKey: string, e164s: readonly string[], over: Partial<Contact> = {}): Contact {
  const numbers = e164s.map((e164) => ({ e164, numberKey: e164, label: 'cell' as const, lineType: 'mobile' as const }));
  const name = { givenName: 'G', familyName: 'F', language: 'en', auditSubject: 's', auditNumberKey: 'k' };
  return { contactKey, role: 'guardian', ...name, numbers, edges: [], givenForSchoolContact: false, ...over };
}
function agreed(numberKey: string, ...days: readonly string[]): ConsentRecord {
  const event = days.map(
    (day): ConsentEntry => ({
      ...{ state: 'granted', basis: 'written-form', at: `${day}T00:00:00.000Z` },
      ...{ capturedBy: 'import:roster', wording: '2026-11', language: 'en' },
    }),
  );
  return { numbers: { [numberKey]: { event } } };
}
function page(
  consents: Readonly<Record<string, ConsentRecord | 'unreadable'>>,
  stops: Readonly<Record<string, StopRecord>> = {},
): LedgerPage {
  const held = <T>(value: T) => ({ kind: 'held', value, version: 1 }) as const;
  return {
    consents: new Map(
      Object.entries(consents).map(([key, one]) => [key, one === 'unreadable' ? { kind: 'unreadable', version: 1 } : held(one)]),
    ),
    stops: new Map([LANDLINE, '+12174480112', '+525512345678'].map((key) => [key, held(stops[key] ?? NO_STOPS)])),
  };
}
const stop = (kind: 'wrong-number' | 'all-but-emergencies'): StopRecord =>
  addStop(NO_STOPS, {
    id: 'x',
    at: '2026-10-01T00:00:00.000Z',
    source: 'desk',
    requested: { kind },
    effective: { kind },
    recordedBy: 't',
  });

describe('numbers that consent rests on', () => {
  test('each once, with the dates of everybody on it', () => {
    const { numbers } = restingNumbers(
      [contact('a', [LANDLINE]), contact('b', [LANDLINE, '+12174480112'])],
      page({ a: agreed(LANDLINE, '2026-08-14'), b: agreed(LANDLINE, '2024-08-14') }),
      { at: AT },
    );
    expect(numbers).toEqual([{ numberKey: LANDLINE, e164: LANDLINE, dates: ['2024-08-14', '2026-08-14'] }]);
  });
  test('a number that was only given is asked about with the district’s day, and else counted', () => {
    const given = [contact('a', [LANDLINE], { givenForSchoolContact: true })];
    const nothing = page({ a: NO_CONSENTS });
    expect(restingNumbers(given, nothing, { at: AT })).toMatchObject({ numbers: [], left: { undated: 1 } });
    expect(restingNumbers(given, nothing, { at: AT, givenOn: '2026-08-01' })).toMatchObject({
      numbers: [{ dates: ['2026-08-01'] }],
      left: { undated: 0 },
    });
  });
  test.each([
    ['abroad', '+525512345678', {}],
    ['stopped', LANDLINE, { [LANDLINE]: stop('wrong-number') }],
    ['stopped', LANDLINE, { [LANDLINE]: stop('all-but-emergencies') }],
  ] as const)('%s is left out, and counted', (reason, e164, stops) => {
    const found = restingNumbers([contact('a', [e164])], page({ a: agreed(e164, '2026-08-14') }, stops), { at: AT });
    expect(found).toMatchObject({ numbers: [], left: { [reason]: 1 } });
  });
  test('a record that does not open is counted, and the others on the number are asked about', () => {
    const people = [contact('a', [LANDLINE]), contact('b', [LANDLINE])];
    const found = restingNumbers(people, page({ a: 'unreadable', b: agreed(LANDLINE, '2026-08-14') }), { at: AT });
    expect(found).toMatchObject({ numbers: [{ dates: ['2026-08-14'] }], left: { unreadable: 1 } });
  });
  test('the day on which the office verified the number comes with it', () => {
    const lift = {
      id: 'v',
      at: '2026-11-02T15:00:00.000Z',
      lifted: { kind: 'wrong-number' },
      recordedBy: 't',
      reason: 'r',
    } as const;
    const verified = page({ a: agreed(LANDLINE, '2026-08-14') }, { [LANDLINE]: liftStops(stop('wrong-number'), lift) });
    expect(restingNumbers([contact('a', [LANDLINE])], verified, { at: AT }).numbers).toMatchObject([
      { verifiedOn: '2026-11-02' },
    ]);
  });
});

describe('what is kept of an answer', () => {
  const asked = { queryId: 'q', askedAt: AT, fileVersion: '2026-11', via: 'csv' } as const;
  const line = (answer: 'yes' | 'no' | 'no-data', date: string) => ({ e164: LANDLINE, date, answer });

  test('a no to the consent date or an earlier one is a safe harbour, for everybody on the number', () => {
    expect(keptAnswer(line('no', '2024-08-14'), asked, ['2024-08-14', '2026-08-14']).safeHarbour).toBe(true);
    expect(keptAnswer(line('no', '2025-01-01'), asked, ['2024-08-14', '2026-08-14']).safeHarbour).toBe(false);
    expect(keptAnswer(line('no', '2024-08-14'), asked, []).safeHarbour).toBe(false);
    expect(keptAnswer(line('no-data', '2024-08-14'), asked, ['2024-08-14']).safeHarbour).toBe(false);
    expect(keptAnswer(line('yes', '2024-08-14'), asked, ['2024-08-14']).safeHarbour).toBe(false);
  });
  test('it answers for given numbers where their day was asked about too', () => {
    const given = { ...asked, givenOn: '2026-08-01' };
    expect(keptAnswer(line('no', '2024-08-14'), given, []).coversGiven).toBe(true);
    expect(keptAnswer(line('no', '2026-08-14'), given, []).coversGiven).toBe(false);
    expect(keptAnswer(line('no-data', '2024-08-14'), given, []).coversGiven).toBe(false);
    expect(keptAnswer(line('no-data', '2026-08-01'), given, []).coversGiven).toBe(true);
    expect(keptAnswer(line('no', '2024-08-14'), asked, []).coversGiven).toBe(false);
  });
});
