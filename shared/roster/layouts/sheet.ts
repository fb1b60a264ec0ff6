import type { FileBytes } from '../../disk/file-bytes.ts';
import { type ColumnMap, type ColumnRule, normalHeader } from '../bytes/column-map.ts';
import { headerOf } from '../bytes/header.ts';
import { type OpenTable, openTable, type Row } from '../bytes/read-table.ts';
import type { ProblemLog } from '../report/problem.ts';

/** A table of which the columns of a layout have been found. */
export interface Sheet extends OpenTable<string> {
  /** Empty where the file has no such column. */
  text(row: Row<string>, column: ColumnRule): string;
  has(column: ColumnRule): boolean;
  /** What the column is called in this file. */
  nameOf(column: ColumnRule): string;
}

/**
 * Reads a table by any number of columns, each found under one of its names. Two columns that hit one target stop the file, and
 * both are named.
 * @param literal those of the columns that are read to the letter
 * @returns undefined when the log says why
 */
export function openSheet(
  file: string,
  bytes: FileBytes,
  layout: { readonly name: string; readonly dotted?: true },
  columns: readonly ColumnRule[],
  literal: readonly ColumnRule[],
  problems: ProblemLog,
): Sheet | undefined {
  const header = headerOf(bytes);
  const found = new Map(columns.map((column) => [column, matchesIn(header, column, layout.dotted === true)]));
  const twice = new Set([...found.values()].flatMap(([one, other]) => (other === undefined ? [] : [`${one} and ${other}`])));
  for (const column of twice) problems.add('column-twice', { file, column });
  if (twice.size > 0) return undefined;
  const nameOf = (column: ColumnRule) => found.get(column)?.[0] ?? column.headers[0];
  const keys = new Map([...found.keys()].map((column, index) => [column, `c${index}`]));
  const map: ColumnMap<string> = {
    name: layout.name,
    literal: literal.flatMap((column) => keys.get(column) ?? []),
    columns: Object.fromEntries([...keys].map(([column, key]) => [key, { ...column, headers: [nameOf(column)] }])),
  };
  const table = openTable(file, bytes, map, problems);
  if (table === undefined) return undefined;
  return {
    ...table,
    nameOf,
    has: (column) => found.get(column)?.[0] !== undefined,
    text: ({ cells }, column) => cells[keys.get(column) ?? ''] ?? '',
  };
}

/** Headers of the file that are names of a column. */
export function matchesIn(header: readonly string[], { headers }: ColumnRule, dotted: boolean): readonly string[] {
  const known = new Set(headers.map(normalHeader));
  return header.filter((name) => known.has(normalHeader(name)) || (dotted && known.has(normalHeader(withoutPrefix(name)))));
}

/** `contacts.lastName` → `lastName`; what is said of the student keeps its prefix, so that no student's name is taken for a contact's. */
function withoutPrefix(name: string): string {
  const [, prefix, field] = /^\s*(\w+)\.(.+)$/.exec(name) ?? [];
  return field === undefined || prefix?.toLowerCase() === 'student' ? name : field;
}
