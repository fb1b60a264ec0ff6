import type { Contact, Edge, Student } from '../../contacts/contact.ts';
import type { ProblemLog } from '../report/problem.ts';
import { hasContact, hasStudent, type NewBook } from './book.ts';
import type { Index, Stored } from './changes.ts';
import { restrictedFor } from './narrowing.ts';
import type { Missing } from './retirement.ts';

/** How an export stands to the book, in numbers: what the breaker looks at. */
export interface ExportMeasures {
  /** No export has been taken before. */
  readonly first: boolean;
  readonly students: Turnover & { readonly present: number };
  readonly schools: readonly { readonly school: string; readonly before: number; readonly absent: number }[];
  readonly contacts: Turnover;
  /** Links of a contact to a student. */
  readonly links: { readonly before: number; readonly absent: number; readonly present: number };
  /** Contacts in the book and in the export, and those of them whose phones are others. */
  readonly phones: { readonly compared: number; readonly changed: number };
  /** Restrictions that hold in the book and are gone from the export since last night; and links it restricts in so many words. */
  readonly restrictions: { readonly dropped: number; readonly said: number };
  readonly rows: { readonly seen: number; readonly rejected: number };
  readonly numbers: { readonly seen: number; readonly placeholders: number; readonly mostShared: number };
  /** Of both files together. */
  readonly bytes: { readonly now: number; readonly before: number | undefined };
}

interface Turnover {
  /** In the book before. */
  readonly before: number;
  /** Of those, in no row of the export, valid or not. */
  readonly absent: number;
  /** In the export and not in the book. */
  readonly fresh: number;
}

/** The book as it stands, as far as an import reads it: contacts whose entry was not opened say what the export says. */
export interface BookAsItStands {
  readonly index: Index;
  readonly students: ReadonlyMap<string, Stored<Student>>;
  readonly contacts: ReadonlyMap<string, Stored<Contact>>;
  /** Missing from the last export already: what was said then is not said again. */
  readonly missing: Missing;
}

/** @param last bytes of the last export that was taken; undefined where none was */
export function measureExport(
  next: NewBook,
  book: BookAsItStands,
  problems: ProblemLog,
  bytes: { readonly now: number; readonly last: number | undefined },
): ExportMeasures {
  const studentIsAbsent = (key: string) => !hasStudent(next, key);
  const contactIsAbsent = (key: string) => !hasContact(next, key);
  const { students: missing } = book.missing;
  const index = new Map([...book.index].filter(([key]) => !missing.has(key)));
  const contacts = new Map([...book.contacts].filter(([key]) => !book.missing.contacts.has(key)));
  const placeholders = problems.counts()['phone-placeholder'] ?? 0;
  const persons = personsPerPhone(next);
  return {
    first: bytes.last === undefined,
    students: { ...turnoverOf(index.keys(), freshIn(next.students, book.index), studentIsAbsent), present: next.students.size },
    schools: schoolsOf(index, studentIsAbsent),
    contacts: turnoverOf(contacts.keys(), freshIn(next.contacts, book.contacts), contactIsAbsent),
    links: linksOf(next, contacts, (studentKey) => missing.has(studentKey)),
    phones: phonesOf(next, contacts),
    restrictions: { dropped: droppedRestrictions(next, book.contacts), said: saidRestrictions(next) },
    rows: { seen: next.students.size + next.contacts.size + problems.rowsRejected(), rejected: problems.rowsRejected() },
    numbers: { seen: persons.length + placeholders, placeholders, mostShared: Math.max(0, ...persons) },
    bytes: { now: bytes.now, before: bytes.last },
  };
}

function turnoverOf(before: Iterable<string>, fresh: number, isAbsent: (key: string) => boolean): Turnover {
  const known = [...before];
  return { before: known.length, absent: known.filter(isAbsent).length, fresh };
}

/** Who was missing and is back is not new. */
function freshIn(now: ReadonlyMap<string, unknown>, book: ReadonlyMap<string, unknown>): number {
  return [...now.keys()].filter((key) => !book.has(key)).length;
}

function schoolsOf(index: Index, isAbsent: (studentKey: string) => boolean): ExportMeasures['schools'] {
  const pupils = [...index].flatMap(([studentKey, schools]) => [...schools.keys()].map((school) => ({ school, studentKey })));
  return [...Map.groupBy(pupils, ({ school }) => school)].map(([school, of]) => ({
    school,
    before: of.length,
    absent: of.filter(({ studentKey }) => isAbsent(studentKey)).length,
  }));
}

/** Links as the book has them; those of an entry that was not opened are the export's own. */
function linksBefore(next: NewBook, contactKey: string, stored: Stored<Contact>): readonly Edge[] {
  return stored.value?.edges ?? next.contacts.get(contactKey)?.contact.edges ?? [];
}

function linksOf(
  next: NewBook,
  contacts: ReadonlyMap<string, Stored<Contact>>,
  isMissing: (studentKey: string) => boolean,
): ExportMeasures['links'] {
  const isThere = (contactKey: string, studentKey: string) =>
    next.invalidContacts.has(contactKey) ||
    next.invalidStudents.has(studentKey) ||
    next.contacts.get(contactKey)?.contact.edges.some((edge) => edge.studentKey === studentKey) === true;
  const before = [...contacts].flatMap(([contactKey, stored]) =>
    linksBefore(next, contactKey, stored)
      .filter(({ studentKey }) => !isMissing(studentKey))
      .map(({ studentKey }) => isThere(contactKey, studentKey)),
  );
  const present = [...next.contacts.values()].reduce((sum, { contact }) => sum + contact.edges.length, 0);
  return { before: before.length, absent: before.filter((there) => !there).length, present };
}

function phonesOf(next: NewBook, contacts: ReadonlyMap<string, Stored<Contact>>): ExportMeasures['phones'] {
  const both = [...contacts].flatMap(([key, stored]) => {
    const now = next.contacts.get(key)?.contact;
    return now === undefined ? [] : [{ now, before: stored.value ?? now }];
  });
  const keysOf = ({ numbers }: Pick<Contact, 'numbers'>) =>
    numbers
      .map(({ numberKey }) => numberKey)
      .sort()
      .join(' ');
  return { compared: both.length, changed: both.filter(({ now, before }) => keysOf(now) !== keysOf(before)).length };
}

/** Without those that were dropped earlier and still hold: they were said then. */
function droppedRestrictions(next: NewBook, contacts: ReadonlyMap<string, Stored<Contact>>): number {
  const restricted = [...contacts].flatMap(([contactKey, { value }]) =>
    (value?.edges ?? []).filter((edge) => edge.restricted && edge.clearing !== true).map((edge) => ({ contactKey, ...edge })),
  );
  return restricted.filter(({ contactKey, studentKey }) => {
    const now = next.contacts.get(contactKey)?.contact.edges.find((edge) => edge.studentKey === studentKey);
    return now === undefined ? !next.invalidContacts.has(contactKey) : !now.restricted;
  }).length;
}

function saidRestrictions(next: NewBook): number {
  return [...next.contacts.values()].reduce((sum, one) => sum + restrictedFor(one).size, 0);
}

/** How many persons have each phone. */
function personsPerPhone(next: NewBook): readonly number[] {
  const counts = new Map<string, number>();
  for (const { contact } of next.contacts.values())
    for (const { numberKey } of contact.numbers) counts.set(numberKey, (counts.get(numberKey) ?? 0) + 1);
  return [...counts.values()];
}
