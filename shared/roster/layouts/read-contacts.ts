import { type FileBytes, isFileBytes } from '../../disk/file-bytes.ts';
import { Buckets } from '../../packed/buckets.ts';
import type { ColumnRule } from '../bytes/column-map.ts';
import type { Row } from '../bytes/read-table.ts';
import { SeveralRows } from '../companion-rows.ts';
import { type ProblemLog, problemLog } from '../report/problem.ts';
import { damageOf, type SheetWatch, watchSheets } from '../spreadsheet.ts';
import { columnKinds } from './column-kinds.ts';
import { CONTACT_FIELDS, type ContactField, type ContactRow } from './contact-row.ts';
import type { TableFiles } from './find-tables.ts';
import { foldValue } from './flags.ts';
import { type ContactLayout, columnsOf, type FlagRule, phoneColumns, type TablesLayout } from './layout.ts';
import { groupIn, readGrouped } from './read-grouped.ts';
import { longReader, type RowReader, wideReader } from './read-rows.ts';
import { readTables } from './read-tables.ts';
import { openSheet, type Sheet } from './sheet.ts';
import { type ContactsSettings, flagsOf, layoutOf } from './sign-off.ts';
import { isBlank, watchFlags } from './watch-flags.ts';

/** The rows of an export's contacts; read one by one, and anew each time. */
export interface ContactRows {
  /** Ids by which they name students. */
  readonly studentIds: ReadonlySet<string>;
  /** Contacts of whom several rows speak. */
  readonly several: SeveralRows;
  /** What the column of these ids is called. */
  readonly studentColumn: string;
  /** Data rows in the file. */
  readonly seen: number;
  each(visit: (row: ContactRow) => void): void;
}

/**
 * Looks through the contacts of an export in the district's layout. A flag's column that is missing, or a column of restrictions in
 * which nothing stands at all, stops the file: what forbids a call has fallen out of the export.
 * @param watch looks for what a spreadsheet has ruined; without one nothing is
 * @returns undefined when the log says why
 */
export function readContacts(
  file: string,
  contacts: FileBytes | TableFiles,
  settings: ContactsSettings,
  problems: ProblemLog,
  watch: SheetWatch = watchSheets(100),
): ContactRows | undefined {
  const [layout, flags] = [layoutOf(settings), flagsOf(settings)];
  if (layout.kind !== 'tables')
    return isFileBytes(contacts) ? readSheet(file, contacts, { layout, flags, settings, watch }, problems) : undefined;
  const files = isFileBytes(contacts) ? new Map<string, FileBytes>() : contacts;
  const rows = readTables(file, files, layout, flags, problems, watch)?.map((row) => withoutColumn(row, settings));
  if (rows === undefined) return undefined;
  const seen = watchFlags();
  const found = lookedAt((visit) => rows.forEach(visit), seen.see);
  for (const column of seen.empty()) problems.add('flag-column-empty', { file, column });
  for (const column of seen.unsigned()) problems.add('flag-values-unsigned', { file, column });
  return { ...found, seen: rows.length, each: (visit) => rows.forEach(visit) };
}

interface Signed {
  readonly layout: Exclude<ContactLayout, TablesLayout>;
  readonly flags: readonly FlagRule[];
  readonly settings: ContactsSettings;
  readonly watch: SheetWatch;
}

function readSheet(file: string, bytes: FileBytes, signed: Signed, problems: ProblemLog): ContactRows | undefined {
  const { layout, flags, watch } = signed;
  const flagColumns = flags.flatMap(({ column }) => (column === 'slot' ? [] : [column]));
  const answers = CONTACT_FIELDS.filter(isAnswer).flatMap((field) => layout.fields[field] ?? []);
  const literal = [...flagColumns, ...answers];
  const sheet = openSheet(file, bytes, layout, [...columnsOf(layout), ...flagColumns], literal, problems);
  if (sheet === undefined) return undefined;
  const phones = phoneColumns(layout).map(({ number }) => number);
  if (!phones.some(sheet.has))
    problems.add('column-missing', { file, column: phones.map(({ headers }) => headers[0]).join(' or ') });
  const read = readerOf(sheet, signed);
  // Of the flags, the first look needs those alone that restrict.
  const look = readerOf(sheet, { ...signed, flags: flags.filter(({ effect }) => effect === 'restricted') });
  const filled = new Set<ColumnRule>();
  const seers = [...columnKinds(layout, flagColumns)].map(
    ([column, kind]) => [column, watch.column(file, sheet.nameOf(column), kind)] as const,
  );
  const raw = (row: Row<string>): void => {
    for (const [column, see] of seers) see(sheet.text(row, column));
    for (const column of flagColumns) if (!filled.has(column) && !isBlank(sheet.text(row, column))) filled.add(column);
  };
  const seen = watchFlags();
  let rows: number | undefined;
  const found = lookedAt((visit) => {
    rows = look(watch.watching(problems), raw, visit);
  }, seen.see);
  if (rows === undefined) return undefined;
  for (const column of emptyRestrictions(sheet, flags, filled, seen.empty())) problems.add('flag-column-empty', { file, column });
  for (const column of seen.unsigned()) problems.add('flag-values-unsigned', { file, column });
  // What is wrong with a row has been told.
  const silently = (visit: Visit<ContactRow>) =>
    read(
      problemLog(),
      () => undefined,
      (row) => visit(withoutRuinedIds(row, file, signed)),
    );
  return { ...found, seen: rows, each: (visit) => void silently(visit) };
}

