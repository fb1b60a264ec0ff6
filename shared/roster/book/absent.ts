import { hasContact, hasStudent, type NewBook } from './book.ts';

/** Who is in the book and in no row of the export, valid or not: the one answer for report, breaker and retirement alike. */
export interface Absent {
  readonly students: ReadonlySet<string>;
  readonly contacts: ReadonlySet<string>;
}

/** @param students keys in the book, as are the contacts' */
export function absentFrom(next: NewBook, students: Iterable<string>, contacts: Iterable<string>): Absent {
  return {
    students: new Set([...students].filter((key) => !hasStudent(next, key))),
    contacts: new Set([...contacts].filter((key) => !hasContact(next, key))),
  };
}
