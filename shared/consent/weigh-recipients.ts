import type { Basis } from '../calls/call.ts';
import { exemptionUsedUp } from './cap-reached.ts';
import type { GateInput, GateRecipient } from './gate-input.ts';
import type { ConsentNeed, Policy, Reason } from './policy.ts';
import type { RuleId } from './policy-rules.ts';
import { overlayOf } from './state-overlays.ts';
import { isRefused, studentLacks, studentPhone } from './student-phone.ts';

/** Who behind the number may be told, and on what the call then rests; or the rule that leaves nobody. */
export type Weighed =
  | { readonly kind: 'some'; readonly rule: RuleId; readonly basis: Basis; readonly contactKeys: readonly string[] }
  | { readonly kind: 'nobody'; readonly rule: Reason };

type Verdict =
  | { readonly told: true; readonly basis: Basis; readonly rule: RuleId }
  | { readonly told: false; readonly rule: Reason };

/** When nobody may be told, the rule reported is the first of these that spoke about anybody: what a person said comes first. */
const LOUDEST_FIRST: readonly RuleId[] = [
  'revoked',
  'reassigned',
  'reassigned.unverified',
  'unknown.consent',
  'unknown.rights',
  'rights.passed',
  'line.exempt-cap',
  'unknown.history',
];
const QUIETER: readonly RuleId[] = ['unknown.guardian', 'student-consent', 'minor-number', 'limit.no-routine', 'limit.never'];
const QUIETEST: RuleId = 'emergency-only';

/** Weighs each person on the number alone; the call then tells those who may be told. */
export function weighRecipients(input: GateInput, policy: Policy): Weighed {
  const phone = studentPhone(input);
  if (phone !== undefined) return { kind: 'nobody', rule: phone };
  const verdicts = input.recipients.map((recipient) => ({ recipient, verdict: weigh(recipient, input, policy) }));
  const told = verdicts.flatMap(({ recipient, verdict }) => (verdict.told ? [{ recipient, verdict }] : []));
  const weakest = weakestOf(told.map(({ verdict }) => verdict));
  if (weakest === undefined) {
    const rules = verdicts.map(({ verdict }) => verdict.rule);
    return { kind: 'nobody', rule: loudestOf(rules, input) };
  }
  const contactKeys = [...new Set(told.map(({ recipient }) => recipient.contactKey))];
  return { kind: 'some', rule: weakest.rule, basis: weakest.basis, contactKeys };
}

function weigh(recipient: GateRecipient, input: GateInput, policy: Policy): Verdict {
  const barred = barredBy(recipient, input, policy);
  if (barred !== undefined) return silent(barred);
  if (input.notice.purpose === 'emergency') return tell('emergency', 'permit.emergency');
  const lacking = studentLacks(recipient);
  return lacking === undefined ? groundFor(recipient, input, policy) : silent(lacking);
}

/** What keeps one person out, whatever the call might rest on. */
function barredBy(recipient: GateRecipient, { notice, settings }: GateInput, policy: Policy): RuleId | undefined {
  const { limits, unlisted, emergencyOnly, rights, reassigned } = recipient;
  const emergency = notice.purpose === 'emergency';
  const ordinary = policy.ordinary.includes(notice.purpose);
  if (unlisted) return 'unknown.guardian';
  if (limits.includes('never')) return 'limit.never';
  if (ordinary && limits.includes('no-routine')) return 'limit.no-routine';
  if (emergencyOnly && !(emergency && settings.callEmergencyOnlyContacts)) return 'emergency-only';
  if (isRefused(recipient)) return 'revoked';
  if (ordinary && rights === 'passed') return 'rights.passed';
  if (ordinary && rights === 'unknown') return 'unknown.rights';
  // The number may be a stranger's: an emergency is told all the same, in the form that names no child (F-11).
  return reassigned === 'yes' && !emergency ? 'reassigned' : undefined;
}

