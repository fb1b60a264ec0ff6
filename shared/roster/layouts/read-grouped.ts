import type { ColumnRule } from '../bytes/column-map.ts';
import { normalHeader } from '../bytes/column-map.ts';
import type { Row } from '../bytes/read-table.ts';
import type { ContactField, ContactRow, FlagReading, TypedPhone } from './contact-row.ts';
import { flagReadings, foldValue } from './flags.ts';
import type { FlagRule, GroupedLayout } from './layout.ts';
import { apart, cellsIn, isUnnamed, namesIn, phonesIn } from './read-rows.ts';
import type { Sheet } from './sheet.ts';

/** Of the person, not of the pair: filled once, and good for all rows of the contact. */
const PERSON_FIELDS = ['givenName', 'familyName', 'language'] as const satisfies readonly ContactField[];

/** By what rows belong together. */
export function groupIn(sheet: Sheet, { fields: { contactId } }: GroupedLayout): (row: Row<string>) => string {
  return (row) => (contactId === undefined ? '' : sheet.text(row, contactId));
}

/**
 * Rows of one contact need not stand together. A row without a contact's id belongs to nobody, and is reported by its reader.
 * @param rows all of a contact's, if any
 */
export function readGrouped(
  sheet: Sheet,
  layout: GroupedLayout,
  flags: readonly FlagRule[],
  rows: readonly Row<string>[],
): ContactRow[] {
  return [...Map.groupBy(rows, groupIn(sheet, layout))].flatMap(([id, of]) =>
    id === '' ? of.flatMap((row) => contactOf(sheet, layout, flags, [row])) : contactOf(sheet, layout, flags, of),
  );
}

function contactOf(sheet: Sheet, layout: GroupedLayout, flags: readonly FlagRule[], rows: readonly Row<string>[]): ContactRow[] {
  const [ofPerson, ofPair] = partition(flags, (flag) => isOfPerson(flag, layout));
  const person = Object.fromEntries(PERSON_FIELDS.map((field) => [field, firstFilled(sheet, layout, rows, field)]));
  const personFlags = ofPerson.flatMap((flag) => personReadings(sheet, rows, flag));
  const phones = phonesOf(sheet, layout, rows);
  const columnOf = namesIn(sheet, layout.fields);
  const links = rows.filter((row) => isLink(sheet, layout, row, ofPair));
  // Whoever has no student is told of all the same: a field of theirs may say "do not call".
  return (links.length > 0 ? links : rows.slice(0, 1)).map((row) => {
    const cells = { ...cellsIn(sheet, row, layout.fields), ...person };
    return {
      row: row.row,
      cells: apart(cells, layout),
      columnOf,
      phones,
      flags: [...personFlags, ...flagReadings(ofPair, (column) => sheet.text(row, column), sheet.nameOf)],
      isUnnamed: isUnnamed(layout.fields, cells),
    };
  });
}

/** A row that says something about a pair; one with a flag and no student is reported, never passed over. */
function isLink(sheet: Sheet, { fields }: GroupedLayout, row: Row<string>, ofPair: readonly FlagRule[]): boolean {
  const filled = (column: ColumnRule | undefined) => column !== undefined && sheet.text(row, column) !== '';
  return (
    filled(fields.studentId) || filled(fields.relationship) || ofPair.some(({ column }) => column !== 'slot' && filled(column))
  );
}

function isOfPerson({ column }: FlagRule, { ofPerson }: GroupedLayout): boolean {
  return (
    column !== 'slot' && ofPerson.some((name) => column.headers.some((header) => normalHeader(header) === normalHeader(name)))
  );
}

/** Filled on the first row, blank on the others: a blank counts only where no row says anything. */
function personReadings(sheet: Sheet, rows: readonly Row<string>[], flag: FlagRule): FlagReading[] {
  const readings = rows.flatMap((row) => flagReadings([flag], (column) => sheet.text(row, column), sheet.nameOf));
  const filled = readings.filter(({ value }) => foldValue(value) !== '');
  return filled.length > 0 ? filled : readings.slice(0, 1);
}

function firstFilled(sheet: Sheet, { fields }: GroupedLayout, rows: readonly Row<string>[], field: ContactField): string {
  return rows.map((row) => cellsIn(sheet, row, fields)[field]).find((text) => text !== '') ?? '';
}

/** A contact's phones in the order the system gives them; the same one on two rows is one. */
function phonesOf(sheet: Sheet, { phone }: GroupedLayout, rows: readonly Row<string>[]): readonly TypedPhone[] {
  const all = rows.flatMap((row) =>
    phonesIn(sheet, row, [phone]).map((typed) => ({ typed, order: orderIn(sheet, row, phone.order) })),
  );
  const inOrder = all.toSorted((a, b) => a.order - b.order).map(({ typed }) => typed);
  return [...new Map(inOrder.toReversed().map((typed) => [typed.text, typed])).values()].toReversed();
}

function orderIn(sheet: Sheet, row: Row<string>, column: ColumnRule): number {
  const text = sheet.text(row, column);
  return /^\d{1,3}$/.test(text) ? Number(text) : Number.MAX_SAFE_INTEGER;
}

function partition<T>(all: readonly T[], is: (one: T) => boolean): [T[], T[]] {
  return [all.filter(is), all.filter((one) => !is(one))];
}
