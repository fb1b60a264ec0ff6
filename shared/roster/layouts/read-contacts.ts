import type { Row } from '../bytes/read-table.ts';
import { Buckets } from '../packed/buckets.ts';
import { type ProblemLog, problemLog } from '../report/problem.ts';
import { isWordForNothing } from '../values.ts';
import { CONTACT_FIELDS, type ContactField, type ContactRow } from './contact-row.ts';
import { foldValue } from './flags.ts';
import { type ContactLayout, columnsOf, type FlagRule, phoneColumns } from './layout.ts';
import { groupIn, readGrouped } from './read-grouped.ts';
import { longReader, type RowReader, wideReader } from './read-rows.ts';
import { openSheet, type Sheet } from './sheet.ts';
import { type ContactsSettings, flagsOf, layoutOf } from './sign-off.ts';

/** The rows of an export's contacts; read one by one, and anew each time. */
export interface ContactRows {
  /** Ids by which they name students. */
  readonly studentIds: ReadonlySet<string>;
  /** What the column of these ids is called. */
  readonly studentColumn: string;
  /** Data rows in the file. */
  readonly seen: number;
  each(visit: (row: ContactRow) => void): void;
}

/**
 * Looks through the contacts of an export in the district's layout. A flag's column that is missing, or a column of restrictions in
 * which nothing stands at all, stops the file: what forbids a call has fallen out of the export.
 * @returns undefined when the log says why
 */
export function readContacts(
  file: string,
  bytes: Uint8Array,
  settings: ContactsSettings,
  problems: ProblemLog,
): ContactRows | undefined {
  const [layout, flags] = [layoutOf(settings), flagsOf(settings)];
  const flagColumns = flags.flatMap(({ column }) => (column === 'slot' ? [] : [column]));
  const answers = CONTACT_FIELDS.filter(isAnswer).flatMap((field) => layout.fields[field] ?? []);
  const literal = [...flagColumns, ...answers];
  const sheet = openSheet(file, bytes, layout, [...columnsOf(layout), ...flagColumns], literal, problems);
  if (sheet === undefined) return undefined;
  const phones = phoneColumns(layout).map(({ number }) => number);
  if (!phones.some(sheet.has))
    problems.add('column-missing', { file, column: phones.map(({ headers }) => headers[0]).join(' or ') });
  const read = readerOf(sheet, layout, flags, settings);
  const flagsSeen = watchFlags(sheet, flags);
  const studentIds = new Set<string>();
  let studentColumn = 'studentId';
  read(problems, flagsSeen.raw, (row) => {
    if (studentIds.size === 0) studentColumn = row.columnOf('studentId');
    studentIds.add(row.cells.studentId);
    flagsSeen.read(row);
  });
  for (const column of flagsSeen.empty()) problems.add('flag-column-empty', { file, column });
  for (const column of flagsSeen.unsigned()) problems.add('flag-values-unsigned', { file, column });
  // What is wrong with a row has been told.
  const each = (visit: (row: ContactRow) => void) => read(problemLog(), () => undefined, visit);
  return { studentIds, studentColumn, seen: sheet.seen, each };
}

/** Yes or no to a purpose. */
const isAnswer = (field: ContactField): boolean => /^consent(?!Date|Form|Wording)/.test(field);

/** So many pairs at least, before a share says anything. */
const PAIRS_AT_LEAST = 20;
/** With so many of its values unknown, the column is not the one that was signed, or no longer. */
const UNKNOWN_SHARE = 0.25;

/** Looks at the columns of restrictions while they are read. */
function watchFlags(sheet: Sheet, flags: readonly FlagRule[]) {
  const isBlank = (value: string) => foldValue(value) === '' || isWordForNothing(value);
  const restricting = flags.filter(({ effect }) => effect === 'restricted');
  const filled = new Set<FlagRule>();
  const read = new Map<string, { all: number; unknown: number; filled: number }>();
  return {
    raw: (row: Row<string>): void => {
      for (const rule of restricting)
        if (rule.column !== 'slot' && !filled.has(rule) && !isBlank(sheet.text(row, rule.column))) filled.add(rule);
    },
    read: (row: ContactRow): void => {
      for (const { effect, column, says, value } of row.flags) {
        if (effect !== 'restricted') continue;
        const counts = read.get(column) ?? { all: 0, unknown: 0, filled: 0 };
        counts.all += 1;
        counts.unknown += says === 'unknown' ? 1 : 0;
        counts.filled += isBlank(value) ? 0 : 1;
        read.set(column, counts);
      }
    },
    /** A column about one contact of a row counts only where there is such a contact: a school may have no second parents. */
    empty: (): string[] =>
      restricting.flatMap((rule) => {
        if (rule.column === 'slot') return [];
        const name = sheet.nameOf(rule.column);
        const ofOne = read.get(name);
        const isEmpty = rule.contact === undefined ? !filled.has(rule) : ofOne !== undefined && ofOne.filled === 0;
        return isEmpty ? [name] : [];
      }),
    /**
     * An unknown value holds its pair, and an export never ends what it has set: a column that came to say 1 and 0 for Y and N would
     * leave a whole district to be cleared by hand.
     */
    unsigned: (): string[] =>
      [...read]
        .filter(([, { all, unknown }]) => all >= PAIRS_AT_LEAST && unknown > all * UNKNOWN_SHARE)
        .map(([column]) => column),
  };
}

type Visit<T> = (one: T) => void;

/** Reads all rows, each as it stands in the file and as what it says of contacts. */
function readerOf(sheet: Sheet, layout: ContactLayout, flags: readonly FlagRule[], settings: ContactsSettings) {
  const none = { effect: 'restricted', says: 'no', column: '', value: '' } as const;
  const whole = (row: ContactRow): ContactRow =>
    settings.noRestrictionColumn === true ? { ...row, flags: [...row.flags, none] } : row;
  const { skip } = layout;
  const isSkipped = (row: Row<string>) => skip?.is.includes(foldValue(sheet.text(row, skip.column))) === true;
  return (problems: ProblemLog, raw: Visit<Row<string>>, visit: Visit<ContactRow>): void => {
    const sink = sinkOf(sheet, layout, flags);
    sheet.each(problems, (row) => {
      if (isSkipped(row)) return;
      raw(row);
      for (const one of sink.take(row)) visit(whole(one));
    });
    for (const one of sink.end()) visit(whole(one));
  };
}

/** Of layouts with several rows for a contact, nothing can be said before all of them are there. */
function sinkOf(sheet: Sheet, layout: ContactLayout, flags: readonly FlagRule[]) {
  if (layout.kind !== 'grouped') {
    const take: RowReader = layout.kind === 'long' ? longReader(sheet, layout, flags) : wideReader(sheet, layout, flags);
    return { take, end: (): readonly ContactRow[] => [] };
  }
  const buckets = new Buckets<Row<string>>(sheet.seen);
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
