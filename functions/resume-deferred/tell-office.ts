import type { Call } from '../../shared/calls/call.ts';
import type { Notice } from '../../shared/notices/notice.ts';
import { type DeadlineCounts, deadlineCounts, unmetOpenings } from '../../shared/office/duty.ts';
import { closeTasks, openTasks } from '../../shared/office/keep-tasks.ts';
import { openForNumbers, troublesIn } from '../../shared/office/number-trouble.ts';
import { wasReached } from '../../shared/office/office.ts';
import type { OfficeTask, Opening } from '../../shared/office/task.ts';
import { callsToLookAt, failedToReach, type Missed, missedIn, stillMissed } from '../../shared/office/unreachable.ts';
import type { SweepPorts } from './ports.ts';
import { closeOver, standingsOfNotice } from './review-duties.ts';

/**
 * What a notice that is over has to tell the office: numbers that are wrong or do not exist, people whom nobody has reached for
 * too long, or who were reached again, and absences of which nobody was told in time. Told at the end of a notice and not ring by
 * ring, so that it costs a request for what is new and nothing for a call. Idempotent: a sweep that dies here is done again.
 * @returns how the notice stood against the deadline of the law; undefined where there is none
 */
export async function tellOffice(ports: SweepPorts, notice: Notice, calls: readonly Call[]): Promise<DeadlineCounts | undefined> {
  if (ports.settings.mode !== 'live') return undefined;
  const open = await ports.office.listOpen();
  await closeReached(ports, notice, calls, open);
  await openForNumbers(ports, troublesIn(calls, notice.raisedAt));
  await openUnreachable(ports, notice, calls);
  const standings = await standingsOfNotice(ports, notice, calls);
  await closeOver(ports, notice, open, standings);
  await openTasks(ports, unmetOpenings(standings, notice));
  return deadlineCounts(standings);
}

/** Somebody picked up where nobody did for so long. */
async function closeReached(ports: SweepPorts, { noticeId }: Notice, calls: readonly Call[], open: readonly OfficeTask[]) {
  const reached = calls.filter(wasReached);
  const numbers = new Set(reached.map(({ numberKey }) => numberKey));
  const pupils = new Set(reached.flatMap(({ recipients }) => recipients.flatMap(({ students }) => students)));
  const at = ports.clock.now().toISOString();
  const over = open.filter(
    ({ kind, numberKey, students }) =>
      (kind === 'unreachable-number' && numbers.has(numberKey ?? '')) ||
      (kind === 'unreachable-pupil' && students.some((student) => pupils.has(student))),
  );
  await closeTasks(
    ports,
    over.map((task) => ({ task, why: 'reached', at })),
    noticeId,
  );
}

async function openUnreachable(ports: SweepPorts, notice: Notice, calls: readonly Call[]): Promise<void> {
  const failed = calls.filter(failedToReach);
  if (failed.length === 0) return;
  const { noticeId, raisedAt } = notice;
  const rings = await ports.office.rings([...new Set(failed.map(({ numberKey }) => numberKey))]);
  const missed = missedIn(noticeId, calls, rings, ports.settings.unreachableAfterNotices);
  if (missed.length === 0) return;
  const past = await ports.calls.get(callsToLookAt(missed));
  const never = stillMissed(missed, past);
  const cause = { id: `${noticeId}.unreachable`, at: raisedAt, noticeId };
  await openForNumbers(
    ports,
    never.flatMap(({ kind, key }) => (kind === 'number' ? [{ kind: 'unreachable-number' as const, numberKey: key, cause }] : [])),
  );
  const pupils = never.filter(({ kind }) => kind === 'pupil');
  await openTasks(ports, await pupilOpenings(ports, pupils, cause));
}

/** With the numbers on file today: only a further one mends it. */
async function pupilOpenings(
  { office }: SweepPorts,
  missed: readonly Missed[],
  cause: Opening['cause'],
): Promise<readonly Opening[]> {
  const students = await office.students(missed.map(({ key }) => key));
  const contacts = await office.contacts([...new Set([...students.values()].flatMap(({ contactKeys }) => contactKeys))]);
  return [...students.values()].map(({ studentKey, schoolIds, contactKeys }) => ({
    subject: { kind: 'unreachable-pupil', studentKey },
    schoolId: schoolIds[0] ?? 'none',
    contactKeys,
    students: [studentKey],
    knownNumbers: contactKeys.flatMap((key) => contacts.get(key)?.numbers ?? []).map(({ numberKey }) => numberKey),
    cause,
  }));
}