/** On what a call to this person would rest: an agreement, an emergency purpose, a number given, or the landline rule. */
function groundFor(recipient: GateRecipient, input: GateInput, policy: Policy): Verdict {
  const { purpose } = input.notice;
  const agreed = recipient.consent === 'granted';
  const proven = isProven(recipient, input, policy);
  if (agreed && proven) return tell('consent', 'permit.consent');
  // Carve-outs of state law name students, parents and employees; anybody else, and a student, needs an agreement of their own.
  const ownOnly = recipient.role === 'other' || recipient.role === 'student';
  const need = ownOnly ? 'explicit' : needFor(input, policy);
  const ofState = overlayOf(input.number.states, purpose, policy.overlays).ownConsent.find(
    ({ demand }) => demand.of === 'everybody',
  );
  if (need === 'none' && ofState === undefined) return forSafety(input, policy);
  if (agreed) return silent('reassigned.unverified');
  if (need === 'explicit') return silent(`consent.${purpose}`);
  if (ofState !== undefined) return silent(ofState);
  if (!recipient.givenForSchoolContact) return exempt(input, policy);
  return proven ? tell('consent', 'permit.number-given') : silent('reassigned.unverified');
}

/** What the profile asks for, or explicit consent where the district asks for more. */
function needFor({ notice, settings }: GateInput, policy: Policy): ConsentNeed {
  return settings.explicitConsentFor.includes(notice.purpose) ? 'explicit' : policy.needs[notice.purpose];
}

/** Where the district requires it, consent rests on a number that the database says is still the same person's (N-04). */
function isProven({ reassigned }: GateRecipient, { settings }: GateInput, policy: Policy): boolean {
  return settings.reassignedNumbers === 'off' || policy.reassignedSuffices.includes(reassigned);
}

/** An emergency purpose needs no agreement; whether a closure on a landline is one is open, and the policy's to say. */
function forSafety(input: GateInput, policy: Policy): Verdict {
  const closure = input.notice.purpose === 'closure' && input.number.lineType === 'landline';
  return closure && policy.closureOnLandline === 'exempt'
    ? withinExemption(input, policy)
    : tell('emergency', 'permit.emergency-purpose');
}

/** An unknown line counts as wireless (T-02), and the exemption is for residential landlines alone. */
function exempt(input: GateInput, policy: Policy): Verdict {
  const { purpose } = input.notice;
  const covered = policy.landlineExemption.purposes.includes(purpose) && input.number.lineType === 'landline';
  if (!covered) return silent(`consent.${purpose}`);
  const [ofState] = overlayOf(input.number.states, purpose, policy.overlays).noExemption;
  return ofState === undefined ? withinExemption(input, policy) : silent(ofState);
}

function withinExemption(input: GateInput, policy: Policy): Verdict {
  const usedUp = exemptionUsedUp(input, policy);
  return usedUp === undefined ? tell('exempt', 'permit.exempt') : silent(usedUp);
}

/**
 * A call that tells several people rests on the weakest ground among them, because the scope of an opt-out follows it
 * only a call that rests on consent for everybody may offer "only these calls".
 */
function weakestOf<V extends { readonly basis: Basis; readonly rule: RuleId }>(told: readonly V[]): V | undefined {
  return (
    told.find(({ basis }) => basis === 'exempt') ??
    told.find(({ basis }) => basis === 'emergency') ??
    told.find(({ rule }) => rule === 'permit.number-given') ??
    told[0]
  );
}

function loudestOf(rules: readonly Reason[], { notice }: GateInput): Reason {
  const ofStates = rules.filter((rule) => typeof rule !== 'string');
  const missing: RuleId = `consent.${notice.purpose}`;
  return [...LOUDEST_FIRST, ...ofStates, missing, ...QUIETER].find((rule) => rules.includes(rule)) ?? QUIETEST;
}

const tell = (basis: Basis, rule: RuleId): Verdict & { told: true } => ({ told: true, basis, rule });
const silent = (rule: Reason): Verdict => ({ told: false, rule });
