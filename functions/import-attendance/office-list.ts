import { type FileTask, type FileTrouble, keepFileTasks } from '../../shared/office/file-tasks.ts';
import { type ClosedWhy, taskIdOf } from '../../shared/office/task.ts';
import { DOUBTS, type HeldSchool } from '../../shared/roster/attendance/absence-book.ts';
import type { AttendancePorts } from './ports.ts';
import type { AttendanceFile } from './tell.ts';

/**
 * Schools that wait for a person, on the office's list. Of an earlier day nobody can let one pass any more, of an earlier file of the
 * day neither; a school this very file had on hold, and has no longer, was approved. Idempotent and durable as `keepFileTasks`.
 */
export async function listHeldSchools(
  ports: Pick<AttendancePorts, 'trail' | 'office' | 'clock'>,
  { day, hash, uploadedAt }: AttendanceFile,
  held: readonly HeldSchool[],
): Promise<void> {
  const troubles = held.map(({ schoolId, file: key, why, absent, outOf }): FileTrouble => {
    const words = `${absent} of ${outOf} newly absent without excuse, ${DOUBTS[why]}.`;
    return {
      ...{ kind: 'held-school', drop: dropOf(day, schoolId, hash), schoolId },
      file: { key, uploadedAt, why: [words], day },
    };
  });
  const isOver = ({ kind, taskId, schoolId, file }: FileTask): ClosedWhy | undefined => {
    if (kind !== 'held-school') return undefined;
    if (file.day !== day) return (file.day ?? '') < day ? 'day-over' : undefined;
    return taskId === taskIdOf({ kind, drop: dropOf(day, schoolId, hash) }) ? 'approved' : 'superseded';
  };
  await keepFileTasks(ports, troubles, isOver, ports.clock.now().toISOString());
}

function dropOf(day: string, schoolId: string, hash: string): string {
  return `${day} ${schoolId} ${hash}`;
}
