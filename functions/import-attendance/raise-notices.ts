import { createHash } from 'node:crypto';
import type { AttendancePorts } from './ports.ts';
import type { AttendanceFile } from './tell.ts';

export interface Absent {
  readonly studentKey: string;
  /** The school that tells the family. */
  readonly schoolId: string;
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
 * One notice per school for the absences no earlier file of the day has reported. Its id is derived from day, school and file, and
 * each absence is claimed for it before it is raised, so that a crash anywhere ends, with the next delivery, in the very same notices.
 */
export async function raiseNotices(ports: AttendancePorts, file: AttendanceFile, absent: readonly Absent[]): Promise<Raised> {
  const ours = await claimAll(ports, file, absent);
  const bySchool = [...Map.groupBy(ours, ({ schoolId }) => schoolId)];
  const notices = bySchool.map(([schoolId, students]) => ({
    noticeId: noticeIdOf(file, schoolId),
    purpose: 'attendance' as const,
    audience: { kind: 'students' as const, students: students.map(({ studentKey }) => studentKey).sort() },
    message: { name: ports.settings.attendanceMessage },
    raisedBy: 'sis:attendance',
    absenceDay: file.day,
  }));
  // If we die here: the absences are claimed for notices nobody has heard of; the next delivery claims them again and raises them.
  await ports.bus.raise(notices);
  ports.log.info('ATTENDANCE_RAISED', { notices: notices.length, students: ours.length });
  return { told: ours.length, toldBefore: absent.length - ours.length, notices: notices.map(({ noticeId }) => noticeId) };
}

async function claimAll(ports: AttendancePorts, file: AttendanceFile, absent: readonly Absent[]): Promise<Absent[]> {
  const ours: Absent[] = [];
  for (let from = 0; from < absent.length; from += SIDE_BY_SIDE) {
    const group = absent.slice(from, from + SIDE_BY_SIDE);
    const answers = await Promise.all(
      group.map(({ studentKey, schoolId }) => {
        const noticeId = noticeIdOf(file, schoolId);
        return ports.absences.claim({ day: file.day, studentKey, noticeId, fileHash: file.hash });
      }),
    );
    ours.push(...group.filter((_, index) => answers[index] === 'ours'));
  }
  return ours;
}

/** `att-2026-11-24-<school>-<10 hex>`; at most 64 letters, digits, `-`, `_` and `.`. */
function noticeIdOf({ day, hash }: AttendanceFile, schoolId: string): string {
  const digest = createHash('sha256').update(`${day}\0${schoolId}\0${hash}`).digest('hex').slice(0, 10);
  return `att-${day}-${schoolId.replace(/[^A-Za-z0-9_-]/g, '-').slice(0, 36)}-${digest}`;
}
