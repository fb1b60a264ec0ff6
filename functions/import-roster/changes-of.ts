import type { NumberEntry } from '../../shared/contacts/number-entry.ts';
import { absentFrom } from '../../shared/roster/book/absent.ts';
import type { Naming, NewBook } from '../../shared/roster/book/book.ts';
import {
  type Change,
  contactChanges,
  indexChanges,
  type Stored,
  staffChanges,
  studentChanges,
} from '../../shared/roster/book/changes.ts';
import { touchedBy } from '../../shared/roster/book/leave.ts';
import { type Holder, numberChanges, numberHolders, numbersOf } from '../../shared/roster/book/number-changes.ts';
import { withOrphans } from '../../shared/roster/book/orphans.ts';
import { type ExportDays, retiredContacts, retiredStudents } from '../../shared/roster/book/retirement.ts';
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
  const { settings, naming, fresh } = ports;
  const book = patient(ports.book, keepTurn);
  const schools = new Set(settings.schools.map((school) => school.id));
  for (const { student } of said.students.values()) for (const school of student.schoolIds) schools.add(school);
  const index = await book.enrolled([...schools]);
  const isOther = (print: string, id: string) => said.students.get(id)?.print !== print;
  const students = await storedIn(book, 'student', union(said.students.keys(), index.keys()), isOther);
  const missing = await book.missing();
  const known = new Set<string>();
  for (const [id, { value }] of students)
    for (const key of (value ?? said.students.get(id)?.student)?.contactKeys ?? []) known.add(key);
  const absent = absentFrom(said, index.keys(), known);
  const leaving = retiredStudents(absent.students, said.endedStudents, missing.students, days);
  const touched = touchedBy(leaving.retired, students);
  const orphans = new Set(said.orphans.map(({ contactKey }) => contactKey));
  const differs = (print: string, id: string) => said.contacts.get(id)?.print !== print || touched.has(id) || orphans.has(id);
  const contacts = await storedIn(book, 'contact', union(union(said.contacts.keys(), known), orphans), differs);
  const next = withOrphans(said, { contacts, students }, await naming());
  const isRestricted = (key: string) => contacts.get(key)?.value?.edges.some(({ restricted }) => restricted) === true;
  const gone = retiredContacts(absent.contacts, isRestricted, missing.contacts, days.day);
  const retired = { students: leaving.retired, contacts: gone.retired };
  const { held, renewed } = await restrictionsOf(ports, next, contacts);
  const numbers = await numbersToWrite(book, numberHolders(next, contacts, retired), next.contacts.size * 2, await naming());
  return {
    next,
    before: { index, students, contacts, missing, absent },
    ...{ retired, missing: [...leaving.changes, ...gone.changes] },
    ...{ held, renewed, moved: numbers.moved },
    subjectOf: (contactKey: string) => contacts.get(contactKey)?.value?.auditSubject,
    students: packed(studentChanges(next, students, retired)),
    contacts: packed(contactChanges(next, contacts, fresh, held, retired)),
    numbers: numbers.changes,
    index: indexChanges(next, index, retired),
    staff: staffChanges(next, await book.staff()),
    numbersInAll: numbers.inAll,
  };
}

/** Keeps the turn while a large book is read. */
function patient(book: Book, keepTurn: () => Promise<void>): Book {
  return {
    ...book,
    stored: async (kind, ids, open) => {
      await keepTurn();
      return book.stored(kind, ids, open);
    },
  };
}

function union(one: Iterable<string>, other: Iterable<string>): ReadonlySet<string> {
  const all = new Set(one);
  for (const id of other) all.add(id);
  return all;
}

/** Entries in the order of the ids: whoever reads them beside the export reads both in one order. */
async function storedIn<K extends keyof Entries>(
  book: Book,
  kind: K,
  ids: ReadonlySet<string>,
  open: (print: string, id: string) => boolean,
): Promise<ReadonlyMap<string, Stored<Entries[K]>>> {
  const all = PackedMap.of<Stored<Entries[K]>>();
  for (const group of chunksOf(ids, GROUP)) {
    const found = await book.stored(kind, group, open);
    for (const id of group) {
      const stored = found.get(id);
      if (stored !== undefined) all.add(id, stored);
    }
  }
  return all;
}

/** A part of the numbers at a time. @param expected about how many holders there are */
async function numbersToWrite(book: Book, holders: Iterable<Holder>, expected: number, naming: Naming) {
  const buckets = new Buckets<Holder>(expected);
  for (const holder of holders) buckets.add(holder.numberKey, holder);
  const changes = new PackedList<Change<NumberEntry>>();
  const moved = new Map<string, readonly string[]>();
  let inAll = 0;
  for (const bucket of buckets) {
    const part = numbersOf(bucket);
    inAll += part.entries.size;
    for (const [numberKey, contactKeys] of part.moved) moved.set(numberKey, contactKeys);
    for (const group of chunksOf(part.keys, GROUP)) {
      const stored = await book.stored('number', group, () => false);
      for (const change of numberChanges(part.entries, group, stored, naming)) changes.push(change);
    }
  }
  return { changes, moved, inAll };
}
