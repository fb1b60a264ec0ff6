/** What an export says, in our words and the SIS's ids; pseudonyms come later (`book.ts`). */
import type { ContactNumber, EdgeLimit } from '../contacts/contact.ts';
import type { Purpose } from '../notices/purpose.ts';

export interface RosterStudent {
  readonly sisId: string;
  readonly schoolIds: readonly string[];
  /** CEDS, or empty. */
  readonly grade: string;
  readonly birthDate?: string;
}

export type RosterNumber = Omit<ContactNumber, 'numberKey'>;

export interface RosterEdge {
  readonly studentId: string;
  readonly relationship: string;
  readonly restricted: boolean;
  /** Restricted because nobody can read what the export says of it. */
  readonly unreadable?: true;
  /** Restricted because no row says anything of this person. */
  readonly unlisted?: true;
  readonly emergencyOnly: boolean;
  readonly priority: number;
  readonly limits?: readonly EdgeLimit[];
  /** Row of the companion file that says so, for the report; absent where no row does. */
  readonly row?: number;
}

/** One answer of a form: yes or no to one purpose. */
export interface FormAnswer {
  readonly purpose: Purpose;
  readonly answer: 'yes' | 'no';
  /** YYYY-MM-DD; absent only for a no, which needs no evidence. */
  readonly date?: string;
  /** Reference of the form, as the school files it. */
  readonly form: string;
  /** Version of the words agreed to. */
  readonly wording: string;
  /** Of a no: the kinds to which the same form says yes, so that the no does not reach them (R-06; 64.1200(a)(12)). */
  readonly agreedBeside?: readonly Purpose[];
}

export interface RosterContact {
  readonly sisId: string;
  readonly role: 'guardian' | 'student' | 'staff' | 'other';
  readonly givenName: string;
  readonly familyName: string;
  /** BCP 47 or `und`. */
  readonly language: string;
  readonly numbers: readonly RosterNumber[];
  readonly edges: readonly RosterEdge[];
  /** Of staff: the schools; none for the central office. */
  readonly worksAt?: readonly string[];
  readonly answers: readonly FormAnswer[];
}

/** What a row of contacts forbids whose student could not be taken; nothing else of it counts. */
export interface RosterOrphan {
  readonly contactId: string;
  readonly row: number;
  /** What it forbids about one student, said in so many words. */
  readonly forbids?: { readonly studentId: string } & Forbidden;
  readonly noes: readonly FormAnswer[];
}

/** How far a row keeps a contact from calls about a student. */
export interface Forbidden {
  /** Not to be called about this student at all. */
  readonly restricted: boolean;
  readonly emergencyOnly: boolean;
  readonly limits: readonly EdgeLimit[];
}

/** What tells that two contacts are one person who was entered twice, and what that person answered. */
export interface Recognizable extends Pick<RosterContact, 'givenName' | 'familyName' | 'answers'> {
  readonly numbers: readonly Pick<RosterNumber, 'e164'>[];
  readonly edges: readonly Pick<RosterEdge, 'relationship'>[];
  /** Of the companion file. */
  readonly row?: number;
}

/** Takes in the contacts of an export, one by one, as they are understood: a large district's are held once. */
export interface ContactStore {
  /** Before the first of them. @param about how many will come */
  begin(students: ReadonlyMap<string, RosterStudent>, about: number): void;
  /** Once for each id. */
  add(contact: RosterContact): void;
  has(sisId: string): boolean;
  /** @param nth in the order in which they were added, from 0 */
  find(nth: number): Recognizable;
  /** Takes the place of what they answered. */
  answer(nth: number, answers: readonly FormAnswer[]): void;
}

/** A whole export, understood. Three disjoint sets: who is in it and valid, who is in it and invalid; whoever is in neither is absent. */
export interface Roster<Contacts = ReadonlyMap<string, RosterContact>> {
  readonly students: readonly RosterStudent[];
  /** By their ids. */
  readonly contacts: Contacts;
  /** Numbers (E.164) whose field says "do not call". */
  readonly doNotCall: readonly string[];
  /** Ids of staff whom the export marks as gone. */
  readonly leftStaff: readonly string[];
  /** Ids of people in rows that are marked as gone. */
  readonly ended: readonly string[];
  /** Ids of students and contacts that the export mentions in rows that could not be taken: not absent. */
  readonly invalid: { readonly students: readonly string[]; readonly contacts: readonly string[] };
  readonly orphans: readonly RosterOrphan[];
  readonly schools: readonly string[];
}
