import { describe, expect, test } from 'vitest';
import { gateInput, recipient } from '../../test/fixtures/gate-input.ts';
import { decide } from './decide.ts';
import type { GateInput, GateRecipient } from './gate-input.ts';

const outcome = (input: GateInput): string => {
  const decision = decide(input);
  return `${decision.kind} ${decision.rule}`;
};
const told = (input: GateInput) => {
  const decision = decide(input);
  return decision.kind === 'permit' ? decision.contactKeys : [];
};
const mother = recipient({ contactKey: 'mother', consent: 'granted' });
const NOT_EMERGENCY = ['closure', 'attendance', 'event', 'survey', 'fundraising'] as const;
const CONSENTED = 'permit permit.consent';

describe('minor-number, student-consent, unknown.consent: a student’s own phone', () => {
  const student = { role: 'student', contactKey: 'student', consent: 'granted', guardianConsent: 'granted' } as const;
  const rows: readonly (readonly [string, Partial<GateRecipient>, string])[] = [
    ['of age and agreed', { age: 'adult', guardianConsent: 'none' }, CONSENTED],
    ['of age, whatever a guardian withdrew', { age: 'adult', guardianConsent: 'revoked' }, CONSENTED],
    ['of age, whatever a guardian’s record hides', { age: 'adult', guardianConsent: 'unreadable' }, CONSENTED],
    ['of age, only a guardian agreed', { age: 'adult', consent: 'none' }, 'refuse student-consent'],
    ['of age and withdrew', { age: 'adult', consent: 'revoked' }, 'refuse revoked'],
    ['not of age, both agreed', { age: 'minor' }, CONSENTED],
    ['not of age, the guardian did not', { age: 'minor', guardianConsent: 'none' }, 'refuse minor-number'],
    ['not of age, the student did not', { age: 'minor', consent: 'none' }, 'refuse minor-number'],
    ['not of age, the guardian withdrew', { age: 'minor', guardianConsent: 'revoked' }, 'refuse revoked'],
    ['not of age, the student withdrew', { age: 'minor', consent: 'revoked' }, 'refuse revoked'],
    [
      'not of age, the guardian’s record does not open',
      { age: 'minor', guardianConsent: 'unreadable' },
      'refuse unknown.consent',
    ],
    ['of unknown age counts as not of age', { age: 'unknown', guardianConsent: 'none' }, 'refuse minor-number'],
    ['of unknown age, both agreed', { age: 'unknown' }, CONSENTED],
  ];
  test.each(rows)('%s', (_, who, said) => {
    const one = recipient({ ...student, ...who });
    const silent = said.startsWith('refuse');
    for (const purpose of NOT_EMERGENCY) {
      for (const lineType of ['mobile', 'unknown', 'landline'] as const) {
        expect(outcome(gateInput({ purpose, recipients: [one], lineType }))).toBe(said);
      }
      // On a phone of their own nobody else is called either; on the household's they are merely not the one who is told.
      expect(told(gateInput({ purpose, recipients: [mother, one] }))).toEqual(silent ? [] : ['mother', 'student']);
      const atHome = gateInput({ purpose, recipients: [mother, one], lineType: 'landline' });
      expect(told(atHome)).toEqual(silent ? ['mother'] : ['mother', 'student']);
    }
    const refused = said === 'refuse revoked';
    const emergency = gateInput({ purpose: 'emergency', recipients: [mother, one] });
    expect(told(emergency)).toEqual(refused ? ['mother'] : ['mother', 'student']);
  });
});

test('what a guardian said about a student’s phone is nothing about anybody else’s', () => {
  const staff = recipient({ role: 'staff', age: 'unknown', consent: 'granted', guardianConsent: 'revoked' });
  for (const purpose of NOT_EMERGENCY) expect(outcome(gateInput({ purpose, recipients: [staff] }))).toBe(CONSENTED);
});
