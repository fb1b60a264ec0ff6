import { mapThatFits } from '../bytes/header.ts';
import { type Row, readTable, rulesOf } from '../bytes/read-table.ts';
import { ATTENDANCE_MAP, ATTENDANCE_MAPS, type AttendanceColumn, type AttendanceMap } from '../maps/attendance.ts';
import type { ProblemLog } from '../report/problem.ts';
import { type ColumnKind, reportDamage, watchSheets } from '../spreadsheet.ts';
import { readSchoolDate } from './school-date.ts';

/** A row about the day that was asked for. */
export interface AttendanceRow {
  readonly row: number;
  /** The student, in the SIS's id. */
  readonly sisId: string;
  /** The district's own code. */
  readonly code: string;
  /** Empty: the whole day. */
  readonly period: string;
  /** The class it was taken in; empty where the file does not say. */
  readonly group: string;
}

export interface AttendanceRows {
  readonly rows: readonly AttendanceRow[];
  /** Ids of students with a row whose date cannot be read: nobody knows what it says of today. */
  readonly unreadable: readonly string[];
  /** Some rows could not be read at all, or name nobody: who is missing here may stand in one of them. */
  readonly broken: boolean;
  /** Rows in the file, and those of them about an earlier and a later day. */
  readonly seen: number;
  readonly earlier: number;
  readonly later: number;
  /** Name of the column map. */
  readonly map: string;
}

export interface AttendanceContext {
  /** The school day, YYYY-MM-DD in the zone of the schools. */
  readonly day: string;
  readonly timezone: string;
  /** Above this share of its cells a column was ruined by a spreadsheet. */
  readonly spreadsheetPercent: number;
}

const KINDS: Readonly<Partial<Record<AttendanceColumn, ColumnKind>>> = { studentId: 'id', date: 'date' };

/**
 * Reads an attendance file for one day; exports are whole-year or whole-day, so rows of other days are passed over and reported.
 * @returns undefined when the log has a problem that stops the file
 */
export function readAttendance(
  file: string,
  bytes: Uint8Array,
  { day, timezone, spreadsheetPercent }: AttendanceContext,
  problems: ProblemLog,
): AttendanceRows | undefined {
  const map = mapThatFits(bytes, ATTENDANCE_MAPS) ?? ATTENDANCE_MAP;
  const watch = watchSheets(spreadsheetPercent);
  const table = readTable(file, bytes, map, watch.watching(problems));
  const seers = rulesOf(map).map(
    ([column, { headers }]) => [column, watch.column(file, headers[0], KINDS[column] ?? 'text')] as const,
  );
  for (const { cells } of table?.rows ?? []) for (const [column, see] of seers) see(cells[column]);
  reportDamage(watch.found(), problems);
  if (table === undefined || problems.stopped()) return undefined;
  const dated = table.rows.map((row) => ({ row, date: readSchoolDate(row.cells.date, timezone) }));
  for (const { row, date } of dated) reportRow(file, row, date, day, map, problems);
  const today = dated.filter(({ row, date }) => row.cells.studentId !== '' && date === day);
  const isEarlier = ({ date }: { readonly date: string | undefined }) => date !== undefined && date < day;
  const isLater = ({ date }: { readonly date: string | undefined }) => date !== undefined && date > day;
  if (table.rows.length > 0 && dated.every(({ date }) => date !== undefined && date !== day))
    problems.add('no-row-today', { file });
  return {
    rows: today.map(({ row }) => rowOf(row, map)),
    unreadable: dated.flatMap(({ row, date }) => (date === undefined ? [row.cells.studentId] : [])),
    broken: UNREADABLE.some((code) => (problems.counts()[code] ?? 0) > 0),
    seen: table.seen,
    earlier: dated.filter(isEarlier).length,
    later: dated.filter(isLater).length,
    map: map.name,
  };
}

/** Problems of rows that may be about anybody. */
const UNREADABLE = ['row-columns', 'row-unreadable', 'id-missing'] as const;

function reportRow(
  file: string,
  { row, cells }: Row<AttendanceColumn>,
  date: string | undefined,
  day: string,
  map: AttendanceMap,
  problems: ProblemLog,
): void {
  const place = (column: AttendanceColumn) => ({ file, row, column: map.columns[column].headers[0] });
  if (cells.studentId === '') problems.add('id-missing', place('studentId'), '');
  if (date === undefined) problems.add('date-unreadable', place('date'), cells.date);
  else if (date < day) problems.add('date-other-day', place('date'), cells.date);
  else if (date > day) problems.add('date-ahead', place('date'), cells.date);
}

function rowOf({ row, cells }: Row<AttendanceColumn>, map: AttendanceMap): AttendanceRow {
  const { studentId, code, status, excuse, mode, period, periodId, homeroom, course, section } = cells;
  // Only where the system is known to write both: elsewhere a column of that name says something else.
  const inWords = map.columns.status.promised ? [status, excuse].filter((part) => part !== '').join('-') : '';
  return {
    row,
    sisId: studentId,
    code: code === '' ? inWords : code,
    period: /daily$/i.test(mode) ? '' : period || periodId,
    group: cells.class || [course, section].filter((part) => part !== '').join(' ') || homeroom,
  };
}
