/** Who is in the export as people: who is enrolled from one half, who may be called from the other. */
import { limitsOfBoth } from '../contacts/contact.ts';
import { judgeField, type NumberRules } from '../contacts/judge-number.ts';
import type { Companion, CompanionRow } from './companion.ts';
import { ageOn } from './dates.ts';
import { isOwn } from './layouts/sign-off.ts';
import { SpokenOf } from './layouts/spoken-of.ts';
import { Namesakes } from './namesakes.ts';
import { readPhoneField } from './numbers.ts';
import type { Enrolled, OneRosterGuardian, OneRosterPerson, OneRosterStaff } from './oneroster/oneroster.ts';
import { type ProblemLog, problemLog } from './report/problem.ts';
import type { ContactStore, FormAnswer, Roster, RosterContact, RosterEdge, RosterNumber, RosterStudent } from './roster.ts';
import { SharedPhones } from './shared-phones.ts';
import type { ExportContext } from './understand.ts';

/** Joins both halves: contacts of the companion file one by one, in whatever order, then everybody else. */
export class Join<Contacts extends ContactStore> {
  readonly #halves: Halves;
  readonly #problems: ProblemLog;
  readonly #contacts: Contacts;
  readonly #namesakes = new Namesakes();
  readonly #shared = new SharedPhones();
  #guardiansNamed = 0;
  /** Undefined where the contacts go by the ids of the OneRoster half. */
  readonly #spokenOf: SpokenOf | undefined;

