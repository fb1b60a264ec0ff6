import type { Call } from '../../shared/calls/call.ts';
import { limitsOf } from '../../shared/calls/limits-of.ts';
import { laneCalls } from '../../shared/calls/pace.ts';
import { finalRecord } from '../../shared/calls/records.ts';
import { releaseSuccessors } from '../../shared/calls/release.ts';
import { isFinal } from '../../shared/calls/transitions.ts';
import { writeRecords } from '../../shared/calls/write-records.ts';
import type { Notice } from '../../shared/notices/notice.ts';
import type { Lane } from '../../shared/notices/purpose.ts';
import { judge } from './judge.ts';
import { type Aftermath, noAftermath, type PlacePorts } from './ports.ts';
import { ring } from './ring.ts';

/** How long an invocation waits for the line to come free before it gives its calls back to the lane. */
const PATIENCE_MS = 15_000;
const LOOK_AGAIN_MS = 2_500;
const FULL_LANE_S = 10;
const NOT_OPEN_YET_S = 5;

/**
 * Places the calls of one invocation, all of one lane, or says why not. First a start is taken for each, then everything is
 * read and decided, so that no decision grows old in a queue for the line.
 * Durable: each call is dialed, decided against, or back in its lane; a thrown fault leaves each where a redelivery or a
 * sweep takes it up, and never dialed twice for one attempt (P3).
 */
export async function place(ports: PlacePorts, lane: Lane, callIds: readonly string[]): Promise<void> {
  const deadline = ports.clock.now().getTime() + PATIENCE_MS;
  let waiting = [...new Set(callIds)];
  while (waiting.length > 0) {
    const slots = await starts(ports, lane, waiting.length, deadline);
    if (slots.length === 0) return ports.lanes.send(lane, waiting, FULL_LANE_S);
    await placeFew(ports, lane, waiting.slice(0, slots.length), slots);
    waiting = waiting.slice(slots.length);
  }
}

/** Starts for as many calls as are worth a round of requests, a quarter of the lane; at last for any. None when the line stays full. */
async function starts(ports: PlacePorts, lane: Lane, wanted: number, deadline: number): Promise<readonly number[]> {
  const worth = Math.min(wanted, Math.ceil(laneCalls(lane, limitsOf(ports.settings)) / 4));
  for (;;) {
    const left = deadline - ports.clock.now().getTime();
    const slots = await ports.pacer.take(lane, wanted, left > 0 ? worth : 1);
    if (slots.length > 0 || left <= 0) return slots;
    await ports.pause(Math.min(LOOK_AGAIN_MS, left));
  }
}

async function placeFew(ports: PlacePorts, lane: Lane, callIds: readonly string[], slots: readonly number[]): Promise<void> {
  const aftermath = noAftermath();
  try {
    const { calls, notices } = await ports.calls.withNotices(callIds);
    const permitted = await judge(ports, dueNow(ports, [...calls.values()], notices, aftermath), aftermath);
    await ring(ports, permitted, slots, aftermath);
  } finally {
    // What was done is told and carried on with, also when the rest of the batch met a fault.
    await ports.pacer.giveBack({ [lane]: slots.length - aftermath.inUse });
    await writeRecords(ports.trail, aftermath.drafts);
    await sendAgain(ports, lane, aftermath);
    await releaseSuccessors(ports, aftermath.ended);
  }
}

/**
 * What waits to be dialed. The rest of the messages are echoes: their calls were dialed, ended, or are to wait longer. An end
 * is told once more: whoever brought it about may have died before telling it.
 */
function dueNow(
  { clock, measures }: PlacePorts,
  calls: readonly Call[],
  notices: ReadonlyMap<string, Notice>,
  { again, drafts, ended }: Aftermath,
): readonly { readonly call: Call; readonly notice: Notice }[] {
  const now = clock.now().toISOString();
  return calls.flatMap((call) => {
    const notice = notices.get(call.noticeId);
    if (call.state !== 'planned' || (call.notBefore ?? '') > now || notice === undefined) {
      measures.count('Echoes');
      if (isFinal(call)) {
        ended.push(call);
        drafts.push(finalRecord(call, now));
      }
      return [];
    }
    if (notice.state !== 'raised') return [{ call, notice }];
    again.push({ callId: call.callId, inSeconds: NOT_OPEN_YET_S });
    return [];
  });
}

async function sendAgain({ lanes }: PlacePorts, lane: Lane, { again }: Aftermath): Promise<void> {
  for (const seconds of new Set(again.map(({ inSeconds }) => inSeconds))) {
    const ids = again.filter(({ inSeconds }) => inSeconds === seconds).map(({ callId }) => callId);
    await lanes.send(lane, ids, seconds);
  }
}
