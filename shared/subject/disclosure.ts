import { recordedInput } from '../audit/adjudicate.ts';
import type { AuditRecord } from '../audit/record.ts';
import { noticeIdOf } from '../calls/call-id.ts';
import { decide } from '../consent/decide.ts';
import type { Contact } from '../contacts/contact.ts';
import type { Trace } from './trace.ts';
import { text } from './use.ts';

/**
 * One line of a student's record of disclosures (34 CFR 99.32; F-03): what was told from their records to somebody who is neither
 * parent, eligible student nor school official, and did not need their consent. Sealed at rest; kept as long as the student's entry.
 */
export interface Disclosure {
  /** `call:<callId>`, or `desk:<digest>` where a person took it down. */
  readonly id: string;
  /** RFC 3339 UTC. */
  readonly at: string;
  /** Who received it. */
  readonly party: string;
  /** Their legitimate interest (99.32(a)(3)(ii)). */
  readonly interest: string;
  /** Which facts. */
  readonly what: string;
  /** Of an emergency: the articulable and significant threat (99.32(a)(5)(i), 99.36). */
  readonly threat?: string;
  readonly noticeId?: string;
  readonly recordedBy: string;
}

/** After these nobody was told anything. */
const NOBODY_HEARD: readonly string[] = ['no-answer', 'busy', 'invalid-number', 'blocked', 'failed'];

/**
 * The emergency calls that told this person where students are, where the person is no parent of theirs: emergency contacts,
 * neighbours, relatives. A call to a parent or to staff needs no line (99.32(d)), nor one whose words say nothing of a student.
 * Pure; derived from the trail, so that a call costs nothing for it.
 */
export function disclosedTo(trace: Trace, contact: Contact): readonly Disclosure[] {
  return [...trace.calls].flatMap(([callId, placed]) => {
    const records = placed.map(({ record }) => record);
    const permits = records.filter((record) => toldWhere(record, contact.auditSubject));
    const heard = records.filter((ring) => wasHeard(ring, records) && permits.some(({ attempt }) => attempt === ring.attempt));
    const [first] = heard;
    if (first === undefined) return [];
    const noticeId = noticeIdOf(callId);
    const raised = (trace.notices.get(noticeId) ?? []).find(({ record }) => record.kind === 'notice.raised')?.record;
    return {
      id: `call:${callId}`,
      at: first.at,
      party: `${contact.givenName} ${contact.familyName}`,
      interest: 'emergency contact of the student, named by the family',
      what: 'where the students of the school were during the emergency',
      ...(raised === undefined ? {} : { threat: `${text(raised, 'message')}, raised by ${text(raised, 'raisedBy')}` }),
      noticeId,
      recordedBy: 'trail',
    };
  });
}

/** A permit of an emergency call whose words say where students are, and which was to tell this non-parent. */
function toldWhere({ kind, facts }: AuditRecord, auditSubject: string): boolean {
  if (kind !== 'call.permit') return false;
  const input = recordedInput.safeParse(facts?.['input']).data;
  if (input === undefined || input.notice.purpose !== 'emergency' || !input.notice.saysWhere) return false;
  const mine = input.recipients.find(({ contactKey }) => contactKey === auditSubject);
  if (mine === undefined || !(mine.role === 'other' || mine.emergencyOnly)) return false;
  const again = decide(input);
  // Where today's policy would not let them be told, an earlier one may have: the line is written rather than left out.
  return again.kind !== 'permit' || again.contactKeys.includes(auditSubject);
}

function wasHeard({ kind, attempt }: AuditRecord, records: readonly AuditRecord[]): boolean {
  if (kind !== 'call.placed' && kind !== 'call.uncertain') return false;
  const outcomes = records.filter((record) => record.kind === 'call.outcome' && record.attempt === attempt);
  const last = outcomes.at(-1);
  return last === undefined || !NOBODY_HEARD.includes(text(last, 'outcome'));
}

/** Lines of several sources as one record: what was taken down wins over what the trail derives, oldest first. */
export function mergeDisclosures(recorded: readonly Disclosure[], derived: readonly Disclosure[]): readonly Disclosure[] {
  const known = new Set(recorded.map(({ id }) => id));
  return [...recorded, ...derived.filter(({ id }) => !known.has(id))].toSorted((a, b) => (a.at < b.at ? -1 : 1));
}
