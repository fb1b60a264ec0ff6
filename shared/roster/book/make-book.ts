import { isOrder } from '../../contacts/contact.ts';
import { Buckets } from '../../packed/buckets.ts';
import { OverlaidMap } from '../../packed/overlaid-map.ts';
import { PackedMap } from '../../packed/packed-map.ts';
import { sharedValues } from '../../packed/shared-values.ts';
import type { ContactStore, FormAnswer, Recognizable, Roster, RosterContact, RosterStudent } from '../roster.ts';
import {
  type Naming,
  type NewBook,
  type NewContact,
  type NewStudent,
  NO_TOTALS,
  newContact,
  newStudent,
  plus,
  printOf,
  totalsOf,
} from './book.ts';
import { type Holder, held } from './holders.ts';
import { type PackedContact, packContact, unpackContact } from './packed-contact.ts';

export function bookOf(roster: Roster, naming: Naming): NewBook {
  const maker = new BookMaker(naming);
  maker.begin(new Map(roster.students.map((student) => [student.sisId, student])), roster.contacts.size);
  for (const contact of roster.contacts.values()) maker.add(contact);
  return maker.book(roster);
}

/** Makes a book of an export as it is understood: of each contact there is one copy, and it is packed. */
export class BookMaker implements ContactStore {
  #naming: Naming;
  readonly #given: Naming;
  readonly #prints = { students: new Map<string, string>(), contacts: new Map<string, string>() };
  readonly #contacts = PackedMap.reading((packed: PackedContact): NewContact => {
    const entry = unpackContact(packed);
    return { ...entry, print: this.#prints.contacts.get(entry.contact.contactKey) ?? '' };
  });
  /** Whose answers have changed since they were packed. */
  readonly #changed = new Map<string, NewContact>();
  readonly #staff = new Map<string, readonly string[]>();
  readonly #barred = new Set<string>();
  #links: Links = new Map();
  #holders = new Buckets<Holder>(0, 'loose');
  #students: ReadonlyMap<string, RosterStudent> = new Map();
  #totals = NO_TOTALS;

  constructor(naming: Naming) {
    this.#given = naming;
    // Each student is named by every contact of theirs.
    this.#naming = { ...naming, student: sharedValues(naming.student) };
  }

  begin(students: ReadonlyMap<string, RosterStudent>, about: number): void {
    this.#students = students;
    this.#holders = new Buckets<Holder>(about * 2, 'loose');
  }

  add(contact: RosterContact): void {
    const entry = newContact(contact, this.#students, this.#naming);
    const { print, ...rest } = entry;
    const { contactKey } = rest.contact;
    this.#contacts.add(contactKey, packContact(rest));
    this.#prints.contacts.set(contactKey, print);
    this.#totals = plus(this.#totals, totalsOf(entry));
    if (rest.contact.edges.some(isOrder)) this.#barred.add(contactKey);
    for (const holder of held(rest.contact)) this.#holders.add(holder[0], holder);
    if (rest.contact.worksAt !== undefined) this.#staff.set(contactKey, rest.contact.worksAt);
    addLinks(this.#links, contact, contactKey);
  }

  has(sisId: string): boolean {
    return this.#contacts.has(this.#naming.contact(sisId));
  }

  find(nth: number): Recognizable {
    const { contact, answers, rows } = this.#contacts.at(nth);
    const [row] = rows.values();
    return { ...contact, answers, ...(row === undefined ? {} : { row }) };
  }

  answer(nth: number, answers: readonly FormAnswer[]): void {
    const entry = this.#contacts.at(nth);
    const { contact } = entry;
    this.#changed.set(contact.contactKey, { ...entry, answers, print: printOf(contact, answers, this.#naming) });
  }

  /** Once, when everybody is in. @param roster the same export; its contacts are here */
  book(roster: Omit<Roster, 'contacts'>): NewBook {
    const naming = this.#naming;
    const changed = this.#changed;
    for (const [contactKey, { print }] of changed) this.#prints.contacts.set(contactKey, print);
    const enrolled = this.#enrolled(roster.students);
    // The book lives on, and this with it.
    [this.#students, this.#links, this.#naming] = [new Map(), new Map(), this.#given];
    return {
      ...enrolled,
      contacts: changed.size === 0 ? this.#contacts : new OverlaidMap(this.#contacts, changed),
      prints: this.#prints,
      ...{ totals: this.#totals, staff: this.#staff, barred: this.#barred, holders: this.#holders },
      invalidStudents: new Set(roster.invalid.students.map(naming.student)),
      invalidContacts: new Set(roster.invalid.contacts.map(naming.contact)),
      orphans: roster.orphans.map(({ contactId, ...orphan }) => ({
        ...orphan,
        contactKey: naming.contact(contactId),
        sisId: contactId,
      })),
      leftStaff: new Set(roster.leftStaff.map(naming.contact)),
      endedStudents: new Set(roster.ended.map(naming.student)),
      doNotCall: roster.doNotCall.map(naming.number),
    };
  }

  #enrolled(all: readonly RosterStudent[]): Pick<NewBook, 'students' | 'schools' | 'enrolled'> {
    const prints = this.#prints.students;
    const students = PackedMap.reading(({ student }: Pick<NewStudent, 'student'>) => ({
      student,
      print: prints.get(student.studentKey) ?? '',
    }));
    const schools = new Set<string>();
    const enrolled = new Map<string, ReadonlyMap<string, string>>();
    // Nearly everybody is at one school, in one of a few dozen grades.
    const inGrade = sharedValues((line) => new Map(JSON.parse(line) as [string, string][]));
    for (const one of all) {
      const { student, print } = newStudent(one, inCallOrder(this.#links.get(one.sisId) ?? []), this.#naming);
      const { studentKey, schoolIds, grade } = student;
      students.add(studentKey, { student });
      prints.set(studentKey, print);
      for (const school of schoolIds) schools.add(school);
      enrolled.set(studentKey, inGrade(JSON.stringify(schoolIds.map((school) => [school, grade]))));
    }
    return { students, schools, enrolled };
  }
}

type Link = readonly [priority: number, sisId: string, contactKey: string];

/** By the student's id in the export; one link behind the other, which takes half of what a list of links takes. */
type Links = Map<string, Link[number][]>;

function addLinks(links: Links, { sisId, edges }: RosterContact, contactKey: string): void {
  for (const { studentId, priority } of edges) {
    const before = links.get(studentId);
    if (before === undefined) links.set(studentId, [priority, sisId, contactKey]);
    else before.push(priority, sisId, contactKey);
  }
}

/** Contacts in call order; ties by id, so that the order is the same every night. */
function inCallOrder(links: readonly Link[number][]): readonly string[] {
  const apart = Array.from({ length: links.length / 3 }, (_, nth) => links.slice(nth * 3, nth * 3 + 3) as unknown as Link);
  const sorted = apart.sort(([a, one], [b, other]) => a - b || (one < other ? -1 : 1));
  return sorted.map(([, , contactKey]) => contactKey);
}
