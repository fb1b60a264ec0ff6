import { readDate } from './dates.ts';
import { ATTENDANCE_MAP, type AttendanceColumn } from './maps/attendance.ts';
import type { ProblemLog } from './problem.ts';
import { type Row, readTable } from './read-table.ts';

/** What a district takes a code for; a code that is not among them is taken for nothing. */
export type AbsenceClass = 'unexcused' | 'excused' | 'present' | 'tardy' | 'early-departure';

/** A student of the file, in the SIS's id, with the first row that speaks of them. */
export interface Absentee {
  readonly sisId: string;
  readonly row: number;
  readonly code: string;
}

/** One school day of a file, all periods of a student taken together. */
export interface AttendanceDay {
  /** Absent without a reason in at least one period: somebody is told. */
  readonly unexcused: readonly Absentee[];
  /** No row is unexcused and at least one has a code nobody has mapped: nobody is told, a clerk looks. */
  readonly unmapped: readonly Absentee[];
  /** Everybody else of that day: excused, late, present. */
  readonly accounted: readonly Absentee[];
  /** Ids of students with a row whose date cannot be read: nobody knows what it says of today. */
  readonly unreadable: readonly string[];
  /** Some rows could not be read at all, or name nobody: who is missing here may stand in one of them. */
  readonly broken: boolean;
  /** Rows in the file. */
  readonly seen: number;
}

/**
 * Reads an attendance file for one day; exports are whole-year or whole-day, so rows of other days are passed over and reported.
 * @param day YYYY-MM-DD, in the district's zone
 * @param codes the district's own; there is no built-in table, because the same letter means different things (ROSTER §7)
 * @returns undefined when the log has a problem that stops the file
 */
export function readAttendance(
  file: string,
  bytes: Uint8Array,
  day: string,
  codes: Readonly<Record<string, AbsenceClass>>,
  problems: ProblemLog,
): AttendanceDay | undefined {
  const table = readTable(file, bytes, ATTENDANCE_MAP, problems);
  if (table === undefined || problems.stopped()) return undefined;
  const today = table.rows.filter((row) => isToday(file, row, day, problems));
  const undated = table.rows.filter(({ cells }) => readDate(cells.date) === undefined);
  const students = [...Map.groupBy(today, (row) => row.cells.studentId)].map(([sisId, rows]) =>
    studentDay(file, sisId, rows, codes, problems),
  );
  return {
    unexcused: students.flatMap(({ kind, absentee }) => (kind === 'unexcused' ? [absentee] : [])),
    unmapped: students.flatMap(({ kind, absentee }) => (kind === 'unmapped' ? [absentee] : [])),
    accounted: students.flatMap(({ kind, absentee }) => (kind === 'other' ? [absentee] : [])),
    unreadable: undated.map(({ cells }) => cells.studentId),
    broken: UNREADABLE.some((code) => (problems.counts()[code] ?? 0) > 0),
    seen: table.seen,
  };
}

/** Problems of rows that may be about anybody. */
const UNREADABLE = ['row-columns', 'row-unreadable', 'id-missing'] as const;

function isToday(file: string, { row, cells }: Row<AttendanceColumn>, day: string, problems: ProblemLog): boolean {
  const place = (column: AttendanceColumn) => ({ file, row, column: ATTENDANCE_MAP.columns[column].headers[0] });
  if (cells.studentId === '') problems.add('id-missing', place('studentId'), '');
  const date = readDate(cells.date);
  if (date === undefined) problems.add('date-unreadable', place('date'), cells.date);
  else if (date !== day) problems.add('date-other-day', place('date'), cells.date);
  return cells.studentId !== '' && date === day;
}

function studentDay(
  file: string,
  sisId: string,
  rows: readonly Row<AttendanceColumn>[],
  codes: Readonly<Record<string, AbsenceClass>>,
  problems: ProblemLog,
): { kind: 'unexcused' | 'unmapped' | 'other'; absentee: Absentee } {
  const of = ({ row, cells }: Row<AttendanceColumn>): Absentee => ({ sisId, row, code: cells.code });
  // An own property: a code named "constructor" is mapped to nothing.
  const classOf = ({ cells }: Row<AttendanceColumn>) => (Object.hasOwn(codes, cells.code) ? codes[cells.code] : undefined);
  const unmapped = rows.filter((row) => classOf(row) === undefined);
  for (const { row, cells } of unmapped) problems.add('code-unmapped', { file, row, column: 'code' }, cells.code);
  const unexcused = rows.find((row) => classOf(row) === 'unexcused');
  if (unexcused !== undefined) return { kind: 'unexcused', absentee: of(unexcused) };
  const [first] = unmapped;
  if (first !== undefined) return { kind: 'unmapped', absentee: of(first) };
  return { kind: 'other', absentee: { sisId, row: rows[0]?.row ?? 0, code: '' } };
}
