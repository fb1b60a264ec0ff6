import type { NewBook } from '../../shared/roster/book.ts';
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
} from '../../shared/roster/changes.ts';
import type { RosterPorts } from './ports.ts';
import { restrictionsOf } from './restrictions.ts';

/** The book as it stands, and what must be written so that it says what the export says. */
export type Changes = Awaited<ReturnType<typeof changesOf>>;

/** Reads the book as far as the export speaks of it. Nothing is written. */
export async function changesOf(ports: RosterPorts, next: NewBook) {
  const { book, settings, naming, fresh } = ports;
  const schools = new Set([
    ...settings.schools.map((school) => school.id),
    ...[...next.students.values()].flatMap(({ student }) => student.schoolIds),
  ]);
  const index = await book.enrolled([...schools]);
  const always = () => true;
  const never = () => false;
  const students = await book.stored('student', [...index.keys(), ...next.students.keys()], always);
  const known = [...students.values()].flatMap(({ value }) => value?.contactKeys ?? []);
  const differs = (print: string, id: string) => next.contacts.get(id)?.print !== print;
  const contacts = await book.stored('contact', [...known, ...next.contacts.keys()], differs);
  const entries = numberEntries(next, contacts);
  const numbers = await book.stored('number', [...entries.keys(), ...formerNumbers(contacts)], never);
  const { held, renewed } = await restrictionsOf(ports, next, contacts);
  return {
    before: { index, students, contacts },
    ...{ held, renewed, moved: movedNumbers(contacts, entries) },
    subjectOf: (contactKey: string) => contacts.get(contactKey)?.value?.auditSubject,
    absent: absentees(next, students.keys(), contacts.keys()),
    students: studentChanges(next, students),
    contacts: contactChanges(next, contacts, fresh, held),
    numbers: numberChanges(entries, numbers, await naming()),
    index: indexChanges(next, index),
    staff: staffChanges(next, await book.staff()),
    restricted: [...next.contacts.values()].filter(({ contact }) => contact.edges.some((edge) => edge.restricted)).length,
    numbersInAll: entries.size,
  };
}
