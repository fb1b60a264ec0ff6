import type { EdgeLimit } from '../contacts/contact.ts';
import type { NumberRules } from '../contacts/judge-number.ts';
import { readDate } from './dates.ts';
import { readLanguage } from './languages.ts';
import { COMPANION_MAP, CONSENT_COLUMNS, type CompanionColumn } from './maps/companion-contacts.ts';
import { readPhoneField } from './numbers.ts';
import type { ProblemLog } from './problem.ts';
import { type Row, readTable } from './read-table.ts';
import type { FormAnswer, RosterEdge, RosterNumber } from './roster.ts';
import { isFormula, readFlag } from './values.ts';

/** One row: what it says about the person, about the person and one student, and on the forms. */
export interface CompanionRow {
  readonly row: number;
  readonly contactId: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly language: string;
  readonly numbers: readonly RosterNumber[];
  readonly edge: RosterEdge;
  readonly answers: readonly FormAnswer[];
}

export interface Companion {
  readonly rows: readonly CompanionRow[];
  readonly doNotCall: readonly string[];
  /** Contacts that rows mention which could not be taken. */
  readonly invalidContacts: readonly string[];
  /** Rows in the file. */
  readonly seen: number;
}

/** Called after everybody whose order is known. */
const LAST = 99;

/**
 * Reads the companion file. A flag that cannot be read never calls: the pair of contact and student is held.
 * @param file name for the report
 * @param isStudent whether the export has this student
 * @returns undefined when the log has a problem that stops the export.
 */
export function readCompanion(
  file: string,
  bytes: Uint8Array,
  isStudent: (sisId: string) => boolean,
  rules: NumberRules,
  problems: ProblemLog,
): Companion | undefined {
  const table = readTable(file, bytes, COMPANION_MAP, problems);
  if (table?.rows.every((row) => row.cells.restricted === '')) problems.add('flag-column-empty', { file, column: 'restricted' });
  if (table === undefined || problems.stopped()) return undefined;
  const doNotCall: string[] = [];
  const invalidContacts: string[] = [];
  const rows = table.rows.flatMap((row): CompanionRow[] => {
    const read = reader(file, row, problems);
    const known = isKnown(row, isStudent, read);
    // A stop is heard even in a row that is otherwise of no use.
    const phones = readPhones(row, rules, read, problems);
    doNotCall.push(...phones.doNotCall);
    if (known) return [companionRow(row, phones.numbers, read)];
    if (row.cells.contactId !== '') invalidContacts.push(row.cells.contactId);
    return [];
  });
  return { rows, doNotCall, invalidContacts, seen: table.seen };
}

/** Reports about one row's columns under the names they have in the file. */
interface Reader {
  readonly row: Row<CompanionColumn>;
  report(code: Parameters<ProblemLog['add']>[0], column: CompanionColumn): void;
  place(column: CompanionColumn): { file: string; row: number; column: string };
}

function reader(file: string, row: Row<CompanionColumn>, problems: ProblemLog): Reader {
  const place = (column: CompanionColumn) => ({ file, row: row.row, column: COMPANION_MAP.columns[column].headers[0] });
  return { row, place, report: (code, column) => problems.add(code, place(column), row.cells[column]) };
}

function isKnown({ cells }: Row<CompanionColumn>, isStudent: (sisId: string) => boolean, read: Reader): boolean {
  if (cells.contactId === '') read.report('id-missing', 'contactId');
  if (cells.studentId === '') read.report('id-missing', 'studentId');
  else if (!isStudent(cells.studentId)) read.report('student-unknown', 'studentId');
  return cells.contactId !== '' && isStudent(cells.studentId);
}

function readPhones({ cells }: Row<CompanionColumn>, rules: NumberRules, read: Reader, problems: ProblemLog) {
  const first = readPhoneField(cells.phone, cells.phoneType, rules, read.place('phone'), problems);
  const second = readPhoneField(cells.phone2, cells.phone2Type, rules, read.place('phone2'), problems);
  return { numbers: [...first.numbers, ...second.numbers], doNotCall: [...first.doNotCall, ...second.doNotCall] };
}

