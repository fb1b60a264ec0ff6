import { z } from 'zod';
import type { AttendanceReport, RosterReport } from '../report/day-report.ts';

/** What the importers leave under `reports/`, as far as the day's report repeats it. */
const importReport = z.object({
  file: z.string(),
  result: z.enum(['imported', 'rejected', 'waiting', 'held']),
  summary: z.string(),
  counts: z.record(z.string(), z.number()),
  signals: z.array(z.object({ id: z.string(), level: z.enum(['warn', 'hold']), words: z.string() })).default([]),
  lists: z.array(z.object({ title: z.string(), columns: z.array(z.string()), rows: z.array(z.array(z.string())) })).default([]),
  problems: z.array(
    z.object({
      severity: z.string(),
      file: z.string(),
      row: z.number().optional(),
      column: z.string().optional(),
      what: z.string(),
      todo: z.string(),
    }),
  ),
});

export type ImportReport = z.infer<typeof importReport>;

/** @throws ZodError for what is no import report */
export function parseImportReport(report: unknown): ImportReport {
  return importReport.parse(report);
}

export function rosterReportOf({ file, counts, problems }: ImportReport): RosterReport {
  return {
    file,
    students: counts['students'] ?? 0,
    contacts: counts['contacts'] ?? 0,
    numbers: counts['numbers'] ?? 0,
    problems: problems
      .filter(({ severity }) => severity !== 'note')
      .map(({ file: of, row = 0, column = '', what, todo }) => ({ file: of, row, column, problem: what, advice: todo })),
  };
}

export function attendanceReportOf({ file, counts, lists, problems }: ImportReport): Omit<AttendanceReport, 'calls'> {
  const unmapped = lists
    .filter(({ columns }) => columns[2] === 'Code')
    .flatMap(({ rows }) => rows)
    .map(([sisId = '', row = '0', code = '']) => ({
      row: Number(row),
      problem: `Student ${sisId} has the code ${code}, which is not in the settings: nobody was called.`,
      advice: 'Add the code to attendanceCodes, or correct it.',
    }));
  return {
    file,
    unexcused: counts['students whose family is called'] ?? 0,
    excused: counts['students excused, late or present'] ?? 0,
    clerk: [
      ...unmapped,
      ...problems
        .filter(({ severity }) => severity !== 'note')
        .map(({ row = 0, what, todo }) => ({ row, problem: what, advice: todo })),
    ],
  };
}
