/**
 * The export against the book: what must be written so that the book says what the export says. Unchanged people cost no write.
 * Whoever is absent from the export stays as they are, until they are retired (`retirement.ts`).
 */
import type { Contact, Edge, Student } from '../../contacts/contact.ts';
import { PackedList } from '../../packed/packed-list.ts';
import type { FormAnswer } from '../roster.ts';
import type { ContactOfExport, NewBook } from './book.ts';
import { leavingContacts, leavingIndex, leavingStudents, type Retired, standingEdges } from './leave.ts';
import { isWithdrawn } from './restriction-moves.ts';

/** An entry as the book holds it. `value` is absent where it was not needed, or did not open. */
export interface Stored<T> extends Printed {
  readonly value?: T;
}

/** An entry that nobody has opened. */
export interface Printed {
  readonly version: number;
  readonly print: string;
}

/** What to do with one entry; versions count writes. */
export type Change<T> =
  | { readonly kind: 'put'; readonly id: string; readonly value: T; readonly print: string; readonly version: number }
  | { readonly kind: 'remove'; readonly id: string };

/** Random ids for a contact that is new to the book. */
export interface FreshIds {
  auditSubject(): string;
  /** Base64 of 32 random bytes. */
  auditNumberKey(): string;
}

/** Students for whom a restriction holds that the export has dropped, by contact key. */
export type Held = ReadonlyMap<string, ReadonlySet<string>>;

/** Behind the print of a student who keeps contacts that the export does not have: it is looked at every night, until they are retired. */
const KEEPING = ':keeping';
/** Behind the print of a contact with such a restriction: it is looked at every night, until somebody has cleared it. */
const HOLDING = ':holding';

/** What is to be written of one kind. */
export interface ToWrite<Made> extends Iterable<Made> {
  readonly length: number;
}

/** With what they answered: the record of it is written before they are. */
export type ContactChange = Change<Contact> & { readonly answers: readonly FormAnswer[] };

/**
 * Those who are new to the book are made as they are written, and held nowhere: on a first import they are everybody.
 * @param compared what was found to differ, and what leaves
 */
function toWrite<Made>(newIds: readonly string[], make: (id: string) => Made, compared: PackedList<Made>): ToWrite<Made> {
  return {
    length: newIds.length + compared.length,
    *[Symbol.iterator]() {
      for (const id of newIds) yield make(id);
      yield* compared;
    },
  };
}

/** To be gone through once: each time, whoever is new gets other random ids. */
export function contactChanges(
  next: NewBook,
  stored: ReadonlyMap<string, Stored<Contact>>,
  fresh: FreshIds,
  held: Held,
  retired: Retired,
): ToWrite<ContactChange> {
  const newIds: string[] = [];
  const compared = new PackedList<ContactChange>();
  for (const [id, said] of next.prints.contacts) {
    const before = stored.get(id);
    const holding = held.get(id) ?? new Set<string>();
    const print = holding.size === 0 ? said : `${said}${HOLDING}`;
    if (before === undefined) newIds.push(id);
    if (before === undefined || (before.print === print && before.value === undefined)) continue;
    const entry = next.contacts.get(id);
    if (entry === undefined) continue;
    const { contact, answers } = entry;
    const value = contactOver(next, contact, before.value, { fresh, holding, retired });
    if (before.print === print && JSON.stringify(before.value) === JSON.stringify(value)) continue;
    compared.push({ kind: 'put', id, value, print, version: before.version + 1, answers });
  }
  for (const change of leavingContacts(next, stored, retired)) compared.push({ ...change, answers: [] });
  const make = (id: string): ContactChange => {
    const { contact, print, answers } = known(next.contacts.get(id));
    const value = contactOver(next, contact, undefined, { fresh, holding: new Set(), retired });
    return { kind: 'put', id, value, print, version: 1, answers };
  };
  return toWrite(newIds, make, compared);
}

interface ContactRules {
  readonly fresh: FreshIds;
  /** Students for whom a restriction holds that the export has dropped. */
  readonly holding: ReadonlySet<string>;
  readonly retired: Retired;
}

/** A contact as the export has them, with what stays of the entry that it takes the place of. */
function contactOver(
  next: NewBook,
  contact: ContactOfExport,
  before: Contact | undefined,
  { fresh, holding, retired }: ContactRules,
): Contact {
  const { auditSubject, auditNumberKey } = before ?? {
    auditSubject: fresh.auditSubject(),
    auditNumberKey: fresh.auditNumberKey(),
  };
  const last = before?.edges ?? [];
  const edges = [...contact.edges, ...standingEdges(keptEdges(next, contact, last), retired)];
  const vanished = last.filter(
    ({ studentKey }) => holding.has(studentKey) && !edges.some((edge) => edge.studentKey === studentKey),
  );
  return { ...contact, edges: [...edges, ...vanished].map((edge) => holdOn(edge, holding)), auditSubject, auditNumberKey };
}

