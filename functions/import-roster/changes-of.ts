import { setImmediate } from 'node:timers/promises';
import { type Contact, isOrder, type Student } from '../../shared/contacts/contact.ts';
import type { NumberEntry } from '../../shared/contacts/number-entry.ts';
import { absentFrom } from '../../shared/roster/book/absent.ts';
import type { Naming, NewBook } from '../../shared/roster/book/book.ts';
import {
  type Change,
  contactChanges,
  indexChanges,
  type Printed,
  type Stored,
  staffChanges,
  studentChanges,
} from '../../shared/roster/book/changes.ts';
import { touchedBy } from '../../shared/roster/book/leave.ts';
import { furtherHolders, type Holder, holdersIn, numberChanges, numbersOf } from '../../shared/roster/book/number-changes.ts';
import { withOrphans } from '../../shared/roster/book/orphans.ts';
import { type ExportDays, retiredContacts, retiredStudents } from '../../shared/roster/book/retirement.ts';
import { Standing } from '../../shared/roster/book/standing.ts';
import { Buckets } from '../../shared/roster/packed/buckets.ts';
import { chunksOf } from '../../shared/roster/packed/chunks.ts';
import { PackedList, packed } from '../../shared/roster/packed/packed-list.ts';
import { PackedMap } from '../../shared/roster/packed/packed-map.ts';
import type { Book, Entries, RosterPorts } from './ports.ts';
import { restrictionsOf } from './restrictions.ts';

/** The book as it stands, and what must be written so that it says what the export says. */
export type Changes = Awaited<ReturnType<typeof changesOf>>;

/** Entries read at a time: 16 requests of 100. */
const GROUP = 1_600;

/**
 * Reads the book as far as the export speaks of it. Nothing is written. What there is one of for each person of a district is kept
 * packed, here and in what comes back.
 * @param said what the export says of those it could take
 */
export async function changesOf(ports: RosterPorts, said: NewBook, days: ExportDays, keepTurn: () => Promise<void>) {
  const { book, settings, naming, fresh } = ports;
  const [listed, missing, staff] = await Promise.all([book.schools(), book.missing(), book.staff()]);
  const schools = new Set([...settings.schools.map(({ id }) => id), ...listed, ...said.schools]);
  const [index, { students, contacts, numbers: seen }] = await Promise.all([
    book.enrolled([...schools]),
    lookedThrough(book, said, keepTurn),
  ]);
  students.keepOnly((id) => index.has(id));
  await open(book, 'student', students, students.differing(), keepTurn);
  const known = new Set<string>();
  for (const [, { value }] of students.opened()) for (const key of value?.contactKeys ?? []) known.add(key);
  const absent = absentFrom(said, index.keys(), known);
  const leaving = retiredStudents(absent.students, said.endedStudents, missing.students, days);
  const orphans = new Set(said.orphans.map(({ contactKey }) => contactKey));
  contacts.keepOnly((id) => known.has(id) || orphans.has(id));
  const touched = touchedBy(leaving.retired, students);
  await open(book, 'contact', contacts, new Set([...contacts.differing(), ...touched, ...orphans]), keepTurn);
  const next = withOrphans(said, { contacts, students }, await naming());
  const isRestricted = (key: string) => contacts.get(key)?.value?.edges.some(isOrder) === true;
  const gone = retiredContacts(absent.contacts, isRestricted, missing.contacts, days.day);
  const retired = { students: leaving.retired, contacts: gone.retired };
  const { held, renewed } = await restrictionsOf(ports, next, contacts);
  for (const holder of furtherHolders(next, said, contacts, retired)) seen.add(holder.numberKey, holder);
  const numbers = numbersToWrite(seen, said, await naming());
  return {
    next,
    before: { index, students, contacts, missing, absent, numbers: numbers.ofExport },
    ...{ retired, missing: [...leaving.changes, ...gone.changes] },
    ...{ held, renewed, moved: numbers.moved },
    subjectOf: (contactKey: string) => contacts.get(contactKey)?.value?.auditSubject,
    students: packed(studentChanges(next, students, retired)),
    contacts: packed(contactChanges(next, contacts, fresh, held, retired)),
    numbers: numbers.changes,
    index: indexChanges(next, index, retired),
    schools: [...said.schools].filter((school) => !listed.includes(school)),
    staff: staffChanges(next, staff),
    numbersInAll: numbers.inAll,
  };
}

