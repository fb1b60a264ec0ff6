/** Tells the attendance clerk how the file fared: report beside the file, event on the bus, record in the trail, counts only. */
import { DOUBTS, type HeldSchool } from '../../shared/roster/attendance/absence-book.ts';
import type { AttendanceRows } from '../../shared/roster/attendance/attendance.ts';
import type { AttendanceDay } from '../../shared/roster/attendance/attendance-day.ts';
import type { LedgerEntry } from '../../shared/roster/import-ledger.ts';
import type { ProblemLog } from '../../shared/roster/report/problem.ts';
import {
  problemsInOrder,
  type Report,
  type ReportList,
  reportKey,
  whyStopped,
  withoutFormulas,
} from '../../shared/roster/report/report.ts';
import { reportPage } from '../../shared/roster/report/report-page.ts';
import type { AbsenceWord } from './absence-changes.ts';
import type { AbsentStudent } from './absent-students.ts';
import type { AttendancePorts } from './ports.ts';
import type { Raised } from './raise-notices.ts';

export interface AttendanceFile {
  readonly key: string;
  /** Hex SHA-256 of its bytes. */
  readonly hash: string;
  /** The school day, YYYY-MM-DD in the district's zone. */
  readonly day: string;
  /** RFC 3339 UTC: of two files of one day, the later counts. */
  readonly uploadedAt: string;
  /** Day of the upload: group of the records. */
  readonly group: string;
  /** When it was taken the last time and part of it held back, RFC 3339 UTC: who is told now was in none of its notices. */
  readonly takenAt?: string;
}

/** Nothing of the file was taken. */
export async function tellRejected(
  ports: AttendancePorts,
  { key, hash, group }: AttendanceFile,
  problems: ProblemLog,
): Promise<void> {
  const stops = problems.list().filter((problem) => problem.severity === 'stop');
  const code = stops[0]?.code ?? 'file-unreadable';
  const at = ports.clock.now().toISOString();
  ports.log.info('ATTENDANCE_REJECTED', { key, code });
  await ports.trail.write(group, [{ kind: 'attendance.rejected', at, facts: { file: key, code, problems: countsIn(problems) } }]);
  const summary = `Nothing was taken and nobody is called: ${whyStopped(problems)}`;
  await writeReport(ports, { file: key, at, result: 'rejected', summary, counts: {}, problems: problemsInOrder(problems) });
  await ports.bus.tell('Attendance Rejected', { file: key, report: `${reportKey(key)}.json`, counts: countsIn(problems) });
  await ports.ledger.note(hash, { at, key, result: 'rejected', counts: countsIn(problems) });
}

/** The same bytes again. A redelivery has its report already; a file of another name gets one that says where it came before. */
export async function tellSeen(ports: AttendancePorts, key: string, before: LedgerEntry): Promise<void> {
  ports.log.info('ATTENDANCE_SEEN', { key });
  if (before.key === key) return;
  const summary = `The same file came before, as ${before.key}: it was taken then, and nobody is called again.`;
  const { counts } = before;
  await writeReport(ports, { file: key, at: ports.clock.now().toISOString(), result: 'imported', summary, counts, problems: [] });
}

/** Before anything of the file takes effect. */
export async function tellApplying(
  ports: AttendancePorts,
  { key, hash, group }: AttendanceFile,
  counts: { readonly absences: number; readonly changes: number },
): Promise<void> {
  const at = ports.clock.now().toISOString();
  await ports.trail.write(group, [{ kind: 'attendance.imported', at, facts: { phase: 'applying', file: key, hash, ...counts } }]);
}

export interface Told {
  readonly rows: AttendanceRows;
  readonly found: AttendanceDay;
  readonly changes: readonly AbsenceWord[];
  /** A later file of the day came first: this one calls nobody anew and changes nothing. */
  readonly overtaken: boolean;
  /** Ids, as the file has them, of students without excuse whose family has been told of before, and who were excused meanwhile. */
  readonly again: readonly string[];
  readonly raised: Raised;
  /** Schools that wait for a person, how many of their students do, and how many have no school today. */
  readonly held: readonly HeldSchool[];
  readonly waiting: number;
  readonly noSchool: number;
  /** Absent without excuse, and nobody is called about them, because the contacts are too old. */
  readonly stale: readonly AbsentStudent[];
  readonly problems: ProblemLog;
}

