import type { AuditTrail } from '../../shared/audit/trail.ts';
import { rootOfSorted } from '../../shared/audit/tree.ts';
import type { Call } from '../../shared/calls/call.ts';
import type { CallBook } from '../../shared/calls/call-book.ts';
import { laneDue, later } from '../../shared/calls/due.ts';
import type { Lanes } from '../../shared/calls/lanes.ts';
import { limitsOf } from '../../shared/calls/limits-of.ts';
import { type Addressee, type Plan, planCalls } from '../../shared/calls/plan-calls.ts';
import { isRationed, type Rings, splitByBudget } from '../../shared/calls/weekly-budget.ts';
import { isForEverybody } from '../../shared/notices/announced.ts';
import type { AudienceBook } from '../../shared/notices/audience-book.ts';
import type { Message, Notice, WordsChecked } from '../../shared/notices/notice.ts';
import type { NoticeBook, NoticeBus, Planning } from '../../shared/notices/notice-book.ts';
import { cancelledDetail, type NoticeMessage } from '../../shared/notices/notice-request.ts';
import { laneOf } from '../../shared/notices/purpose.ts';
import { type Rejection, rejectionOf, SEND_ANYWAY } from '../../shared/notices/rejection.ts';
import { NothingToCancel, PlannedElsewhere, PlanningTooSlow } from './notice-faults.ts';
import { noticeIdFor, type TakePorts, takeNotice } from './take-notice.ts';

export interface PlanPorts extends TakePorts {
  readonly calls: CallBook;
  readonly notices: NoticeBook;
  readonly audience: AudienceBook;
  /** When numbers rang, by number key. */
  readonly pastRings: (numberKeys: readonly string[]) => Promise<Rings>;
  readonly lanes: Lanes;
  readonly bus: NoticeBus;
  readonly trail: AuditTrail;
  readonly ids: { next(): string };
  /** Notes that a notice for everybody goes out, so that whoever calls back can hear it. */
  readonly noteAnnounced: (notice: Notice, rehearsal: boolean) => Promise<void>;
  readonly sealMessage: (noticeId: string, message: Message) => Promise<Uint8Array>;
}

/** Longer than the function may run, so that a planner whose time is up cannot be writing any more. */
const PLANNING_S = 360;

/**
 * Takes one message of the notices queue. A notice that cannot be taken is reported and done with.
 * Durable: a raised notice is recorded, planned and in its lanes, or rejected with a record and an event to its sender; a
 * cancelled one rings nobody who is not being dialed already.
 * @throws PlannedElsewhere, PlanningTooSlow, NothingToCancel (TryAgain)
 */
export async function planNotice(ports: PlanPorts, message: NoticeMessage): Promise<void> {
  return message.type === 'cancelled' ? cancel(ports, message) : raise(ports, message);
}

async function raise(ports: PlanPorts, message: NoticeMessage): Promise<void> {
  const known = await ports.notices.get(noticeIdFor(message));
  if (known !== undefined) return resume(ports, known);
  const taken = await takeNotice(ports, message);
  if (taken.kind === 'rejected') return reject(ports, message, taken.rejection);
  const { notice } = taken;
  await ports.trail.write(notice.noticeId, [raisedRecord(notice, taken.staleDays)]);
  const planning = planningBy(ports);
  const sealed = await ports.sealMessage(notice.noticeId, taken.message);
  if ((await ports.notices.create(notice, sealed, planning)) === 'exists') throw elsewhere(notice.noticeId);
  // If we die here: the notice is `raised`; the next delivery takes the planning over when its time is up.
  await plan(ports, notice, planning);
}

/** The same notice again: a redelivery, a double event, or a replayed archive. */
async function resume(ports: PlanPorts, notice: Notice): Promise<void> {
  if (notice.state === 'open') return enqueueAgain(ports, notice);
  if (notice.state !== 'raised') return;
  const planning = planningBy(ports);
  const now = ports.clock.now().toISOString();
  if ((await ports.notices.takeOver(notice.noticeId, planning, now)) === 'theirs') throw elsewhere(notice.noticeId);
  await plan(ports, notice, planning);
}

