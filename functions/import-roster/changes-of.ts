import { type Contact, isOrder, type Student } from '../../shared/contacts/contact.ts';
import type { NumberEntry } from '../../shared/contacts/number-entry.ts';
import type { Buckets } from '../../shared/packed/buckets.ts';
import { chunksOf } from '../../shared/packed/chunks.ts';
import { MarkedSet } from '../../shared/packed/marked-set.ts';
import { PackedList } from '../../shared/packed/packed-list.ts';
import { PackedMap } from '../../shared/packed/packed-map.ts';
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
  type ToWrite,
} from '../../shared/roster/book/changes.ts';
import type { Holder } from '../../shared/roster/book/holders.ts';
import { IndexLines } from '../../shared/roster/book/index-lines.ts';
import { touchedBy } from '../../shared/roster/book/leave.ts';
import { furtherHolders, numberChanges, numbersOf } from '../../shared/roster/book/number-changes.ts';
import { withOrphans } from '../../shared/roster/book/orphans.ts';
import { type ExportDays, retiredContacts, retiredStudents } from '../../shared/roster/book/retirement.ts';
import { Standing } from '../../shared/roster/book/standing.ts';
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
  const { book, naming, fresh } = ports;
  const [listed, missing, staff] = await Promise.all([book.schools(), book.missing(), book.staff()]);
  const { students, contacts, numbers: seen, index, mayHaveConsents } = await lookedThrough(book, said, keepTurn);
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
  const further = said.holders.beside<Holder>();
  for (const holder of furtherHolders(next, said, contacts, retired)) further.add(holder[0], holder);
  const numbers = numbersToWrite({ stored: seen, further }, said, await naming());
  return {
    next,
    before: { index, students, contacts, missing, absent, numbers: numbers.ofExport },
    ...{ retired, missing: [...leaving.changes, ...gone.changes] },
    ...{ held, renewed, moved: numbers.moved },
    subjectOf: (contactKey: string) => contacts.get(contactKey)?.value?.auditSubject,
    students: studentChanges(next, students, retired),
    contacts: contactChanges(next, contacts, fresh, held, retired),
    mayHaveConsents,
    numbers: numbers.changes,
    index: indexChanges(next, index, retired),
    schools: [...said.schools].filter((school) => !listed.includes(school)),
    staff: staffChanges(next, staff),
    numbersInAll: numbers.inAll,
  };
}

/** A number of the book. */
type StoredNumber = readonly [numberKey: string, printed: Printed];

/** The whole book by prints. */
async function lookedThrough(book: Book, said: NewBook, keepTurn: () => Promise<void>) {
  const students = new Standing<Student>(said.prints.students);
  const contacts = new Standing<Contact>(said.prints.contacts);
  const numbers = said.holders.beside<StoredNumber>();
  const see = {
    student: (id: string, printed: Printed) => students.see(id, printed),
    contact: (id: string, printed: Printed) => contacts.see(id, printed),
    number: (numberKey: string, printed: Printed) => numbers.add(numberKey, [numberKey, printed]),
  };
  const lines = new IndexLines();
  await book.lookThrough({ entry: (kind, id, printed) => see[kind](id, printed), line: (line) => lines.see(line) }, keepTurn);
  const isEmpty = students.size + contacts.size + numbers.size === 0;
  const { index } = lines;
  return { students, contacts, numbers, index, mayHaveConsents: isEmpty ? await recordedIn(book) : () => true };
}

/** On a first import hardly anybody has a record, and everybody would be asked for. */
async function recordedIn(book: Book): Promise<(contactKey: string) => boolean> {
  const recorded = new MarkedSet();
  await book.recorded((contactKey) => recorded.add(contactKey));
  return (contactKey) => recorded.mayHave(contactKey);
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

interface OldNumbers {
  /** As the book has them. */
  readonly stored: Buckets<StoredNumber>;
  /** Who had them, and who goes on having them. */
  readonly further: Buckets<Holder>;
}

/**
 * A part of the numbers at a time. Of the first export of all, what is written is everything: it is made once more as it is written,
 * and held nowhere.
 */
function numbersToWrite(old: OldNumbers, said: NewBook, naming: Naming) {
  const moved = new Map<string, readonly string[]>();
  const ofExport = { seen: 0, mostShared: 0 };
  const differing = new PackedList<Change<NumberEntry>>();
  const isFirst = old.stored.size === 0;
  let inAll = 0;
  for (const { part, printed } of partsOf(old, said)) {
    inAll += part.entries.size;
    if (!isFirst) for (const change of numberChanges(part, printed, naming)) differing.push(change);
    for (const [numberKey, contactKeys] of part.moved) moved.set(numberKey, contactKeys);
    for (const { contactKeys } of part.entries.values()) {
      const shared = contactKeys.filter((key) => said.contacts.has(key)).length;
      if (shared > 0) ofExport.seen += 1;
      ofExport.mostShared = Math.max(ofExport.mostShared, shared);
    }
  }
  const everything: ToWrite<Change<NumberEntry>> = {
    length: inAll,
    *[Symbol.iterator]() {
      for (const { part, printed } of partsOf(old, said)) yield* numberChanges(part, printed, naming);
    },
  };
  return { changes: isFirst ? everything : differing, moved, inAll, ofExport };
}

function* partsOf({ stored, further }: OldNumbers, said: NewBook) {
  const [before, more] = [stored[Symbol.iterator](), further[Symbol.iterator]()];
  for (const holders of said.holders) {
    const part = numbersOf([...holders, ...(more.next().value ?? [])]);
    yield { part, printed: new Map(before.next().value ?? []) };
  }
}
