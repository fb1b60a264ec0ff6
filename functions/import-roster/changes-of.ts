import type { NewBook } from '../../shared/roster/book/book.ts';
import {
  absentees,
  contactChanges,
  formerNumbers,
  indexChanges,
  movedNumbers,
  numberChanges,
  numberEntries,
  staffChanges,
  studentChanges,
} from '../../shared/roster/book/changes.ts';
import { touchedBy } from '../../shared/roster/book/leave.ts';
import { retiredContacts, retiredStudents } from '../../shared/roster/book/retirement.ts';
import type { RosterPorts } from './ports.ts';
import { restrictionsOf } from './restrictions.ts';

/** The book as it stands, and what must be written so that it says what the export says. */
export type Changes = Awaited<ReturnType<typeof changesOf>>;

/** Reads the book as far as the export speaks of it. Nothing is written. */
export async function changesOf(ports: RosterPorts, next: NewBook, day: string) {
  const { book, settings, naming, fresh } = ports;
  const schools = new Set([
    ...settings.schools.map((school) => school.id),
    ...[...next.students.values()].flatMap(({ student }) => student.schoolIds),
  ]);
  const index = await book.enrolled([...schools]);
  const always = () => true;
  const never = () => false;
  const students = await book.stored('student', [...index.keys(), ...next.students.keys()], always);
  const missing = await book.missing();
  const leaving = retiredStudents(next, index.keys(), missing.students, day);
  const touched = touchedBy(leaving.retired, students);
  const known = new Set([...students.values()].flatMap(({ value }) => value?.contactKeys ?? []));
  const differs = (print: string, id: string) => next.contacts.get(id)?.print !== print || touched.has(id);
  const contacts = await book.stored('contact', [...known, ...next.contacts.keys()], differs);
  const isRestricted = (key: string) => contacts.get(key)?.value?.edges.some(({ restricted }) => restricted) === true;
  const gone = retiredContacts(next, known, isRestricted, missing.contacts, day);
  const retired = { students: leaving.retired, contacts: gone.retired };
  const entries = numberEntries(next, contacts, retired);
  const numbers = await book.stored('number', [...entries.keys(), ...formerNumbers(contacts)], never);
  const { held, renewed } = await restrictionsOf(ports, next, contacts);
  return {
    before: { index, students, contacts, missing },
    ...{ retired, missing: [...leaving.changes, ...gone.changes] },
    ...{ held, renewed, moved: movedNumbers(contacts, entries) },
    subjectOf: (contactKey: string) => contacts.get(contactKey)?.value?.auditSubject,
    absent: absentees(next, students.keys(), contacts.keys()),
    students: studentChanges(next, students, retired),
    contacts: contactChanges(next, contacts, fresh, held, retired),
    numbers: numberChanges(entries, numbers, await naming()),
    index: indexChanges(next, index, retired),
    staff: staffChanges(next, await book.staff()),
    restricted: [...next.contacts.values()].filter(({ contact }) => contact.edges.some((edge) => edge.restricted)).length,
    numbersInAll: entries.size,
  };
}
