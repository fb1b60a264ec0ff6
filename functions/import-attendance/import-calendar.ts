import { createHash } from 'node:crypto';
import { type ClosedDays, readCalendar } from '../../shared/roster/attendance/calendar.ts';
import { EVERY_SCHOOL } from '../../shared/roster/attendance/school-days.ts';
import { localDay } from '../../shared/roster/dates.ts';
import { fileNameOf, isFolder } from '../../shared/roster/drop-names.ts';
import { type ProblemLog, problemLog } from '../../shared/roster/report/problem.ts';
import {
  problemsInOrder,
  type Report,
  type ReportList,
  reportKey,
  whyStopped,
  withoutFormulas,
} from '../../shared/roster/report/report.ts';
import { reportPage } from '../../shared/roster/report/report-page.ts';
import type { AttendancePorts } from './ports.ts';

interface CalendarDrop {
  readonly key: string;
  /** Hex SHA-256 of its bytes. */
  readonly hash: string;
  /** RFC 3339 UTC. */
  readonly uploadedAt: string;
}

/**
 * Takes one calendar file whole, in the place of the one before it under the same name; what it closes is closed from now on. A file
 * with a row that cannot be read changes nothing.
 * Durable: the days, then report, event and record; or the rejection is. Done again, it comes to the same.
 * @throws what the adapters throw
 */
export async function importCalendar(ports: AttendancePorts, key: string): Promise<void> {
  if (isFolder(key)) return;
  const drop = await ports.intake.read(key);
  // Expired, or taken away by whoever uploaded it.
  if (drop === undefined) return ports.log.info('CALENDAR_GONE', { key });
  const { bytes, uploadedAt } = drop;
  const file: CalendarDrop = { key, hash: createHash('sha256').update(bytes).digest('hex'), uploadedAt };
  const problems = problemLog();
  if (!/\.(csv|txt|tsv)$/i.test(key)) problems.add('name-unexpected', { file: key });
  const found = problems.stopped() ? undefined : readCalendar(fileNameOf(key), bytes, ports.settings, problems);
  if (found === undefined) return tellRejected(ports, file, problems);
  const { closed, seen, open, map } = found;
  if ((await ports.calendar.keep({ key, uploadedAt, closed })) === 'overtaken')
    return ports.log.info('CALENDAR_OVERTAKEN', { key });
  // If we die here: the days are closed already, and the next delivery writes the same and tells of it.
  const schools = Object.values(closed);
  const counts = {
    'rows in the file': seen,
    'rows that say there is school': open,
    'days on which every school is closed': schools.filter((of) => of.includes(EVERY_SCHOOL)).length,
    'days on which some school is closed': schools.filter((of) => !of.includes(EVERY_SCHOOL)).length,
  };
  const summary =
    'Attendance files call nobody about students of a school on the days on which it is closed. Look at the list below.';
  const lists = [closedFrom(localDay(ports.clock.now(), ports.settings.district.timezone), closed)];
  await tell(ports, file, { result: 'imported', summary, counts, lists, maps: [map], problems: problemsInOrder(problems) });
}

function closedFrom(today: string, closed: ClosedDays): ReportList {
  const ahead = Object.entries(closed).filter(([day]) => day >= today);
  const rows = ahead.map(([day, of]) => [day, of.includes(EVERY_SCHOOL) ? 'every school' : of.join(', ')]);
  return withoutFormulas({ title: 'Closed from today on', columns: ['Day', 'School'], rows });
}

async function tellRejected(ports: AttendancePorts, file: CalendarDrop, problems: ProblemLog): Promise<void> {
  const summary = `Nothing was taken, and the calendar is what it was: ${whyStopped(problems)}`;
  await tell(ports, file, { result: 'rejected', summary, counts: {}, maps: [], problems: problemsInOrder(problems) });
}

async function tell(
  ports: AttendancePorts,
  { key, hash, uploadedAt }: CalendarDrop,
  told: Omit<Report, 'file' | 'at'>,
): Promise<void> {
  const [at, { result, counts }] = [ports.clock.now().toISOString(), told];
  const report: Report = { file: key, at, ...told };
  const kind = result === 'imported' ? 'calendar.imported' : 'calendar.rejected';
  const codes = [...new Set(told.problems.map(({ code }) => code))];
  await ports.trail.write(uploadedAt.slice(0, 10), [{ kind, at, facts: { file: key, hash, counts, problems: codes } }]);
  await ports.intake.writeReport(`${reportKey(key)}.json`, 'application/json', JSON.stringify(report, null, 2));
  await ports.intake.writeReport(`${reportKey(key)}.html`, 'text/html; charset=utf-8', reportPage(report));
  const news = result === 'imported' ? 'Calendar Imported' : 'Calendar Rejected';
  await ports.bus.tell(news, { file: key, report: `${reportKey(key)}.json`, counts });
}
