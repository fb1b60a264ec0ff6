import { absenceNow, absencesOf } from '../../shared/calls/absences.ts';
import type { Call } from '../../shared/calls/call.ts';
import { isInFlight } from '../../shared/calls/transitions.ts';
import type { Notice } from '../../shared/notices/notice.ts';
import { moveAll } from './move-all.ts';
import type { SweepPorts } from './ports.ts';

/**
 * Takes back the calls about absences that a later file of the day has excused, where none of a call's students is still absent
 * without excuse (B-08). The gate would refuse them at the dial; here nobody waits for that. Closing tells them.
 * @returns the open calls that are left
 */
export async function cancelExcused(ports: SweepPorts, notice: Notice, open: readonly Call[]): Promise<readonly Call[]> {
  const waiting = open.filter((call) => !isInFlight(call));
  const asked = waiting.flatMap((call) => absencesOf(call, notice));
  if (asked.length === 0) return open;
  const absences = await ports.absences.read(asked);
  const excused = waiting.filter((call) => absenceNow(absencesOf(call, notice), absences) === 'excused');
  await moveAll(ports.calls, excused, () => ({ kind: 'end', state: 'cancelled', rule: 'absence.excused' }));
  return open.filter((call) => !excused.includes(call));
}
