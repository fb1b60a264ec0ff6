import { createHash } from 'node:crypto';
import type { AuditDraft, AuditTrail } from '../audit/trail.ts';
import { writeRecords } from '../calls/write-records.ts';
import { TryAgain } from '../faults/fault.ts';
import type { TaskStore } from './office.ts';
import { type Closing, closedBy, type OfficeTask, type Opening, openedBy, taskIdOf } from './task.ts';

export interface KeepTaskPorts {
  readonly trail: AuditTrail;
  readonly office: TaskStore;
}

/** Others wrote the task each time we tried to. */
export class TaskContended extends TryAgain<{ taskId: string }> {
  readonly code = 'TASK_CONTENDED';
}

const MAX_TRIES = 4;
/** Writes under way at a time. */
const SIDE_BY_SIDE = 8;

interface Planned {
  readonly opening: Opening;
  readonly before: OfficeTask | undefined;
  readonly after: OfficeTask;
}

/**
 * Puts tasks on the office's list, or back on it. Idempotent: what is open stays as it is, and a cause told twice opens nothing.
 * Durable when it resolves: the records (`task.opened`), then the tasks. If it dies between the two, the trail says what the
 * list was to say, and the same report, told again, finishes it under the same record ids.
 * One read of all the tasks, one object of records, and one conditional write for each task that is new; nothing for none.
 * @returns the tasks that were opened here
 * @throws TaskContended, and TryAgain of the adapters
 */
export async function openTasks({ trail, office }: KeepTaskPorts, openings: readonly Opening[]): Promise<readonly OfficeTask[]> {
  const distinct = [...new Map(openings.map((opening) => [placeOf(opening).taskId, opening])).values()];
  if (distinct.length === 0) return [];
  const found = await office.find(distinct.map(placeOf));
  const planned = distinct.flatMap((opening) => plan(opening, found.get(placeOf(opening).taskId)));
  if (planned.length === 0) return [];
  await writeRecords(trail, planned.map(openedRecord));
  // If we die here: on record and on nobody's list; whoever reported it reports it again.
  const opened: OfficeTask[] = [];
  for (let from = 0; from < planned.length; from += SIDE_BY_SIDE) {
    const saved = await Promise.all(planned.slice(from, from + SIDE_BY_SIDE).map((one) => saveOpened(office, one)));
    opened.push(...saved.filter((task) => task !== undefined));
  }
  return opened;
}

function placeOf({ subject, schoolId }: Opening) {
  return { schoolId, taskId: taskIdOf(subject) };
}

function plan(opening: Opening, before: OfficeTask | undefined): readonly Planned[] {
  const after = openedBy(before, opening);
  return after === undefined ? [] : [{ opening, before, after }];
}

/** Where somebody else wrote meanwhile, they have most likely opened the very same task. */
async function saveOpened(office: TaskStore, { opening, ...first }: Planned): Promise<OfficeTask | undefined> {
  let { before, after } = first;
  for (let round = 1; round <= MAX_TRIES; round += 1) {
    if ((await office.save(before, after)) === 'saved') return after;
    before = (await office.find([after])).get(after.taskId);
    const next = openedBy(before, opening);
    if (next === undefined) return undefined;
    after = next;
  }
  throw contended(after);
}

export interface ToClose extends Closing {
  readonly task: OfficeTask;
  /** Who says so, for a person's word: a login, never a name. */
  readonly by?: string;
  /** Hex SHA-256 of what the person wrote; the words themselves are sealed in the task. */
  readonly noteSha256?: string;
}

/**
 * Takes tasks off the list. Idempotent: what is closed stays as it is. Durable when it resolves: the records (`task.closed`),
 * then the tasks. @param group of the records: a notice, or a day
 * @returns the tasks that were closed here
 */
export async function closeTasks(
  { trail, office }: KeepTaskPorts,
  closings: readonly ToClose[],
  group: string,
): Promise<readonly OfficeTask[]> {
  const planned = closings.flatMap((closing) => {
    const after = closedBy(closing.task, closing);
    return after === undefined ? [] : [{ closing, after }];
  });
  if (planned.length === 0) return [];
  await trail.write(
    group,
    planned.map(({ closing }) => closedRecord(closing)),
  );
  // If we die here: said to be closed and still listed; what mended it closes it at the next look.
  const closed: OfficeTask[] = [];
  for (let from = 0; from < planned.length; from += SIDE_BY_SIDE) {
    const saved = await Promise.all(planned.slice(from, from + SIDE_BY_SIDE).map((one) => saveClosed(office, one)));
    closed.push(...saved.filter((task) => task !== undefined));
  }
  return closed;
}

async function saveClosed(
  office: TaskStore,
  { closing, ...first }: { readonly closing: ToClose; readonly after: OfficeTask },
): Promise<OfficeTask | undefined> {
  let before: OfficeTask | undefined = closing.task;
  let after: OfficeTask | undefined = first.after;
  for (let round = 1; after !== undefined && round <= MAX_TRIES; round += 1) {
    if ((await office.save(before, after)) === 'saved') return after;
    before = (await office.find([after])).get(after.taskId);
    after = before === undefined ? undefined : closedBy(before, closing);
  }
  if (after === undefined) return undefined;
  throw contended(after);
}

function openedRecord({ opening: { cause, duty }, after }: Planned): AuditDraft {
  const { taskId, round, kind, schoolId, file } = after;
  const clock = duty === undefined ? {} : { state: duty.state, rule: duty.rule, due: duty.due };
  return {
    kind: 'task.opened',
    // The cause is part of the name: two who report the same thing at the same moment say it in words of their own.
    id: `task.opened.${taskId}.${round}.${digest(cause.id)}`,
    at: cause.at,
    ...(cause.noticeId === undefined ? {} : { notice: cause.noticeId }),
    ...(cause.callId === undefined ? {} : { call: cause.callId }),
    ...(cause.auditSubject === undefined ? {} : { subject: cause.auditSubject }),
    ...(cause.refs === undefined ? {} : { refs: cause.refs }),
    facts: { task: taskId, kind, school: schoolId, round, ...clock, ...(file === undefined ? {} : { file: file.key }) },
  };
}

function closedRecord({ task: { taskId, round, kind, schoolId, duty }, why, at, by, noteSha256 }: ToClose): AuditDraft {
  const clock = duty === undefined ? {} : { due: duty.due };
  return {
    kind: 'task.closed',
    // A person's word is an act of its own each time; what mends by itself is told under one name.
    ...(why === 'done' ? {} : { id: `task.closed.${taskId}.${round}.${why}` }),
    at,
    ...(duty === undefined ? {} : { notice: duty.noticeId }),
    facts: {
      task: taskId,
      kind,
      school: schoolId,
      round,
      why,
      ...clock,
      ...(by === undefined ? {} : { by }),
      ...(noteSha256 === undefined ? {} : { note: noteSha256 }),
    },
  };
}

function digest(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('base64url').slice(0, 16);
}

function contended({ taskId }: OfficeTask): TaskContended {
  return new TaskContended('the task changed under every attempt', { taskId }, 'It is tried again.');
}
