import type { GateInput, GateRecipient } from '../consent/gate-input.ts';
import { consentOf, stopsOf, versionSum } from '../consent/ledger.ts';
import type { Contact, Edge } from '../contacts/contact.ts';
import { judgeNumber } from '../contacts/judge-number.ts';
import type { DistrictSettings } from '../district/settings.ts';
import type { Audience, Notice } from '../notices/notice.ts';
import type { Call } from './call.ts';
import type { Facts } from './gate-facts.ts';

/** Puts together what the gate looks at, from what was read. Pure. @param at RFC 3339 UTC, the moment of the decision */
export function gateInputOf(call: Call, notice: Notice, facts: Facts, settings: DistrictSettings, at: string): GateInput {
  const contactKeys = call.recipients.map(({ contactKey }) => contactKey);
  const { profile, callingHours, callEmergencyOnlyContacts } = settings;
  return {
    at,
    notice: {
      noticeId: notice.noticeId,
      purpose: notice.purpose,
      cancelled: isWithdrawn(notice),
      expiresAt: notice.expiresAt,
      saysWhere: false,
    },
    number: numberOf(call, facts, settings),
    stops: stopsOf(facts.page, call.numberKey),
    recipients: recipientsOf(call, notice, facts),
    consentVersion: versionSum(facts.page, { numberKeys: [call.numberKey], contactKeys }),
    // Nobody counts these yet; the gate then does not rest a call on the exemption.
    history: 'unknown',
    settings: {
      profile,
      timezone: settings.district.timezone,
      callingHours,
      callEmergencyOnlyContacts,
      quietHours: settings.quietHours,
      holidays: settings.holidays,
      weeklyRoutineCalls: settings.weeklyRoutineCalls,
      reassignedNumbers: settings.reassignedNumbers,
      explicitConsentFor: settings.explicitConsentFor,
    },
  };
}

/** A notice in any state but `open` rings nobody. */
export function isWithdrawn({ state }: Pick<Notice, 'state'>): boolean {
  return state !== 'open';
}

/** P9 is judged here, at dial time, by today's settings and numbering plan, whatever the import thought. */
function numberOf(call: Call, { numbers }: Facts, settings: DistrictSettings): GateInput['number'] {
  const { timezone } = settings.district;
  const entry = numbers.get(call.numberKey);
  if (entry === undefined) return { lineType: 'unknown', zones: [timezone], states: [settings.district.state] };
  const { allowedCountries } = settings;
  const judged = judgeNumber(entry.e164, { country: 'US', allowedCountries, districtZones: [timezone] });
  if ('problem' in judged)
    return { lineType: entry.lineType, undialable: judged.problem, zones: [timezone], states: [settings.district.state] };
  const { zones, undialable } = judged;
  return {
    lineType: entry.lineType,
    zones,
    states: [settings.district.state],
    ...(undialable === undefined ? {} : { undialable }),
  };
}

/** Those of the planned recipients who are still in the book, and still have this number. */
function recipientsOf(call: Call, { audience, purpose }: Notice, { contacts, numbers, page }: Facts): readonly GateRecipient[] {
  if (!numbers.has(call.numberKey)) return [];
  return call.recipients.flatMap(({ contactKey, students }) => {
    const contact = contacts.get(contactKey);
    if (contact === undefined || !contact.numbers.some(({ numberKey }) => numberKey === call.numberKey)) return [];
    return {
      contactKey,
      role: contact.role,
      restricted: isRestricted(contact, students, audience),
      emergencyOnly: isEmergencyOnly(contact, students),
      limits: [],
      age: contact.role === 'student' ? ('unknown' as const) : ('adult' as const),
      rights: 'held' as const,
      givenForSchoolContact: contact.givenForSchoolContact,
      consent: consentOf(page, contactKey, call.numberKey, purpose),
      guardianConsent: 'none' as const,
      reassigned: 'never-asked' as const,
    };
  });
}

/** For a student of this call, or for any student of a school the notice is for: a merge never widens. */
function isRestricted({ edges }: Contact, students: readonly string[], audience: Audience): boolean {
  return edges.some((edge) => edge.restricted && (students.includes(edge.studentKey) || isInAudience(edge, audience)));
}

function isInAudience({ schoolIds }: Edge, audience: Audience): boolean {
  if (audience.kind === 'district') return true;
  return audience.kind !== 'students' && schoolIds.some((id) => audience.schools.includes(id));
}

function isEmergencyOnly({ edges }: Contact, students: readonly string[]): boolean {
  const concerned = edges.filter(({ studentKey }) => students.includes(studentKey));
  return concerned.length > 0 && concerned.every(({ emergencyOnly }) => emergencyOnly);
}
