import { type ConsentWording, oddWording } from '../consent/wordings.ts';
import { EDGE_LIMITS } from '../contacts/contact.ts';
import { judgeField, type NumberRules } from '../contacts/judge-number.ts';
import { type Companion, type CompanionRow, readCompanion } from './companion.ts';
import { ageOn } from './dates.ts';
import type { ContactRow } from './layouts/contact-row.ts';
import { readContacts } from './layouts/read-contacts.ts';
import { type ContactsSettings, isOwn } from './layouts/sign-off.ts';
import { spokenOf } from './layouts/spoken-of.ts';
import { readPhoneField } from './numbers.ts';
import { readManifest, versionOf } from './oneroster/manifest.ts';
import {
  type Enrolled,
  type ExportFiles,
  mapsOf,
  type OneRosterGuardian,
  type OneRosterPerson,
  type OneRosterStaff,
  readOneRoster,
} from './oneroster/oneroster.ts';
import type { ProblemLog } from './report/problem.ts';
import type { FormAnswer, Roster, RosterContact, RosterEdge, RosterNumber, RosterStudent } from './roster.ts';
import { studentIds } from './student-ids.ts';

/** What an export is held against. */
export interface ExportContext {
  /** The school day, YYYY-MM-DD. */
  readonly day: string;
  /** Ids of the schools in the district's settings. */
  readonly schools: readonly string[];
  readonly numberRules: NumberRules;
  /** Name of the companion file, for the report. */
  readonly companionFile: string;
  /** In which layout the contacts come, and what their flags mean. */
  readonly contacts: ContactsSettings;
  /** The district's own consent forms; the project's are always known. */
  readonly wordings: readonly ConsentWording[];
}

/** `nothing-changed`: the manifest says so. `stopped`: nothing of the export may be taken; the log says why. */
export type Understood = (
  | { readonly kind: 'roster'; readonly roster: Roster }
  | { readonly kind: 'nothing-changed' }
  | { readonly kind: 'stopped' }
) & {
  /** Names of the column maps by which the OneRoster half was read. */
  readonly maps: readonly string[];
};

/**
 * Both halves of a drop as one roster: who is enrolled from OneRoster, who may be called from the companion file.
 * Pure: no half of it is anywhere until the whole has been understood. Never throws, whatever the bytes are.
 */
export function understand(files: ExportFiles, companion: Uint8Array, context: ExportContext, problems: ProblemLog): Understood {
  const manifest = readManifest(files, problems);
  const version = versionOf(files, manifest, problems);
  const maps = mapsOf(files, version);
  if (manifest.says === 'nothing-changed') return { kind: 'nothing-changed', maps };
  const enrolled = readOneRoster(files, version, context.day, problems);
  if (enrolled !== undefined) checkSchools(enrolled, context, problems);
  if (enrolled?.students.size === 0 && !problems.stopped()) problems.add('no-students', { file: 'users.csv' });
  const contacts = enrolled === undefined ? undefined : contactsOf(companion, enrolled, files, context, problems);
  if (enrolled === undefined || contacts === undefined || problems.stopped()) return { kind: 'stopped', maps };
  reportWordings(contacts.rows, context, problems);
  return { kind: 'roster', roster: join(enrolled, contacts, context, problems), maps };
}

function contactsOf(
  bytes: Uint8Array,
  enrolled: Enrolled,
  files: ExportFiles,
  { companionFile: file, contacts, numberRules }: ExportContext,
  problems: ProblemLog,
): Companion | undefined {
  const found = readContacts(file, bytes, contacts, problems);
  const students = found === undefined ? undefined : idsOf(found, enrolled, files, file, problems);
  if (found === undefined || students === undefined || problems.stopped()) return undefined;
  return readCompanion(file, found, students, numberRules, problems);
}

function idsOf(rows: readonly ContactRow[], { students }: Enrolled, files: ExportFiles, file: string, problems: ProblemLog) {
  const place = { file, column: rows[0]?.columnOf('studentId') ?? 'studentId' };
  const wanted = rows.map(({ cells }) => cells.studentId);
  return studentIds(wanted, (id) => students.has(id), files.get('users.csv'), place, problems);
}

