import { type ConsentWording, oddWording } from '../consent/wordings.ts';
import type { NumberRules } from '../contacts/judge-number.ts';
import type { FileBytes } from '../disk/file-bytes.ts';
import type { Loan } from '../packed/loan.ts';
import { type CompanionRow, readCompanion } from './companion.ts';
import { CompanionRows } from './companion-rows.ts';
import { Join, stoppedIn } from './join-halves.ts';
import type { TableFiles } from './layouts/find-tables.ts';
import { type ContactRows, readContacts } from './layouts/read-contacts.ts';
import type { ContactsSettings } from './layouts/sign-off.ts';
import { readManifest, versionOf } from './oneroster/manifest.ts';
import { type Enrolled, type ExportFiles, mapsOf, readOneRoster } from './oneroster/oneroster.ts';
import type { ProblemLog } from './report/problem.ts';
import type { ContactStore, FormAnswer, Roster, RosterContact } from './roster.ts';
import { type Damage, type LostZeros, lostZeros, reportDamage, type SheetWatch, watchSheets } from './spreadsheet.ts';
import { type StudentIds, studentIds } from './student-ids.ts';

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
  /** Above this share of its cells a column was ruined by a spreadsheet. */
  readonly spreadsheetPercent: number;
}

/**
 * `nothing-changed`: the manifest says so. `stopped`: nothing of the export may be taken; the log says why. `damage`: ruined columns, on
 * record as what stops the export; of what it says only what forbids may be taken.
 */
export type Understood<Contacts = ReadonlyMap<string, RosterContact>> = (
  | { readonly kind: 'roster'; readonly roster: Roster<Contacts>; readonly damage: readonly Damage[] }
  | { readonly kind: 'nothing-changed' }
  /** `doNotCall`: numbers (E.164) of users.csv that are not to be called, as far as it was read: that holds all the same. */
  | { readonly kind: 'stopped'; readonly doNotCall: readonly string[] }
) & {
  /** Names of the column maps by which the OneRoster half was read. */
  readonly maps: readonly string[];
};

/**
 * Both halves of a drop as one roster: who is enrolled from OneRoster, who may be called from the companion file.
 * @param store takes in the contacts
 * @param companion undefined where it cannot be opened: then nothing is taken. Given back once it has been read
 * Pure: no half of it is anywhere until the whole has been understood. Never throws, whatever the bytes are.
 */
export function understandInto<Contacts extends ContactStore>(
  store: Contacts,
  files: ExportFiles,
  companion: Loan<FileBytes | TableFiles> | undefined,
  context: ExportContext,
  problems: ProblemLog,
): Understood<Contacts> {
  const manifest = readManifest(files, problems);
  const version = versionOf(files, manifest, problems);
  const maps = mapsOf(files, version);
  if (manifest.says === 'nothing-changed') return { kind: 'nothing-changed', maps };
  const watch = watchSheets(context.spreadsheetPercent);
  const enrolled = readOneRoster(watched(files, watch), version, context.day, problems);
  // Before the other half is read, which is as large.
  files.letGo?.();
  if (enrolled !== undefined) checkSchools(enrolled, context, problems);
  // Where a column is ruined, that is the reason; the contacts beside it may forbid something all the same.
  if (enrolled?.students.size === 0 && !problems.stopped() && watch.found().length === 0)
    problems.add('no-students', { file: 'users.csv' });
  const contacts =
    enrolled === undefined || companion === undefined
      ? undefined
      : contactsOf(companion, enrolled, { context, watch, store }, problems);
  companion?.giveBack();
  const damage = [...watch.found(), ...(contacts?.lostZeros ?? [])];
  const roster = contacts === undefined || problems.stopped() ? undefined : contacts.join();
  reportDamage(damage, problems);
  if (roster !== undefined) return { kind: 'roster', roster, damage, maps };
  return { kind: 'stopped', maps, doNotCall: enrolled === undefined ? [] : stoppedIn(enrolled, context.numberRules) };
}

function watched(files: ExportFiles, watch: SheetWatch): ExportFiles {
  const { overlay } = files;
  const ofDelta = overlay === undefined ? {} : { overlay };
  return { get: (name) => files.get(name), has: (name) => files.has(name), ...ofDelta, watch };
}

interface Reading<Contacts> {
  readonly context: ExportContext;
  readonly watch: SheetWatch;
  readonly store: Contacts;
}

