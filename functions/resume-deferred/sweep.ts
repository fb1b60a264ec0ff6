import type { Call } from '../../shared/calls/call.ts';
import { isInFlight } from '../../shared/calls/transitions.ts';
import type { Notice } from '../../shared/notices/notice.ts';
import { type Lane, laneOf } from '../../shared/notices/purpose.ts';
import { cancelExcused } from './cancel-excused.ts';
import { closeIfOver } from './close.ts';
import { settleDoubts } from './doubts.ts';
import { endWhatMayNotRing } from './end.ts';
import { sweepLeftovers } from './leftovers.ts';
import type { SweepPorts } from './ports.ts';
import { watchReached } from './reached.ts';
import { resumeWhatIsDue } from './resume.ts';
import { reviewDuties } from './review-duties.ts';
import { settleStandbys } from './standby.ts';

/** Routine notices are in no hurry: an hour lies between two attempts, and most sweeps would find nothing. */
const ROUTINE_EVERY_MINUTES = 5;

/**
 * What nothing else brings on: deferred calls whose hour has come, rings nobody heard the end of, standbys, notices that are
 * over. Each step leaves the table consistent, so that a sweep may die anywhere and the next one goes on; two at once are
 * harmless, because every call moves on condition. One request when nothing is open.
 */
export async function sweep(ports: SweepPorts): Promise<void> {
  const all = ports.clock.now().getUTCMinutes() % ROUTINE_EVERY_MINUTES === 0;
  const { notices, leftovers } = await ports.notices.toSweep(all ? 'all' : 'urgent');
  const inFlight: Call[] = [];
  const faults: unknown[] = [];
  for (const notice of notices) {
    try {
      inFlight.push(...(await sweepNotice(ports, notice)));
    } catch (error) {
      // One notice must not keep the others from being swept.
      faults.push(error);
    }
  }
  const count = (lane: Lane) => inFlight.filter(({ purpose }) => laneOf(purpose) === lane).length;
  // Only where every notice was looked at are all the calls in flight known.
  if (all && notices.length > 0 && faults.length === 0) {
    await ports.pacer.recalibrate({ urgent: count('urgent'), routine: count('routine') });
  }
  await sweepLeftovers(ports, leftovers);
  if (all) await reviewDuties(ports, notices);
  if (faults.length > 0) throw faults[0];
}

/** The calls of the notice that were in flight when the sweep began. */
async function sweepNotice(ports: SweepPorts, notice: Notice): Promise<readonly Call[]> {
  // Still being planned, or on its way back to its planner: nobody rings yet. Past its time, nobody will.
  if (notice.state === 'raised' && ports.clock.now().toISOString() < notice.expiresAt) return [];
  const open = await ports.calls.openOf(notice.noticeId);
  await settleDoubts(ports, open);
  const over = await endWhatMayNotRing(ports, notice, open);
  if (!over) {
    const standing = await cancelExcused(ports, notice, open);
    await resumeWhatIsDue(ports, notice, standing);
    await settleStandbys(ports, standing);
    await watchReached(ports, notice);
  }
  if (open.length === 0 || (over && !open.some(isInFlight))) await closeIfOver(ports, notice);
  return open.filter(isInFlight);
}
