import type { Call } from '../calls/call.ts';
import type { PastRing } from '../consent/gate-input.ts';
import type { Contact, Student } from '../contacts/contact.ts';
import type { OfficeTask } from './task.ts';

export type TaskPlace = Pick<OfficeTask, 'schoolId' | 'taskId'>;

/** Where tasks are kept. */
export interface TaskStore {
  /** By task id, consistently read, a hundred a request; one that does not exist is absent. */
  find(places: readonly TaskPlace[]): Promise<ReadonlyMap<string, OfficeTask>>;
  /** One conditional write: on the version of `before`, or on there being none. `lost`: somebody else wrote meanwhile. */
  save(before: OfficeTask | undefined, after: OfficeTask): Promise<'saved' | 'lost'>;
  /** Every open task of the district. Eventually consistent: a moment ago's truth. One request where there are none. */
  listOpen(): Promise<readonly OfficeTask[]>;
}

/** The people tasks are about, from the sealed book. What is absent or does not open is left out. */
export interface TaskPeople {
  contacts(contactKeys: readonly string[]): Promise<ReadonlyMap<string, Contact>>;
  students(studentKeys: readonly string[]): Promise<ReadonlyMap<string, Student>>;
  /** Contact keys of those who have a number, by number key. */
  holders(numberKeys: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Rings of the last 31 days, by number key. */
  rings(numberKeys: readonly string[]): Promise<ReadonlyMap<string, readonly PastRing[]>>;
  /** Of these students, those whose absence of that day is excused by now, or gone from the file. @param day YYYY-MM-DD */
  excused(day: string, studentKeys: readonly string[]): Promise<ReadonlySet<string>>;
}

/** The office, as every function sees it. */
export type Office = TaskStore & TaskPeople;

/** A call somebody or something picked up: a person with a key, or perhaps a machine without. */
export function wasReached({ state }: Pick<Call, 'state'>): boolean {
  return state === 'confirmed' || state === 'delivered';
}
