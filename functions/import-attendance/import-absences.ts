import { createHash } from 'node:crypto';
import type { AttendanceDay } from '../../shared/roster/attendance.ts';
import { readAttendance } from '../../shared/roster/attendance.ts';
import { localDay } from '../../shared/roster/dates.ts';
import { isFolder } from '../../shared/roster/drop-names.ts';
import { type ProblemLog, problemLog } from '../../shared/roster/problem.ts';
import { type AbsenceChange, absenceChanges, type DaySoFar } from './absence-changes.ts';
import { oneSchoolAFamily } from './one-school-a-family.ts';
import type { AttendancePorts } from './ports.ts';
import { type Absent, raiseNotices } from './raise-notices.ts';
import { type AttendanceFile, tellApplying, tellImported, tellRejected, tellSeen } from './tell.ts';

/**
 * Takes one attendance file: today's unexcused absences become one notice per school; whoever was told today is not told again.
 * A later file of the day says how the absences of the earlier ones stand, and calls that are queued obey it (B-08). The same
 * file twice raises nothing the second time. Unmapped codes, other days and unknown students call nobody and are reported.
 * Durable: absences marked and claimed, notices raised, report and records written; or the rejection is.
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
  const { uploadedAt } = drop;
  const file: AttendanceFile = { key, hash, day, uploadedAt, group: uploadedAt.slice(0, 10) };
  if (!/\.csv$/i.test(key)) problems.add('name-unexpected', { file: key });
  const found = problems.stopped()
    ? undefined
    : readAttendance(nameOf(key), drop.bytes, day, ports.settings.attendanceCodes, problems);
  if (found === undefined) return tellRejected(ports, file, problems);
  const soFar = await daySoFar(ports, file, found);
  const overtaken = (await ports.absences.takeDay(day, { uploadedAt, hash })) === 'overtaken';
  const changes = overtaken ? [] : absenceChanges(found, soFar);
  const absent = absentIn(nameOf(key), found, soFar, problems);
  // What came late calls nobody anew; what it had taken on before a later file came is still to be raised.
  const own = absent.filter(({ studentKey }) => !overtaken || soFar.known.get(studentKey)?.fileHash === hash);
  await tellApplying(ports, file, { absences: own.length, changes: changes.length });
  for (const { studentKey, to } of changes) await ports.absences.mark(day, studentKey, to);
  // If we die here: calls about these students are refused already, and the next delivery finds nothing to mark.
  const raised = await raiseNotices(ports, file, own);
  const again = againAbsent(found, changes, soFar);
  await tellImported(ports, file, { found, changes, overtaken, again, raised, problems });
}

/** What earlier files of the day have said, and the students of this one and of those. */
async function daySoFar(ports: AttendancePorts, { day }: AttendanceFile, found: AttendanceDay): Promise<DaySoFar> {
  const { student: keyOf } = await ports.naming();
  const known = await ports.absences.ofDay(day);
  const named = [...found.unexcused, ...found.unmapped, ...found.accounted].map(({ sisId }) => keyOf(sisId));
  const students = await ports.students([...new Set([...named, ...known.keys()])]);
  return { known, students, keyOf };
}

/** The absent students that are in the book, each with the school that tells the family. */
function absentIn(file: string, { unexcused }: AttendanceDay, { students, keyOf }: DaySoFar, problems: ProblemLog): Absent[] {
  const found = unexcused.flatMap(({ sisId, row }) => {
    const studentKey = keyOf(sisId);
    const { schoolIds: [schoolId] = [], contactKeys = [] } = students.get(studentKey) ?? {};
    if (schoolId !== undefined) return [{ studentKey, schoolId, contactKeys }];
    problems.add('student-unknown', { file, row, column: 'studentId' }, sisId);
    return [];
  });
  const schools = oneSchoolAFamily(found);
  return found.map(({ studentKey, schoolId }, index) => ({ studentKey, schoolId: schools[index] ?? schoolId }));
}

function againAbsent({ unexcused }: AttendanceDay, changes: readonly AbsenceChange[], { keyOf }: DaySoFar): readonly string[] {
  const again = new Set(changes.flatMap(({ studentKey, to }) => (to === 'unexcused' ? [studentKey] : [])));
  return unexcused.flatMap(({ sisId }) => (again.has(keyOf(sisId)) ? [sisId] : []));
}

function nameOf(key: string): string {
  return key.replace(/^.*\//, '');
}
