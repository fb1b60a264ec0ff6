import { closeTasks, type KeepTaskPorts, openTasks } from './keep-tasks.ts';
import { type ClosedWhy, type FileKind, type OfficeTask, type TaskFile, taskIdOf } from './task.ts';

/** Where tasks of an export are kept: it is of no one school. */
const DISTRICT = 'district';

/** A dropped file that waits for a person. */
export interface FileTrouble {
  readonly kind: FileKind;
  /** The same drop is the same task, however often it is delivered. */
  readonly drop: string;
  /** Absent: the whole district's. */
  readonly schoolId?: string;
  readonly file: TaskFile;
}

export type FileTask = OfficeTask & { readonly file: TaskFile };

/**
 * Puts dropped files on the office's list, and takes those off it that are over. Nobody's contacts or students: whoever looks up a
 * person does not find these. Idempotent and durable as `openTasks` and `closeTasks`; a request for what is open, and nothing more
 * where nothing is.
 * @param isOver why an open task of a file is over; undefined: it is not. Those of `troubles` stay.
 * @param at RFC 3339 UTC with milliseconds
 */
export async function keepFileTasks(
  ports: KeepTaskPorts,
  troubles: readonly FileTrouble[],
  isOver: (task: FileTask) => ClosedWhy | undefined,
  at: string,
): Promise<void> {
  await openTasks(
    ports,
    troubles.map(({ kind, drop, schoolId = DISTRICT, file }) => ({
      subject: { kind, drop },
      ...{ schoolId, contactKeys: [], students: [], file },
      cause: { id: `${kind}.${drop}`, at },
    })),
  );
  // If we die here: both are on the list; the next delivery of the file takes the older one off.
  const stays = new Set(troubles.map(taskIdOf));
  const closings = (await ports.office.listOpen()).flatMap((task) => {
    const why = task.file === undefined || stays.has(task.taskId) ? undefined : isOver({ ...task, file: task.file });
    return why === undefined ? [] : [{ task, why, at }];
  });
  await closeTasks(ports, closings, at.slice(0, 10));
}
