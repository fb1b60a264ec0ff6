import type { Call } from '../../shared/calls/call.ts';
import type { Notice } from '../../shared/notices/notice.ts';
import { dailyDeadlineOf, schoolDayOf } from '../../shared/office/deadline.ts';
import { metDuties, type Standing, standingsOf } from '../../shared/office/duty.ts';
import { closeTasks } from '../../shared/office/keep-tasks.ts';
import type { OfficeTask } from '../../shared/office/task.ts';
import type { SweepPorts } from './ports.ts';

/** The last ring before the hour is settled, and the next sweep of routine notices comes by, well within it. */
const LATE_NEWS_MS = 15 * 60_000;

/**
 * Takes duties off the office's list while their notice goes on: another phone of the pupil was reached in time, or the absence
 * is excused by now. One request where no such duty is open, none where no absence is being told. What was due a while ago is
 * not asked about again before the notice closes: nothing can meet it any more.
 */
export async function reviewDuties(ports: SweepPorts, notices: readonly Notice[]): Promise<void> {
  const absences = notices.filter(({ purpose, state }) => purpose === 'attendance' && state === 'open');
  if (absences.length === 0 || !hasDeadline(ports)) return;
  const since = ports.clock.now().getTime() - LATE_NEWS_MS;
  const open = (await ports.office.listOpen()).filter(({ duty }) => duty !== undefined && Date.parse(duty.due) >= since);
  for (const notice of absences) {
    const own = open.filter(({ duty }) => duty?.noticeId === notice.noticeId);
    if (own.length === 0) continue;
    const standings = await standingsOfNotice(ports, notice, await ports.calls.allOf(notice.noticeId));
    await closeOver(ports, notice, own, standings);
  }
}

/** How each pupil of an absence notice stands who is not excused; empty for every other notice, and where no law sets a deadline. */
export async function standingsOfNotice(ports: SweepPorts, notice: Notice, calls: readonly Call[]): Promise<readonly Standing[]> {
  const { audience, purpose } = notice;
  if (purpose !== 'attendance' || audience.kind !== 'students' || !hasDeadline(ports)) return [];
  const day = dayOf(ports, notice);
  const [students, excused, rings] = await Promise.all([
    ports.office.students(audience.students),
    ports.office.excused(day, audience.students),
    ports.office.rings([...new Set(calls.map(({ numberKey }) => numberKey))]),
  ]);
  const absent = [...students.values()].filter(({ studentKey }) => !excused.has(studentKey));
  return standingsOf({ notice, calls, students: absent, rings }, ports.settings);
}

/** @param open tasks that may be over */
export async function closeOver(
  ports: SweepPorts,
  notice: Notice,
  open: readonly OfficeTask[],
  standings: readonly Standing[],
): Promise<void> {
  const at = ports.clock.now().toISOString();
  const met = metDuties(open, standings).map((task) => ({ task, why: 'reached', at }) as const);
  const own = open.filter(({ duty }) => duty?.noticeId === notice.noticeId);
  const owed = new Set(standings.map(({ student }) => student.studentKey));
  // A notice that was withdrawn excuses nobody.
  const standing = notice.state === 'cancelled' ? [] : own;
  const excused = standing
    .filter(({ students: [pupil = ''] }) => !owed.has(pupil))
    .map((task) => ({ task, why: 'excused', at }) as const);
  await closeTasks(ports, [...met, ...excused], notice.noticeId);
}

function hasDeadline({ settings }: SweepPorts): boolean {
  return settings.mode === 'live' && dailyDeadlineOf(settings.district.state) !== undefined;
}

function dayOf({ settings }: SweepPorts, { absenceDay, raisedAt }: Notice): string {
  return absenceDay ?? schoolDayOf(raisedAt, settings.district.timezone);
}
