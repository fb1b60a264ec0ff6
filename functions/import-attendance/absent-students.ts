import type { Student } from '../../shared/contacts/contact.ts';
import type { AttendanceDay } from '../../shared/roster/attendance/attendance-day.ts';
import type { ProblemLog } from '../../shared/roster/report/problem.ts';
import { lostZeros } from '../../shared/roster/spreadsheet.ts';
import type { AttendancePorts } from './ports.ts';

/** A student of the book who is absent without excuse. */
export interface AbsentStudent {
  readonly studentKey: string;
  /** In the SIS, for matching with the file. */
  readonly sisId: string;
  readonly schoolIds: readonly [string, ...string[]];
  /** Whom the book would call about this student. */
  readonly contactKeys: readonly string[];
}

export interface StudentBook {
  /** Students by key, as the book has them. */
  readonly students: ReadonlyMap<string, Student>;
  readonly keyOf: (sisId: string) => string;
}

/** The absent students that are in the book and at a school; the others are reported. */
export function absentStudents(
  file: string,
  { unexcused }: AttendanceDay,
  { students, keyOf }: StudentBook,
  problems: ProblemLog,
): readonly AbsentStudent[] {
  return unexcused.flatMap(({ sisId, row }) => {
    const studentKey = keyOf(sisId);
    const { schoolIds: [first, ...others] = [], contactKeys = [] } = students.get(studentKey) ?? {};
    if (first !== undefined) return [{ studentKey, sisId, schoolIds: [first, ...others] as const, contactKeys }];
    problems.add('student-unknown', { file, row, column: 'studentId' }, sisId);
    return [];
  });
}

/** As wide as an id of a student information system gets. */
const WIDEST_ID = 12;

/**
 * Ids that are nobody's, and a student's of the book with zeros before them: those that a spreadsheet took away. One look into the book
 * more, where several numbers are strangers.
 * @returns by the id as it stands in the file; empty where they are slips
 */
export async function withoutZeros(
  { students: read, settings }: Pick<AttendancePorts, 'students' | 'settings'>,
  sisIds: readonly string[],
  { students, keyOf }: StudentBook,
): Promise<ReadonlyMap<string, string>> {
  const isKnown = (id: string) => students.has(keyOf(id));
  const strangers = sisIds.filter((id) => /^[1-9]\d*$/.test(id) && !isKnown(id));
  const widened = strangers.flatMap((id) =>
    Array.from({ length: Math.max(0, WIDEST_ID - id.length) }, (_, zeros) => `${'0'.repeat(zeros + 1)}${id}`),
  );
  if (strangers.length < FEW_STRANGERS) return new Map();
  const found = await read(widened.map(keyOf));
  const known = [...sisIds.filter(isKnown), ...widened.filter((id) => found.has(keyOf(id)))];
  return lostZeros(new Set(sisIds), isKnown, known, settings.exportLimits.spreadsheetPercent).here;
}

/** Fewer are slips, whatever they are. */
const FEW_STRANGERS = 5;

/** Below this, strangers may be what they seem: new students of this week. */
const FEW = 10;

/** Whether the ids are none of the export's: those that match by chance would call the families of others. */
export function areStrangers(sisIds: readonly string[], { students, keyOf }: StudentBook): boolean {
  const known = sisIds.filter((sisId) => students.has(keyOf(sisId))).length;
  const unknown = sisIds.length - known;
  return unknown > known && (known === 0 || unknown >= FEW);
}
