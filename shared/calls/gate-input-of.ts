import type { GateInput } from '../consent/gate-input.ts';
import { stopsOf, versionSum } from '../consent/ledger.ts';
import { statesOf } from '../contacts/area-code-states.ts';
import { judgeNumber } from '../contacts/judge-number.ts';
import type { DistrictSettings } from '../district/settings.ts';
import type { Notice } from '../notices/notice.ts';
import { absenceNow, absencesOf } from './absences.ts';
import type { Call } from './call.ts';
import type { Facts } from './gate-facts.ts';
import { bystandersOf, recipientsOf } from './gate-recipients.ts';
import { NEVER_RANG, pastRings } from './ring-history.ts';

/** Puts together what the gate looks at, from what was read. Pure. @param at RFC 3339 UTC, the moment of the decision */
export function gateInputOf(call: Call, notice: Notice, facts: Facts, settings: DistrictSettings, at: string): GateInput {
  const contactKeys = call.recipients.map(({ contactKey }) => contactKey);
  const recipients = recipientsOf(call, notice, facts, { settings, at });
  const absence = absenceNow(absencesOf(call, notice), facts.absences);
  return {
    at,
    notice: {
      noticeId: notice.noticeId,
      purpose: notice.purpose,
      cancelled: isWithdrawn(notice),
      expiresAt: notice.expiresAt,
      // Of words that came sealed, or have left the settings since, nobody knows whether they say where a child is.
      saysWhere: settings.messages[notice.messageName]?.saysWhere ?? true,
      ...(absence === undefined ? {} : { absence }),
    },
    number: numberOf(call, facts, settings),
    stops: stopsOf(facts.page, call.numberKey),
    recipients,
    bystanders: bystandersOf(call, notice, facts, recipients),
    consentVersion: versionSum(facts.page, { numberKeys: [call.numberKey], contactKeys }),
    history: pastRings(facts.rings.get(call.numberKey) ?? NEVER_RANG, call, at),
    settings: {
      profile: settings.profile,
      timezone: settings.district.timezone,
      callingHours: settings.callingHours,
      callEmergencyOnlyContacts: settings.callEmergencyOnlyContacts,
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
  const { timezone, state } = settings.district;
  const entry = numbers.get(call.numberKey);
  if (entry === undefined) return { lineType: 'unknown', zones: [timezone], states: [state] };
  const { allowedCountries } = settings;
  const judged = judgeNumber(entry.e164, { country: 'US', allowedCountries, districtZones: [timezone] });
  const zones = 'problem' in judged ? [timezone] : judged.zones;
  const undialable = undialableOf(entry.e164, judged, settings);
  return {
    lineType: entry.lineType,
    zones,
    states: [...new Set([state, ...statesOf(entry.e164)])],
    ...(undialable === undefined ? {} : { undialable }),
  };
}

/** The district's own list comes first: an emergency line, a hospital, a patient's room, whoever gave the number (T-04). */
function undialableOf(
  e164: string,
  judged: ReturnType<typeof judgeNumber>,
  { blockedNumbers }: DistrictSettings,
): string | undefined {
  if (blockedNumbers.includes(e164)) return 'hard-block';
  return 'problem' in judged ? judged.problem : judged.undialable;
}
