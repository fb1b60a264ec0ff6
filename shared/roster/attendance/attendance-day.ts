import type { ProblemLog } from '../report/problem.ts';
import type { AttendanceRow, AttendanceRows } from './attendance.ts';

/** What a district takes a code for; a code that is not among them is taken for nothing. */
export type AbsenceClass = 'unexcused' | 'excused' | 'present' | 'tardy' | 'early-departure';

/** By the district's own codes; there is no built-in table, because the same letter means different things (ROSTER §7). */
export type AttendanceCodes = Readonly<Record<string, AbsenceClass>>;

/** How the rows of a student become one answer. */
export interface AttendanceRules {
  readonly codes: AttendanceCodes;
  /** Codes of one school, by school id: they win over the district's there. */
  readonly schoolCodes: Readonly<Record<string, AttendanceCodes>>;
  /** So many unexcused periods of a day make an absence; a row without a period is the whole day. */
  readonly unexcusedPeriods: number;
  /** Of a student in the book; none for anybody else. */
  readonly schoolsOf: (sisId: string) => readonly string[];
}

/** A student of the file, in the SIS's id, with the first row that speaks of them. */
export interface Absentee {
  readonly sisId: string;
  readonly row: number;
  readonly code: string;
}

/** One school day of a file, all periods of a student taken together. */
export interface AttendanceDay extends Pick<AttendanceRows, 'unreadable' | 'broken' | 'seen'> {
  /** Absent without a reason for as many periods as the district asks: somebody is told. */
  readonly unexcused: readonly Absentee[];
  /** A code that nobody has mapped, or two that contradict each other, may hide an absence: nobody is told, a clerk looks. */
  readonly unmapped: readonly Absentee[];
  /** Everybody else of that day: excused, late, present. */
  readonly accounted: readonly Absentee[];
  /** By class and period, where the file names the class: those in which it has nobody who is not absent without excuse. */
  readonly emptyClasses: readonly { readonly group: string; readonly sisIds: readonly string[] }[];
}

export function attendanceDay(file: string, read: AttendanceRows, rules: AttendanceRules, problems: ProblemLog): AttendanceDay {
  const students = [...Map.groupBy(read.rows, ({ sisId }) => sisId).values()].map((rows) =>
    studentDay(file, rows, rules, problems),
  );
  const those = (kind: StudentDay['kind']) => students.flatMap((one) => (one.kind === kind ? [one.absentee] : []));
  const { unreadable, broken, seen } = read;
  return {
    unexcused: those('unexcused'),
    unmapped: those('unmapped'),
    accounted: those('other'),
    emptyClasses: emptyClasses(read.rows, rules),
    ...{ unreadable, broken, seen },
  };
}

function emptyClasses(rows: readonly AttendanceRow[], rules: AttendanceRules): AttendanceDay['emptyClasses'] {
  const lessons = Map.groupBy(
    rows.filter(({ group }) => group !== ''),
    ({ group, period }) => JSON.stringify([group, period]),
  );
  return [...lessons.values()]
    .filter((of) => of.every((row) => classOf(row, rules) === 'unexcused'))
    .map((of) => ({ group: of[0]?.group ?? '', sisIds: [...new Set(of.map(({ sisId }) => sisId))] }));
}

/** What a code means at the schools of a student; undefined where nobody has said, or where two of them disagree. */
function classOf({ sisId, code }: Pick<AttendanceRow, 'sisId' | 'code'>, rules: AttendanceRules): AbsenceClass | undefined {
  const schools = rules.schoolsOf(sisId);
  const tables = schools.length === 0 ? [{}] : schools.map((school) => own(rules.schoolCodes, school) ?? {});
  const [first, ...others] = tables.map((table) => own(table, code) ?? own(rules.codes, code));
  return others.every((other) => other === first) ? first : undefined;
}

interface StudentDay {
  readonly kind: 'unexcused' | 'unmapped' | 'other';
  readonly absentee: Absentee;
}

function studentDay(file: string, rows: readonly AttendanceRow[], rules: AttendanceRules, problems: ProblemLog): StudentDay {
  const classed = rows.map((row) => ({ row, is: classOf(row, rules) }));
  const unmapped = classed.filter(({ is }) => is === undefined);
  for (const { row } of unmapped) problems.add('code-unmapped', { file, row: row.row, column: 'code' }, row.code);
  const periods = [...Map.groupBy(classed, ({ row }) => row.period).values()];
  const isUnexcused = ({ is }: { readonly is: AbsenceClass | undefined }) => is === 'unexcused';
  const contradicting = periods.filter((of) => of.some(isUnexcused) && !of.every(isUnexcused));
  for (const [first] of contradicting)
    if (first !== undefined) problems.add('code-contradicts', { file, row: first.row.row, column: 'code' }, first.row.code);
  const missed = periods.filter((of) => of.some(isUnexcused) && !contradicting.includes(of));
  const isWholeDay = missed.some(([first]) => first?.row.period === '');
  const [absent] = missed.flat().filter(isUnexcused);
  if (absent !== undefined && (isWholeDay || missed.length >= rules.unexcusedPeriods)) return answer('unexcused', absent.row);
  const [doubtful] = [...unmapped, ...contradicting.flat()];
  return doubtful === undefined ? answer('other', rows[0]) : answer('unmapped', doubtful.row);
}

function answer(kind: StudentDay['kind'], row: AttendanceRow | undefined): StudentDay {
  return { kind, absentee: { sisId: row?.sisId ?? '', row: row?.row ?? 0, code: row?.code ?? '' } };
}

/** An own property: a code named "constructor" is mapped to nothing. */
function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