/** A yes to words that nobody knows is kept, and reported: somebody must be able to show what was signed. */
function reportWordings(rows: readonly CompanionRow[], { companionFile, wordings }: ExportContext, problems: ProblemLog): void {
  for (const { row, answers, columns } of rows) {
    const [yes] = answers.filter(({ answer, wording }) => answer === 'yes' && wording !== '');
    if (yes === undefined || oddWording(yes.wording, yes.date ?? '', wordings) === undefined) continue;
    problems.add('wording-unknown', { file: companionFile, row, column: columns.wording }, yes.wording);
  }
}

function checkSchools(enrolled: Enrolled, context: ExportContext, problems: ProblemLog): void {
  const unknown = enrolled.schools.filter((school) => !context.schools.includes(school));
  if (enrolled.schools.length > 0 && unknown.length === enrolled.schools.length)
    problems.add('no-known-school', { file: 'orgs.csv', column: 'sourcedId' });
  else for (const school of unknown) problems.add('school-not-in-settings', { file: 'orgs.csv', column: 'sourcedId' }, school);
}

function join(enrolled: Enrolled, companion: Companion, context: ExportContext, problems: ProblemLog): Roster {
  const minors = numbersOfMinors(enrolled, context);
  const undated = [...enrolled.students.values()].some(({ birthDate }) => birthDate === undefined);
  if (undated) problems.add('birth-date-missing', { file: 'demographics.csv', column: 'birthDate' });
  const rowsOf = Map.groupBy(companion.rows, (row) => row.contactId);
  const contacts = [...rowsOf].flatMap(([sisId, rows]) => contactOf(sisId, rows, { enrolled, minors, context }, problems));
  const isSpokenOf = isOwn(context.contacts) ? () => false : spokenOf(contacts, context.numberRules);
  const unflagged = [...enrolled.guardians.values()].filter(
    (guardian) => guardian.studentIds.length > 0 && !rowsOf.has(guardian.sisId) && !isSpokenOf(guardian),
  );
  const families = [...contacts, ...unflagged.map((guardian) => withoutFlags(guardian, context, problems))];
  const known = new Set(families.map(({ sisId }) => sisId));
  const staff = [...enrolled.staff.values()].filter(({ sisId }) => !known.has(sisId));
  return {
    students: [...enrolled.students.values()],
    contacts: [...families, ...staff.flatMap((one) => staffContact(one, context, problems))],
    leftStaff: enrolled.leftStaff,
    doNotCall: [...new Set(companion.doNotCall)].sort(),
    invalid: {
      students: enrolled.invalidStudents,
      contacts: [...new Set([...enrolled.invalidGuardians, ...companion.invalidContacts])],
    },
    schools: enrolled.schools,
  };
}

interface Halves {
  readonly enrolled: Enrolled;
  readonly minors: ReadonlySet<string>;
  readonly context: ExportContext;
}

function contactOf(
  sisId: string,
  rows: readonly CompanionRow[],
  { enrolled, minors, context }: Halves,
  problems: ProblemLog,
): RosterContact[] {
  const first = rows[0];
  if (first === undefined) return [];
  const file = context.companionFile;
  const self = enrolled.students.get(sisId);
  if (self !== undefined && !isAdult(self, context.day))
    problems.add('self-minor', { file, row: first.row, column: first.columns.relationship });
  const numbers = unite(rows.flatMap((row) => row.numbers)).filter(({ e164 }) => {
    if (self !== undefined || !minors.has(e164)) return true;
    problems.add('phone-of-minor', { file, row: first.row, column: first.columns.phone });
    return false;
  });
  if (rows.some((row) => !samePerson(row, first))) problems.add('person-differs', { file, row: first.row });
  const edges = edgesOf(file, rows, problems);
  const { givenName, familyName, language } = first;
  const role = self !== undefined ? 'student' : edges.some((edge) => !edge.emergencyOnly) ? 'guardian' : 'other';
  const worksAt = enrolled.staff.get(sisId)?.worksAt;
  const works = worksAt === undefined ? {} : { worksAt };
  return [{ sisId, role, givenName, familyName, language, numbers, edges, ...works, answers: answersOf(file, rows, problems) }];
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
  const limits = EDGE_LIMITS.filter((limit) => one.limits?.includes(limit) || other.limits?.includes(limit));
  const { unreadable: _unreadable, ...edge } = one;
  const restricted = one.restricted || other.restricted;
  // Readable in one of both is said in so many words.
  const guessed = [one, other].every((each) => !each.restricted || each.unreadable === true);
  return {
    ...edge,
    ...(limits.length === 0 ? {} : { limits }),
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
    unreadable: true as const,
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
