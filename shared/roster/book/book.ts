/** A roster under pseudonyms, entry by entry as the contact book holds it, each with a print by which a change is seen. */
import { type Contact, type Edge, isOrder, type Student } from '../../contacts/contact.ts';
import type { Buckets } from '../../packed/buckets.ts';
import { adultFrom, isMinorsGrade } from '../dates.ts';
import type { FormAnswer, RosterContact, RosterEdge, RosterOrphan, RosterStudent } from '../roster.ts';

import type { Holder } from './holders.ts';

/** Pseudonyms under the district's pepper. `print`: a keyed fingerprint, equal for equal text, saying nothing without the pepper. */
export interface Naming {
  student(sisId: string): string;
  contact(sisContactId: string): string;
  number(e164: string): string;
  print(text: string): string;
}

/** A student as the export has them. The print covers what the export says, not what the book keeps beside it. */
export interface NewStudent {
  readonly student: Student;
  readonly print: string;
}

/** Random ids are given once, by the book, and kept through all imports: they are not the export's to say. */
export type ContactOfExport = Omit<Contact, 'auditSubject' | 'auditNumberKey'>;

export interface NewContact {
  readonly contact: ContactOfExport;
  /** Id in the student information system, for the report alone. */
  readonly sisId: string;
  /** Student key → row of the companion file, for the report alone. */
  readonly rows: ReadonlyMap<string, number>;
  /** Students for whom they are restricted because nobody can read what the export says. */
  readonly unreadable: ReadonlySet<string>;
  /** Students of whom only what forbids was taken, said in so many words; absent: none. */
  readonly inWords?: ReadonlySet<string>;
  readonly answers: readonly FormAnswer[];
  readonly print: string;
}

/** `sisId`: of the contact, for the report alone. */
export type NewOrphan = Omit<RosterOrphan, 'contactId'> & { readonly contactKey: string; readonly sisId: string };

/** Sums over the contacts of an export. */
export interface Totals {
  /** Links of a contact to a student. */
  readonly links: number;
  /** Of those, the ones that it restricts in so many words. */
  readonly restrictedLinks: number;
  readonly restrictedContacts: number;
  /** Guardians about whom the contacts are silent. */
  readonly unlistedContacts: number;
}

/** What an export wants the book to be. By key. */
export interface NewBook {
  readonly students: ReadonlyMap<string, NewStudent>;
  readonly contacts: ReadonlyMap<string, NewContact>;
  /** Prints of both by themselves, in the same order: most nights nothing else of most people is looked at. */
  readonly prints: { readonly students: ReadonlyMap<string, string>; readonly contacts: ReadonlyMap<string, string> };
  readonly totals: Totals;
  /** Ids of the schools at which its students are. */
  readonly schools: ReadonlySet<string>;
  /** Schools of each student, with the grade. */
  readonly enrolled: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Contacts who may not be called about somebody. */
  readonly barred: ReadonlySet<string>;
  /** Who is to have which number because the export says so, by number key. */
  readonly holders: Buckets<Holder>;
  /** Where those of the contacts work who are staff. */
  readonly staff: ReadonlyMap<string, readonly string[]>;
  /** Mentioned in rows that could not be taken: they stay as they are. */
  readonly invalidStudents: ReadonlySet<string>;
  readonly invalidContacts: ReadonlySet<string>;
  /** Rows about students who could not be taken: what they forbid. */
  readonly orphans: readonly NewOrphan[];
  /** Staff whom the export marks as gone. */
  readonly leftStaff: ReadonlySet<string>;
  /** Students whom it marks as gone. */
  readonly endedStudents: ReadonlySet<string>;
  /** Number keys whose field said "do not call". */
  readonly doNotCall: readonly string[];
}

/** Whether some row speaks of this student, be it one that could not be taken: then they are not absent. */
export const hasStudent = (next: NewBook, key: string): boolean => next.students.has(key) || next.invalidStudents.has(key);
export const hasContact = (next: NewBook, key: string): boolean => next.contacts.has(key) || next.invalidContacts.has(key);

