import { isWordForNothing } from '../bytes/value-class.ts';
import type { ProblemLog } from '../report/problem.ts';
import { CONTACT_FIELDS, type ContactField, type ContactRow } from './contact-row.ts';
import { foldValue } from './flags.ts';
import { type ContactLayout, columnsOf, type FlagRule, phoneColumns } from './layout.ts';
import { readGrouped } from './read-grouped.ts';
import { readLong, readWide } from './read-rows.ts';
import { openSheet, type Sheet } from './sheet.ts';
import { type ContactsSettings, flagsOf, layoutOf } from './sign-off.ts';

/**
 * Reads the contacts of an export in the district's layout. A flag's column that is missing, or a column of restrictions in which
 * nothing stands at all, stops the file: what forbids a call has fallen out of the export.
 * @returns undefined when the log says why
 */
export function readContacts(
  file: string,
  bytes: Uint8Array,
  settings: ContactsSettings,
  problems: ProblemLog,
): readonly ContactRow[] | undefined {
  const [layout, flags] = [layoutOf(settings), flagsOf(settings)];
  const flagColumns = flags.flatMap(({ column }) => (column === 'slot' ? [] : [column]));
  const answers = CONTACT_FIELDS.filter(isAnswer).flatMap((field) => layout.fields[field] ?? []);
  const literal = [...flagColumns, ...answers];
  const sheet = openSheet(file, bytes, layout, [...columnsOf(layout), ...flagColumns], literal, problems);
  if (sheet === undefined) return undefined;
  const phones = phoneColumns(layout).map(({ number }) => number);
  if (!phones.some(sheet.has))
    problems.add('column-missing', { file, column: phones.map(({ headers }) => headers[0]).join(' or ') });
  const rows = rowsOf(withoutSkipped(sheet, layout), layout, flags, settings);
  for (const column of emptyRestrictions(sheet, flags, rows)) problems.add('flag-column-empty', { file, column });
  for (const column of unsignedRestrictions(rows)) problems.add('flag-values-unsigned', { file, column });
  return rows;
}

/** Yes or no to a purpose. */
const isAnswer = (field: ContactField): boolean => /^consent(?!Date|Form|Wording)/.test(field);

/** So many pairs at least, before a share says anything. */
const PAIRS_AT_LEAST = 20;
/** With so many of its values unknown, the column is not the one that was signed, or no longer. */
const UNKNOWN_SHARE = 0.25;

/**
 * An unknown value holds its pair, and an export never ends what it has set: a column that came to say 1 and 0 for Y and N would
 * leave a whole district to be cleared by hand.
 */
function unsignedRestrictions(rows: readonly ContactRow[]): string[] {
  const readings = rows.flatMap(({ flags }) => flags.filter(({ effect }) => effect === 'restricted'));
  return [...Map.groupBy(readings, ({ column }) => column)]
    .filter(([, all]) => all.length >= PAIRS_AT_LEAST)
    .filter(([, all]) => all.filter(({ says }) => says === 'unknown').length > all.length * UNKNOWN_SHARE)
    .map(([column]) => column);
}

/** A column about one contact of a row counts only where there is such a contact: a school may have no second parents. */
function emptyRestrictions(sheet: Sheet, flags: readonly FlagRule[], rows: readonly ContactRow[]): string[] {
  const isBlank = (value: string) => foldValue(value) === '' || isWordForNothing(value);
  return flags.flatMap(({ effect, column, contact }) => {
    if (effect !== 'restricted' || column === 'slot') return [];
    const name = sheet.nameOf(column);
    const said = rows.flatMap((row) => row.flags.filter((flag) => flag.effect === effect && flag.column === name));
    const isEmpty =
      contact === undefined
        ? sheet.rows.every((row) => isBlank(sheet.text(row, column)))
        : said.length > 0 && said.every(({ value }) => isBlank(value));
    return isEmpty ? [name] : [];
  });
}

function withoutSkipped(sheet: Sheet, { skip }: ContactLayout): Sheet {
  if (skip === undefined) return sheet;
  return { ...sheet, rows: sheet.rows.filter((row) => !skip.is.includes(foldValue(sheet.text(row, skip.column)))) };
}

function rowsOf(
  sheet: Sheet,
  layout: ContactLayout,
  flags: readonly FlagRule[],
  settings: ContactsSettings,
): readonly ContactRow[] {
  const rows = read(sheet, layout, flags);
  if (settings.noRestrictionColumn !== true) return rows;
  const none = { effect: 'restricted', says: 'no', column: '', value: '' } as const;
  return rows.map((row) => ({ ...row, flags: [...row.flags, none] }));
}

function read(sheet: Sheet, layout: ContactLayout, flags: readonly FlagRule[]): readonly ContactRow[] {
  switch (layout.kind) {
    case 'long':
      return readLong(sheet, layout, flags);
    case 'wide':
      return readWide(sheet, layout, flags);
    case 'grouped':
      return readGrouped(sheet, layout, flags);
  }
}
