import type { AuditDraft } from '../../shared/audit/trail.ts';
import { stillOwed } from '../../shared/calls/absences.ts';
import type { Call } from '../../shared/calls/call.ts';
import type { Facts } from '../../shared/calls/gate-facts.ts';
import { gateInputOf } from '../../shared/calls/gate-input-of.ts';
import { tellableOf } from '../../shared/calls/gate-recipients.ts';
import { type Listener, listenerOf } from '../../shared/calls/listener.ts';
import { attemptRecord, decisionRecord, finalRecord, type Named, namedBy } from '../../shared/calls/records.ts';
import { NEVER_RANG, type RingHistory } from '../../shared/calls/ring-history.ts';
import { type CallEvent, step } from '../../shared/calls/transitions.ts';
import { writeRecords } from '../../shared/calls/write-records.ts';
import type { Decision, Permit } from '../../shared/consent/decision.ts';
import type { Notice } from '../../shared/notices/notice.ts';
import type { Aftermath, Due, PlacePorts } from './ports.ts';

/** A call that may be dialed: its permit is durable. */
export interface Permitted {
  readonly call: Call;
  readonly notice: Notice;
  readonly permit: Permit;
  readonly e164: string;
  readonly listener: Listener;
  readonly named: Named;
  /** Leaf hash of the permit's record; the ring's record refers to it. */
  readonly permitHash: string;
  /** Others who have the phone: read once more before the dial, as the recipients are. */
  readonly bystanders: readonly string[];
  /** What was read for it: another mark at the dial means that something has changed. */
  readonly mark: string | undefined;
  /** Rings of the number before this one. */
  readonly before: RingHistory;
}

interface Judged {
  readonly call: Call;
  readonly notice: Notice;
  readonly decision: Decision;
  readonly e164: string | undefined;
  readonly named: Named;
  readonly record: AuditDraft;
  /** What the decision rests on. */
  readonly facts: Facts;
}

/** What the gate says of calls before a start is taken for any of them: nothing is on record, and nothing done. */
export interface Look {
  /** Epoch ms. */
  readonly at: number;
  /** Those that need a start. */
  readonly callable: readonly Judged[];
  /** Refused, put off, or let through in rehearsal. */
  readonly silent: readonly Judged[];
}

/** After a longer wait for the line, people are read anew. */
const FRESH_MS = 2_000;

/** Asks the gate about each call, so that starts are taken for those alone that may ring. */
export async function look(ports: PlacePorts, due: readonly Due[]): Promise<Look> {
  const facts = await ports.facts.read(due);
  const at = ports.clock.now();
  const judged = due.map((one) => decideOne(ports, one, facts, at.toISOString()));
  const needsStart = (one: Judged): boolean =>
    one.decision.kind === 'permit' && one.e164 !== undefined && mayRing(ports, one.e164);
  return { at: at.getTime(), callable: judged.filter(needsStart), silent: judged.filter((one) => !needsStart(one)) };
}

/**
 * Records what the gate says of the first `starts` callable ones and of all others, in one object, and carries out all but the
 * permits.
 * Durable: the permits of all calls handed back are in the audit bucket (P1).
 */
export async function judge(
  ports: PlacePorts,
  looked: Look,
  starts: number,
  aftermath: Aftermath,
): Promise<readonly Permitted[]> {
  const made = [...(await nowOf(ports, looked, starts)), ...looked.silent];
  if (made.length === 0) return [];
  const receipts = await writeRecords(
    ports.trail,
    made.map(({ record }) => record),
  );
  // If we die here: decisions are recorded and nothing has happened; the messages come again and are decided anew.
  const told = made.map((judged, n) => ({ judged, hash: receipts[n]?.leafHash }));
  const carried = await Promise.all(told.map(({ judged, hash }) => permitOrCarryOut(ports, judged, hash, aftermath)));
  const permits = made.filter(({ decision }) => decision.kind === 'permit').length;
  ports.measures.count('Permits', permits);
  ports.measures.count('Refusals', made.filter(({ decision }) => decision.kind === 'refuse').length);
  return carried.filter((one) => one !== undefined);
}

/** The callable ones for which there is a start, decided about anew where the line was long in coming free. */
async function nowOf(ports: PlacePorts, { at, callable }: Look, starts: number): Promise<readonly Judged[]> {
  const granted = callable.slice(0, starts);
  if (granted.length === 0 || ports.clock.now().getTime() - at <= FRESH_MS) return granted;
  const facts = await ports.facts.read(granted);
  const now = ports.clock.now().toISOString();
  return granted.map((one) => decideOne(ports, one, facts, now));
}