export function newStudent(from: RosterStudent, contactKeys: readonly string[], naming: Naming): NewStudent {
  const { sisId, schoolIds, grade, birthDate } = from;
  const student: Student = {
    studentKey: naming.student(sisId),
    sisId,
    schoolIds,
    grade,
    ...(birthDate === undefined ? {} : { birthDate }),
    contactKeys,
  };
  return { student, print: naming.print(JSON.stringify(student)) };
}

export function newContact(from: RosterContact, studentOf: ReadonlyMap<string, RosterStudent>, naming: Naming): NewContact {
  const { sisId, role, givenName, familyName, language } = from;
  const contact: ContactOfExport = {
    contactKey: naming.contact(sisId),
    role,
    givenName,
    familyName,
    language,
    numbers: from.numbers.map((number) => ({ ...number, numberKey: naming.number(number.e164) })),
    edges: from.edges.map((edge) => newEdge(edge, studentOf.get(edge.studentId), naming)),
    ...(from.worksAt === undefined ? {} : { worksAt: from.worksAt }),
    // The companion file exists to name whom the school may ring: its numbers were given for that (FCC 16-88 ¶ 23 ff.; B-02).
    // Why an employee's number is on record, the export does not say.
    givenForSchoolContact: role !== 'staff',
  };
  const rows = from.edges.flatMap(({ studentId, row }) => (row === undefined ? [] : [[naming.student(studentId), row] as const]));
  return {
    contact,
    sisId,
    rows: new Map(rows),
    unreadable: new Set(from.edges.flatMap(({ studentId, unreadable }) => (unreadable ? [naming.student(studentId)] : []))),
    answers: from.answers,
    print: printOf(contact, from.answers, naming),
  };
}

/** Covers what the export says of a contact, the answers on their forms among it. */
export function printOf(contact: ContactOfExport, answers: readonly FormAnswer[], naming: Naming): string {
  return naming.print(JSON.stringify([contact, answers]));
}

/** The row number stays out of the book: it changes every night. Why somebody is restricted is for the import alone. */
function newEdge(
  { studentId, row: _row, unreadable: _unreadable, ...edge }: RosterEdge,
  student: RosterStudent | undefined,
  naming: Naming,
): Edge {
  return edgeOf(edge, { studentKey: naming.student(studentId), schoolIds: [], grade: '', ...student });
}

/** A link, with what the student says of it. */
export function edgeOf(
  flags: Omit<Edge, 'studentKey' | 'schoolIds' | 'adultFrom' | 'minorByGrade'>,
  { studentKey, schoolIds, birthDate, grade }: Pick<Student, 'studentKey' | 'schoolIds' | 'birthDate' | 'grade'>,
): Edge {
  const adult =
    birthDate !== undefined ? { adultFrom: adultFrom(birthDate) } : isMinorsGrade(grade) ? { minorByGrade: true as const } : {};
  return { ...flags, studentKey, schoolIds, ...adult };
}

/** Students whom the export says this contact may not be called about. */
export function restrictedFor({ contact, unreadable }: NewContact): ReadonlySet<string> {
  const said = contact.edges.filter(({ restricted, studentKey }) => restricted && !unreadable.has(studentKey));
  return new Set(said.map(({ studentKey }) => studentKey));
}

export const NO_TOTALS: Totals = { links: 0, restrictedLinks: 0, restrictedContacts: 0, unlistedContacts: 0 };

/** What one contact adds to them. */
export function totalsOf(entry: NewContact): Totals {
  const { edges } = entry.contact;
  return {
    links: edges.length,
    restrictedLinks: restrictedFor(entry).size,
    restrictedContacts: edges.some(isOrder) ? 1 : 0,
    unlistedContacts: edges.some(({ unlisted }) => unlisted) ? 1 : 0,
  };
}

/** @param sign -1 takes away */
export function plus(one: Totals, other: Totals, sign: 1 | -1 = 1): Totals {
  return {
    links: one.links + sign * other.links,
    restrictedLinks: one.restrictedLinks + sign * other.restrictedLinks,
    restrictedContacts: one.restrictedContacts + sign * other.restrictedContacts,
    unlistedContacts: one.unlistedContacts + sign * other.unlistedContacts,
  };
}
