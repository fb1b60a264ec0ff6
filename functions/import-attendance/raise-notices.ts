import { createHash } from 'node:crypto';
import type { AbsentStudent } from './absent-students.ts';
import { oneSchoolAFamily } from './one-school-a-family.ts';
import type { AttendancePorts } from './ports.ts';
import { sayOfLater } from './say-words.ts';
import type { AttendanceFile } from './tell.ts';

/** A student whose family is told, and the notice in which it is. */
export interface Telling {
  readonly studentKey: string;
  readonly noticeId: string;
}

/** How many students somebody is told about, how many were told of before, and in how many notices. */
export interface Raised {
  readonly told: number;
  readonly toldBefore: number;
  readonly notices: readonly string[];
}

/** Conditional writes under way at a time. */
const SIDE_BY_SIDE = 16;

/**
 * Each student with the school that tells the family.
 * @param approved the school that a person has let pass; its notices are others than those the file raised before
 */
export function tellingsOf(file: AttendanceFile, absent: readonly AbsentStudent[], approved?: string): readonly Telling[] {
  const pupils = absent.map(({ schoolIds: [schoolId], contactKeys }) => ({ schoolId, contactKeys }));
  const schools = oneSchoolAFamily(pupils);
  return absent.map(({ studentKey, schoolIds: [own] }, index) => ({
    studentKey,
    noticeId: noticeIdOf(file, schools[index] ?? own, approved),
  }));
}

/**
 * One notice per school for the absences no earlier file of the day has reported. Its id is derived from day, school and file, and
 * each absence is claimed for it before it is raised, so that a crash anywhere ends, with the next delivery, in the very same notices.
 */
export async function raiseNotices(ports: AttendancePorts, file: AttendanceFile, tellings: readonly Telling[]): Promise<Raised> {
  const ours = await claimAll(ports, file, tellings);
  // A later file may have looked before these were claimed: what it says of them is said before anybody is called.
  const taken = ours.length === 0 ? 'latest' : await ports.absences.takeDay(file.day, file);
  if (taken !== 'latest') await sayOfLater(ports, file.day, taken.overtakenBy);
  const byNotice = [...Map.groupBy(ours, ({ noticeId }) => noticeId)];
  const notices = byNotice.map(([noticeId, students]) => ({
    noticeId,
    purpose: 'attendance' as const,
    audience: { kind: 'students' as const, students: students.map(({ studentKey }) => studentKey).sort() },
    message: { name: ports.settings.attendanceMessage },
    raisedBy: 'sis:attendance',
    absenceDay: file.day,
  }));
  // If we die here: the absences are claimed for notices nobody has heard of; the next delivery claims them again and raises them.
  await ports.bus.raise(notices);
  ports.log.info('ATTENDANCE_RAISED', { notices: notices.length, students: ours.length });
  return { told: ours.length, toldBefore: tellings.length - ours.length, notices: notices.map(({ noticeId }) => noticeId) };
}

async function claimAll(ports: AttendancePorts, file: AttendanceFile, tellings: readonly Telling[]): Promise<Telling[]> {
  const ours: Telling[] = [];
  for (let from = 0; from < tellings.length; from += SIDE_BY_SIDE) {
    const group = tellings.slice(from, from + SIDE_BY_SIDE);
    const answers = await Promise.all(
      group.map(({ studentKey, noticeId }) => ports.absences.claim({ day: file.day, studentKey, noticeId, file })),
    );
    ours.push(...group.filter((_, index) => answers[index] === 'ours'));
  }
  return ours;
}

/** `att-2026-11-24-<school>-<10 hex>`; at most 64 letters, digits, `-`, `_` and `.`. */
function noticeIdOf({ day, hash, takenAt }: AttendanceFile, schoolId: string, approved: string | undefined): string {
  const parts = [day, schoolId, hash, takenAt, approved].filter((part) => part !== undefined);
  const digest = createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 10);
  return `att-${day}-${schoolId.replace(/[^A-Za-z0-9_-]/g, '-').slice(0, 36)}-${digest}`;
}
