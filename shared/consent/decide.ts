import { hoursFor, type NextOpening, openingOf } from './calling-hours.ts';
import { capReached } from './cap-reached.ts';
import type { Decision, Ruling } from './decision.ts';
import type { GateInput } from './gate-input.ts';
import { POLICIES } from './policies.ts';
import { type Policy, policyName, type Reason } from './policy.ts';
import type { RuleId } from './policy-rules.ts';
import { type HeldOverlays, overlayOf } from './state-overlays.ts';
import { weighRecipients } from './weigh-recipients.ts';

/** Hashed once, not for every decision. */
const NAMES = { strict: policyName(POLICIES.strict), 'us-law': policyName(POLICIES['us-law']) } as const;

/**
 * The gate: may this number be rung for this notice at this moment?
 *
 * Pure: the same input gives the same decision, years later too (re-adjudication). The first rule that speaks wins, in the
 * order of LAW-REFERENCE §10. What is unknown refuses; in an emergency it does not, unless it is one of the hard blocks or
 * somebody's rights (steps 1 and 2). A refusal of one recipient leaves the others; a restriction of one refuses the whole
 * number, emergencies included.
 */
export function decide(input: GateInput): Decision {
  const { profile } = input.settings;
  return decideUnder(POLICIES[profile], input, NAMES[profile]);
}

/** The same under a policy of the caller's: what would be decided if one of its answers were another. */
export function decideUnder(policy: Policy, input: GateInput, name = policyName(policy)): Decision {
  const ruling = (reason: Reason): Ruling => {
    const { rule, citation, words } =
      typeof reason === 'string' ? { rule: reason, ...policy.rules[reason] } : { ...reason, rule: reason.id };
    return { rule, citation, words, policy: name, consentVersion: input.consentVersion };
  };
  const refusal = hardBlock(input) ?? nobodyIsKeptOut(input) ?? noticeStands(input) ?? nobodySaidStop(input);
  if (refusal !== undefined) return { kind: 'refuse', ...ruling(refusal) };

  const weighed = weighRecipients(input, policy);
  if (weighed.kind === 'nobody') return { kind: 'refuse', ...ruling(weighed.rule) };
  const cap = capReached(input, policy);
  if (cap !== undefined) return { kind: 'refuse', ...ruling(cap) };

  const opening = whenOpen(input, policy);
  switch (opening.kind) {
    case 'never':
      return { kind: 'refuse', ...ruling(opening.rule) };
    case 'later':
      return { kind: 'defer', ...ruling(opening.rule), until: opening.at };
    case 'now':
      return { kind: 'permit', ...ruling(weighed.rule), basis: weighed.basis, contactKeys: weighed.contactKeys };
  }
}

/** Step 1: holds in emergencies too, and so does not knowing whether somebody said that the number is wrong. */
function hardBlock({ number, stops }: GateInput): RuleId | undefined {
  if (number.undialable === 'hard-block') return 'number.hard-block';
  if (number.undialable !== undefined) return 'number.not-callable';
  if (stops === 'unreadable') return 'unknown.stops';
  return stops.notMyNumber ? 'not-my-number' : undefined;
}

/**
 * Step 2: court orders and rights, in emergencies too. A phone is shared: what one person on it may not hear is not said to
 * it. Orders taken down by the office stand in the consent record, so one that does not open may hide one.
 */
function nobodyIsKeptOut({ notice, recipients, bystanders }: GateInput): RuleId | undefined {
  const onThePhone = [...recipients, ...bystanders];
  if (onThePhone.some(({ restricted }) => restricted)) return 'no-contact';
  if (onThePhone.some(({ consent }) => consent === 'unreadable')) return 'unknown.restrictions';
  // Nobody has barred them (99.4), so an emergency is told to the others on the phone; where a child is, is not (ADR 35).
  const silent = onThePhone.some(({ unlisted }) => unlisted);
  if (silent && notice.purpose !== 'emergency') return 'unknown.guardian';
  if (notice.saysWhere && (silent || onThePhone.some(({ limits }) => limits.includes('no-location')))) return 'limit.no-location';
  return recipients.length === 0 ? 'no-recipient' : undefined;
}

/** Step 3: the notice is still to be told, and an absence is still unexcused at the moment of dialing (B-08). */
function noticeStands({ at, notice }: GateInput): RuleId | undefined {
  if (notice.cancelled) return 'notice.cancelled';
  const now = Date.parse(at);
  const end = Date.parse(notice.expiresAt);
  if (Number.isNaN(now) || Number.isNaN(end)) return 'unknown.time';
  if (now >= end) return 'expired';
  if (notice.purpose !== 'attendance') return undefined;
  if (notice.absence === 'excused') return 'absence.excused';
  return notice.absence === 'unknown' ? 'unknown.absence' : undefined;
}

/** Step 6: what whoever answered this phone asked for. It beats consent, whatever the order in the records (R-*). */
function nobodySaidStop({ stops, notice }: GateInput): RuleId | undefined {
  if (stops === 'unreadable') return undefined;
  const emergency = notice.purpose === 'emergency';
  if (stops.emergencies) return emergency ? 'optout.emergencies' : 'optout.all';
  if (stops.allButEmergencies && !emergency) return 'optout.all';
  return stops.purposes.includes(notice.purpose) ? 'optout.purpose' : undefined;
}

/** When it is late or early enough where the phone is: now, later, or never while the notice lasts. */
type Opening =
  | { readonly kind: 'now' }
  | { readonly kind: 'later'; readonly at: string; readonly rule: Reason }
  | { readonly kind: 'never'; readonly rule: Reason };

/** Steps 10 and 11: the hours of the policy, the district and every state the number may lie in, all of them at once. */
function whenOpen(input: GateInput, policy: Policy): Opening {
  const { hours, never } = overlayOf(input.number.states, input.notice.purpose, policy.overlays);
  const [forbids] = never;
  if (forbids !== undefined) return { kind: 'never', rule: forbids };
  const opening = openingWithin(input, policy, hours);
  switch (opening.kind) {
    case 'unknown-zone':
      return { kind: 'never', rule: 'unknown.zone' };
    case 'never':
      return { kind: 'never', rule: 'unknown.hours' };
    case 'later': {
      if (Date.parse(opening.at) >= Date.parse(input.notice.expiresAt)) return { kind: 'never', rule: 'expired' };
      // A state speaks only where nobody else holds the call back.
      if (openingWithin(input, policy, []).kind !== 'now') return { ...opening, rule: 'hours' };
      const ofState = hours.find((overlay) => openingWithin(input, policy, [overlay]).kind === 'later');
      return { ...opening, rule: ofState ?? 'hours' };
    }
    case 'now':
      return opening;
  }
}

function openingWithin(
  { at, notice: { purpose }, number, settings }: GateInput,
  policy: Policy,
  overlays: HeldOverlays['hours'],
): NextOpening {
  const narrower = overlays.map(({ demand }) => demand);
  return openingOf(at, {
    zones: number.zones,
    districtZone: settings.timezone,
    window: hoursFor(policy.hours[purpose], settings.callingHours, narrower),
    quietHours: settings.quietHours,
    holidays: settings.holidays,
    bindHolidays: !policy.onHolidays.includes(purpose),
  });
}