  /** @param contacts takes them in @param about how many rows of contacts there are */
  constructor(enrolled: Enrolled, context: ExportContext, problems: ProblemLog, contacts: Contacts, about: number) {
    this.#halves = { enrolled, minors: numbersOfMinors(enrolled, context), context };
    [this.#problems, this.#contacts] = [problems, contacts];
    this.#spokenOf = isOwn(context.contacts) ? undefined : new SpokenOf(context.numberRules);
    contacts.begin(enrolled.students, about);
  }

  /** @param rows all of a contact's */
  add(rows: readonly CompanionRow[]): void {
    const contact = contactOf(rows, this.#halves, this.#problems);
    if (contact === undefined) return;
    this.#take(contact);
    if (this.#halves.enrolled.guardians.has(contact.sisId)) this.#guardiansNamed += 1;
    this.#shared.see(contact);
    this.#spokenOf?.see(contact);
  }

  /** Once, behind the last of them. @param companion what stands beside them */
  end(companion: Companion): Roster<Contacts> {
    const { enrolled, context } = this.#halves;
    const { companionFile: file, numberRules } = context;
    const [problems, contacts] = [this.#problems, this.#contacts];
    const undated = [...enrolled.students.values()].some(({ birthDate }) => birthDate === undefined);
    if (undated) problems.add('birth-date-missing', { file: 'demographics.csv', column: 'birthDate' });
    this.#shared.report(file, problems);
    for (const guardian of this.#unnamed())
      if (guardian.studentIds.length > 0 && this.#spokenOf?.has(guardian) !== true)
        this.#take(withoutFlags(guardian, context, problems));
    for (const one of enrolled.staff.values())
      if (!contacts.has(one.sisId)) for (const contact of staffContact(one, context, problems)) this.#take(contact);
    this.#namesakes.shareRefusals(file, contacts, problems);
    return {
      students: [...enrolled.students.values()],
      contacts,
      leftStaff: enrolled.leftStaff,
      ended: enrolled.ended,
      doNotCall: [...new Set([...companion.doNotCall, ...stoppedIn(enrolled, numberRules)])],
      invalid: {
        students: enrolled.invalidStudents,
        contacts: [...new Set([...enrolled.invalidGuardians, ...companion.invalidContacts])],
      },
      orphans: companion.orphans,
      schools: enrolled.schools,
    };
  }

  /** Guardians of the OneRoster half who are no contacts of the other. */
  *#unnamed(): Generator<OneRosterGuardian> {
    const { guardians } = this.#halves.enrolled;
    // Most nights there is none, and each would be asked for by a name that has to be made.
    if (this.#guardiansNamed === guardians.size) return;
    for (const sisId of guardians.keys()) {
      const guardian = this.#contacts.has(sisId) ? undefined : guardians.get(sisId);
      if (guardian !== undefined) yield guardian;
    }
  }

  #take(contact: RosterContact): void {
    this.#contacts.add(contact);
    this.#namesakes.see(contact);
  }
}

/** Numbers of users.csv whose field says "do not call", whoever's row it stands in. What else is wrong with such a field is told elsewhere. */
export function stoppedIn({ wordedPhones }: Enrolled, rules: NumberRules): readonly string[] {
  const nowhere = { file: 'users.csv' };
  return wordedPhones.flatMap((text) => readPhoneField(text, '', rules, nowhere, problemLog()).doNotCall);
}

interface Halves {
  readonly enrolled: Enrolled;
  readonly minors: ReadonlySet<string>;
  readonly context: ExportContext;
}

function contactOf(
  rows: readonly CompanionRow[],
  { enrolled, minors, context }: Halves,
  problems: ProblemLog,
): RosterContact | undefined {
  const first = rows[0];
  if (first === undefined) return undefined;
  const sisId = first.contactId;
  const file = context.companionFile;
  const self = enrolled.students.get(sisId);
  if (self !== undefined && !isAdult(self, context.day))
    problems.add('self-minor', { file, row: first.row, column: first.columns.relationship });
  const numbers = unite(rows.flatMap((row) => row.numbers)).filter(({ e164 }) => {
    if (self !== undefined || !minors.has(e164)) return true;
    problems.add('phone-of-minor', { file, row: first.row, column: first.columns.phone });
    return false;
  });
  if (rows.some((row) => row !== first && !samePerson(row, first))) problems.add('person-differs', { file, row: first.row });
  const edges = edgesOf(file, rows, problems);
  const { givenName, familyName, language } = first;
  const role = self !== undefined ? 'student' : edges.some((edge) => !edge.emergencyOnly) ? 'guardian' : 'other';
  const worksAt = enrolled.staff.get(sisId)?.worksAt;
  const works = worksAt === undefined ? {} : { worksAt };
  return { sisId, role, givenName, familyName, language, numbers, edges, ...works, answers: answersOf(file, rows, problems) };
}

function samePerson(one: CompanionRow, other: CompanionRow): boolean {
  const person = ({ givenName, familyName, language, numbers }: CompanionRow) => [
    givenName,
    familyName,
    language,
    numbers.map((n) => n.e164),
  ];
  return JSON.stringify(person(one)) === JSON.stringify(person(other));
}

function unite(numbers: readonly RosterNumber[]): RosterNumber[] {
  return [...new Map(numbers.toReversed().map((number) => [number.e164, number])).values()].toReversed();
}

/** One edge per student: of two rows about the same pair, what forbids wins. */
function edgesOf(file: string, rows: readonly CompanionRow[], problems: ProblemLog): RosterEdge[] {
  const edges = new Map<string, RosterEdge>();
  for (const { row, edge } of rows) {
    const earlier = edges.get(edge.studentId);
    if (earlier !== undefined) problems.add('row-twice', { file, row });
    edges.set(edge.studentId, earlier === undefined ? edge : narrower(earlier, edge));
  }
  return [...edges.values()].sort((a, b) => (a.studentId < b.studentId ? -1 : 1));
}

function narrower(one: RosterEdge, other: RosterEdge): RosterEdge {
  const { unreadable: _unreadable, ...edge } = one;
  const restricted = one.restricted || other.restricted;
  // Readable in one of both is said in so many words.
  const guessed = [one, other].every((each) => !each.restricted || each.unreadable === true);
  return {
    ...edge,
    ...limitsOfBoth(one, other),
    restricted,
    ...(restricted && guessed ? { unreadable: true } : {}),
    emergencyOnly: one.emergencyOnly || other.emergencyOnly,
    priority: Math.min(one.priority, other.priority),
  };
}

/** One answer per purpose: a no anywhere beats a yes; of several yes, the latest. */
function answersOf(file: string, rows: readonly CompanionRow[], problems: ProblemLog): FormAnswer[] {
  const byPurpose = Map.groupBy(
    rows.flatMap((row) => row.answers.map((answer) => ({ row: row.row, answer }))),
    ({ answer }) => answer.purpose,
  );
  return [...byPurpose.values()].flatMap((given) => {
    const answers = given.map(({ answer }) => answer).sort((a, b) => ((a.date ?? '') < (b.date ?? '') ? 1 : -1));
    const no = answers.find(({ answer }) => answer === 'no');
    if (no !== undefined && answers.some(({ answer }) => answer === 'yes'))
      problems.add('consent-contradicts', { file, row: given[0]?.row ?? 0 });
    return [no ?? answers[0]].filter((answer) => answer !== undefined);
  });
}

/** Who works here and can be called. The export says no language, so the district's own is spoken. */
function staffContact(one: OneRosterStaff, context: ExportContext, problems: ProblemLog): RosterContact[] {
  const { sisId, givenName, familyName, worksAt } = one;
  const numbers = numbersIn(one, context, problems);
  if (numbers.length === 0) return [];
  return [{ sisId, role: 'staff', givenName, familyName, language: 'und', numbers, edges: [], worksAt, answers: [] }];
}

function numbersIn({ phones, row }: OneRosterPerson, { numberRules }: ExportContext, problems: ProblemLog): RosterNumber[] {
  const place = { file: 'users.csv', row, column: 'phone' };
  return unite(phones.flatMap((phone) => readPhoneField(phone, '', numberRules, place, problems).numbers));
}

/** The companion file is silent about this guardian, so nobody knows whether a court order stands: held for every student. */
function withoutFlags(guardian: OneRosterGuardian, context: ExportContext, problems: ProblemLog): RosterContact {
  problems.add('flags-missing', { file: 'users.csv', row: guardian.row, column: 'sourcedId' });
  const edges = guardian.studentIds.toSorted().map((studentId) => ({
    studentId,
    relationship: guardian.relationship,
    restricted: true,
    ...({ unreadable: true, unlisted: true } as const),
    emergencyOnly: true,
    priority: 99,
  }));
  const { sisId, givenName, familyName } = guardian;
  return {
    sisId,
    role: 'other',
    givenName,
    familyName,
    language: 'und',
    numbers: numbersIn(guardian, context, problems),
    edges,
    answers: [],
  };
}

function numbersOfMinors(enrolled: Enrolled, { day, numberRules }: ExportContext): Set<string> {
  const own = enrolled.studentPhones.filter(({ studentId }) => {
    const student = enrolled.students.get(studentId);
    return student === undefined || !isAdult(student, day);
  });
  return new Set(
    own.flatMap(({ phone }) => judgeField(phone, numberRules)).flatMap((judged) => ('problem' in judged ? [] : [judged.e164])),
  );
}

function isAdult(student: RosterStudent, day: string): boolean {
  return student.birthDate !== undefined && ageOn(day, student.birthDate) >= 18;
}
