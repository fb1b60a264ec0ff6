import type { FileBytes } from '../../disk/file-bytes.ts';
import { type ColumnRule, normalHeader, optional } from '../bytes/column-map.ts';
import { COMPANION_LAYOUT } from '../maps/companion-contacts.ts';
import { problemLog } from '../report/problem.ts';
import { foldValue } from './flags.ts';
import { FOREIGN_LAYOUTS } from './foreign-layouts.ts';
import { type ContactLayout, columnsOf, phoneColumns } from './layout.ts';
import { matchesIn, openSheet } from './sheet.ts';

/** How well a layout fits the header of a file. */
export interface Fit {
  readonly layout: ContactLayout;
  /** Columns of the layout that the file has. */
  readonly found: readonly string[];
  /** Promised columns that it lacks; `a phone` where it has none of the layout's phones. */
  readonly missing: readonly string[];
  /** Columns that stand for one and the same thing. */
  readonly twice: readonly (readonly string[])[];
}

/** Every layout held against a header, the best first; whoever lacks something comes after all who do not. */
export function fitsOf(header: readonly string[]): readonly Fit[] {
  return [COMPANION_LAYOUT, ...FOREIGN_LAYOUTS]
    .map((layout) => fitOf(layout, header))
    .toSorted((a, b) => lacks(a) - lacks(b) || b.found.length - a.found.length || a.missing.length - b.missing.length);
}

/** Layouts that fit and that nothing tells apart. */
export function bestOf(fits: readonly Fit[]): readonly Fit[] {
  const [best] = fits;
  return best === undefined || lacks(best) === 1
    ? []
    : fits.filter((fit) => !lacks(fit) && fit.found.length === best.found.length);
}

const lacks = ({ missing }: Fit): number => Math.min(1, missing.length);

function fitOf(layout: ContactLayout, header: readonly string[]): Fit {
  const flags = layout.kind === 'long' ? (layout.flags ?? []).flatMap(({ column }) => (column === 'slot' ? [] : [column])) : [];
  const columns = [...new Set([...columnsOf(layout), ...flags])];
  const inFile = (column: ColumnRule) => matchesIn(header, column, layout.dotted === true);
  const found = columns.map((column) => ({ column, names: inFile(column) }));
  const hasPhone = phoneColumns(layout).some(({ number }) => inFile(number).length > 0);
  const missing = found.flatMap(({ column, names }) => (column.promised && names.length === 0 ? [column.headers[0]] : []));
  return {
    layout,
    found: [...new Set(found.flatMap(({ names }) => names))],
    missing: hasPhone || missing.length > 0 ? missing : ['a phone'],
    twice: found.flatMap(({ names }) => (names.length > 1 ? [names] : [])),
  };
}

/** A column that may be a flag, with what stands in it: the value, and in how many rows. */
export interface Candidate {
  readonly column: string;
  /** Absent where more stands in it than a flag has values. */
  readonly values?: readonly (readonly [value: string, rows: number])[];
  readonly filled: number;
}

/** Only columns so named are looked at: what else a district exports is none of our business. */
const FLAG_WORDS =
  /custod|contact|restrict|court|order$|alert|legal|guardian|emerg|pickup|release|lives|receiv|portal|messenger|active|confiden|private|notif|comm|right|allow|access|relation|category|type|title|note/;
/** And never these, whatever else their names hold. */
const NEVER =
  /race|ethnic|lunch|meal|disab|504|iep|sped|gender|sex|pass|birth|ssn|social|mail|street|address|name|phone|language|priority|identifier|id$/;
const FLAG_VALUES_AT_MOST = 12;
/** What is longer is a note, and may name people. */
const FLAG_VALUE_LENGTH = 20;

/** Of `prefix.field` the field counts. */
function mayBeFlag(name: string): boolean {
  const field = normalHeader(name.replace(/^.*\./, ''));
  return FLAG_WORDS.test(field) && !NEVER.test(field);
}

/** What the layout reads is no flag; but the relationship may say who is a guardian. */
function takenBy({ layout, found }: Fit, header: readonly string[]): readonly string[] {
  const { relationship } = layout.fields;
  const kept = relationship === undefined ? [] : matchesIn(header, relationship, layout.dotted === true);
  return found.filter((name) => !kept.includes(name));
}

/** In a small file a column of names has as few values as one of flags, so there they must be short as codes, or come again. */
function areFew(counted: readonly (readonly [string, number])[], rows: number): boolean {
  return counted.length <= FLAG_VALUES_AT_MOST && (counted.length * 2 <= rows || counted.every(([value]) => value.length <= 3));
}

/** What the district has to say the meaning of; nothing is proposed for it. */
export function candidatesIn(file: string, bytes: FileBytes, header: readonly string[], fit?: Fit): readonly Candidate[] {
  const taken = fit === undefined ? [] : takenBy(fit, header);
  const names = header.filter((name) => mayBeFlag(name) && !taken.includes(name));
  const columns = [...new Map(names.map((name) => [normalHeader(name), optional(name)])).values()];
  const sheet = openSheet(file, bytes, { name: 'flags' }, columns, columns, problemLog());
  if (sheet === undefined) return [];
  const values = new Map(columns.map((column) => [column, new Map<string, number>()]));
  sheet.each(problemLog(), (row) => {
    for (const [column, counts] of values) {
      const value = foldValue(sheet.text(row, column));
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  });
  return [...values].map(([column, counts]) => {
    const counted = [...counts];
    const rows = counted.reduce((sum, [, count]) => sum + count, 0);
    const isFlag = counted.every(([value]) => value.length <= FLAG_VALUE_LENGTH) && areFew(counted, rows);
    const filled = rows - (counts.get('') ?? 0);
    return { column: sheet.nameOf(column), filled, ...(isFlag ? { values: counted.toSorted((a, b) => b[1] - a[1]) } : {}) };
  });
}
