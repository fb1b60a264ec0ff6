/** One interpreter per kind of layout: a foreign row in, rows of contacts out. Nothing is judged here but where a field stands. */
import type { ColumnRule } from '../bytes/column-map.ts';
import type { Row } from '../bytes/read-table.ts';
import { CONTACT_FIELDS, type ContactField, type ContactRow, type TypedPhone } from './contact-row.ts';
import { flagReadings } from './flags.ts';
import type { ContactLayout, Fields, FlagRule, LongLayout, PhoneColumn, WideLayout } from './layout.ts';
import { foldName, madeId, splitName } from './person-name.ts';
import type { Sheet } from './sheet.ts';

type Cells = Record<ContactField, string>;

export type RowReader = (row: Row<string>) => readonly ContactRow[];

export function longReader(sheet: Sheet, layout: LongLayout, flags: readonly FlagRule[]): RowReader {
  const columnOf = namesIn(sheet, layout.fields);
  return (row) => {
    const cells = cellsIn(sheet, row, layout.fields);
    const phones = phonesIn(sheet, row, layout.phones);
    const isNobody = namesNobody(cells) && phones.length === 0;
    // Our own layout says "self" by the id alone, and gives every contact one.
    if (layout.flags === undefined && isNobody) return [];
    if (layout.contactIds === 'made' && cells.contactId === '')
      cells.contactId = madeId(cells.studentId, cells, phones[0]?.text ?? '');
    return [
      {
        row: row.row,
        cells: layout.flags === undefined ? apart(cells, layout) : cells,
        columnOf,
        phones,
        flags: flagReadings(flags, (column) => sheet.text(row, column), sheet.nameOf),
        isUnnamed: layout.flags === undefined && isUnnamed(layout.fields, cells),
      },
    ];
  };
}

export function wideReader(sheet: Sheet, layout: WideLayout, flags: readonly FlagRule[]): RowReader {
  return (row) =>
    layout.contacts.flatMap((slot, index): ContactRow[] => {
      const fields = { ...layout.fields, ...slot.fields };
      const own = cellsIn(sheet, row, slot.fields);
      const phones = phonesIn(sheet, row, slot.phones);
      if (namesNobody(own) && phones.length === 0) return [];
      const cells = cellsIn(sheet, row, fields);
      if (cells.priority === '') cells.priority = String(index + 1);
      if (cells.relationship === '') cells.relationship = slot.name;
      if (cells.contactId === '') cells.contactId = madeId(cells.studentId, cells, slot.name);
      const text = (column: ColumnRule) => sheet.text(row, column);
      const readings = flagReadings(flags, text, sheet.nameOf, slot.name);
      const whose = { cells: apart(cells, layout), columnOf: namesIn(sheet, fields), isUnnamed: isUnnamed(fields, cells) };
      return [{ row: row.row, ...whose, phones, flags: readings }];
    });
}

// One entry per field of the list, so the record is whole.
const BLANK = Object.fromEntries(CONTACT_FIELDS.map((field) => [field, ''])) as Cells;

export function cellsIn(sheet: Sheet, row: Row<string>, fields: Fields): Cells {
  const cells = { ...BLANK };
  for (const field of CONTACT_FIELDS) {
    const column = fields[field];
    cells[field] = column === undefined ? '' : sheet.text(row, column);
  }
  return fields.fullName === undefined ? cells : { ...cells, ...splitName(sheet.text(row, fields.fullName)) };
}

export function namesIn(sheet: Sheet, fields: Fields): (field: ContactField) => string {
  return (field) => {
    const column = fields[field] ?? (field === 'familyName' || field === 'givenName' ? fields.fullName : undefined);
    return column === undefined ? field : sheet.nameOf(column);
  };
}

export function phonesIn(sheet: Sheet, row: Row<string>, phones: readonly PhoneColumn[]): TypedPhone[] {
  return phones.flatMap(({ number, label, extension }) => {
    const text = sheet.text(row, number);
    if (text === '') return [];
    const kind = typeof label === 'string' ? label : sheet.text(row, label);
    const behind = extension === undefined ? '' : sheet.text(row, extension);
    return [{ text: withExtension(text, behind), label: kind, row: row.row, column: sheet.nameOf(number) }];
  });
}

/** As if both stood in one field: without the extension a front desk would ring. Zeros only fill a column; words are a note. */
function withExtension(phone: string, behind: string): string {
  const digits = behind.replace(/\D/g, '');
  if (digits === '') return `${phone} ${behind}`.trim();
  return /^0+$/.test(digits) ? phone : `${phone} x${digits}`;
}

/** PowerSchool's migration made contacts called "No Name" out of e-mail fields (ROSTER §3). */
export function isUnnamed({ givenName, familyName, fullName }: Fields, cells: Cells): boolean {
  const canName = (givenName ?? familyName ?? fullName) !== undefined;
  return canName && !isSelf(cells) && ['', 'noname'].includes(foldName(cells.givenName, cells.familyName));
}

const isSelf = ({ relationship }: Cells): boolean => /^self$/i.test(relationship);

/**
 * Ids of another system are its own: contact 7001 is not whoever has 7001 in users.csv, be it a student or a teacher. A row whose
 * relation is `Self` is the student, under the student's id and without the student's name.
 */
export function apart(cells: Cells, { name }: Pick<ContactLayout, 'name'>): Cells {
  if (isSelf(cells)) return { ...cells, contactId: cells.studentId, givenName: '', familyName: '' };
  return cells.contactId === '' ? cells : { ...cells, contactId: `${name.replace(/@\d+$/, '')}:${cells.contactId}` };
}

function namesNobody({ contactId, givenName, familyName }: Cells): boolean {
  return contactId === '' && givenName === '' && familyName === '';
}
