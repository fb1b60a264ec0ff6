import type { Call } from '../../shared/calls/call.ts';
import { laneDue } from '../../shared/calls/due.ts';
import { limitsOf } from '../../shared/calls/limits-of.ts';
import type { Notice } from '../../shared/notices/notice.ts';
import { laneOf } from '../../shared/notices/purpose.ts';
import { moveAll } from './move-all.ts';
import type { SweepPorts } from './ports.ts';

/**
 * Sends to their lane the calls whose hour has come, and those that should long have been dialed: their message is lost, or
 * the line slower than thought. A message too many is harmless.
 */
export async function resumeWhatIsDue(ports: SweepPorts, notice: Notice, open: readonly Call[]): Promise<void> {
  const now = ports.clock.now();
  const lane = laneOf(notice.purpose);
  const due = open.filter((call) => isWaiting(call) && (call.due ?? '') <= now.toISOString());
  const ahead = open.filter(({ state }) => state === 'planned').length;
  const until = laneDue(now, lane, ahead, limitsOf(ports.settings), notice.expiresAt);
  const resumed = await moveAll(ports.calls, due, () => ({ kind: 'resume', due: until }));
  // If we die here: `planned`, without a message; sent again when their new time has passed.
  if (resumed.length === 0) return;
  const ids = resumed.map(({ callId }) => callId);
  await ports.lanes.send(lane, ids);
}

function isWaiting({ state }: Call): boolean {
  return state === 'deferred' || state === 'planned';
}
