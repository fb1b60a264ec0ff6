import { sideBySide } from '../../shared/packed/chunks.ts';
import type { DayFile } from '../../shared/roster/attendance/absence-book.ts';
import { type AttendanceRows, readAttendance } from '../../shared/roster/attendance/attendance.ts';
import { attendanceDay } from '../../shared/roster/attendance/attendance-day.ts';
import { fileNameOf } from '../../shared/roster/drop-names.ts';
import { problemLog } from '../../shared/roster/report/problem.ts';
import { type AbsenceWord, type DaySoFar, wordsOn } from './absence-changes.ts';
import type { StudentBook } from './absent-students.ts';
import type { AttendancePorts } from './ports.ts';

/** Conditional writes under way at a time. */
const SIDE_BY_SIDE = 16;

/** The students of a file's rows. */
export async function bookOf(ports: AttendancePorts, { rows }: AttendanceRows): Promise<StudentBook> {
  const { student: keyOf } = await ports.naming();
  return { students: await ports.students([...new Set(rows.map(({ sisId }) => keyOf(sisId)))]), keyOf };
}

/** What files of the day have said, and the students of this one and of those. */
export async function daySoFar({ absences, students }: AttendancePorts, day: string, book: StudentBook): Promise<DaySoFar> {
  const known = await absences.ofDay(day);
  const others = await students([...known.keys()].filter((studentKey) => !book.students.has(studentKey)));
  return { known, students: new Map([...book.students, ...others]), keyOf: book.keyOf };
}

export function rulesFor({ settings }: AttendancePorts, { students, keyOf }: StudentBook) {
  return {
    codes: settings.attendanceCodes,
    schoolCodes: Object.fromEntries(settings.schools.map(({ id, attendanceCodes }) => [id, attendanceCodes])),
    unexcusedPeriods: settings.unexcusedPeriods,
    schoolsOf: (sisId: string) => students.get(keyOf(sisId))?.schoolIds ?? [],
  };
}

/** Puts a file's word on absences that are on record. Durable when it resolves. */
export async function say(
  { absences }: AttendancePorts,
  day: string,
  file: DayFile,
  words: readonly AbsenceWord[],
): Promise<void> {
  await sideBySide(words, SIDE_BY_SIDE, ({ studentKey, to }) => absences.mark(day, studentKey, to, file));
}

/**
 * What the day's later file says, said once more: it has looked at the absences on record before those of an earlier one, which is
 * still being taken, were. A file that has expired meanwhile has said what it could.
 */
export async function sayOfLater(ports: AttendancePorts, day: string, later: DayFile): Promise<void> {
  const drop = await ports.intake.read(later.key);
  if (drop === undefined) return;
  const { district, exportLimits } = ports.settings;
  const { spreadsheetPercent } = exportLimits;
  const problems = problemLog();
  const rows = readAttendance(
    fileNameOf(later.key),
    drop.bytes,
    { day, timezone: district.timezone, spreadsheetPercent },
    problems,
  );
  if (rows === undefined) return;
  const book = await bookOf(ports, rows);
  const found = attendanceDay(fileNameOf(later.key), rows, rulesFor(ports, book), problems);
  await say(ports, day, later, wordsOn(found, await daySoFar(ports, day, book)));
}