function companionRow(row: Row<CompanionColumn>, numbers: readonly RosterNumber[], read: Reader): CompanionRow {
  const { cells } = row;
  const language = readLanguage(cells.language);
  if (language === 'und' && cells.language !== '') read.report('language-unknown', 'language');
  return {
    row: row.row,
    contactId: cells.contactId,
    givenName: plainText('givenName', read),
    familyName: plainText('familyName', read),
    language,
    numbers,
    edge: edgeOf(read),
    answers: answersOf(read),
  };
}

function edgeOf(read: Reader): RosterEdge {
  const { row, cells } = read.row;
  const limits = limitsOf(read);
  return {
    row,
    studentId: cells.studentId,
    // A student's own row, whatever the office calls the relation.
    relationship: isSelf(read) ? 'self' : plainText('relationship', read).toLowerCase(),
    ...restrictionOf(read),
    emergencyOnly: isEmergencyOnly(read),
    priority: priorityOf(read),
    ...(limits.length === 0 ? {} : { limits }),
  };
}

function isSelf({ row: { cells } }: Reader): boolean {
  return cells.contactId === cells.studentId;
}

/** A word that nobody agreed on narrows as the worst of the agreed ones: what cannot be read never calls. */
function limitsOf(read: Reader): EdgeLimit[] {
  const says = (column: CompanionColumn, narrow: 'yes' | 'no'): boolean => {
    const flag = readFlag(read.row.cells[column]);
    if (flag === 'unknown') read.report('flag-unknown', column);
    return flag === narrow || flag === 'unknown';
  };
  return [
    ...(says('pickupOnly', 'yes') ? (['never'] as const) : []),
    ...(says('generalCommunication', 'no') ? (['no-routine'] as const) : []),
    ...(says('noLocation', 'yes') ? (['no-location'] as const) : []),
  ];
}

function plainText(column: CompanionColumn, read: Reader): string {
  const text = read.row.cells[column];
  if (!isFormula(text)) return text;
  read.report('formula', column);
  return '';
}

/** Blank says "no restriction", because the column is promised and not empty throughout; any word but yes and no holds. */
function restrictionOf(read: Reader): Pick<RosterEdge, 'restricted' | 'unreadable'> {
  const flag = readFlag(read.row.cells.restricted);
  if (flag !== 'unknown') return { restricted: flag === 'yes' };
  read.report('flag-unknown', 'restricted');
  return { restricted: true, unreadable: true };
}

/** Whoever is not known to be a legal guardian has no right to routine calls about the student (FERPA; ROSTER §10). */
function isEmergencyOnly(read: Reader): boolean {
  const only = readFlag(read.row.cells.emergencyOnly);
  const guardian = readFlag(read.row.cells.legalGuardian);
  if (only === 'unknown') read.report('flag-unknown', 'emergencyOnly');
  // Nobody is their own guardian.
  if (isSelf(read)) return only === 'yes' || only === 'unknown';
  if (guardian === 'unknown' || guardian === 'blank') read.report('guardian-unknown', 'legalGuardian');
  return only === 'yes' || only === 'unknown' || guardian !== 'yes';
}

function priorityOf(read: Reader): number {
  const text = read.row.cells.priority;
  if (/^\d{1,2}$/.test(text)) return Math.max(1, Number(text));
  if (text !== '') read.report('priority-unreadable', 'priority');
  return LAST;
}

/** A yes stands only on a dated form; a no needs neither. */
function answersOf(read: Reader): FormAnswer[] {
  const { cells } = read.row;
  const date = readDate(cells.consentDate);
  return CONSENT_COLUMNS.flatMap(([column, purpose]): FormAnswer[] => {
    const flag = readFlag(cells[column]);
    const common = { purpose, form: cells.consentForm, wording: cells.consentWording };
    if (flag === 'unknown') read.report('consent-unreadable', column);
    if (flag === 'no') return [{ ...common, answer: 'no', ...(date === undefined ? {} : { date }) }];
    if (flag !== 'yes') return [];
    if (date !== undefined && cells.consentForm !== '') return [{ ...common, answer: 'yes', date }];
    read.report('consent-incomplete', 'consentDate');
    return [];
  });
}
