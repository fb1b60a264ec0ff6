import fc from 'fast-check';
import { expect, test } from 'vitest';
import { edge, itemsOf, person } from '../../test/fixtures/sample-subject.ts';
import { CONSENT_BASES, type ConsentEntry, type ConsentRecord, grant, NO_CONSENTS, stateFor } from '../consent/consent-record.ts';
import { isRestrictedFor } from '../consent/restrictions.ts';
import { PURPOSES } from '../notices/purpose.ts';
import { erasureOf, remainderOf } from './erasure.ts';
import { goneFromBackupsOn, termsOf } from './erasure-terms.ts';

const AT = '2026-11-24T16:15:00.000Z';
const WHEN = { erasedAt: AT, restrictedFor: [] };
const NUMBERS = ['home', 'cell'];

const entry: fc.Arbitrary<ConsentEntry> = fc.record(
  {
    state: fc.constantFrom('granted', 'revoked'),
    basis: fc.constantFrom(...CONSENT_BASES),
    at: fc.date({ min: new Date('2024-01-01'), max: new Date('2026-11-23'), noInvalidDate: true }).map((at) => at.toISOString()),
    capturedBy: fc.constant('import:roster'),
    wording: fc.constantFrom('2026-08', 'v3'),
    language: fc.constant('es'),
    evidence: fc.constant({ pointer: 'form 311', sha256: 'ab'.repeat(32) }),
    by: fc.constantFrom('self', 'guardian'),
  },
  { requiredKeys: ['state', 'basis', 'at', 'capturedBy', 'wording', 'language'] },
);
const record: fc.Arbitrary<ConsentRecord> = fc
  .array(fc.tuple(fc.constantFrom(...NUMBERS), fc.constantFrom(...PURPOSES), fc.array(entry, { maxLength: 4 })))
  .map((parts) => ({
    numbers: Object.fromEntries(
      NUMBERS.map((number) => [
        number,
        Object.fromEntries(parts.filter(([of]) => of === number).map(([, purpose, entries]) => [purpose, entries])),
      ]),
    ),
  }));

const everywhere = NUMBERS.flatMap((number) =>
  PURPOSES.flatMap(
    (purpose) =>
      [
        [number, purpose, 'self'],
        [number, purpose, 'guardian'],
      ] as const,
  ),
);

test('what is left permits nothing, forbids what was forbidden, and holds neither evidence nor wording', () => {
  fc.assert(
    fc.property(record, (before) => {
      const after = remainderOf(before, WHEN);
      for (const [number, purpose, by] of everywhere) {
        const was = stateFor(before, number, purpose, AT, by);
        const is = stateFor(after, number, purpose, AT, by);
        expect(is).not.toBe('granted');
        if (was === 'revoked') expect(is).toBe('revoked');
        // An emergency that nobody refused must still reach somebody whom an export brings back.
        if (purpose === 'emergency' && was !== 'revoked') expect(is).toBe('none');
      }
      expect(JSON.stringify(after)).not.toMatch(/form 311|2026-08|v3|import/);
      expect(remainderOf(after, { ...WHEN, erasedAt: '2026-11-25T16:15:00.000Z' })).toEqual(after);
    }),
  );
});

const form = { basis: 'written-form', capturedBy: 'import:roster', wording: '2026-08', language: 'en' } as const;

test('last year’s form in tonight’s export grants nothing again; one signed afterwards does', () => {
  const agreed = grant(NO_CONSENTS, 'cell', 'event', { ...form, at: '2026-08-14T00:00:00.000Z' });
  if (agreed.kind !== 'recorded') throw new Error('not recorded');
  const left = remainderOf(agreed.record, WHEN);
  expect(grant(left, 'cell', 'event', { ...form, at: '2026-08-14T00:00:00.000Z' }).kind).toBe('superseded');
  expect(grant(left, 'cell', 'event', { ...form, basis: 'sis-field', at: '2026-11-25T10:00:00.000Z' }).kind).toBe('superseded');
  const anew = grant(left, 'cell', 'event', { ...form, at: '2026-12-01T00:00:00.000Z' });
  expect(anew.kind === 'recorded' && stateFor(anew.record, 'cell', 'event', '2026-12-02T00:00:00.000Z')).toBe('granted');
});

test('a second erasure takes back what was agreed to after the first', () => {
  const left = remainderOf(
    remainderOf({ numbers: { cell: { event: [{ ...form, state: 'granted', at: '2026-08-14T00:00:00.000Z' }] } } }, WHEN),
    WHEN,
  );
  const anew = grant(left, 'cell', 'event', { ...form, at: '2026-12-01T00:00:00.000Z' });
  if (anew.kind !== 'recorded') throw new Error('not recorded');
  const again = remainderOf(anew.record, { ...WHEN, erasedAt: '2026-12-24T00:00:00.000Z' });
  expect(grant(again, 'cell', 'event', { ...form, at: '2026-12-01T00:00:00.000Z' }).kind).toBe('superseded');
});

test('a court order outlives the entry, also one that only the export ever told', () => {
  const barred = person({ edges: [edge({ restricted: true }), edge({ studentKey: 'sibling' })] });
  const erasure = erasureOf(itemsOf(barred), [], AT);
  const left = remainderOf(NO_CONSENTS, erasure);
  // Tonight's export may have dropped the flag: the order still stands, and for that student alone.
  expect(isRestrictedFor(left, { studentKey: 'student-key', restricted: false })).toBe(true);
  expect(isRestrictedFor(left, { studentKey: 'sibling', restricted: false })).toBe(false);
});

test('an order that a named person has ended does not come back by an erasure', () => {
  const cleared = {
    state: 'cleared',
    at: '2026-11-01T00:00:00.000Z',
    recordedBy: 'desk:ruiz',
    evidence: { pointer: 'x', sha256: 'y' },
  } as const;
  const left = remainderOf(
    { numbers: {}, restrictions: { 'student-key': [cleared] } },
    { erasedAt: AT, restrictedFor: ['student-key'] },
  );
  expect(isRestrictedFor(left, { studentKey: 'student-key', restricted: true })).toBe(false);
});

test('a number that others gave keeps its entry; that it was given to somebody else is not forgotten', () => {
  const others = new Map([['number-key', { e164: '+12025550123', lineType: 'mobile' as const, contactKeys: ['ana-key', 'b'] }]]);
  expect(erasureOf(itemsOf(person(), NO_CONSENTS, { numbers: others }), [], AT).numbers).toMatchObject([{ shared: true }]);
  const answer = {
    consentDate: '2026-08-14',
    askedAt: AT,
    fileVersion: '2026-11',
    queryId: 'q',
    via: 'csv',
    safeHarbour: true,
    coversGiven: false,
  } as const;
  const given = new Map([['number-key', [{ ...answer, answer: 'yes' as const }]]]);
  expect(erasureOf(itemsOf(person(), NO_CONSENTS, { reassigned: given }), [], AT).numbers).toMatchObject([
    { shared: false, reassignedStays: true },
  ]);
});

test('the terms name the day on which the backups have forgotten, and what only others can do', () => {
  const terms = termsOf(erasureOf(itemsOf(person()), [], AT), { backupDays: 14, auditYears: 7, exportDays: 7 });
  expect(goneFromBackupsOn(AT, { backupDays: 14 })).toBe('2026-12-08');
  expect(terms.later.map(({ what }) => what).join()).toContain('2026-12-08');
  expect(terms.stays.map(({ what }) => what).join()).toMatch(/stops on their numbers.*7 years/s);
  expect(terms.others[0]?.why).toMatch(/Tonight’s export brings them back/);
});