/** The ledger comes last: until it is written, the next delivery tells everything again. */
export async function tellImported(ports: AttendancePorts, file: AttendanceFile, told: Told): Promise<void> {
  const { key, hash, day, group } = file;
  const { held, noSchool, stale, raised, problems, rows } = told;
  const at = ports.clock.now().toISOString();
  const counts = countsOf(told);
  const doubts = held.map(({ schoolId, why, absent, outOf }) => ({ school: schoolId, why, absent, outOf }));
  const facts = { phase: 'applied', file: key, hash, day, counts, held: doubts, notices: raised.notices.length };
  await ports.trail.write(group, [{ kind: 'attendance.imported', at, facts: { ...facts, problems: countsIn(problems) } }]);
  const result = held.length > 0 ? 'held' : 'imported';
  const lists = listsOf(told, ports).filter((list) => list.rows.length > 0);
  const report = { file: key, at, result, summary: summaryOf(told, day), counts, lists } as const;
  await writeReport(ports, { ...report, problems: problemsInOrder(problems) }, rows.map);
  const news = held.length > 0 ? 'Attendance Held' : 'Attendance Imported';
  await ports.bus.tell(news, { file: key, report: `${reportKey(key)}.json`, counts });
  // If we die here: the next delivery raises the same notices, which plan nothing new, and tells all of this once more.
  // What waits for a person, a calendar to be corrected or a new export is judged again when it comes again.
  await ports.ledger.note(hash, { at, key, result: noSchool + stale.length > 0 ? 'held' : result, counts });
}

function countsOf({ rows, found, changes, raised, held, waiting, noSchool, stale }: Told): Readonly<Record<string, number>> {
  return {
    'rows in the file': rows.seen,
    'rows about an earlier day': rows.earlier,
    'rows about a day to come': rows.later,
    'students whose family is called': raised.told,
    'students whose family was called before': raised.toldBefore,
    'schools held until somebody has looked': held.length,
    'students of those schools whom nobody is called about': waiting,
    'students without school today': noSchool,
    'students whose contacts are too old to be called': stale.length,
    'students excused since an earlier file': changes.filter(({ to }) => to === 'excused').length,
    'students no longer in the file': changes.filter(({ to }) => to === 'gone').length,
    'students with a code nobody has mapped': found.unmapped.length,
    'students excused, late or present': found.accounted.length,
  };
}

function summaryOf({ overtaken, rows, raised, changes, held, waiting, noSchool, stale }: Told, day: string): string {
  if (overtaken) return `School day ${day}: a later file came first, and it counts. Nobody is called because of this one.`;
  if (rows.rows.length === 0) return `School day ${day}: no row of the file is about it. Nobody is called.`;
  const stopped = changes.filter(({ to }) => to !== 'unexcused').length;
  return [
    `School day ${day}: ${raised.told} students, in ${raised.notices.length} notices, one per school.`,
    `Calls about ${stopped} students stop.`,
    ...(held.length > 0
      ? [`HELD: ${waiting} students of ${held.length} schools; nobody is called until a person has looked.`]
      : []),
    ...(noSchool > 0
      ? [`No school today, by the settings or the calendar, for ${noSchool} students: nobody is called about them.`]
      : []),
    ...(stale.length > 0
      ? [`The contacts are too old: nobody is called about ${stale.length} students. They are listed below.`]
      : []),
  ].join(' ');
}

function listsOf({ found, held, stale, again }: Told, { settings }: AttendancePorts): readonly ReportList[] {
  const nameOf = (schoolId: string) => settings.schools.find(({ id }) => id === schoolId)?.name ?? schoolId;
  return [
    {
      title: 'Held: nobody of these schools is called. If the file is right, a named person lets it pass, today',
      columns: ['School', 'Newly absent without excuse', 'Out of', 'Why it is doubted', 'To let it pass'],
      rows: held.map(({ schoolId, absent, outOf, why, file }) => [
        nameOf(schoolId),
        String(absent),
        String(outOf),
        DOUBTS[why],
        `ringfence attendance approve --file ${file} --school ${schoolId} --by NAME`,
      ]),
    },
    {
      title:
        'For the clerk: nobody is called about these students, because no new export was taken for days. Call from the office',
      columns: ['Student id'],
      rows: stale.map(({ sisId }) => [sisId]),
    },
    {
      title:
        'For the clerk: nobody is called about these students, because their code is not in the settings, or two codes contradict',
      columns: ['Student id', 'Row', 'Code'],
      rows: found.unmapped.map(({ sisId, row, code }) => [sisId, String(row), code]),
    },
    {
      title: 'For the clerk: absent again after an excuse; nobody is called about them a second time',
      columns: ['Student id'],
      rows: again.map((sisId) => [sisId]),
    },
  ].map(withoutFormulas);
}

async function writeReport(ports: AttendancePorts, told: Omit<Report, 'maps'>, map?: string): Promise<void> {
  const report: Report = { ...told, maps: map === undefined ? [] : [map] };
  await ports.intake.writeReport(`${reportKey(report.file)}.json`, 'application/json', JSON.stringify(report, null, 2));
  await ports.intake.writeReport(`${reportKey(report.file)}.html`, 'text/html; charset=utf-8', reportPage(report));
}

function countsIn(problems: ProblemLog): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(problems.counts()));
}