type SeenNumber = Holder | { readonly numberKey: string; readonly printed: Printed };

/** The whole book by prints. */
async function lookedThrough(book: Book, said: NewBook, keepTurn: () => Promise<void>) {
  const students = new Standing<Student>(said.prints.students);
  const contacts = new Standing<Contact>(said.prints.contacts);
  const numbers = new Buckets<SeenNumber>(said.contacts.size * 2);
  const see = {
    student: (id: string, printed: Printed) => students.see(id, printed),
    contact: (id: string, printed: Printed) => contacts.see(id, printed),
    number: (numberKey: string, printed: Printed) => numbers.add(numberKey, { numberKey, printed }),
  };
  await Promise.all([
    book.lookThrough((kind, id, printed) => see[kind](id, printed), keepTurn),
    // Meanwhile: who is to have which number.
    inTurns(holdersIn(said), (holder) => numbers.add(holder.numberKey, holder)),
  ]);
  return { students, contacts, numbers };
}

/** Entries with their values, in the order of the ids. */
export async function openedIn<K extends keyof Entries>(
  book: Book,
  kind: K,
  ids: Iterable<string>,
  keepTurn: () => Promise<void>,
): Promise<ReadonlyMap<string, Stored<Entries[K]>>> {
  const all = PackedMap.of<Stored<Entries[K]>>();
  for await (const [id, stored] of opened(book, kind, ids, keepTurn)) if (stored !== undefined) all.add(id, stored);
  return all;
}

async function* opened<K extends keyof Entries>(
  book: Book,
  kind: K,
  ids: Iterable<string>,
  keepTurn: () => Promise<void>,
): AsyncGenerator<readonly [string, Stored<Entries[K]> | undefined]> {
  for (const group of chunksOf(ids, GROUP)) {
    await keepTurn();
    const found = await book.opened(kind, group);
    for (const id of group) yield [id, found.get(id)];
  }
}

async function open<K extends 'student' | 'contact'>(
  book: Book,
  kind: K,
  standing: Standing<Entries[K]>,
  ids: Iterable<string>,
  keepTurn: () => Promise<void>,
): Promise<void> {
  for await (const [id, stored] of opened(book, kind, ids, keepTurn)) standing.open(id, stored);
}

/** Values taken between two looks at what else there is to do. */
const A_TURN = 500;

/** Takes values without keeping what DynamoDB answers waiting. */
async function inTurns<T>(values: Iterable<T>, take: (value: T) => void): Promise<void> {
  for (const few of chunksOf(values, A_TURN)) {
    for (const value of few) take(value);
    await setImmediate();
  }
}

/** A part of the numbers at a time. @param seen numbers of the book, and those who had them and are to have them */
function numbersToWrite(seen: Buckets<SeenNumber>, said: NewBook, naming: Naming) {
  const changes = new PackedList<Change<NumberEntry>>();
  const moved = new Map<string, readonly string[]>();
  const ofExport = { seen: 0, mostShared: 0 };
  let inAll = 0;
  for (const bucket of seen) {
    const stored = new Map(bucket.flatMap((one) => ('printed' in one ? [[one.numberKey, one.printed] as const] : [])));
    const part = numbersOf(bucket.flatMap((one) => ('printed' in one ? [] : [one])));
    inAll += part.entries.size;
    for (const [numberKey, contactKeys] of part.moved) moved.set(numberKey, contactKeys);
    for (const change of numberChanges(part, stored, naming)) changes.push(change);
    for (const { contactKeys } of part.entries.values()) {
      const shared = contactKeys.filter((key) => said.contacts.has(key)).length;
      if (shared > 0) ofExport.seen += 1;
      ofExport.mostShared = Math.max(ofExport.mostShared, shared);
    }
  }
  return { changes, moved, inAll, ofExport };
}
