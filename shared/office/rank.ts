import type { Contact, Student } from '../contacts/contact.ts';
import { brokenNumbers, mayBeTold } from './mend.ts';
import { type OfficeTask, TASK_KINDS } from './task.ts';

/** What ranking looks at: the sealed book, as it is now. */
export interface RankFacts {
  readonly contacts: ReadonlyMap<string, Contact>;
  readonly students: ReadonlyMap<string, Student>;
  /** Number keys that a `not my number` stops, whether or not a task says so. */
  readonly stopped: ReadonlySet<string>;
}

export interface RankedTask {
  readonly task: OfficeTask;
  /** Of its pupils: how many have no contact with a working number. */
  readonly nobodyReaches: number;
}

/**
 * The office's list in the order of work: files that wait for a person first, because they keep a school or the district from being
 * called, or let its contacts grow old; then children whom nobody can reach, most of them first; then what is due, soonest first; then what concerns most children; then by kind, age and id, so that no two tasks are in the same place. The same tasks
 * give the same order, in whatever order they come. Pure.
 */
export function rankTasks(tasks: readonly OfficeTask[], facts: RankFacts): readonly RankedTask[] {
  const broken = new Set([...brokenNumbers(tasks), ...facts.stopped]);
  return tasks
    .map((task) => ({ task, nobodyReaches: task.students.filter((key) => !isReachable(key, facts, broken)).length }))
    .sort(compareRanked);
}

/** A pupil who is not in the book any more counts as reachable: there is nobody to look for. */
function isReachable(studentKey: string, { contacts, students }: RankFacts, broken: ReadonlySet<string>): boolean {
  const student = students.get(studentKey);
  if (student === undefined) return true;
  return student.contactKeys
    .flatMap((key) => contacts.get(key) ?? [])
    .filter((contact) => mayBeTold(contact, studentKey))
    .some(({ numbers }) => numbers.some(({ numberKey }) => !broken.has(numberKey)));
}

/** A total order over tasks of different ids: never 0 for two of them, and the reverse the other way round. */
export function compareRanked(a: RankedTask, b: RankedTask): number {
  return (
    Number(b.task.file !== undefined) - Number(a.task.file !== undefined) ||
    b.nobodyReaches - a.nobodyReaches ||
    compareText(a.task.duty?.due ?? NEVER, b.task.duty?.due ?? NEVER) ||
    b.task.students.length - a.task.students.length ||
    TASK_KINDS.indexOf(a.task.kind) - TASK_KINDS.indexOf(b.task.kind) ||
    compareText(a.task.openedAt, b.task.openedAt) ||
    compareText(a.task.taskId, b.task.taskId)
  );
}

/** After every RFC 3339 moment. */
const NEVER = '~';

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
