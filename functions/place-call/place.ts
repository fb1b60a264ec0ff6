import type { Call } from '../../shared/calls/call.ts';
import { limitsOf } from '../../shared/calls/limits-of.ts';
import { laneCalls } from '../../shared/calls/pace.ts';
import { finalRecord } from '../../shared/calls/records.ts';
import { releaseSuccessors } from '../../shared/calls/release.ts';
import { isFinal } from '../../shared/calls/transitions.ts';
import { writeRecords } from '../../shared/calls/write-records.ts';
import type { Notice } from '../../shared/notices/notice.ts';
import { LANES, type Lane, laneOf } from '../../shared/notices/purpose.ts';
import type { KeptCall } from '../../shared/office/duty.ts';
import { openDuties } from '../../shared/office/open-duties.ts';
import { judge, type Look, look } from './judge.ts';
import { type Aftermath, type Due, noAftermath, type PlacePorts } from './ports.ts';
import { ring } from './ring.ts';

/** How long an invocation waits for the line to come free before it gives its calls back to the lane. */
const PATIENCE_MS = 15_000;
const LOOK_AGAIN_MS = 2_500;
const FULL_LANE_S = 10;
const NOT_OPEN_YET_S = 5;

/**
 * Places the calls of one invocation, or says why not. Starts are taken for those alone that the gate would let ring, and what
 * is then put on record was decided with the start in hand, so that no decision grows old waiting for the line.
 * Durable: each call is dialed, decided against, or back in its lane; a thrown fault leaves each where a redelivery or a
 * sweep takes it up, and never dialed twice for one attempt (P3).
 */
export async function place(ports: PlacePorts, callIds: readonly string[]): Promise<void> {
  const aftermath = noAftermath();
  const { calls, notices } = await ports.calls.withNotices([...new Set(callIds)]);
  const due = dueNow(ports, [...calls.values()], notices, aftermath);
  await finish(ports, aftermath);
  // An invocation's messages come from one queue, so the other lane has nothing to wait for here.
  for (const lane of LANES) {
    const own = due.filter(({ notice }) => laneOf(notice.purpose) === lane);
    await placeLane(ports, lane, own);
  }
}

async function placeLane(ports: PlacePorts, lane: Lane, due: readonly Due[]): Promise<void> {
  const deadline = ports.clock.now().getTime() + PATIENCE_MS;
  let waiting = due;
  while (waiting.length > 0) {
    const looked = await look(ports, waiting);
    const slots = await starts(ports, lane, looked.callable.length, deadline);
    await placeFew(ports, lane, looked, slots);
    waiting = looked.callable.slice(slots.length);
    if (slots.length > 0 || waiting.length === 0) continue;
    const ids = waiting.map(({ call }) => call.callId);
    return ports.lanes.send(lane, ids, FULL_LANE_S);
  }
}

/** Starts for as many calls as are worth a round of requests: a quarter of the lane. None when the line stays full. */
async function starts(ports: PlacePorts, lane: Lane, wanted: number, deadline: number): Promise<readonly number[]> {
  if (wanted === 0) return [];
  const worth = Math.min(wanted, Math.ceil(laneCalls(lane, limitsOf(ports.settings)) / 4));
  for (;;) {
    const left = deadline - ports.clock.now().getTime();
    if (left <= 0) return [];
    const slots = await ports.pacer.take(lane, wanted, worth);
    if (slots.length > 0) return slots;
    await ports.pause(Math.min(LOOK_AGAIN_MS, left));
  }
}

async function placeFew(ports: PlacePorts, lane: Lane, looked: Look, slots: readonly number[]): Promise<void> {
  const aftermath = noAftermath();
  try {
    const permitted = await judge(ports, looked, slots.length, aftermath);
    await ring(ports, permitted, slots, aftermath);
  } finally {
    // What was done is told and carried on with, also when the rest of the batch met a fault.
    await ports.pacer.giveBack({ [lane]: slots.length - aftermath.inUse });
    await finish(ports, aftermath);
  }
}

/** Tells what was done, sends back what must come again, lets go those who stood by. */
async function finish(ports: PlacePorts, { drafts, again, ended, kept }: Aftermath): Promise<void> {
  await writeRecords(ports.trail, drafts);
  const groups = new Set(again.map(({ call, inSeconds }) => `${laneOf(call.purpose)} ${inSeconds}`));
  for (const group of groups) {
    const own = again.filter(({ call, inSeconds }) => `${laneOf(call.purpose)} ${inSeconds}` === group);
    const [first] = own;
    if (first === undefined) continue;
    const ids = own.map(({ call }) => call.callId);
    await ports.lanes.send(laneOf(first.call.purpose), ids, first.inSeconds);
  }
  await releaseSuccessors(ports, ended);
  // If we die here: ended and on nobody's list; a redelivery finds the call ended and comes to this line again.
  await openDuties(ports, kept);
}

/**
 * What waits to be dialed. The rest of the messages are echoes: their calls were dialed, ended, or are to wait longer. An end
 * is told once more: whoever brought it about may have died before telling it.
 */
function dueNow(
  { clock, measures }: PlacePorts,
  calls: readonly Call[],
  notices: ReadonlyMap<string, Notice>,
  { again, drafts, ended, kept }: Aftermath,
): readonly Due[] {
  const now = clock.now().toISOString();
  return calls.flatMap((call) => {
    const notice = notices.get(call.noticeId);
    if (call.state !== 'planned' || (call.notBefore ?? '') > now || notice === undefined) {
      measures.count('Echoes');
      if (isFinal(call)) {
        ended.push(call);
        drafts.push(finalRecord(call, now));
        if (notice !== undefined) kept.push(...keptBefore(call, notice));
      }
      return [];
    }
    if (notice.state !== 'raised') return [{ call, notice }];
    again.push({ call, inSeconds: NOT_OPEN_YET_S });
    return [];
  });
}

/** An attendance call that a rule ended, in a delivery that may have died before it made it a duty. */
function keptBefore(call: Call, notice: Notice): readonly KeptCall[] {
  const { purpose, state, rule } = call;
  if (purpose !== 'attendance' || (state !== 'refused' && state !== 'expired') || rule === undefined) return [];
  return [{ call, notice, students: call.recipients.flatMap(({ students }) => students), rule }];
}
