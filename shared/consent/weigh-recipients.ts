import type { Basis } from '../calls/call.ts';
import type { GateInput, GateRecipient } from './gate-input.ts';
import type { Policy } from './policy.ts';
import type { RuleId } from './policy-rules.ts';

/** Who behind the number may be told, and on what the call then rests; or the rule that leaves nobody. */
export type Weighed =
  | { readonly kind: 'some'; readonly rule: RuleId; readonly basis: Basis; readonly contactKeys: readonly string[] }
  | { readonly kind: 'nobody'; readonly rule: RuleId };

type Verdict =
  | { readonly told: true; readonly basis: Basis; readonly rule: RuleId }
  | { readonly told: false; readonly rule: RuleId };

/** When nobody may be told, the rule reported is the first of these that spoke about anybody: what a person said comes first. */
const LOUDEST_FIRST: readonly RuleId[] = ['revoked', 'unknown.consent', 'line.exempt-cap', 'unknown.exempt-calls'];
const QUIETEST: readonly RuleId[] = ['minor-number', 'emergency-only'];

/** Weighs each person on the number alone; the call then tells those who may be told. */
export function weighRecipients(input: GateInput, policy: Policy): Weighed {
  const minor = minorsNumber(input);
  if (minor !== undefined) return { kind: 'nobody', rule: minor };
  const verdicts = input.recipients.map((recipient) => ({ recipient, verdict: weigh(recipient, input, policy) }));
  const told = verdicts.flatMap(({ recipient, verdict }) => (verdict.told ? [{ recipient, verdict }] : []));
  const weakest = weakestOf(told.map(({ verdict }) => verdict));
  if (weakest === undefined)
    return {
      kind: 'nobody',
      rule: loudestOf(
        verdicts.map(({ verdict }) => verdict.rule),
        input,
      ),
    };
  const contactKeys = [...new Set(told.map(({ recipient }) => recipient.contactKey))];
  return { kind: 'some', rule: weakest.rule, basis: weakest.basis, contactKeys };
}

/**
 * A student's own phone needs agreement on record for anything but an emergency, also where a guardian is listed with the
 * same number. A household landline is not a student's own phone: there the student is simply not the one who is told.
 */
function minorsNumber({ notice, number, recipients }: GateInput): RuleId | undefined {
  if (notice.purpose === 'emergency' || number.lineType === 'landline') return undefined;
  const student = recipients.find(({ role, consent }) => role === 'student' && consent !== 'granted');
  if (student === undefined) return undefined;
  return student.consent === 'unreadable' ? 'unknown.consent' : 'minor-number';
}

function weigh(recipient: GateRecipient, input: GateInput, policy: Policy): Verdict {
  const { purpose } = input.notice;
  const emergency = purpose === 'emergency';
  if (recipient.emergencyOnly && !(emergency && input.settings.callEmergencyOnlyContacts)) return silent('emergency-only');
  if (recipient.consent === 'revoked') return silent('revoked');
  if (emergency) return tell('emergency', 'permit.emergency');
  if (recipient.consent === 'unreadable') return silent('unknown.consent');
  if (recipient.consent === 'granted') return tell('consent', 'permit.consent');
  if (recipient.role === 'student') return silent('minor-number');
  // Carve-outs of state law name students, parents and employees: anybody else needs an agreement of their own.
  if (recipient.role === 'other') return silent(`consent.${purpose}`);
  return withoutConsent(recipient, input, policy);
}

/** No agreement on record, and none withdrawn: an emergency purpose, a number given for school contact, or the landline rule. */
function withoutConsent(recipient: GateRecipient, input: GateInput, policy: Policy): Verdict {
  const { purpose } = input.notice;
  const need = policy.needs[purpose];
  if (need === 'none') return tell('emergency', 'permit.emergency-purpose');
  if (need === 'number-given' && recipient.givenForSchoolContact) return tell('consent', 'permit.number-given');
  const exemption = policy.landlineExemption;
  // An unknown line counts as wireless (T-02), and the exemption is for residential landlines alone.
  if (!exemption.purposes.includes(purpose) || input.number.lineType !== 'landline') return silent(`consent.${purpose}`);
  if (input.history === 'unknown') return silent('unknown.exempt-calls');
  const from = Date.parse(input.at) - exemption.windowDays * 86_400_000;
  const counted = input.history.filter(({ basis, at }) => basis === 'exempt' && Date.parse(at) > from).length;
  return counted < exemption.calls ? tell('exempt', 'permit.exempt') : silent('line.exempt-cap');
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

function loudestOf(rules: readonly RuleId[], input: GateInput): RuleId {
  const missing: RuleId = `consent.${input.notice.purpose}`;
  return [...LOUDEST_FIRST, missing, ...QUIETEST].find((rule) => rules.includes(rule)) ?? missing;
}

const tell = (basis: Basis, rule: RuleId): Verdict & { told: true } => ({ told: true, basis, rule });
const silent = (rule: RuleId): Verdict => ({ told: false, rule });