/** Contacts go to the store as they are read: those who have one row at once, the others when all of their rows are there. */
function contactsOf<Contacts extends ContactStore>(
  bytes: Loan<FileBytes | TableFiles>,
  enrolled: Enrolled,
  { context, watch, store }: Reading<Contacts>,
  problems: ProblemLog,
) {
  const { companionFile: file, contacts, numberRules } = context;
  const found = readContacts(file, bytes.value, contacts, problems, watch);
  const known = found === undefined ? undefined : idsOf(found, enrolled, file, problems);
  if (found === undefined || known === undefined || problems.stopped()) return undefined;
  const isStudent = (id: string) => enrolled.students.has(id);
  const lost = lostZeros(found.studentIds, isStudent, everyId(enrolled), context.spreadsheetPercent);
  // What a row forbids about a student without their zeros is about that student.
  const students: StudentIds = (id, whose) => known((whose === 'anybody' ? lost.here.get(id) : undefined) ?? id, whose);
  // By themselves: what is held on to `found` holds on to the file.
  const { several } = found;
  const join = new Join(enrolled, context, problems, store, found.seen);
  const rows = new CompanionRows(found.seen);
  // Students are known under others of their ids as well.
  const isAlone = (id: string) => !several.mayHave(id) && !enrolled.students.has(id);
  const beside = readCompanion(file, found, students, numberRules, problems, (given) => {
    const row = withoutEarlyYes(given, context, problems);
    if (isAlone(row.contactId)) join.add([row]);
    else rows.add(row);
  });
  return {
    lostZeros: zeroDamage(lost, found, enrolled, file),
    join: (): Roster<Contacts> => {
      for (const of of rows.drain()) join.add(of);
      return join.end(beside);
    },
  };
}

function* everyId({ students, studentNumbers }: Enrolled): Generator<string> {
  yield* students.keys();
  for (const { number } of studentNumbers) yield number;
}

function zeroDamage({ here, there }: LostZeros, found: ContactRows, { students }: Enrolled, file: string): readonly Damage[] {
  let rows = 0;
  if (here.size > 0) found.each(({ cells }) => (rows += here.has(cells.studentId) ? 1 : 0));
  const ofUsers = [...there].some((id) => students.has(id)) ? 'sourcedId' : 'identifier';
  return [
    { code: 'column-zeros' as const, file, column: found.studentColumn, rows },
    { code: 'column-zeros' as const, file: 'users.csv', column: ofUsers, rows: there.size },
  ].filter((damage) => damage.rows > 0);
}

function idsOf(
  { studentIds: wanted, studentColumn: column }: ContactRows,
  { students, studentNumbers }: Enrolled,
  file: string,
  problems: ProblemLog,
) {
  return studentIds(wanted, (id) => students.has(id), studentNumbers, { file, column }, problems);
}

/** A yes on a form of a day that has not come is none. */
function withoutEarlyYes(given: CompanionRow, context: ExportContext, problems: ProblemLog): CompanionRow {
  const isEarly = ({ answer, date = '' }: FormAnswer) => answer === 'yes' && date > context.day;
  const early = given.answers.find(isEarly);
  const row = early === undefined ? given : { ...given, answers: given.answers.filter((one) => !isEarly(one)) };
  const place = { file: context.companionFile, row: row.row, column: row.columns.consentDate };
  if (early !== undefined) problems.add('consent-date-ahead', place, early.date);
  reportWording(row, context, problems);
  return row;
}

/** A yes to words that nobody knows is kept, and reported: somebody must be able to show what was signed. */
function reportWording(
  { row, answers, columns }: CompanionRow,
  { companionFile, wordings }: ExportContext,
  problems: ProblemLog,
): void {
  const [yes] = answers.filter(({ answer, wording }) => answer === 'yes' && wording !== '');
  if (yes === undefined || oddWording(yes.wording, yes.date ?? '', wordings) === undefined) return;
  problems.add('wording-unknown', { file: companionFile, row, column: columns.wording }, yes.wording);
}

function checkSchools(enrolled: Enrolled, context: ExportContext, problems: ProblemLog): void {
  const unknown = enrolled.schools.filter((school) => !context.schools.includes(school));
  if (enrolled.schools.length > 0 && unknown.length === enrolled.schools.length)
    problems.add('no-known-school', { file: 'orgs.csv', column: 'sourcedId' });
  else for (const school of unknown) problems.add('school-not-in-settings', { file: 'orgs.csv', column: 'sourcedId' }, school);
}
