import { describe, expect, test } from 'vitest';
import { type ConsentRecord, grant, NO_CONSENTS, revoke, stateFor } from '../../consent/consent-record.ts';
import type { FormAnswer } from '../roster.ts';
import { applyForms } from './forms.ts';

const yes: FormAnswer = { purpose: 'event', answer: 'yes', date: '2026-08-20', form: 'F-1', wording: 'v3' };
const { date: _date, ...undated } = yes;
const no: FormAnswer = { ...undated, answer: 'no' };
const seen = (seenAt: string) => ({ numberKeys: ['n1', 'n2'], language: 'es', seenAt, revokeAllFrom: '2027-01-31' });
const tonight = seen('2026-11-24T11:29:00.000Z');
const tomorrow = seen('2026-11-25T11:29:00.000Z');
const NOW = '2026-11-24T12:00:00.000Z';

describe('answers on the school’s forms', () => {
  test('hold for each of the person’s numbers, in the person’s language', () => {
    const record = applyForms(NO_CONSENTS, [yes], tonight);
    expect(['n1', 'n2'].map((number) => stateFor(record, number, 'event', NOW))).toEqual(['granted', 'granted']);
    expect(record.numbers['n1']?.event?.[0]).toMatchObject({
      basis: 'written-form',
      at: '2026-08-20T00:00:00.000Z',
      language: 'es',
      evidence: { pointer: 'form:F-1' },
    });
  });

  test('are the very same record when the file says them again, a no without a date included', () => {
    const record = applyForms(NO_CONSENTS, [yes, { ...no, purpose: 'survey' }], tonight);
    expect(applyForms(record, [yes, { ...no, purpose: 'survey' }], tomorrow)).toBe(record);
  });

  test('a new number starts without the old one’s', () => {
    const record = applyForms(NO_CONSENTS, [yes], { ...tonight, numberKeys: ['n1'] });
    expect(stateFor(record, 'n9', 'event', NOW)).toBe('none');
  });

  test('a no that comes back after a yes is said anew, with a date or without', () => {
    const late = '2026-11-30T00:00:00.000Z';
    const first = applyForms(NO_CONSENTS, [no], tonight);
    const agreed = applyForms(first, [{ ...yes, date: '2026-11-25' }], tomorrow);
    const again = applyForms(agreed, [no], seen('2026-11-26T11:29:00.000Z'));
    expect([first, agreed, again].map((record) => stateFor(record, 'n1', 'event', late))).toEqual([
      'revoked',
      'granted',
      'revoked',
    ]);
    const later = applyForms(applyForms(NO_CONSENTS, [{ ...no, date: '2026-08-01' }], tonight), [yes], tomorrow);
    expect(stateFor(later, 'n1', 'event', late), 'a form signed after the no').toBe('granted');
    const back = applyForms(later, [{ ...no, date: '2026-08-01' }], seen('2026-11-26T11:29:00.000Z'));
    expect(stateFor(back, 'n1', 'event', late), 'the same no again').toBe('revoked');
  });

  test('a no with the date of the yes it takes the place of ends that yes, and whatever was agreed to since', () => {
    const granted = applyForms(NO_CONSENTS, [yes], tonight);
    const onTheWeb = { basis: 'web', at: '2026-10-10T09:00:00.000Z', capturedBy: 'x', wording: 'v3', language: 'es' } as const;
    const renewed = grant(granted, 'n1', 'event', onTheWeb);
    const record = renewed.kind === 'recorded' ? renewed.record : granted;
    const turned = applyForms(record, [{ ...yes, answer: 'no' }], tomorrow);
    expect(['n1', 'n2'].map((number) => stateFor(turned, number, 'event', '2026-11-30T00:00:00.000Z'))).toEqual([
      'revoked',
      'revoked',
    ]);
  });

  test('a form of a day that has not come is none yet', () => {
    const slip = applyForms(NO_CONSENTS, [{ ...yes, date: '2062-08-20' }], tonight);
    expect(slip).toBe(NO_CONSENTS);
    expect(applyForms(NO_CONSENTS, [{ ...yes, date: '2026-11-25' }], tonight), 'a day ahead in another zone').not.toBe(
      NO_CONSENTS,
    );
  });

  test('do not bring back what the person stopped after signing', () => {
    const act = { basis: 'key-press', at: '2026-09-01T00:00:00.000Z', capturedBy: 'x', wording: '', language: 'en' } as const;
    const stopped = revoke(NO_CONSENTS, 'n1', 'event', act);
    const record: ConsentRecord = stopped.kind === 'recorded' ? stopped.record : NO_CONSENTS;
    expect(stateFor(applyForms(record, [yes], tonight), 'n1', 'event', NOW)).toBe('revoked');
  });
});
