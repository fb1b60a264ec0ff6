import type { PlacedRecord } from '../audit/reading.ts';
import type { AuditRecord } from '../audit/record.ts';
import { noticeIdOf } from '../calls/call-id.ts';
import { type ConsentEntry, type ConsentRecord, historyOf } from '../consent/consent-record.ts';
import type { StopEntry, StopRecord } from '../consent/number-stops.ts';
import { scopeName } from '../consent/record-key.ts';
import type { Contact } from '../contacts/contact.ts';
import { PURPOSES } from '../notices/purpose.ts';
import { rulingOf, type SpokenRule } from './spoken-rule.ts';
import type { Trace } from './trace.ts';
import { type Proof, text } from './use.ts';

/** What the book still knows of a call; every part may be gone. */
export interface BookSays {
  /** Those the call was to tell. */
  readonly recipients: readonly { readonly contact: Contact; readonly consents: ConsentRecord | 'unreadable' }[];
  readonly numberKey: string | undefined;
  readonly e164: string | undefined;
  readonly stops: StopRecord | undefined;
  /** Sum of the versions of everything the gate would read now. */
  readonly consentVersion: number | undefined;
}

export const NOTHING_KNOWN: BookSays = {
  recipients: [],
  numberKey: undefined,
  e164: undefined,
  stops: undefined,
  consentVersion: undefined,
};

/** A decision with what it came from. */
interface ExplainedDecision {
  readonly at: string;
  readonly attempt: number | undefined;
  readonly kind: string;
  readonly ruling: SpokenRule | undefined;
  readonly basis: string | undefined;
  readonly consentVersion: number | undefined;
  readonly until: string;
  readonly proof: Proof;
}

/** What happened, in its order, with the fact that matters. */
interface ExplainedEvent {
  readonly at: string;
  readonly kind: string;
  readonly attempt: number | undefined;
  readonly says: string;
}

/** An agreement or withdrawal on record before the call was decided about. */
interface RestedOn {
  readonly name: string;
  readonly entry: ConsentEntry;
}

/** Why a call was made, or was not. For the office: on a shared number it may speak of several people. */
export interface Explanation {
  readonly callId: string;
  readonly noticeId: string;
  readonly purpose: string;
  readonly message: string;
  readonly raisedBy: string;
  readonly raisedAt: string;
  readonly cancelledAt: string | undefined;
  readonly number: string | undefined;
  readonly people: readonly { readonly name: string; readonly role: string }[];
  readonly decisions: readonly ExplainedDecision[];
  readonly events: readonly ExplainedEvent[];
  readonly restedOn: readonly RestedOn[];
  readonly stopsAfter: readonly {
    readonly at: string;
    readonly source: string;
    readonly requested: string;
    readonly effective: string;
  }[];
  /** What nobody can say any more, and why. */
  readonly unknown: readonly string[];
}

/** @returns `undefined` where the trail has nothing about such a call */
export function explanationOf(callId: string, trace: Trace, book: BookSays): Explanation | undefined {
  const placed = trace.calls.get(callId);
  if (placed === undefined) return undefined;
  const noticeId = noticeIdOf(callId);
  const ofNotice = (trace.notices.get(noticeId) ?? []).map(({ record }) => record);
  const raised = ofNotice.find(({ kind }) => kind === 'notice.raised');
  const decisions = placed.flatMap(explainedDecision);
  const purpose = raised === undefined ? '' : text(raised, 'purpose');
  const first = decisions[0]?.at ?? placed[0]?.record.at ?? '';
  return {
    callId,
    noticeId,
    purpose,
    message: raised === undefined ? '' : text(raised, 'message'),
    raisedBy: raised === undefined ? '' : text(raised, 'raisedBy'),
    raisedAt: raised?.at ?? '',
    cancelledAt: ofNotice.find(({ kind }) => kind === 'notice.cancelled')?.at,
    number: book.e164,
    people: book.recipients.map(({ contact }) => ({ name: nameOf(contact), role: contact.role })),
    decisions,
    events: placed.flatMap(({ record }) => explainedEvent(record)),
    restedOn: restedOn(purpose, decisions.at(-1)?.at ?? first, book),
    stopsAfter: (book.stops?.stops ?? []).filter(({ at }) => at >= first).map(stopAfter),
    unknown: unknownOf(decisions, book, raised === undefined, trace.unread),
  };
}

function explainedDecision({ record, object, line, leaf }: PlacedRecord): ExplainedDecision[] {
  const { kind, at, attempt, decision } = record;
  if (decision === undefined && kind !== 'call.withdrawn' && kind !== 'call.rehearsed') return [];
  return [
    {
      at,
      attempt,
      kind: kind.slice('call.'.length),
      ruling: decision === undefined ? undefined : rulingOf(decision),
      basis: decision?.basis,
      consentVersion: decision?.consentVersion,
      until: text(record, 'until'),
      proof: { object, line, leaf },
    },
  ];
}

const SAYS: Readonly<Partial<Record<AuditRecord['kind'], string>>> = {
  'call.outcome': 'outcome',
  'call.final': 'state',
  'key.pressed': 'key',
  'optout.recorded': 'effective',
};

function explainedEvent(record: AuditRecord): ExplainedEvent[] {
  const { kind, at, attempt, decision } = record;
  if (decision !== undefined) return [];
  const fact = SAYS[kind];
  return [{ at, kind, attempt, says: fact === undefined ? '' : text(record, fact) }];
}

/** By date: the record counts its writes, and each act says when the person did it. */
function restedOn(purposeName: string, at: string, { recipients, numberKey }: BookSays): readonly RestedOn[] {
  const purpose = PURPOSES.find((one) => one === purposeName);
  if (purpose === undefined || numberKey === undefined) return [];
  return recipients.flatMap(({ contact, consents }) => {
    if (consents === 'unreadable') return [];
    const before = historyOf(consents, numberKey, purpose).filter((entry) => entry.at <= at);
    return before.map((entry) => ({ name: nameOf(contact), entry }));
  });
}

function stopAfter({ at, source, requested, effective }: StopEntry) {
  return { at, source, requested: scopeName(requested), effective: scopeName(effective) };
}

function unknownOf(
  decisions: readonly ExplainedDecision[],
  book: BookSays,
  noNotice: boolean,
  unread: number,
): readonly string[] {
  const then = decisions.findLast(({ consentVersion }) => consentVersion !== undefined)?.consentVersion;
  const now = book.consentVersion;
  const gone = book.recipients.length === 0;
  return [
    ...(gone
      ? [
          'Whom it was for: the trail names people by random ids, and the entry that knew them is not at hand: the person was erased, or the call is older than the list of calls, which forgets after 30 days. Whoever it was can be named with --contact.',
        ]
      : []),
    ...(gone ? ['What was agreed to: dates, wording and evidence lie in the person’s own record, and went with it.'] : []),
    ...(!gone && then !== undefined && now !== undefined && then !== now
      ? [
          `The records have changed since: the gate read version ${then}, they are at ${now}. Acts are shown by their own date, up to the decision.`,
        ]
      : []),
    ...(noNotice ? ['Who raised the notice: its record is not in this trail.'] : []),
    ...(unread > 0 ? [`${unread} lines of the trail could not be read: ringfence audit verify says which.`] : []),
  ];
}

function nameOf({ givenName, familyName }: Contact): string {
  return `${givenName} ${familyName}`;
}
