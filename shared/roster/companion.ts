import type { EdgeLimit } from '../contacts/contact.ts';
import type { NumberRules } from '../contacts/judge-number.ts';
import { sharedValues } from '../packed/shared-values.ts';
import { readDate } from './dates.ts';
import { readLanguage } from './languages.ts';
import type { ContactField, ContactRow, FlagEffect, FlagReading, TypedPhone } from './layouts/contact-row.ts';
import type { ContactRows } from './layouts/read-contacts.ts';
import { CONSENT_COLUMNS } from './maps/companion-contacts.ts';
import { type PhoneField, phoneReading } from './numbers.ts';
import type { ProblemLog } from './report/problem.ts';
import type { Forbidden, FormAnswer, RosterEdge, RosterNumber, RosterOrphan } from './roster.ts';
import type { StudentIds } from './student-ids.ts';
import { isFormula, readFlag } from './values.ts';

/** One row: what it says about the person, about the person and one student, and on the forms. */
export interface CompanionRow {
  readonly row: number;
  /** Names of columns in the file, for what is found out later. */
  readonly columns: Readonly<Record<'phone' | 'relationship' | 'wording' | 'consentDate', string>>;
  readonly contactId: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly language: string;
  readonly numbers: readonly RosterNumber[];
  readonly edge: RosterEdge;
  readonly answers: readonly FormAnswer[];
}

/** What stands beside the rows. */
export interface Companion {
  readonly doNotCall: readonly string[];
  /** Contacts that rows mention which could not be taken. */
  readonly invalidContacts: readonly string[];
  /** What such rows forbid all the same. */
  readonly orphans: readonly RosterOrphan[];
}

/** Called after everybody whose order is known. */
const LAST = 99;

/**
 * What the rows of contacts say, whatever layout they came in, row by row. A flag that cannot be read never calls: the pair of
 * contact and student is held.
 * @param file name for the report
 */
export function readCompanion(
  file: string,
  contacts: ContactRows,
  students: StudentIds,
  rules: NumberRules,
  problems: ProblemLog,
  visit: (row: CompanionRow) => void,
): Companion {
  const phonesOf = phoneReader(file, rules, problems);
  const doNotCall = new Set<string>();
  const invalidContacts = new Set<string>();
  const orphans: RosterOrphan[] = [];
  contacts.each((row) => {
    const read = reader(file, row, students, problems);
    // A stop is heard even in a row that is otherwise of no use.
    const phones = phonesOf(row.phones);
    for (const number of phones.doNotCall) doNotCall.add(number);
    if (isKnown(read)) return visit(companionRow(phones.numbers, read));
    // Whom it is about, no export will say again before a good one comes.
    if (row.isRuined === true && isOrdered(row)) read.report('restriction-unmatched', 'studentId');
    if (row.cells.contactId === '') return;
    const orphan = orphanOf(row, students);
    orphans.push(...orphan);
    for (const id of [read.contactId, ...orphan.map(({ contactId }) => contactId)]) invalidContacts.add(id);
  });
  return { doNotCall: [...doNotCall].sort(), invalidContacts: [...invalidContacts], orphans };
}

/** Reports about one row's columns under the names they have in the file. */
interface Reader {
  readonly row: ContactRow;
  /** In the ids of users.csv; `undefined` where the export has no such student. */
  readonly studentId: string | undefined;
  readonly contactId: string;
  /** The student's own row. */
  readonly isSelf: boolean;
  report(code: Parameters<ProblemLog['add']>[0], column: ContactField): void;
  /** What the row's flags of one effect say; those that cannot be read are reported. */
  flags(effect: FlagEffect, unknown?: 'flag-unknown' | 'guardian-unknown'): readonly FlagReading['says'][];
}

