import { type ConsentWording, oddWording } from '../consent/wordings.ts';
import type { NumberRules } from '../contacts/judge-number.ts';
import { type CompanionRow, readCompanion } from './companion.ts';
import { type ContactsHalf, joinHalves, stoppedIn } from './join-halves.ts';
import type { TableFiles } from './layouts/find-tables.ts';
import { type ContactRows, readContacts } from './layouts/read-contacts.ts';
import type { ContactsSettings } from './layouts/sign-off.ts';
import { readManifest, versionOf } from './oneroster/manifest.ts';
import { type Enrolled, type ExportFiles, mapsOf, readOneRoster } from './oneroster/oneroster.ts';
import { Buckets } from './packed/buckets.ts';
import type { ProblemLog } from './report/problem.ts';
import type { FormAnswer, Roster } from './roster.ts';
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
  /** `doNotCall`: numbers (E.164) of users.csv that are not to be called, as far as it was read: that holds all the same. */
  | { readonly kind: 'stopped'; readonly doNotCall: readonly string[] }
) & {
  /** Names of the column maps by which the OneRoster half was read. */
  readonly maps: readonly string[];
};

/**
 * Both halves of a drop as one roster: who is enrolled from OneRoster, who may be called from the companion file.
 * @param companion undefined where it cannot be opened: then nothing is taken
 * Pure: no half of it is anywhere until the whole has been understood. Never throws, whatever the bytes are.
 */
export function understand(
  files: ExportFiles,
  companion: Uint8Array | TableFiles | undefined,
  context: ExportContext,
  problems: ProblemLog,
): Understood {
  const manifest = readManifest(files, problems);
  const version = versionOf(files, manifest, problems);
  const maps = mapsOf(files, version);
  if (manifest.says === 'nothing-changed') return { kind: 'nothing-changed', maps };
  const enrolled = readOneRoster(files, version, context.day, problems);
  // Before the other half is read, which is as large.
  files.letGo?.();
  if (enrolled !== undefined) checkSchools(enrolled, context, problems);
  if (enrolled?.students.size === 0 && !problems.stopped()) problems.add('no-students', { file: 'users.csv' });
  if (enrolled === undefined) return { kind: 'stopped', maps, doNotCall: [] };
  const contacts = companion === undefined ? undefined : contactsOf(companion, enrolled, context, problems);
  if (contacts === undefined || problems.stopped())
    return { kind: 'stopped', maps, doNotCall: stoppedIn(enrolled, context.numberRules) };
  return { kind: 'roster', roster: joinHalves(enrolled, contacts, context, problems), maps };
}

function contactsOf(
  bytes: Uint8Array | TableFiles,
  enrolled: Enrolled,
  context: ExportContext,
  problems: ProblemLog,
): ContactsHalf | undefined {
  const { companionFile: file, contacts, numberRules } = context;
  const found = readContacts(file, bytes, contacts, problems);
  const students = found === undefined ? undefined : idsOf(found, enrolled, file, problems);
  if (found === undefined || students === undefined || problems.stopped()) return undefined;
  const rows = new Buckets<CompanionRow>(found.seen);
  const beside = readCompanion(file, found, students, numberRules, problems, (row) => {
    rows.add(row.contactId, withoutEarlyYes(row, context, problems));
  });
  return { ...beside, rows };
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
