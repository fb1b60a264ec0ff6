/** Tells the attendance clerk how the file fared: report beside the file, event on the bus, record in the trail, counts only. */
import type { AttendanceDay } from '../../shared/roster/attendance.ts';
import type { LedgerEntry } from '../../shared/roster/import-ledger.ts';
import { ATTENDANCE_MAP } from '../../shared/roster/maps/attendance.ts';
import type { ProblemLog } from '../../shared/roster/problem.ts';
import { problemsInOrder, type Report, reportKey, withoutFormulas } from '../../shared/roster/report.ts';
import { reportPage } from '../../shared/roster/report-page.ts';
import type { AbsenceChange } from './absence-changes.ts';
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
  const summary = `Nothing was taken and nobody is called: ${stops.map(({ what }) => what).join(' ')}`;
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
  readonly found: AttendanceDay;
  readonly changes: readonly AbsenceChange[];
  /** A later file of the day came first: this one calls nobody anew and changes nothing. */
  readonly overtaken: boolean;
  /** Ids, as the file has them, of students without excuse whose family has been told of before, and who were excused meanwhile. */
  readonly again: readonly string[];
  readonly raised: Raised;
  readonly problems: ProblemLog;
}

/** The ledger comes last: until it is written, the next delivery tells everything again. */
export async function tellImported(
  ports: AttendancePorts,
  { key, hash, day, group }: AttendanceFile,
  { found, changes, overtaken, again, raised, problems }: Told,
): Promise<void> {
  const at = ports.clock.now().toISOString();
  const counts = {
    'rows in the file': found.seen,
    'students whose family is called': raised.told,
    'students whose family was called before': raised.toldBefore,
    'students excused since an earlier file': changes.filter(({ to }) => to === 'excused').length,
    'students no longer in the file': changes.filter(({ to }) => to === 'gone').length,
    'students with a code nobody has mapped': found.unmapped.length,
    'students excused, late or present': found.accounted.length,
  };
  const facts = { phase: 'applied', file: key, hash, day, counts, notices: raised.notices.length, problems: countsIn(problems) };
  await ports.trail.write(group, [{ kind: 'attendance.imported', at, facts }]);
  const lists = [
    {
      title: 'For the clerk: nobody is called about these students, because their code is not in the settings',
      columns: ['Student id', 'Row', 'Code'],
      rows: found.unmapped.map(({ sisId, row, code }) => [sisId, String(row), code]),
    },
    {
      title: 'For the clerk: absent again after an excuse; nobody is called about them a second time',
      columns: ['Student id'],
      rows: again.map((sisId) => [sisId]),
    },
  ]
    .filter(({ rows }) => rows.length > 0)
    .map(withoutFormulas);
  const summary = overtaken
    ? `School day ${day}: a later file came first, and it counts. Nobody is called because of this one.`
    : `School day ${day}: ${raised.told} students, in ${raised.notices.length} notices, one per school. Calls about ${changes.filter(({ to }) => to !== 'unexcused').length} students stop.`;
  await writeReport(ports, { file: key, at, result: 'imported', summary, counts, lists, problems: problemsInOrder(problems) });
  await ports.bus.tell('Attendance Imported', { file: key, report: `${reportKey(key)}.json`, counts });
  // If we die here: the next delivery raises the same notices, which plan nothing new, and tells all of this once more.
  await ports.ledger.note(hash, { at, key, result: 'imported', counts });
}

async function writeReport(ports: AttendancePorts, told: Omit<Report, 'maps'>): Promise<void> {
  const report: Report = { ...told, maps: [ATTENDANCE_MAP.name] };
  await ports.intake.writeReport(`${reportKey(report.file)}.json`, 'application/json', JSON.stringify(report, null, 2));
  await ports.intake.writeReport(`${reportKey(report.file)}.html`, 'text/html; charset=utf-8', reportPage(report));
}

function countsIn(problems: ProblemLog): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(problems.counts()));
}
