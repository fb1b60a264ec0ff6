import type { Student } from '../../shared/contacts/contact.ts';
import type { AttendanceDay } from '../../shared/roster/attendance/attendance-day.ts';
import type { ProblemLog } from '../../shared/roster/report/problem.ts';

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

/** Below this, strangers may be what they seem: new students of this week. */
const FEW = 10;

/** Whether the ids are none of the export's: those that match by chance would call the families of others. */
export function areStrangers(sisIds: readonly string[], { students, keyOf }: StudentBook): boolean {
  const known = sisIds.filter((sisId) => students.has(keyOf(sisId))).length;
  const unknown = sisIds.length - known;
  return unknown > known && (known === 0 || unknown >= FEW);
}
