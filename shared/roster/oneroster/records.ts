/** The records of a file of an export; of a delta, as they stand after it. */
import type { FileBytes } from '../../disk/file-bytes.ts';
import { type ColumnMap, normalHeader, optional, promised } from '../bytes/column-map.ts';
import { headerOf } from '../bytes/header.ts';
import { openTable, type Row, readTable, rulesOf } from '../bytes/read-table.ts';
import { readMoment } from '../dates.ts';
import type { ProblemLog } from '../report/problem.ts';
import type { Overlay, Part } from './delta.ts';
import { type Each, type FoldWatch, fold, isOlder, type RecordColumn, type RecordRow, stateOf } from './fold.ts';
import type { ExportFiles } from './oneroster.ts';

/** Undefined when the file is not there, or cannot be taken. To be gone through once: what is wrong with a row is told then. */
export function recordsOf<Column extends string>(
  files: ExportFiles,
  file: string,
  map: ColumnMap<Column>,
  problems: ProblemLog,
): Each<Row<Column>> | undefined {
  const { overlay } = files;
  const bytes = files.get(file);
  const parts = overlay?.parts.get(file);
  if (overlay === undefined || parts === undefined) return bytes === undefined ? undefined : eachIn(file, bytes, map, problems);
  const { whole, changes } = parts;
  const inWhole = inFile(problems, overlay.names, whole.depth);
  if (changes.length === 0) return eachIn(file, whole.bytes, map, inWhole, whole.depth);
  const dated = withRecordColumns(map);
  let records = eachIn(file, whole.bytes, dated, inWhole, whole.depth);
  for (const part of changes) {
    const changed = changesIn(file, part, { map: dated, whole, overlay }, problems);
    if (records === undefined || changed === undefined) return undefined;
    records =
      part.depth === 0
        ? fold(records, byId(file, changed, problems), watch(file, overlay, problems))
        : fold(records, new Map(changed.map((row) => [row.cells.sourcedId, row])));
  }
  return records;
}

function eachIn<Column extends string>(
  file: string,
  bytes: FileBytes,
  map: ColumnMap<Column>,
  problems: ProblemLog,
  depth = 0,
): Each<Row<Column>> | undefined {
  const table = openTable(file, bytes, map, problems);
  return table === undefined ? undefined : (visit) => table.each(problems, (row) => visit(rowAt(row, depth))) !== undefined;
}

/** A row number that says from which export it is: far above any of one file. */
const PER_EXPORT = 2 ** 32;

const rowAt = <R extends { readonly row: number }>(row: R, depth: number): R =>
  depth === 0 ? row : { ...row, row: row.row + depth * PER_EXPORT };

/** What is said of a row of an earlier export is said of its own file there. */
export function tracing(problems: ProblemLog, { names }: Overlay): ProblemLog {
  return {
    ...problems,
    add(code, place, value) {
      const depth = Math.floor((place.row ?? 0) / PER_EXPORT);
      inFile(problems, names, depth).add(code, depth === 0 ? place : { ...place, row: (place.row ?? 0) % PER_EXPORT }, value);
    },
  };
}

function inFile(problems: ProblemLog, names: readonly string[], depth: number): ProblemLog {
  if (depth === 0) return problems;
  return {
    ...problems,
    add: (code, place, value) => problems.add(code, { ...place, file: `${names[depth]}: ${place.file}` }, value),
  };
}

/** Bulk exports need neither an id of each record nor its date. */
function withRecordColumns<Column extends string>(map: ColumnMap<Column>): ColumnMap<Column | RecordColumn> {
  const record = { sourcedId: promised('sourcedId'), status: optional('status'), dateLastModified: optional('dateLastModified') };
  // The map's own rules win, so the keys are those of both.
  return { ...map, columns: { ...record, ...map.columns } } as ColumnMap<Column | RecordColumn>;
}

interface Setting<Column extends string> {
  readonly map: ColumnMap<Column>;
  readonly whole: Part;
  readonly overlay: Overlay;
}

/** What one delta changes of a file, by id. A file that holds its header alone changes nothing. */
function changesIn<Column extends string>(
  file: string,
  { depth, bytes }: Part,
  { map, whole, overlay }: Setting<Column>,
  problems: ProblemLog,
): readonly Row<Column>[] | undefined {
  const header = headerOf(bytes);
  const log = depth === 0 ? strict(problems) : inFile(problems, overlay.names, depth);
  let isEmpty = false;
  const table = readTable(file, bytes, map, {
    ...log,
    add: (code, place, value) => {
      if (code === 'file-empty' && header.length > 0) isEmpty = true;
      else log.add(code, place, value);
    },
  });
  if (depth === 0) checkHeader(file, header, headerOf(whole.bytes), map, problems);
  if (isEmpty) return [];
  return table?.rows.map((row) => rowAt(row, depth));
}

/** A row that cannot be read may be the one that takes somebody away: of what changed, all or nothing. */
function strict(problems: ProblemLog): ProblemLog {
  return {
    ...problems,
    add(code, place, value) {
      problems.add(code, place, value);
      if (code === 'row-columns' || code === 'row-unreadable') problems.add('delta-row-unclear', place);
    },
  };
}

/** A column that is left out is not one that is empty: each changed record takes the place of the whole one. */
function checkHeader<Column extends string>(
  file: string,
  header: readonly string[],
  before: readonly string[],
  map: ColumnMap<Column>,
  problems: ProblemLog,
): void {
  for (const [, { headers }] of rulesOf(map)) {
    const names = new Set(headers.map(normalHeader));
    const isIn = (of: readonly string[]) => of.some((name) => names.has(normalHeader(name)));
    if (isIn(before) && !isIn(header)) problems.add('column-missing', { file, column: headers[0] });
  }
}

/** By id. What a delta must say of each record: which it is, whether it is here or gone, and since when. */
function byId<R extends RecordRow>(file: string, rows: readonly R[], problems: ProblemLog): ReadonlyMap<string, R> {
  const found = new Map<string, R>();
  for (const changed of rows) {
    const { row, cells } = changed;
    const unclear = (column: RecordColumn) => problems.add('delta-row-unclear', { file, row, column }, cells[column]);
    if (cells.sourcedId === '' || found.has(cells.sourcedId)) unclear('sourcedId');
    if (stateOf(cells.status) === undefined) unclear('status');
    if (readMoment(cells.dateLastModified) === undefined) unclear('dateLastModified');
    found.set(cells.sourcedId, changed);
  }
  return found;
}

/** Looks at what the delta at hand changes: a record that is older than the one it would replace is of an earlier file. */
function watch(file: string, { sawChange }: Overlay, problems: ProblemLog): FoldWatch {
  return {
    changes(change, held) {
      const at = { file, row: change.row, column: 'dateLastModified' };
      if (held !== undefined && isOlder(change, held)) problems.add('delta-older', at, change.cells.dateLastModified);
      sawChange(readMoment(change.cells.dateLastModified) ?? 0);
    },
    unclear: ({ row, cells: { sourcedId } }) => problems.add('delta-row-unclear', { file, row, column: 'sourcedId' }, sourcedId),
  };
}
