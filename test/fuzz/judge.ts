/**
 * Reads a drop the way the importers do, without their ports, and holds it to what is promised whatever the bytes are: no throw,
 * no file refused without a reason, no reason without what to do, no value of the file in the report.
 */

import { SCHOOLS } from '../../infra/local/sample-district/index.ts';
import type { FileBytes } from '../../shared/disk/file-bytes.ts';
import { readAttendance } from '../../shared/roster/attendance/attendance.ts';
import { attendanceDay } from '../../shared/roster/attendance/attendance-day.ts';
import { openArchive } from '../../shared/roster/bytes/archive.ts';
import { ONEROSTER_FILES } from '../../shared/roster/oneroster/oneroster.ts';
import { readOptouts } from '../../shared/roster/optouts.ts';
import { type ProblemLog, problemLog } from '../../shared/roster/report/problem.ts';
import { problemsInOrder } from '../../shared/roster/report/report.ts';
import { reportPage } from '../../shared/roster/report/report-page.ts';
import { EXPORT_CONTEXT } from '../fixtures/exports.ts';
import { testSpool } from '../fixtures/spool.ts';
import { understand } from '../fixtures/understand.ts';
import type { FuzzedDrop } from './drops.ts';

const CONTEXT = { ...EXPORT_CONTEXT, schools: SCHOOLS.map(({ id }) => id) };
const WANTED = new Set<string>(ONEROSTER_FILES);
const CODES = { U: 'unexcused', E: 'excused', T: 'tardy', P: 'present' } as const;
const KIND_OF_VALUE = /^(empty|word for nothing|scientific number|(formula|digits|word|text|text with digits)\(\d+\))$/;

/** @returns whether the drop was taken @throws Error when a promise is broken, and whatever the code under test throws */
export async function judge(drop: FuzzedDrop): Promise<'taken' | 'refused'> {
  const problems = problemLog();
  const isTaken = await read(drop, problems);
  if (isTaken === problems.stopped()) throw new Error(isTaken ? 'taken in spite of a stop' : 'refused without a stop');
  holdReport(problems);
  return isTaken ? 'taken' : 'refused';
}

async function read(drop: FuzzedDrop, problems: ProblemLog): Promise<boolean> {
  if (drop.kind === 'attendance') return isAttendance(drop.bytes, problems);
  if (drop.kind === 'optouts') return readOptouts('o.csv', drop.bytes, CONTEXT.numberRules, problems) !== undefined;
  if (drop.kind === 'files') return isUnderstood(drop.files, drop.contacts, problems);
  const archive = await openArchive(drop.zip, WANTED, testSpool());
  if (archive.kind === 'files') return isUnderstood(archive.files, drop.contacts, problems);
  problems.add(archive.code, { file: 'n.zip' });
  return false;
}

function isAttendance(bytes: Uint8Array, problems: ProblemLog): boolean {
  const read = readAttendance('a.csv', bytes, { day: CONTEXT.day, timezone: 'America/Chicago', spreadsheetPercent: 5 }, problems);
  if (read === undefined) return false;
  attendanceDay('a.csv', read, { codes: CODES, schoolCodes: {}, unexcusedPeriods: 1, schoolsOf: () => [] }, problems);
  return true;
}

function isUnderstood(files: ReadonlyMap<string, FileBytes>, contacts: Uint8Array, problems: ProblemLog): boolean {
  const found = understand(files, contacts, CONTEXT, problems);
  if (found.kind !== 'roster') return found.kind === 'nothing-changed';
  // A student whose row could not be taken may be in the book from an earlier night.
  const students = new Set([...found.roster.students.map(({ sisId }) => sisId), ...found.roster.invalid.students]);
  for (const { edges, numbers } of found.roster.contacts.values()) {
    if (edges.some(({ studentId }) => !students.has(studentId))) throw new Error('an edge to a student nobody has');
    if (numbers.some(({ e164 }) => !/^\+[1-9]\d{6,14}$/.test(e164))) throw new Error('a number that is none');
  }
  return true;
}

function holdReport(problems: ProblemLog): void {
  const result = problems.stopped() ? 'rejected' : 'imported';
  const report = { file: 'f', at: '', result, summary: '', counts: {}, problems: problemsInOrder(problems), maps: [] } as const;
  for (const { what, todo, valueClass = 'empty', row = 1 } of report.problems) {
    if (what === '' || todo === '') throw new Error('a remark without words');
    if (!KIND_OF_VALUE.test(valueClass)) throw new Error('a remark that says more than a kind of value');
    if (!Number.isInteger(row) || row < 0) throw new Error('a remark on no row');
  }
  const page = reportPage(report);
  if (result === 'rejected' && !page.includes('nothing of the file was taken')) throw new Error('a refusal without its reason');
}