function reader(file: string, row: ContactRow, students: StudentIds, problems: ProblemLog): Reader {
  const { cells } = row;
  const studentId = cells.studentId === '' ? undefined : students(cells.studentId);
  const isSelf = cells.contactId === cells.studentId;
  return {
    row,
    studentId,
    isSelf,
    contactId: isSelf ? (studentId ?? cells.contactId) : cells.contactId,
    report: (code, column) => problems.add(code, { file, row: row.row, column: row.columnOf(column) }, cells[column]),
    flags: (effect, unknown = 'flag-unknown') => {
      const read: FlagReading['says'][] = [];
      for (const { effect: of, says, column, value, place = { file, row: row.row } } of row.flags) {
        if (of !== effect) continue;
        if (says === 'unknown') problems.add(unknown, { ...place, column }, value);
        read.push(says);
      }
      return read;
    },
  };
}

/** Its problems are told already, so nothing is reported here: a flag or an answer that cannot be read forbids nothing new. */
function orphanOf({ row, cells, flags }: ContactRow, students: StudentIds): RosterOrphan[] {
  const studentId = cells.studentId === '' ? undefined : students(cells.studentId, 'anybody');
  const contactId = cells.contactId === cells.studentId ? (studentId ?? cells.contactId) : cells.contactId;
  const said = forbiddenIn(flags, cells.contactId === cells.studentId);
  const noes = CONSENT_COLUMNS.flatMap(([column, purpose]) => (readFlag(cells[column]) === 'no' ? [noTo(purpose, cells)] : []));
  const forbids = said === undefined || studentId === undefined ? {} : { forbids: { studentId, ...said } };
  return 'forbids' in forbids || noes.length > 0 ? [{ contactId, row, ...forbids, noes }] : [];
}

/** What can be read, and forbids; undefined where nothing does. */
function forbiddenIn(flags: readonly FlagReading[], isSelf: boolean): Forbidden | undefined {
  const says = (effect: FlagEffect, word: 'yes' | 'no' = 'yes') =>
    flags.some((flag) => flag.effect === effect && flag.says === word);
  const limits = [
    ...(says('pickup-only') || says('inactive') ? (['never'] as const) : []),
    ...(says('no-routine') ? (['no-routine'] as const) : []),
    ...(says('no-location') ? (['no-location'] as const) : []),
  ];
  const emergencyOnly = says('emergency-only') || (says('legal-guardian', 'no') && !isSelf);
  const restricted = says('restricted');
  return restricted || emergencyOnly || limits.length > 0 ? { restricted, emergencyOnly, limits } : undefined;
}

function isOrdered({ flags }: Pick<ContactRow, 'flags'>): boolean {
  return flags.some(({ effect, says }) => effect === 'restricted' && says === 'yes');
}

function isKnown({ row: { cells }, studentId, report }: Reader): boolean {
  if (cells.contactId === '') report('id-missing', 'contactId');
  if (cells.studentId === '') report('id-missing', 'studentId');
  else if (studentId === undefined) report('student-unknown', 'studentId');
  return cells.contactId !== '' && studentId !== undefined;
}

/** Phones, and what they were read as. */
const REMEMBERED = 4_096;
/** Home, cell, work, and what offices make of it. */
const LABELS = 16;

/**
 * Rows that share one list of phones have it read, and reported, once. Lists of rows that nobody holds any more are forgotten. A
 * parent has a row for each child, most often not far apart: what such a phone is read as is remembered for a while.
 */
function phoneReader(file: string, rules: NumberRules, problems: ProblemLog): (phones: readonly TypedPhone[]) => PhoneField {
  const known = new WeakMap<readonly TypedPhone[], PhoneField>();
  const readerOf = sharedValues((label) => sharedValues((text) => phoneReading(text, label, rules), REMEMBERED), LABELS);
  return (phones) => {
    const before = known.get(phones);
    if (before !== undefined) return before;
    const field: { numbers: RosterNumber[]; doNotCall: string[] } = { numbers: [], doNotCall: [] };
    for (const { text, label, row, column, file: own = file } of phones) {
      const { numbers, doNotCall, codes } = readerOf(label)(text);
      for (const code of codes) problems.add(code, { file: own, row, column }, text);
      field.numbers.push(...numbers);
      field.doNotCall.push(...doNotCall);
    }
    known.set(phones, field);
    return field;
  };
}