function holdOn({ unlisted, ...edge }: Edge, holding: ReadonlySet<string>): Edge {
  if (holding.has(edge.studentKey)) return { ...edge, restricted: true, clearing: true };
  return unlisted === undefined ? edge : { ...edge, unlisted };
}

/** Edges to students whom the export does not have, or of a contact one of whose rows was rejected: absent, not withdrawn. */
function keptEdges(next: NewBook, contact: ContactOfExport, before: readonly Edge[]): Edge[] {
  const said = new Set(contact.edges.map((edge) => edge.studentKey));
  return before.filter((edge) => !said.has(edge.studentKey) && !isWithdrawn(next, contact.contactKey, edge));
}

export function studentChanges(
  next: NewBook,
  stored: ReadonlyMap<string, Stored<Student>>,
  retired: Retired,
): ToWrite<Change<Student>> {
  const newIds: string[] = [];
  const compared = new PackedList<Change<Student>>();
  for (const [id, said] of next.prints.students) {
    const before = stored.get(id);
    if (before === undefined) newIds.push(id);
    if (before === undefined || (before.print === said && before.value === undefined)) continue;
    const student = next.students.get(id)?.student;
    if (student === undefined) continue;
    const last = before.value?.contactKeys ?? [];
    const kept = last.filter((key) => !student.contactKeys.includes(key) && isAbsent(next, key) && !retired.contacts.has(key));
    const value = { ...student, contactKeys: [...student.contactKeys, ...kept] };
    const print = kept.length === 0 ? said : `${said}${KEEPING}`;
    if (before.print === print && JSON.stringify(before.value) === JSON.stringify(value)) continue;
    compared.push({ kind: 'put', id, value, print, version: before.version + 1 });
  }
  for (const change of leavingStudents(stored, retired)) compared.push(change);
  const make = (id: string): Change<Student> => {
    const { student, print } = known(next.students.get(id));
    return { kind: 'put', id, value: student, print, version: 1 };
  };
  return toWrite(newIds, make, compared);
}

function known<T>(entry: T | undefined): T {
  if (entry === undefined) throw new Error('the prints of an export name somebody whom it does not have');
  return entry;
}

function isAbsent(next: NewBook, contactKey: string): boolean {
  return !next.contacts.has(contactKey) || next.invalidContacts.has(contactKey);
}

/** Student at school, with the grade: the audience index. `grade` absent: the line goes. */
export interface IndexChange {
  readonly schoolId: string;
  readonly studentKey: string;
  readonly grade?: string;
}

/** One that is there. */
export type IndexLine = Required<IndexChange>;

/** Schools of each student, with the grade, as the index has them. */
export type Index = ReadonlyMap<string, ReadonlyMap<string, string>>;

export function indexChanges(next: NewBook, index: Index, retired: Retired): IndexChange[] {
  const changes: IndexChange[] = [];
  for (const [studentKey, schools] of next.enrolled) {
    const before = index.get(studentKey);
    for (const [schoolId, grade] of schools) if (before?.get(schoolId) !== grade) changes.push({ schoolId, studentKey, grade });
    for (const schoolId of before?.keys() ?? []) if (!schools.has(schoolId)) changes.push({ schoolId, studentKey });
  }
  return [...changes, ...leavingIndex(index, retired)];
}

/** Where a person of the staff works; `worksAt` absent: the line goes. */
export interface StaffChange {
  readonly contactKey: string;
  readonly worksAt?: readonly string[];
}

/** Whether the field of a number says "do not call": a line of the list of such numbers comes or goes. */
export interface NotedChange {
  readonly numberKey: string;
  readonly isThere: boolean;
}

/** By contact key: the schools, as the list has them. */
export type StaffList = ReadonlyMap<string, readonly string[]>;

/** Whoever is in no row stays on the list; who is marked as gone, or is in the export and no longer as staff, does not. */
export function staffChanges(next: NewBook, listed: StaffList): StaffChange[] {
  const isGone = (key: string) => (next.contacts.has(key) ? !next.staff.has(key) : next.leftStaff.has(key));
  const gone = [...listed.keys()].filter(isGone);
  const moved = [...next.staff].filter(([key, worksAt]) => JSON.stringify(listed.get(key)) !== JSON.stringify(worksAt));
  return [...moved.map(([contactKey, worksAt]) => ({ contactKey, worksAt })), ...gone.map((contactKey) => ({ contactKey }))];
}
