import { recordedInput } from '../audit/adjudicate.ts';
import type { PlacedRecord } from '../audit/reading.ts';
import type { AuditRecord } from '../audit/record.ts';
import type { AuditValue } from '../audit/trail.ts';
import { noticeIdOf } from '../calls/call-id.ts';
import { decide } from '../consent/decide.ts';
import { PURPOSES, type Purpose } from '../notices/purpose.ts';
import { rulingOf, type SpokenRule } from './spoken-rule.ts';
import { type Identity, numberOfCall, type Trace } from './trace.ts';

/** `not-yours`: what was decided turned on somebody else on the number, and they are nobody's business but their own. */
type ShownRuling = SpokenRule | 'not-yours';

/** What the gate said about one attempt, as far as it concerns the person asking. */
export interface UseDecision {
  /** RFC 3339 UTC. */
  readonly at: string;
  readonly attempt: number | undefined;
  readonly kind: 'permit' | 'refuse' | 'defer' | 'withdrawn' | 'rehearsed';
  readonly ruling: ShownRuling | undefined;
  /** On what it rested: consent, exempt, emergency, none. */
  readonly basis: string | undefined;
  /** Of a deferral: when it is asked again. */
  readonly until: string | undefined;
  readonly proof: Proof;
}

/** Where the record lies, and its leaf hash: enough to have it proved. */
export interface Proof {
  readonly object: string;
  readonly line: number;
  /** Hex SHA-256 of 0x00 and the line. */
  readonly leaf: string;
}

export interface UseRing {
  readonly attempt: number | undefined;
  /** `placed`: the telephone network took it. `uncertain`: it is not known whether it rang. */
  readonly kind: 'placed' | 'not-placed' | 'uncertain';
  readonly at: string;
  readonly outcome: string | undefined;
}

/** The notice behind a call. */
export interface UseNotice {
  readonly noticeId: string;
  readonly message: string | undefined;
  readonly raisedBy: string | undefined;
  readonly raisedAt: string | undefined;
}

/** One call that was made, or not made, with the person in mind. */
export interface Use {
  readonly callId: string;
  readonly at: string;
  readonly purpose: Purpose | 'unknown';
  /** E.164; undefined where the trail does not name it under this person's key. */
  readonly number: string | undefined;
  readonly notice: UseNotice;
  readonly decisions: readonly UseDecision[];
  readonly rings: readonly UseRing[];
  readonly keys: readonly { readonly key: string; readonly at: string }[];
  readonly stops: readonly { readonly at: string; readonly requested: string; readonly effective: string }[];
  /** The one final state, absent while the call is open. */
  readonly final: { readonly state: string; readonly at: string } | undefined;
}

/** Every use of a person's entry for calling, newest last. Nobody else on the number appears in it. */
export function usesOf(trace: Trace, me: Identity): readonly Use[] {
  const uses = [...trace.calls].map(([callId, records]) =>
    useOf(callId, records, trace.notices.get(noticeIdOf(callId)) ?? [], me),
  );
  return uses.toSorted((a, b) => (a.at < b.at ? -1 : 1));
}

function useOf(callId: string, placed: readonly PlacedRecord[], ofNotice: readonly PlacedRecord[], me: Identity): Use {
  const records = placed.map(({ record }) => record);
  return {
    callId,
    at: records[0]?.at ?? '',
    purpose: purposeOf(records, ofNotice),
    number: numberOf(callId, records, me),
    notice: noticeOf(callId, ofNotice),
    decisions: placed.flatMap((one) => decisionOf(one, me) ?? []),
    rings: records.flatMap((record) => ringOf(record, records) ?? []),
    keys: records.flatMap((record) => (record.kind === 'key.pressed' ? [{ key: text(record, 'key'), at: record.at }] : [])),
    stops: records.flatMap((record) =>
      record.kind === 'optout.recorded'
        ? [{ at: record.at, requested: text(record, 'requested'), effective: text(record, 'effective') }]
        : [],
    ),
    final: finalOf(records),
  };
}

const DECISIONS: Readonly<Partial<Record<AuditRecord['kind'], UseDecision['kind']>>> = {
  'call.permit': 'permit',
  'call.refuse': 'refuse',
  'call.defer': 'defer',
  'call.withdrawn': 'withdrawn',
  'call.rehearsed': 'rehearsed',
};

