import type { ConsentLedger } from '../consent/ledger.ts';
import { effectiveStops } from '../consent/number-stops.ts';
import type { Contact, Student } from '../contacts/contact.ts';
import { closeTasks, type KeepTaskPorts } from './keep-tasks.ts';
import { hasNumber } from './number-trouble.ts';
import type { TaskPeople } from './office.ts';
import { type ClosedWhy, NUMBER_KINDS, type OfficeTask, type TaskKind } from './task.ts';

export interface MendPorts extends KeepTaskPorts {
  readonly office: KeepTaskPorts['office'] & Pick<TaskPeople, 'contacts' | 'students'>;
  /** Who has lifted a stop has verified the number. */
  readonly consents: Pick<ConsentLedger, 'readMany'>;
}

/** Somebody said that a number is wrong. */
const WRONG: readonly TaskKind[] = ['not-my-number', 'wrong-number-said'];

/** What the book and the list of stops say now. */
export interface MendFacts {
  readonly contacts: ReadonlyMap<string, Contact>;
  readonly students: ReadonlyMap<string, Student>;
  /** Number keys that a `not my number` still stops, or whose stops do not open. */
  readonly stopped: ReadonlySet<string>;
  /** Number keys of open tasks that say nobody is reached there. */
  readonly broken: ReadonlySet<string>;
}

/**
 * After an export is in the book: closes the tasks that it has mended. Asks one question where the list is empty. Durable and
 * idempotent as `closeTasks`. @param group of the records, a day @param at RFC 3339 UTC with milliseconds
 * @returns how many were closed
 */
export async function closeMended(ports: MendPorts, group: string, at: string): Promise<number> {
  const open = (await ports.office.listOpen()).filter(({ kind, file }) => kind !== 'duty' && file === undefined);
  if (open.length === 0) return 0;
  const facts = await factsFor(ports, open);
  const mended = open.flatMap((task) => {
    const why = mendedBy(task, facts);
    return why === undefined ? [] : [{ task, why, at }];
  });
  return (await closeTasks(ports, mended, group)).length;
}

/**
 * Somebody has verified a number by name: that it is nobody's, or said to be, is over. @param group of the records, a day
 * @param at RFC 3339 UTC with milliseconds
 */
export async function closeVerified(ports: KeepTaskPorts, numberKey: string, group: string, at: string): Promise<void> {
  const open = (await ports.office.listOpen()).filter((task) => WRONG.includes(task.kind) && task.numberKey === numberKey);
  await closeTasks(
    ports,
    open.map((task) => ({ task, why: 'verified', at })),
    group,
  );
}

async function factsFor({ office, consents }: MendPorts, open: readonly OfficeTask[]): Promise<MendFacts> {
  const students = await office.students([
    ...new Set(open.flatMap((task) => (task.kind === 'unreachable-pupil' ? task.students : []))),
  ]);
  const theirs = [...students.values()].flatMap(({ contactKeys }) => contactKeys);
  const contacts = await office.contacts([...new Set([...theirs, ...open.flatMap(({ contactKeys }) => contactKeys)])]);
  const numberKeys = open.flatMap(({ kind, numberKey }) =>
    kind === 'not-my-number' && numberKey !== undefined ? [numberKey] : [],
  );
  const { stops } = await consents.readMany({ numberKeys, contactKeys: [] });
  const stopped = [...stops].filter(([, reading]) => reading.kind !== 'held' || effectiveStops(reading.value).notMyNumber);
  return { contacts, students, stopped: new Set(stopped.map(([key]) => key)), broken: brokenNumbers(open) };
}

/** Numbers of which an open task says that nobody the school knows is reached there; what somebody unknown says is no such word. */
export function brokenNumbers(open: readonly OfficeTask[]): ReadonlySet<string> {
  const isSure = (kind: TaskKind) => kind !== 'wrong-number-said' && NUMBER_KINDS.some((one) => one === kind);
  const says = open.filter(({ state, kind }) => state === 'open' && isSure(kind));
  return new Set(says.flatMap(({ numberKey }) => (numberKey === undefined ? [] : [numberKey])));
}

/**
 * Whether what the book says now has mended a task, and how; undefined: it has not. A number is mended when none of its people
 * has it any more, or when somebody has verified it; a pupil, when a contact has a number that was not on file before and of
 * which nothing is known against it. A duty is mended by no file. Pure.
 */
export function mendedBy(task: OfficeTask, { contacts, students, stopped, broken }: MendFacts): ClosedWhy | undefined {
  const { kind, numberKey } = task;
  if (kind === 'unlisted-guardian') return spokenOf(task, contacts);
  if (NUMBER_KINDS.some((one) => one === kind) && numberKey !== undefined) {
    const holders = task.contactKeys.flatMap((key) => contacts.get(key) ?? []).filter((contact) => hasNumber(contact, numberKey));
    if (holders.length === 0) return 'number-gone';
    return kind === 'not-my-number' && !stopped.has(numberKey) ? 'verified' : undefined;
  }
  if (kind !== 'unreachable-pupil') return undefined;
  const [studentKey = ''] = task.students;
  const student = students.get(studentKey);
  if (student === undefined) return 'number-gone';
  const known = new Set([...(task.knownNumbers ?? []), ...broken]);
  const reachable = student.contactKeys
    .flatMap((key) => contacts.get(key) ?? [])
    .filter((contact) => mayBeTold(contact, studentKey));
  return reachable.some(({ numbers }) => numbers.some((number) => !known.has(number.numberKey))) ? 'new-number' : undefined;
}

/** Mended as far as the contacts speak of everybody who has the phone. */
function spokenOf({ numberKey = '', contactKeys, students }: OfficeTask, contacts: MendFacts['contacts']): ClosedWhy | undefined {
  const holders = contactKeys.flatMap((key) => contacts.get(key) ?? []).filter((contact) => hasNumber(contact, numberKey));
  const ofPupils = holders.flatMap(({ edges }) => edges.filter(({ studentKey }) => students.includes(studentKey)));
  if (ofPupils.length === 0) return 'number-gone';
  return ofPupils.some(({ unlisted }) => unlisted) ? undefined : 'listed';
}

/** Neither kept from this student by an order, nor only listed. */
export function mayBeTold({ edges }: Pick<Contact, 'edges'>, studentKey: string): boolean {
  return edges.some((edge) => edge.studentKey === studentKey && !edge.restricted && !(edge.limits ?? []).includes('never'));
}
