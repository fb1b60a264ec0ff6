import type { GateInput, GateRecipient } from './gate-input.ts';
import type { RuleId } from './policy-rules.ts';

/**
 * A student's own phone needs agreement on record for anything but an emergency, also where a guardian is listed with the
 * same number. A household landline is not a student's own phone: there the student is simply not the one who is told.
 */
export function studentPhone({ notice, number, recipients }: GateInput): RuleId | undefined {
  if (notice.purpose === 'emergency' || number.lineType === 'landline') return undefined;
  return recipients.map(studentLacks).find((rule) => rule !== undefined);
}

/** What is missing before this student may be told anything but an emergency; an unknown age counts as a minor's. */
export function studentLacks(recipient: GateRecipient): RuleId | undefined {
  if (recipient.role !== 'student') return undefined;
  if (isRefused(recipient)) return 'revoked';
  if (recipient.age === 'adult') return recipient.consent === 'granted' ? undefined : 'student-consent';
  if (recipient.guardianConsent === 'unreadable') return 'unknown.consent';
  return recipient.consent === 'granted' && recipient.guardianConsent === 'granted' ? undefined : 'minor-number';
}

/** Whether this person withdrew, or a guardian did for the phone of a student who is not of age. */
export function isRefused({ role, age, consent, guardianConsent }: GateRecipient): boolean {
  return consent === 'revoked' || (role === 'student' && age !== 'adult' && guardianConsent === 'revoked');
}