async function plan(ports: PlanPorts, notice: Notice, planning: Planning): Promise<void> {
  try {
    await planCallsOf(ports, notice, planning);
  } catch (error) {
    // Nothing of ours is under way any more, so whoever comes next need not wait for our time to be up.
    await ports.notices.giveUp(notice.noticeId, planning);
    throw error;
  }
}

async function planCallsOf(ports: PlanPorts, notice: Notice, planning: Planning): Promise<void> {
  const { noticeId, purpose, expiresAt } = notice;
  await ports.notices.list(noticeId, laneOf(purpose));
  const resolved = await ports.audience.resolve(notice.audience, purpose);
  const { due, spent } = await withinBudget(ports, notice, resolved.addressees);
  const plan = planCalls({ noticeId, purpose, expiresAt, addressees: due });
  const calls = dated(ports, notice, plan);
  await replaceCalls(ports, notice, calls, planning);
  const skipped = sum(resolved.skipped, plan.skipped, spent > 0 ? { 'had-their-week': spent } : {});
  await ports.trail.write(noticeId, [plannedRecord(ports, notice, calls, skipped)]);
  if ((await ports.notices.open(noticeId, { planned: calls.length, weekSpent: spent }, planning)) === 'lost') return;
  // If we die here: the notice is open and its lanes are empty; the next delivery, else the sweeper, fills them.
  await enqueue(ports, notice, calls);
  if (isForEverybody(notice)) await ports.noteAnnounced(notice, ports.settings.mode === 'rehearsal');
  const standby = calls.filter(({ state }) => state === 'standby').length;
  await ports.bus.publish('Notice Planned', { noticeId, planned: calls.length, standby, skipped, ...heldTo(notice) });
}

/** Courtesy: routine notices leave out who has had theirs this week; whoever raised it is told how many that are. */
async function withinBudget(ports: PlanPorts, { noticeId, purpose }: Notice, addressees: readonly Addressee[]) {
  if (!isRationed(purpose)) return { due: addressees, spent: 0 };
  const numberKeys = new Set(addressees.flatMap(({ contact }) => contact.numbers.map(({ numberKey }) => numberKey)));
  const at = ports.clock.now().toISOString();
  const weekly = ports.settings.weeklyRoutineCalls;
  return splitByBudget(addressees, await ports.pastRings([...numberKeys]), { at, noticeId, weekly });
}

/** Nobody rings while the notice is `raised`, so what an earlier, cut-short planning wrote may be replaced whole. */
async function replaceCalls(ports: PlanPorts, { noticeId, expiresAt }: Notice, calls: readonly Call[], planning: Planning) {
  const wanted = new Set(calls.map(({ callId }) => callId));
  const stale = (await ports.calls.allOf(noticeId)).filter(({ callId }) => !wanted.has(callId));
  if (ports.clock.now().toISOString() >= planning.until)
    throw new PlanningTooSlow('the planning took too long', { noticeId }, 'It is tried again; give plan-notice more memory.');
  await ports.calls.drop(stale.map(({ callId }) => callId));
  await ports.calls.plan(calls, expiresAt);
}

function dated({ clock, settings }: PlanPorts, notice: Notice, { calls }: Plan): readonly Call[] {
  const lane = laneOf(notice.purpose);
  const now = clock.now();
  return calls.map((call, ahead) =>
    call.state === 'planned' ? { ...call, due: laneDue(now, lane, ahead, limitsOf(settings), notice.expiresAt) } : call,
  );
}

async function enqueueAgain(ports: PlanPorts, notice: Notice): Promise<void> {
  await enqueue(ports, notice, await ports.calls.allOf(notice.noticeId));
}

async function enqueue({ lanes }: PlanPorts, { purpose }: Notice, calls: readonly Call[]): Promise<void> {
  const planned = calls.filter(({ state }) => state === 'planned').map(({ callId }) => callId);
  await lanes.send(laneOf(purpose), planned);
}

