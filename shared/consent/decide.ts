import { hoursFor, nextOpening } from './calling-hours.ts';
import type { Decision, Refuse, Ruling } from './decision.ts';
import type { GateInput } from './gate-input.ts';
import { type Policy, policyName } from './policy.ts';
import type { RuleId } from './policy-rules.ts';
import { strictPolicy } from './policy-strict.ts';
import { usLawPolicy } from './policy-us-law.ts';
import { weighRecipients } from './weigh-recipients.ts';

const POLICIES = {
  strict: { policy: strictPolicy, name: policyName(strictPolicy) },
  'us-law': { policy: usLawPolicy, name: policyName(usLawPolicy) },
} as const;

/**
 * The gate: may this number be rung for this notice at this moment?
 *
 * Pure: the same input gives the same decision, years later too (re-adjudication). The first rule that speaks wins, in the
 * order of the steps below. What is unknown refuses; in an emergency it does not, except for hard blocks (LAW-REFERENCE §10).
 * A refusal of one recipient leaves the others; a restriction of one refuses the whole number, emergencies included.
 */
export function decide(input: GateInput): Decision {
  const { policy } = POLICIES[input.settings.profile];
  const refusal = numberMayRing(input) ?? noticeStands(input) ?? nobodySaidStop(input);
  if (refusal !== undefined) return refuse(input, refusal);

  const weighed = weighRecipients(input, policy);
  if (weighed.kind === 'nobody') return refuse(input, weighed.rule);

  const opening = openingOf(input, policy);
  switch (opening.kind) {
    case 'never':
      return refuse(input, opening.rule);
    case 'later':
      return { kind: 'defer', ...ruling(input, 'hours'), until: opening.at };
    case 'now':
      return { kind: 'permit', ...ruling(input, weighed.rule), basis: weighed.basis, contactKeys: weighed.contactKeys };
  }
}

/** Hard blocks and rights: they hold in emergencies too. */
function numberMayRing(input: GateInput): RuleId | undefined {
  if (input.number.undialable !== undefined) return 'number.not-callable';
  if (input.recipients.some((recipient) => recipient.restricted)) return 'no-contact';
  if (input.recipients.length === 0) return 'no-recipient';
  return undefined;
}

function noticeStands({ at, notice }: GateInput): RuleId | undefined {
  if (notice.cancelled) return 'notice.cancelled';
  const now = Date.parse(at);
  const end = Date.parse(notice.expiresAt);
  if (Number.isNaN(now) || Number.isNaN(end)) return 'unknown.time';
  return now >= end ? 'expired' : undefined;
}

/** What whoever answered this phone asked for. Revocation beats consent, whatever the order in the records (R-*). */
function nobodySaidStop({ stops, notice }: GateInput): RuleId | undefined {
  const emergency = notice.purpose === 'emergency';
  if (stops === 'unreadable') return emergency ? undefined : 'unknown.stops';
  if (stops.notMyNumber) return 'not-my-number';
  if (stops.emergencies) return emergency ? 'optout.emergencies' : 'optout.all';
  if (stops.allButEmergencies && !emergency) return 'optout.all';
  return stops.purposes.includes(notice.purpose) ? 'optout.purpose' : undefined;
}

/** When it is late or early enough where the phone is: now, later, or never while the notice lasts. */
type Opening =
  | { readonly kind: 'now' }
  | { readonly kind: 'later'; readonly at: string }
  | { readonly kind: 'never'; readonly rule: RuleId };

function openingOf({ at, notice, number, settings }: GateInput, policy: Policy): Opening {
  const hours = hoursFor(policy.hours[notice.purpose], settings.callingHours);
  if (hours === 'any') return { kind: 'now' };
  const opening = nextOpening(at, number.zones, hours);
  switch (opening.kind) {
    case 'unknown-zone':
      return { kind: 'never', rule: 'unknown.zone' };
    case 'never':
      return { kind: 'never', rule: 'unknown.hours' };
    case 'later':
      return Date.parse(opening.at) >= Date.parse(notice.expiresAt) ? { kind: 'never', rule: 'expired' } : opening;
    case 'now':
      return opening;
  }
}

function refuse(input: GateInput, rule: RuleId): Refuse {
  return { kind: 'refuse', ...ruling(input, rule) };
}

function ruling(input: GateInput, rule: RuleId): Ruling {
  const { policy, name } = POLICIES[input.settings.profile];
  const { citation, words } = policy.rules[rule];
  return { rule, citation, policy: name, words, consentVersion: input.consentVersion };
}
