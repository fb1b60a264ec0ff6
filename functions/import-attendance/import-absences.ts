import { createHash } from 'node:crypto';
import { type AttendanceRows, readAttendance } from '../../shared/roster/attendance/attendance.ts';
import { attendanceDay } from '../../shared/roster/attendance/attendance-day.ts';
import { isSchoolDay } from '../../shared/roster/attendance/school-days.ts';
import { localDay } from '../../shared/roster/dates.ts';
import { fileNameOf, isFolder } from '../../shared/roster/drop-names.ts';
import { staleFor } from '../../shared/roster/export-age.ts';
import { type ProblemLog, problemLog } from '../../shared/roster/report/problem.ts';
import { reportDamage } from '../../shared/roster/spreadsheet.ts';
import { type AbsenceWord, wordsOn } from './absence-changes.ts';
import { type AbsentStudent, absentStudents, areStrangers, type StudentBook, withoutZeros } from './absent-students.ts';
import { listHeldSchools } from './office-list.ts';
import type { AttendancePorts } from './ports.ts';
import { raiseNotices } from './raise-notices.ts';
import { bookOf, daySoFar, rulesFor, say } from './say-words.ts';
import { type AttendanceFile, tellApplying, tellImported, tellRejected, tellSeen } from './tell.ts';
import { whomToTell } from './whom-to-tell.ts';

/**
 * Takes one attendance file: today's unexcused absences become one notice per school; whoever was told today is not told again.
 * A later file of the day says how the absences of the earlier ones stand, and calls that are queued obey it (B-08). The same
 * file twice raises nothing the second time. Unmapped codes, other days, days without school, contacts too old to be called and
 * unknown students call nobody and are reported. A school with so many absences that it may be a mistake waits for a person; once one has let it pass, the
 * same file is taken again.
 * Durable: absences marked and claimed, schools held and on the office's list, notices raised, report and records written; or the rejection is.
 * @throws what the adapters throw; done again, it raises the very same notices.
 */
export async function importAbsences(ports: AttendancePorts, key: string): Promise<void> {
  if (isFolder(key)) return;
  const drop = await ports.intake.read(key);
  // Expired, or taken away by whoever uploaded it.
  if (drop === undefined) return ports.log.info('ATTENDANCE_GONE', { key });
  const hash = createHash('sha256').update(drop.bytes).digest('hex');
  const before = await ports.ledger.find(hash);
  if (before?.result === 'imported') return tellSeen(ports, key, before);
  const {
    district: { timezone },
    exportLimits: { spreadsheetPercent },
  } = ports.settings;
  const day = localDay(ports.clock.now(), timezone);
  const { uploadedAt } = drop;
  const again = before?.result === 'held' ? { takenAt: before.at } : {};
  const file: AttendanceFile = { key, hash, day, uploadedAt, group: uploadedAt.slice(0, 10), ...again };
  const problems = problemLog();
  if (!/\.(csv|txt|tsv)$/i.test(key)) problems.add('name-unexpected', { file: key });
  const rows = problems.stopped()
    ? undefined
    : readAttendance(fileNameOf(key), drop.bytes, { day, timezone, spreadsheetPercent }, problems);
  if (rows === undefined) return tellRejected(ports, file, problems);
  const book = await bookOf(ports, rows);
  const ids = [...new Set(rows.rows.map(({ sisId }) => sisId))];
  const bare = await withoutZeros(ports, ids, book);
  const place = { file: fileNameOf(key), column: 'studentId' };
  const lost = rows.rows.filter(({ sisId }) => bare.has(sisId)).length;
  if (lost > 0) reportDamage([{ code: 'column-zeros', ...place, rows: lost }], problems);
  else if (areStrangers(ids, book)) problems.add('students-unknown', place);
  if (problems.stopped()) return tellRejected(ports, file, problems);
  return takeRows(ports, file, rows, book, problems);
}

async function takeRows(
  ports: AttendancePorts,
  file: AttendanceFile,
  rows: AttendanceRows,
  book: StudentBook,
  problems: ProblemLog,
): Promise<void> {
  const { key, day } = file;
  const found = attendanceDay(fileNameOf(key), rows, rulesFor(ports, book), problems);
  const overtaken = (await ports.absences.takeDay(day, file)) !== 'latest';
  // Read now: what an earlier file takes on from here on, it looks for a later one's word on.
  const soFar = await daySoFar(ports, day, book);
  const words = overtaken ? [] : wordsOn(found, soFar);
  const changes = words.filter(({ from, to }) => from !== to);
  const absent = absentStudents(fileNameOf(key), found, soFar, problems);
  const closed = await ports.calendar.closedOn(day);
  const atSchool = absent.filter(({ schoolIds }) => schoolIds.some((school) => isSchoolDay(day, school, ports.settings, closed)));
  if (atSchool.length < absent.length) problems.add('not-a-school-day', { file: fileNameOf(key) });
  const { ledger, clock, settings } = ports;
  const isStale = staleFor(await ledger.lastTaken(), clock.now(), settings.exportLimits.staleAfterDays) !== undefined;
  const stale = isStale ? atSchool : [];
  if (stale.length > 0) problems.add('export-stale', { file: fileNameOf(key) });
  const { emptyClasses } = found;
  const { tellings, held, waiting } = await whomToTell(ports, file, isStale ? [] : atSchool, {
    ...soFar,
    emptyClasses,
    overtaken,
  });
  // What came late holds nothing, and says nothing of what the later file has put on hold.
  if (!overtaken) await listHeldSchools(ports, file, held);
  for (const _school of held) problems.add('absences-held', { file: fileNameOf(key) });
  await tellApplying(ports, file, { absences: tellings.length, changes: changes.length });
  await say(ports, day, file, words);
  // If we die here: calls about these students are refused already, and the next delivery says the same of them.
  const raised = await raiseNotices(ports, file, tellings);
  const again = againAbsent(absent, changes);
  const noSchool = absent.length - atSchool.length;
  await tellImported(ports, file, { rows, found, changes, overtaken, again, raised, held, waiting, noSchool, stale, problems });
}

function againAbsent(absent: readonly AbsentStudent[], changes: readonly AbsenceWord[]): readonly string[] {
  const again = new Set(changes.flatMap(({ studentKey, to }) => (to === 'unexcused' ? [studentKey] : [])));
  return absent.flatMap(({ studentKey, sisId }) => (again.has(studentKey) ? [sisId] : []));
}