/**
 * An id that a spreadsheet has shortened is that of many: none of them is taken for another. Where a row is a contact's own, it stands for
 * one that the book may know by name and phone.
 */
function withoutRuinedIds(row: ContactRow, file: string, { layout, watch }: Signed): ContactRow {
  const { contactId, studentId } = row.cells;
  const isRuined = (field: 'contactId' | 'studentId', id: string) =>
    damageOf('id', id.replace(/^[^:]*:/, '')) !== undefined && watch.isRuined(file, row.columnOf(field));
  const ruined = { contactId: isRuined('contactId', contactId), studentId: isRuined('studentId', studentId) };
  if (!ruined.contactId && !ruined.studentId) return row;
  const stand = layout.kind === 'grouped' ? '' : `row ${row.row}: ${contactId}`;
  return { ...row, isRuined: true, cells: { ...row.cells, contactId: ruined.contactId ? stand : contactId } };
}

/** Yes or no to a purpose. */
const isAnswer = (field: ContactField): boolean => /^consent(?!Date|Form|Wording)/.test(field);

type Visit<T> = (one: T) => void;

function lookedAt(each: (visit: Visit<ContactRow>) => void, see: Visit<ContactRow>) {
  const studentIds = new Set<string>();
  const several = new SeveralRows();
  let studentColumn = 'studentId';
  each((row) => {
    if (studentIds.size === 0) studentColumn = row.columnOf('studentId');
    studentIds.add(row.cells.studentId);
    several.see(row.cells.contactId);
    see(row);
  });
  return { studentIds, several, studentColumn };
}

/** A column about one contact of a row counts only where there is such a contact: a school may have no second parents. */
function emptyRestrictions(
  sheet: Sheet,
  flags: readonly FlagRule[],
  filled: ReadonlySet<ColumnRule>,
  empty: readonly string[],
): string[] {
  return flags.flatMap(({ effect, column, contact }) => {
    if (effect !== 'restricted' || column === 'slot') return [];
    const name = sheet.nameOf(column);
    return (contact === undefined ? !filled.has(column) : empty.includes(name)) ? [name] : [];
  });
}

/** Where the district has said that no column can say it. */
function withoutColumn(row: ContactRow, { noRestrictionColumn }: ContactsSettings): ContactRow {
  const none = { effect: 'restricted', says: 'no', column: '', value: '' } as const;
  return noRestrictionColumn === true ? { ...row, flags: [...row.flags, none] } : row;
}

/** Reads all rows, each as it stands in the file and as what it says of contacts. Undefined when the file cannot be taken. */
function readerOf(sheet: Sheet, { layout, flags, settings }: Signed) {
  const { skip } = layout;
  const isSkipped = (row: Row<string>) => skip?.is.includes(foldValue(sheet.text(row, skip.column))) === true;
  return (problems: ProblemLog, raw: Visit<Row<string>>, visit: Visit<ContactRow>): number | undefined => {
    const sink = sinkOf(sheet, layout, flags);
    const seen = sheet.each(problems, (row) => {
      if (isSkipped(row)) return;
      raw(row);
      for (const one of sink.take(row)) visit(withoutColumn(one, settings));
    });
    for (const one of sink.end()) visit(withoutColumn(one, settings));
    return seen;
  };
}

/** Of layouts with several rows for a contact, nothing can be said before all of them are there. */
function sinkOf(sheet: Sheet, layout: Signed['layout'], flags: readonly FlagRule[]) {
  if (layout.kind !== 'grouped') {
    const take: RowReader = layout.kind === 'long' ? longReader(sheet, layout, flags) : wideReader(sheet, layout, flags);
    return { take, end: (): readonly ContactRow[] => [] };
  }
  const buckets = new Buckets<Row<string>>(sheet.about);
  const groupOf = groupIn(sheet, layout);
  return {
    take: (row: Row<string>): readonly ContactRow[] => {
      buckets.add(groupOf(row), row);
      return [];
    },
    *end(): Generator<ContactRow> {
      for (const rows of buckets) yield* readGrouped(sheet, layout, flags, rows);
    },
  };
}