async function cancel(ports: PlanPorts, message: NoticeMessage): Promise<void> {
  const parsed = cancelledDetail.safeParse(message.detail);
  if (!parsed.success) return reject(ports, message, rejectionOf(parsed.error, message.detail));
  const { noticeId, cancelledBy } = parsed.data;
  const at = new Date(message.time).toISOString();
  // First the state, for P8 counts from here; the record is written again by every redelivery until it is durable.
  const cancelled = await ports.notices.cancel(noticeId, ports.clock.now().toISOString());
  if (cancelled === 'unknown')
    throw new NothingToCancel('there is no such notice', { noticeId }, 'Check the notice id; it is asked for again meanwhile.');
  const id = `${noticeId}.cancelled`;
  await ports.trail.write(noticeId, [{ kind: 'notice.cancelled', id, at, notice: noticeId, facts: { cancelledBy } }]);
}

async function reject(ports: PlanPorts, message: NoticeMessage, rejection: Rejection): Promise<void> {
  const at = new Date(message.time).toISOString();
  const noticeId = noticeIdFor(message);
  const { code, field, word } = rejection;
  const facts = { code, field, event: message.id, ...(word === undefined ? {} : { word }) };
  await ports.trail.write(at.slice(0, 10), [{ kind: 'notice.rejected', id: `rejected.${message.id}`, at, facts }]);
  await ports.bus.publish('Notice Rejected', { noticeId, ...rejection });
}

/** What its sender is told where its words made more of it (B-04). */
function heldTo({ declared, purpose, word }: Notice): Readonly<Record<string, string>> {
  if (declared === undefined) return {};
  const known = word === undefined ? {} : { word };
  return { declared, purpose, ...known, ...(declared === 'emergency' ? { suggestion: SEND_ANYWAY } : {}) };
}

/** `declared`: as what it was raised, where its words hold it to more (B-04). `contactsDaysOld`: of an urgent one, where they are too old for others. */
function raisedRecord(notice: Notice, staleDays: number | undefined) {
  const { noticeId, raisedAt, purpose, declared, word, wordsChecked, audience, messageName, raisedBy, expiresAt } = notice;
  const told = { purpose, audience: audience.kind, message: messageName, raisedBy, expiresAt };
  const facts = {
    ...told,
    ...(declared === undefined ? {} : { declared }),
    ...(word === undefined ? {} : { word }),
    ...(wordsChecked === undefined ? {} : { wordsChecked: checkedFacts(wordsChecked) }),
    ...(staleDays === undefined ? {} : { contactsDaysOld: staleDays }),
  };
  return { kind: 'notice.raised', id: `${noticeId}.raised`, at: raisedAt, notice: noticeId, facts } as const;
}

function checkedFacts({ by, note, words }: WordsChecked) {
  return { by, words, ...(note === undefined ? {} : { note }) };
}

function plannedRecord({ clock }: PlanPorts, { noticeId }: Notice, calls: readonly Call[], skipped: Record<string, number>) {
  const standby = calls.filter(({ state }) => state === 'standby').length;
  const root = rootOfSorted(calls.map(({ callId }) => callId));
  const facts = { planned: calls.length, standby, skipped, root };
  // The same plan made again is the same event; where the book has changed meanwhile, the later record counts.
  const id = `${noticeId}.planned.${root.slice(0, 16)}`;
  return { kind: 'notice.planned', id, at: clock.now().toISOString(), notice: noticeId, facts } as const;
}

function planningBy({ clock, ids }: PlanPorts): Planning {
  return { planner: ids.next(), until: later(clock.now(), PLANNING_S) };
}

function sum(...counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const [reason, count] of counts.flatMap((one) => Object.entries(one))) total[reason] = (total[reason] ?? 0) + count;
  return total;
}

function elsewhere(noticeId: string): PlannedElsewhere {
  return new PlannedElsewhere('another delivery is planning this notice', { noticeId }, 'It comes back by itself.');
}
