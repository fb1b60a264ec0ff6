import { createHash, createHmac } from 'node:crypto';
import type { AuditDraft, AuditValue } from '../audit/trail.ts';
import type { Decision } from '../consent/decision.ts';
import type { GateInput } from '../consent/gate-input.ts';
import type { Contact } from '../contacts/contact.ts';
import type { Call } from './call.ts';

const KIND = { permit: 'call.permit', refuse: 'call.refuse', defer: 'call.defer' } as const;

/** Whom a record names: ids that lead to a person only through that person's own sealed entry. */
export type Named = Pick<AuditDraft, 'subject' | 'number'>;

/** Names the first of `contacts` and the number, under the contact's own audit key; erasing the contact unlinks both. */
export function namedBy(contact: Contact | undefined, e164: string | undefined): Named {
  if (contact === undefined) return {};
  const key = Buffer.from(contact.auditNumberKey, 'base64');
  const number = e164 === undefined ? undefined : createHmac('sha256', key).update(e164).digest('base64url').slice(0, 22);
  return { subject: contact.auditSubject, ...(number === undefined ? {} : { number }) };
}

/**
 * The record of a decision, with everything it was made from, so that it can be made again. A fresh id each time: two who
 * decide have decided twice. @param subjectOf audit subject for a contact key
 */
export function decisionRecord(
  call: Call,
  input: GateInput,
  decision: Decision,
  named: Named,
  subjectOf: (contactKey: string) => string,
): AuditDraft {
  const { rule, citation, policy, consentVersion } = decision;
  const basis = decision.kind === 'permit' ? decision.basis : 'none';
  const until = decision.kind === 'defer' ? { until: decision.until } : {};
  return {
    ...about(call, call.attempt + 1),
    ...named,
    kind: KIND[decision.kind],
    at: input.at,
    decision: { rule, citation, policy, consentVersion, basis },
    facts: { input: recordable(input, subjectOf), ...until },
  };
}

/** What became of an attempt that was to be made. */
export function attemptRecord(
  kind: 'call.placed' | 'call.not-placed' | 'call.uncertain' | 'call.withdrawn' | 'call.rehearsed',
  call: Call,
  attempt: number,
  at: string,
  more: { readonly refs?: readonly string[]; readonly facts?: Readonly<Record<string, AuditValue>> } & Named = {},
): AuditDraft {
  // What happens to an attempt happens once; a withdrawal can come again, after another decision.
  const id = kind === 'call.withdrawn' ? {} : { id: `${call.callId}.${attempt}.${kind}` };
  return { ...about(call, attempt), ...id, ...more, kind, at };
}

/** By whom an end was told: an event, Connect when it was asked, or a search that found nothing. */
export type OutcomeSource = 'event' | 'describe' | 'search';

/**
 * How an attempt ended, as one source told it. Where a late event comes after Connect was asked, both have told it, in words of
 * their own: two records, and no contradiction. @param at when it ended
 */
export function outcomeRecord(
  call: Call,
  attempt: number,
  at: string,
  facts: Readonly<Record<string, AuditValue>> & { readonly source: OutcomeSource },
): AuditDraft {
  return { ...about(call, attempt), kind: 'call.outcome', id: `${call.callId}.${attempt}.outcome.${facts.source}`, at, facts };
}

/** The one final state of a call (P4). */
export function finalRecord(call: Call, at: string): AuditDraft {
  const rule = call.rule === undefined ? {} : { rule: call.rule };
  const outcome = call.outcome === undefined ? {} : { outcome: call.outcome };
  const facts = { state: call.state, ...outcome, ...rule };
  return { ...about(call, call.attempt), kind: 'call.final', id: `${call.callId}.final`, at, facts };
}

function about(call: Call, attempt: number): Pick<AuditDraft, 'notice' | 'call' | 'attempt'> {
  return { notice: call.noticeId, call: call.callId, attempt };
}

/** Of a record's 8 KiB, what is left for the input beside ids, rule, citation and salt. */
const MOST_BYTES = 6_800;

/**
 * The gate's input with every person named by their audit subject; the gate decides the same over it. Where it would not fit in a
 * record (a shelter's phone, a number that rang all month) its hash stands for it.
 */
function recordable(input: GateInput, subjectOf: (contactKey: string) => string): AuditValue {
  const whole = namedInput(input, subjectOf);
  if (Buffer.byteLength(JSON.stringify(whole)) <= MOST_BYTES) return whole;
  const sha256 = createHash('sha256').update(JSON.stringify(input)).digest('hex');
  return { at: input.at, recipients: input.recipients.length, sha256 };
}

function namedInput(input: GateInput, subjectOf: (contactKey: string) => string): AuditValue {
  const recipients = input.recipients.map((recipient) => ({ ...recipient, contactKey: subjectOf(recipient.contactKey) }));
  const stops = input.stops === 'unreadable' ? input.stops : { ...input.stops };
  return {
    at: input.at,
    consentVersion: input.consentVersion,
    history: input.history === 'unknown' ? input.history : input.history.map((ring) => ({ ...ring })),
    notice: { ...input.notice },
    number: { ...input.number },
    recipients,
    bystanders: input.bystanders.map((one) => ({ ...one })),
    settings: {
      ...input.settings,
      callingHours: { ...input.settings.callingHours },
      quietHours: input.settings.quietHours.map((hours) => ({ ...hours })),
    },
    stops,
  };
}
