import { describe, expect, test } from 'vitest';
import { type ConsentRecord, NO_CONSENTS, revoke, stateFor } from '../../consent/consent-record.ts';
import type { FormAnswer } from '../roster.ts';
import { applyForms } from './forms.ts';

const yes: FormAnswer = { purpose: 'event', answer: 'yes', date: '2026-08-20', form: 'F-1', wording: 'v3' };
const { date: _date, ...undated } = yes;
const no: FormAnswer = { ...undated, answer: 'no' };
const seen = (seenAt: string) => ({ numberKeys: ['n1', 'n2'], language: 'es', seenAt });
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

  test('do not bring back what the person stopped after signing', () => {
    const act = { basis: 'key-press', at: '2026-09-01T00:00:00.000Z', capturedBy: 'x', wording: '', language: 'en' } as const;
    const stopped = revoke(NO_CONSENTS, 'n1', 'event', act);
    const record: ConsentRecord = stopped.kind === 'recorded' ? stopped.record : NO_CONSENTS;
    expect(stateFor(applyForms(record, [yes], tonight), 'n1', 'event', NOW)).toBe('revoked');
  });
});
