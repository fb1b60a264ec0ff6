import type { FileBytes } from '../../disk/file-bytes.ts';
import { type ColumnRule, normalHeader } from '../bytes/column-map.ts';
import { headerOf } from '../bytes/header.ts';
import type { TableName, TablesLayout } from './layout.ts';

/** Files of a zip of contacts by lower-case name. */
export type TableFiles = ReadonlyMap<string, FileBytes>;

export interface FoundTables {
  /** Name of the file in which a table stands. */
  readonly files: ReadonlyMap<TableName, string>;
  /** Tables that no file is, or that several may be. */
  readonly missing: readonly TableName[];
}

/** Without these a layout can be read. */
const SPARE: readonly TableName[] = ['codes'];

export const columnsOfTable = ({ tables }: TablesLayout, table: TableName): readonly ColumnRule[] =>
  Object.values(tables[table] ?? {});

/**
 * Which file is which table, told by the headers: a file has every promised column of its table. Where one could be two tables, it is
 * the one that no other file can be.
 */
export function findTables(files: TableFiles, layout: TablesLayout): FoundTables {
  const headers = [...files].map(([file, bytes]) => ({ file, header: new Set(headerOf(bytes).map(normalHeader)) }));
  const open = new Map(tablesOf(layout).map((table) => [table, headers.filter(({ header }) => fits(header, layout, table))]));
  const found = new Map<TableName, string>();
  for (let settled = true; settled; ) {
    const [one] = [...open].flatMap(([table, [only, other]]) =>
      only !== undefined && other === undefined ? [[table, only.file] as const] : [],
    );
    settled = one !== undefined;
    if (one === undefined) break;
    const [table, file] = one;
    found.set(table, file);
    open.delete(table);
    for (const [other, left] of open)
      open.set(
        other,
        left.filter((candidate) => candidate.file !== file),
      );
  }
  return { files: found, missing: [...open.keys()].filter((table) => !SPARE.includes(table)) };
}

/** Object.keys forgets whose keys they are. */
const tablesOf = ({ tables }: TablesLayout): TableName[] => Object.keys(tables) as TableName[];

function fits(header: ReadonlySet<string>, layout: TablesLayout, table: TableName): boolean {
  return columnsOfTable(layout, table)
    .filter(({ promised }) => promised)
    .every(({ headers }) => headers.some((name) => header.has(normalHeader(name))));
}