function companionRow(numbers: readonly RosterNumber[], read: Reader): CompanionRow {
  const { row, cells, columnOf, phones } = read.row;
  const language = readLanguage(cells.language);
  if (language === 'und' && cells.language !== '') read.report('language-unknown', 'language');
  return {
    row,
    columns: {
      phone: phones[0]?.column ?? 'phone',
      relationship: columnOf('relationship'),
      wording: columnOf('consentWording'),
      consentDate: columnOf('consentDate'),
    },
    contactId: read.contactId,
    givenName: plainText('givenName', read),
    familyName: plainText('familyName', read),
    language,
    numbers,
    edge: edgeOf(read),
    answers: answersOf(read),
  };
}

function edgeOf(read: Reader): RosterEdge {
  const limits = limitsOf(read);
  return {
    row: read.row.row,
    studentId: read.studentId ?? '',
    // A student's own row, whatever the office calls the relation.
    relationship: read.isSelf ? 'self' : plainText('relationship', read).toLowerCase(),
    ...restrictionOf(read),
    emergencyOnly: isEmergencyOnly(read),
    priority: priorityOf(read),
    ...(limits.length === 0 ? {} : { limits }),
  };
}

/** A word that nobody agreed on narrows as the worst of the agreed ones: what cannot be read never calls. */
const narrows = (says: readonly FlagReading['says'][]): boolean => says.some((one) => one !== 'no');

function limitsOf({ flags, report, row: { isUnnamed } }: Reader): EdgeLimit[] {
  const listedOnly = [...flags('pickup-only'), ...flags('inactive')];
  if (isUnnamed) report('name-missing', 'familyName');
  return [
    ...(isUnnamed || narrows(listedOnly) ? (['never'] as const) : []),
    ...(narrows(flags('no-routine')) ? (['no-routine'] as const) : []),
    ...(narrows(flags('no-location')) ? (['no-location'] as const) : []),
  ];
}

function plainText(column: ContactField, read: Reader): string {
  const text = read.row.cells[column];
  if (!isFormula(text)) return text;
  read.report('formula', column);
  return '';
}

/** Where no column speaks of this pair at all, nobody knows whether an order stands. What cannot be read holds the pair. */
function restrictionOf({ flags }: Reader): Pick<RosterEdge, 'restricted' | 'unreadable'> {
  const says = flags('restricted');
  if (says.includes('yes')) return { restricted: true };
  return says.length === 0 || says.includes('unknown') ? { restricted: true, unreadable: true } : { restricted: false };
}

/** Whoever is not known to be a legal guardian has no right to routine calls about the student (FERPA; ROSTER §10). */
function isEmergencyOnly({ flags, isSelf }: Reader): boolean {
  const only = narrows(flags('emergency-only'));
  // Nobody is their own guardian.
  if (isSelf) return only;
  const guardian = flags('legal-guardian', 'guardian-unknown');
  return only || guardian.length === 0 || guardian.some((says) => says !== 'yes');
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
    if (flag === 'unknown') read.report('consent-unreadable', column);
    if (flag === 'no') return [noTo(purpose, cells)];
    if (flag !== 'yes') return [];
    if (date !== undefined && cells.consentForm !== '') return [{ purpose, answer: 'yes', date, ...formOf(cells) }];
    read.report('consent-incomplete', 'consentDate');
    return [];
  });
}

function noTo(purpose: FormAnswer['purpose'], cells: ContactRow['cells']): FormAnswer {
  const date = readDate(cells.consentDate);
  const agreedBeside = CONSENT_COLUMNS.flatMap(([column, other]) => (readFlag(cells[column]) === 'yes' ? [other] : []));
  return {
    ...{ purpose, answer: 'no', ...formOf(cells) },
    ...(date === undefined ? {} : { date }),
    ...(agreedBeside.length === 0 ? {} : { agreedBeside }),
  };
}

function formOf({ consentForm, consentWording }: ContactRow['cells']): Pick<FormAnswer, 'form' | 'wording'> {
  return { form: consentForm, wording: consentWording };
}
