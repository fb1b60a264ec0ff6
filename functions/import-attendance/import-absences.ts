import { createHash } from 'node:crypto';
import type { AttendanceDay } from '../../shared/roster/attendance.ts';
import { readAttendance } from '../../shared/roster/attendance.ts';
import { localDay } from '../../shared/roster/dates.ts';
import { isFolder } from '../../shared/roster/drop-names.ts';
import { type ProblemLog, problemLog } from '../../shared/roster/problem.ts';
import { oneSchoolAFamily } from './one-school-a-family.ts';
import type { AttendancePorts } from './ports.ts';
import { type Absent, raiseNotices } from './raise-notices.ts';
import { type AttendanceFile, tellImported, tellRejected, tellSeen } from './tell.ts';

/**
 * Takes one attendance file: today's unexcused absences become one notice per school; whoever was told today is not told again.
 * The same file twice raises nothing the second time. Unmapped codes, other days and unknown students call nobody and are reported.
 * Durable: absences claimed, notices raised, report and records written; or the rejection is.
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
  const problems = problemLog();
  const day = localDay(ports.clock.now(), ports.settings.district.timezone);
  const file: AttendanceFile = { key, hash, day, group: drop.uploadedAt.slice(0, 10) };
  if (!/\.csv$/i.test(key)) problems.add('name-unexpected', { file: key });
  const found = problems.stopped()
    ? undefined
    : readAttendance(nameOf(key), drop.bytes, day, ports.settings.attendanceCodes, problems);
  if (found === undefined) return tellRejected(ports, file, problems);
  const absent = await known(ports, nameOf(key), found, problems);
  const raised = await raiseNotices(ports, file, absent);
  await tellImported(ports, file, { found, raised, problems });
}

/** The absent students that are in the book, each with the school that tells the family. */
async function known(
  ports: AttendancePorts,
  file: string,
  { unexcused }: AttendanceDay,
  problems: ProblemLog,
): Promise<Absent[]> {
  const naming = await ports.naming();
  const keyed = unexcused.map((absentee) => ({ ...absentee, studentKey: naming.student(absentee.sisId) }));
  const students = await ports.students(keyed.map(({ studentKey }) => studentKey));
  const found = keyed.flatMap(({ studentKey, sisId, row }) => {
    const { schoolIds: [schoolId] = [], contactKeys = [] } = students.get(studentKey) ?? {};
    if (schoolId !== undefined) return [{ studentKey, schoolId, contactKeys }];
    problems.add('student-unknown', { file, row, column: 'studentId' }, sisId);
    return [];
  });
  const schools = oneSchoolAFamily(found);
  return found.map(({ studentKey, schoolId }, index) => ({ studentKey, schoolId: schools[index] ?? schoolId }));
}

function nameOf(key: string): string {
  return key.replace(/^.*\//, '');
}
