/** The 09:40 attendance file: one line per absent student, exceptions only, as a SIS writes it after first period. */
import { chance } from './chance.ts';
import { csv } from './csv.ts';
import type { SampleFamily } from './people.ts';

/** Share of families with somebody absent, so that 7 % of the students are (FIELD.md §E2). */
const ABSENT = 0.08;
/** Codes as the sample district uses them; `SAX` is in no mapping and must call nobody. */
const CODES: readonly (readonly [string, number])[] = [
  ['UNX', 0.5],
  ['UNV', 0.16],
  ['ILL', 0.16],
  ['EX', 0.08],
  ['FT', 0.05],
  ['T', 0.05],
];

export interface AttendanceRow {
  readonly studentId: string;
  /** As written in the file. */
  readonly date: string;
  readonly code: string;
  readonly period: string;
}

/** @param day the school day, YYYY-MM-DD */
export function attendanceRows(seed: number, families: readonly SampleFamily[], day: string): AttendanceRow[] {
  const luck = chance(seed, 'attendance');
  const ill = families.flatMap((family) => {
    if (!luck.yes(ABSENT)) return [];
    const code = luck.weighted(CODES);
    // Three times in four the brothers and sisters are away too, for the same reason.
    return family.students
      .filter((_, child) => child === 0 || luck.yes(0.75))
      .map((student) => ({ studentId: student.id, date: day, code, period: '1' }));
  });
  return [...ill, ...attendanceMess(ill, families, day)];
}

export function attendanceCsv(rows: readonly AttendanceRow[]): string {
  return csv(
    ['studentId', 'date', 'code', 'period'],
    rows.map((row) => [row.studentId, row.date, row.code, row.period]),
  );
}

function attendanceMess(absent: readonly AttendanceRow[], families: readonly SampleFamily[], day: string): AttendanceRow[] {
  const taken = new Set(absent.map((row) => row.studentId));
  const present = families.flatMap((family) => family.students).filter((student) => !taken.has(student.id));
  const id = (index: number) => present[index * 31]?.id ?? 'S100001';
  const [year, month, date] = day.split('-');
  return [
    { studentId: id(1), date: day, code: 'SAX', period: '1' },
    { studentId: id(2), date: day, code: 'SAX', period: '1' },
    { studentId: id(3), date: dayBefore(day), code: 'UNX', period: '1' },
    { studentId: 'S999997', date: day, code: 'UNX', period: '1' },
    { studentId: id(4), date: 'sometime', code: 'UNX', period: '1' },
    // Another way to write the same day; this one counts.
    { studentId: id(5), date: `${month}/${date}/${year}`, code: 'UNX', period: '1' },
  ];
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
