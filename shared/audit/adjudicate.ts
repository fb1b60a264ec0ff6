import { z } from 'zod';
import { decide } from '../consent/decide.ts';
import type { Decision } from '../consent/decision.ts';
import type { GateInput } from '../consent/gate-input.ts';
import { EDGE_LIMITS } from '../contacts/contact.ts';
import { PURPOSES } from '../notices/purpose.ts';
import type { Docket } from './findings.ts';
import type { PlacedRecord } from './reading.ts';
import type { AuditRecord } from './record.ts';

const purpose = z.enum(PURPOSES);
const hours = z.strictObject({ start: z.string(), end: z.string() });
const consentState = z.enum(['granted', 'revoked', 'none', 'unreadable']);
const pastRing = z.strictObject({
  at: z.string(),
  purpose,
  basis: z.enum(['emergency', 'consent', 'exempt']),
  noticeId: z.string(),
});

/** The gate's input as a decision's record holds it; contacts are named by their audit subject. */
export const recordedInput: z.ZodType<GateInput> = z.strictObject({
  at: z.string(),
  notice: z.strictObject({
    noticeId: z.string(),
    purpose,
    cancelled: z.boolean(),
    expiresAt: z.string(),
    saysWhere: z.boolean(),
    absence: z.enum(['unexcused', 'excused', 'unknown']).exactOptional(),
  }),
  number: z.strictObject({
    lineType: z.enum(['mobile', 'landline', 'unknown']),
    undialable: z.string().exactOptional(),
    zones: z.array(z.string()),
    states: z.array(z.string()),
  }),
  stops: z.union([
    z.literal('unreadable'),
    z.strictObject({
      notMyNumber: z.boolean(),
      allButEmergencies: z.boolean(),
      emergencies: z.boolean(),
      purposes: z.array(purpose),
    }),
  ]),
  recipients: z.array(
    z.strictObject({
      contactKey: z.string(),
      role: z.enum(['guardian', 'student', 'staff', 'other']),
      restricted: z.boolean(),
      unlisted: z.literal(true).exactOptional(),
      emergencyOnly: z.boolean(),
      limits: z.array(z.enum(EDGE_LIMITS)),
      age: z.enum(['adult', 'minor', 'unknown']),
      rights: z.enum(['held', 'passed', 'unknown']),
      givenForSchoolContact: z.boolean(),
      consent: consentState,
      guardianConsent: consentState,
      reassigned: z.enum(['no', 'yes', 'no-data', 'stale', 'never-asked']),
    }),
  ),
  // Absent in records from before others on the phone were looked at.
  bystanders: z
    .array(
      z.strictObject({
        restricted: z.boolean(),
        unlisted: z.literal(true).exactOptional(),
        limits: z.array(z.enum(EDGE_LIMITS)),
        consent: z.enum(['none', 'unreadable']),
      }),
    )
    .default([]),
  consentVersion: z.int(),
  history: z.union([z.array(pastRing), z.literal('unknown')]),
  settings: z.strictObject({
    profile: z.enum(['strict', 'us-law']),
    timezone: z.string(),
    callingHours: hours,
    callEmergencyOnlyContacts: z.boolean(),
    quietHours: z.array(hours),
    holidays: z.array(z.string()),
    weeklyRoutineCalls: z.int(),
    reassignedNumbers: z.enum(['off', 'required']),
    explicitConsentFor: z.array(purpose),
  }),
});

const KIND: Readonly<Record<Decision['kind'], AuditRecord['kind']>> = {
  permit: 'call.permit',
  refuse: 'call.refuse',
  defer: 'call.defer',
};

/**
 * Has the gate decide again over what the record says it saw, and convicts where it decides otherwise.
 * @returns whether it could: the record holds its input, and was decided under the policy this program knows.
 */
export function adjudicate({ record, object, line }: PlacedRecord, docket: Docket): boolean {
  if (!Object.values(KIND).includes(record.kind)) return false;
  const input = recordedInput.safeParse(record.facts?.['input']);
  if (!input.success || record.decision === undefined) return false;
  const again = decide(input.data);
  // Under another policy another decision is no contradiction; whoever has that policy's program can judge it.
  if (again.policy !== record.decision.policy) return false;
  const differs = differenceBetween(again, record);
  if (differs !== undefined) docket.convict({ class: 'decided-otherwise', object, line, detail: differs });
  return true;
}

function differenceBetween(again: Decision, { kind, at, decision, facts }: AuditRecord): string | undefined {
  const differs = (what: string, recorded: unknown, now: unknown) =>
    `${what} is ${String(recorded)} in the record, ${String(now)} over its inputs`;
  if (KIND[again.kind] !== kind) return differs('the decision', kind, KIND[again.kind]);
  if (again.rule !== decision?.rule) return differs('the rule', decision?.rule, again.rule);
  if (again.consentVersion !== decision.consentVersion) {
    return differs('the consent version', decision.consentVersion, again.consentVersion);
  }
  if (again.kind === 'permit' && again.basis !== decision.basis) return differs('the basis', decision.basis, again.basis);
  if (again.kind === 'defer' && again.until !== facts?.['until']) return differs('the time', facts?.['until'], again.until);
  const seenAt = recordedInput.safeParse(facts?.['input']).data?.at;
  return seenAt === at ? undefined : differs('the moment', at, seenAt);
}