function decideOne(ports: PlacePorts, { call, notice }: Due, facts: Facts, at: string): Judged {
  const input = gateInputOf(call, notice, facts, ports.settings, at);
  const decision = ports.decide(input);
  const e164 = facts.numbers.get(call.numberKey)?.e164;
  const subjectOf = (contactKey: string) => facts.contacts.get(contactKey)?.auditSubject ?? 'unknown';
  const [first] = decision.kind === 'permit' ? decision.contactKeys : input.recipients.map(({ contactKey }) => contactKey);
  const named = namedBy(first === undefined ? undefined : facts.contacts.get(first), e164);
  return { call, notice, decision, e164, named, facts, record: decisionRecord(call, input, decision, named, subjectOf) };
}

/** Undefined for what does not ring: that has been carried out. */
async function permitOrCarryOut(
  ports: PlacePorts,
  judged: Judged,
  hash: string | undefined,
  aftermath: Aftermath,
): Promise<Permitted | undefined> {
  const { call, notice, decision, e164, named, facts } = judged;
  if (decision.kind !== 'permit') await turnAway(ports, judged, hash, aftermath);
  else if (e164 !== undefined && !mayRing(ports, e164)) await rehearse(ports, judged, hash, aftermath);
  else if (e164 !== undefined && hash !== undefined) {
    const at = ports.clock.now().toISOString();
    const tellable = tellableOf(call, notice, facts, { settings: ports.settings, at });
    const listener = listenerOf({ recipients: tellable }, decision.contactKeys, facts.contacts);
    const [mark, before] = [facts.marks.get(call.callId), facts.rings.get(call.numberKey) ?? NEVER_RANG];
    const bystanders = facts.bystanders.get(call.callId) ?? [];
    return { call, notice, bystanders, permit: decision, e164, listener, named, permitHash: hash, mark, before };
  }
  return undefined;
}

/** In rehearsal only the listed phones ring (DESIGN §7). */
function mayRing({ settings }: PlacePorts, e164: string): boolean {
  return settings.mode === 'live' || settings.rehearsalNumbers.includes(e164);
}

async function turnAway(
  ports: PlacePorts,
  { call, notice, decision, facts }: Judged,
  decisionHash: string | undefined,
  aftermath: Aftermath,
): Promise<void> {
  if (decision.kind === 'permit') return;
  const { rule } = decision;
  const event: CallEvent =
    decision.kind === 'defer'
      ? { kind: 'defer', until: decision.until, rule }
      : { kind: 'end', state: FINAL_OF_RULE[rule] ?? 'refused', rule };
  await carryOut(ports, call, event, aftermath);
  if (notice.purpose !== 'attendance') return;
  const students = stillOwed(call, notice, facts.absences);
  const until = decision.kind === 'defer' ? { until: decision.until } : {};
  const hash = decisionHash === undefined ? {} : { decisionHash };
  aftermath.kept.push({ call, notice, students, rule, ...until, ...hash });
}

/** Refusals that are about the notice and not about the phone. */
const FINAL_OF_RULE: Readonly<Record<string, 'cancelled' | 'expired'>> = {
  'notice.cancelled': 'cancelled',
  // Nothing is left to tell (B-08), and no other number is tried for it.
  'absence.excused': 'cancelled',
  expired: 'expired',
};

async function rehearse(ports: PlacePorts, { call, named }: Judged, permitHash: string | undefined, aftermath: Aftermath) {
  const ended = await carryOut(ports, call, { kind: 'end', state: 'rehearsed' }, aftermath);
  if (!ended) return;
  const at = ports.clock.now().toISOString();
  const refs = permitHash === undefined ? {} : { refs: [permitHash] };
  aftermath.drafts.push(attemptRecord('call.rehearsed', call, call.attempt + 1, at, { ...named, ...refs }));
}

/** Makes the step durable; false when somebody else moved the call meanwhile, who then answers for it. */
async function carryOut(ports: PlacePorts, call: Call, event: CallEvent, aftermath: Aftermath): Promise<boolean> {
  const next = step(call, event);
  if (next.kind === 'refused' || (await ports.calls.move(call, next.call)) === 'lost') return false;
  if (event.kind !== 'end') return true;
  aftermath.ended.push(next.call);
  aftermath.drafts.push(finalRecord(next.call, ports.clock.now().toISOString()));
  return true;
}