function decisionOf({ record, object, line, leaf }: PlacedRecord, me: Identity): UseDecision | undefined {
  const kind = DECISIONS[record.kind];
  if (kind === undefined) return undefined;
  const until = text(record, 'until');
  return {
    at: record.at,
    attempt: record.attempt,
    kind,
    ...rulingFor(record, me),
    until: until === '' ? undefined : until,
    proof: { object, line, leaf },
  };
}

/**
 * What spoke for or against this person alone. On a shared number the gate looks at everybody, and a rule that another person's
 * agreement, refusal or court order set off would tell about them: so the gate is asked again over this person by themselves, and
 * where that comes out otherwise, the reason is not theirs to see.
 */
function rulingFor(record: AuditRecord, me: Identity): Pick<UseDecision, 'ruling' | 'basis'> {
  const { decision } = record;
  if (decision === undefined) return { ruling: undefined, basis: undefined };
  const said = { ruling: rulingOf(decision), basis: decision.basis };
  const hidden = { ruling: 'not-yours', basis: undefined } as const;
  const input = recordedInput.safeParse(record.facts?.['input']);
  // Without its input (a very large number, an older program) nobody can say whom the rule was about.
  if (!input.success) return record.subject === me.auditSubject ? said : hidden;
  const mine = input.data.recipients.filter(({ contactKey }) => contactKey === me.auditSubject);
  if (mine.length === input.data.recipients.length) return said;
  const alone = decide({ ...input.data, recipients: mine });
  if (DECISIONS[record.kind] !== alone.kind) return hidden;
  if (alone.policy !== decision.policy) return alone.rule === decision.rule ? said : hidden;
  const { rule, citation, policy, words } = alone;
  return { ruling: { rule, citation, policy, words }, basis: alone.kind === 'permit' ? alone.basis : 'none' };
}

const RINGS: Readonly<Partial<Record<AuditRecord['kind'], UseRing['kind']>>> = {
  'call.placed': 'placed',
  'call.not-placed': 'not-placed',
  'call.uncertain': 'uncertain',
};

function ringOf(record: AuditRecord, all: readonly AuditRecord[]): UseRing | undefined {
  const kind = RINGS[record.kind];
  if (kind === undefined) return undefined;
  const told = all.filter((other) => other.kind === 'call.outcome' && other.attempt === record.attempt).at(-1);
  return { attempt: record.attempt, kind, at: record.at, outcome: told === undefined ? undefined : text(told, 'outcome') };
}

function finalOf(records: readonly AuditRecord[]): Use['final'] {
  const last = records.filter(({ kind }) => kind === 'call.final').at(-1);
  return last === undefined ? undefined : { state: text(last, 'state'), at: last.at };
}

function numberOf(callId: string, records: readonly AuditRecord[], me: Identity): string | undefined {
  const named = records.flatMap(({ number }) => (number === undefined ? [] : (me.numbersByName.get(number) ?? [])))[0];
  return named ?? numberOfCall(callId, me);
}

function noticeOf(callId: string, ofNotice: readonly PlacedRecord[]): UseNotice {
  const raised = ofNotice.find(({ record }) => record.kind === 'notice.raised')?.record;
  const fact = (name: string) => (raised === undefined ? undefined : text(raised, name));
  return { noticeId: noticeIdOf(callId), message: fact('message'), raisedBy: fact('raisedBy'), raisedAt: raised?.at };
}

function purposeOf(records: readonly AuditRecord[], ofNotice: readonly PlacedRecord[]): Purpose | 'unknown' {
  const raised = ofNotice.find(({ record }) => record.kind === 'notice.raised')?.record;
  const ofInput = records.map(({ facts }) => recordedInput.safeParse(facts?.['input']).data?.notice.purpose).find(Boolean);
  const said = ofInput ?? (raised === undefined ? '' : text(raised, 'purpose'));
  return PURPOSES.find((purpose) => purpose === said) ?? 'unknown';
}

/** A fact as text; empty where it is absent. */
export function text({ facts }: Pick<AuditRecord, 'facts'>, name: string): string {
  const value: AuditValue | undefined = facts?.[name];
  return typeof value === 'string' ? value : '';
}
