import { type Contact, isOrder, type Student } from '../../contacts/contact.ts';
import type { ProblemLog } from '../report/problem.ts';
import type { Absent } from './absent.ts';
import type { NewBook, NewContact } from './book.ts';
import type { Index, Stored } from './changes.ts';
import type { Missing } from './retirement.ts';
import type { Standing } from './standing.ts';

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
  readonly students: Standing<Student>;
  readonly contacts: Standing<Contact>;
  /** Numbers of the export's contacts. */
  readonly numbers: { readonly seen: number; readonly mostShared: number };
  readonly absent: Absent;
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
  const { absent } = book;
  const { students: missing } = book.missing;
  const index = new Map([...book.index].filter(([key]) => !missing.has(key)));
  const placeholders = problems.counts()['phone-placeholder'] ?? 0;
  const { links, phones, restrictions } = contactMeasures(next, book);
  return {
    first: bytes.last === undefined,
    students: { ...turnoverOf(index.keys(), freshIn(next.students, book.index), absent.students), present: next.students.size },
    schools: schoolsOf(index, absent.students),
    contacts: turnoverOf(knownContacts(book), freshIn(next.contacts, book.contacts), absent.contacts),
    ...{ links, phones, restrictions },
    rows: { seen: next.students.size + next.contacts.size + problems.rowsRejected(), rejected: problems.rowsRejected() },
    numbers: { seen: book.numbers.seen + placeholders, placeholders, mostShared: book.numbers.mostShared },
    bytes: { now: bytes.now, before: bytes.last },
  };
}

function turnoverOf(before: Iterable<string>, fresh: number, absent: ReadonlySet<string>): Turnover {
  const known = [...before];
  return { before: known.length, absent: known.filter((key) => absent.has(key)).length, fresh };
}

/** Who was missing and is back is not new. */
function freshIn(now: ReadonlyMap<string, unknown>, book: ReadonlyMap<string, unknown>): number {
  return [...now.keys()].filter((key) => !book.has(key)).length;
}

function schoolsOf(index: Index, absent: ReadonlySet<string>): ExportMeasures['schools'] {
  const pupils = [...index].flatMap(([studentKey, schools]) => [...schools.keys()].map((school) => ({ school, studentKey })));
  return [...Map.groupBy(pupils, ({ school }) => school)].map(([school, of]) => ({
    school,
    before: of.length,
    absent: of.filter(({ studentKey }) => absent.has(studentKey)).length,
  }));
}

/** Missing from the last export already: not counted again. */
function* knownContacts({ contacts, missing }: BookAsItStands): Generator<string> {
  for (const key of contacts.keys()) if (!missing.contacts.has(key)) yield key;
}

/** What is counted contact by contact. Of who is as the export says, no link is gone and no phone is another: they count together. */
function contactMeasures(next: NewBook, book: BookAsItStands) {
  const { contacts, missing } = book;
  const links = { before: 0, absent: 0, present: next.totals.links };
  const phones = { compared: 0, changed: 0 };
  const restrictions = { dropped: 0, said: next.totals.restrictedLinks };
  // The first export of all: there is nobody to hold it against.
  if (contacts.size === 0) return { links, phones, restrictions };
  const compare = (contactKey: string, stored: Stored<Contact>, now: NewContact | undefined): void => {
    if (missing.contacts.has(contactKey)) return;
    restrictions.dropped += droppedRestrictions(next, contactKey, stored, now);
    const lost = lostLinks(next, contactKey, stored, now, missing.students);
    links.before += lost.before;
    links.absent += lost.absent;
    if (now === undefined) return;
    phones.compared += 1;
    phones.changed += phonesOf(stored.value ?? now.contact) === phonesOf(now.contact) ? 0 : 1;
  };
  const isSettled = (contactKey: string) => contacts.isSame(contactKey) && !missing.contacts.has(contactKey);
  links.before = next.totals.links - linksToReturned(next, book, isSettled);
  for (const contactKey of next.contacts.keys()) {
    if (isSettled(contactKey)) {
      phones.compared += 1;
      continue;
    }
    const [stored, now] = [contacts.get(contactKey), next.contacts.get(contactKey)];
    links.before -= now?.contact.edges.length ?? 0;
    if (stored !== undefined) compare(contactKey, stored, now);
  }
  for (const [contactKey, stored] of contacts.opened())
    if (!next.contacts.has(contactKey)) compare(contactKey, stored, undefined);
  return { links, phones, restrictions };
}

/** Links of theirs to students whom the last exports did not have: tonight's is the first to have them again. */
function linksToReturned(next: NewBook, { missing }: BookAsItStands, isSettled: (contactKey: string) => boolean): number {
  const returned = [...missing.students.keys()].map((studentKey) => next.students.get(studentKey)?.student.contactKeys ?? []);
  return returned.flat().filter(isSettled).length;
}

/** Links as the book has them; those of an entry that was not opened are the export's own. */
function lostLinks(
  next: NewBook,
  contactKey: string,
  stored: Stored<Contact>,
  now: NewContact | undefined,
  missing: ReadonlyMap<string, unknown>,
) {
  const said = now?.contact.edges ?? [];
  const before = (stored.value?.edges ?? said).filter(({ studentKey }) => !missing.has(studentKey));
  const isThere = (studentKey: string) =>
    next.invalidContacts.has(contactKey) ||
    next.invalidStudents.has(studentKey) ||
    said.some((edge) => edge.studentKey === studentKey);
  return { before: before.length, absent: before.filter(({ studentKey }) => !isThere(studentKey)).length };
}

const phonesOf = ({ numbers }: Pick<Contact, 'numbers'>): string =>
  numbers
    .map(({ numberKey }) => numberKey)
    .sort()
    .join(' ');

/** Without those that were dropped earlier and still hold: they were said then. */
function droppedRestrictions(next: NewBook, contactKey: string, { value }: Stored<Contact>, now: NewContact | undefined): number {
  const restricted = (value?.edges ?? []).filter((edge) => isOrder(edge) && edge.clearing !== true);
  return restricted.filter(({ studentKey }) => {
    const said = now?.contact.edges.find((edge) => edge.studentKey === studentKey);
    return said === undefined ? !next.invalidContacts.has(contactKey) : !isOrder(said);
  }).length;
}
