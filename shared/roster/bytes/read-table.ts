import { type FileBytes, LARGEST_FILE } from '../../disk/file-bytes.ts';
import type { ProblemLog } from '../report/problem.ts';
import type { ProblemCode } from '../report/problem-words.ts';
import { isWordForNothing } from '../values.ts';
import { type ColumnMap, type ColumnRule, normalHeader } from './column-map.ts';
import { decode, type Encoding } from './decode.ts';
import { type CsvRecord, type Sheet, tokenize } from './tokenize.ts';

/** A row by our column names; a column the file does not have reads as empty. */
export interface Row<Column extends string> {
  /** As a spreadsheet counts: the header is row 1. */
  readonly row: number;
  readonly cells: Readonly<Record<Column, string>>;
}

export interface Table<Column extends string> {
  readonly rows: readonly Row<Column>[];
  /** Data rows in the file, the unreadable ones included. */
  readonly seen: number;
}

/** A table whose rows are read one by one, and anew each time. */
export interface OpenTable<Column extends string> {
  /** About how many rows the file has. */
  readonly about: number;
  /**
   * What is wrong with a row, or with the file as a whole, goes to the log.
   * @returns data rows in the file, the unreadable ones included; undefined when the file cannot be taken after all: nothing may
   * come of the rows then
   */
  each(problems: ProblemLog, visit: (row: Row<Column>) => void): number | undefined;
}

/** Of a row, more or less. */
const ROW_BYTES = 128;

/** UTF-8 is what is asked for, so only another encoding is worth a word. */
const ENCODING_NOTES: Readonly<Record<Encoding, ProblemCode | undefined>> = {
  'utf-8': undefined,
  'utf-16le': 'encoding-utf16',
  'utf-16be': 'encoding-utf16',
  'iso-8859-1': 'encoding-latin1',
  'windows-1252': 'encoding-guessed',
  mixed: 'encoding-mixed',
  unknown: 'encoding-unknown',
};

/**
 * Reads a CSV file by its map. What is wrong goes to the log, row by row; nothing throws, whatever the bytes are. Of columns that
 * the map does not name, nothing is in what is returned.
 * @returns undefined when the file as a whole cannot be taken (the log says why).
 */
export function readTable<Column extends string>(
  file: string,
  bytes: FileBytes,
  map: ColumnMap<Column>,
  problems: ProblemLog,
): Table<Column> | undefined {
  const table = tableOf(file, bytes, map, problems, LARGEST_FILE.asRows);
  if (table === undefined) return undefined;
  const rows: Row<Column>[] = [];
  const seen = table.each(problems, (row) => rows.push(row));
  return seen === undefined ? undefined : { rows, seen };
}

/** As `readTable`, of a file that may be too large to be held as rows. */
export function openTable<Column extends string>(
  file: string,
  bytes: FileBytes,
  map: ColumnMap<Column>,
  problems: ProblemLog,
): OpenTable<Column> | undefined {
  return tableOf(file, bytes, map, problems, LARGEST_FILE.inPieces);
}

function tableOf<Column extends string>(
  file: string,
  bytes: FileBytes,
  map: ColumnMap<Column>,
  problems: ProblemLog,
  atMost: number,
): OpenTable<Column> | undefined {
  if (bytes.length > atMost) {
    problems.add('file-too-large', { file });
    return undefined;
  }
  const sheet = sheetOf(file, bytes, map, problems);
  const places = sheet === undefined ? undefined : columnPlaces(file, sheet.header, map, problems);
  if (sheet === undefined || places === undefined) return undefined;
  const cellsOf = cellReader(file, places, map);
  return {
    about: Math.ceil(bytes.length / ROW_BYTES),
    each: (log, visit) => {
      const { size, totals, broken } = sheet.each((record) => {
        if (record.shape === 'whole') visit({ row: record.row, cells: cellsOf(record, log) });
        else log.add(record.shape === 'columns' ? 'row-columns' : 'row-unreadable', { file, row: record.row });
      });
      if (broken !== undefined) log.add(broken, { file });
      else for (const row of totals) log.add('row-total', { file, row });
      return broken === undefined ? size : undefined;
    },
  };
}

function sheetOf<Column extends string>(
  file: string,
  bytes: FileBytes,
  map: ColumnMap<Column>,
  problems: ProblemLog,
): Sheet | undefined {
  const { utf8, encoding, cutOff } = decode(bytes);
  const note = ENCODING_NOTES[encoding];
  if (note !== undefined) problems.add(note, { file });
  if (cutOff) return stop('file-cut-off');
  const known = new Set(rulesOf(map).flatMap(([, rule]) => rule.headers.map(normalHeader)));
  const sheet = tokenize(utf8, (header) => known.has(normalHeader(header)));
  if (typeof sheet === 'string') return stop(sheet);
  if (sheet.quotes === 'backslash') problems.add('quotes-backslash', { file });
  return sheet;

  function stop(code: ProblemCode): undefined {
    problems.add(code, { file });
  }
}

/** Column → its place in a row; undefined when one that was promised is missing, or one stands there twice. */
function columnPlaces<Column extends string>(
  file: string,
  header: readonly string[],
  map: ColumnMap<Column>,
  problems: ProblemLog,
): Map<Column, number> | undefined {
  const names = header.map(normalHeader);
  const places = new Map<Column, number>();
  let whole = true;
  for (const [column, rule] of rulesOf(map)) {
    const known = new Set(rule.headers.map(normalHeader));
    const found = names.flatMap((name, place) => (known.has(name) ? [place] : []));
    const [first] = found;
    if (first !== undefined && found.length === 1) places.set(column, first);
    if (found.length > 1) problems.add('column-twice', { file, column: rule.headers[0] });
    if (found.length === 0 && rule.promised) problems.add('column-missing', { file, column: rule.headers[0] });
    whole &&= found.length < 2 && (found.length === 1 || !rule.promised);
  }
  return whole ? places : undefined;
}

export function rulesOf<Column extends string>(map: ColumnMap<Column>): [Column, ColumnRule][] {
  // Object.entries forgets that the keys of a Record are its columns.
  return Object.entries(map.columns) as [Column, ColumnRule][];
}

/** Nearly every field, in one search: letters and digits of ASCII, with one space between two words. */
const SOUND = /^[\w.,:;+/()#&@-]+(?: [\w.,:;+/()#&@-]+)*$/;

type Reader<Column extends string> = (record: CsvRecord, problems: ProblemLog) => Readonly<Record<Column, string>>;

/** What can be known of the columns before the first row is. */
function cellReader<Column extends string>(
  file: string,
  places: ReadonlyMap<Column, number>,
  map: ColumnMap<Column>,
): Reader<Column> {
  const { forget, literal } = map;
  const placeOf = (column: Column) => places.get(column) ?? -1;
  const columns = rulesOf(map).map(([column, { headers }]) => ({
    ...{ column, header: headers[0], place: placeOf(column), isLiteral: literal.includes(column) },
    isForgotten: forget?.columns.includes(column) === true,
  }));
  // One entry per column of the map, so the record is whole. A copy of it takes half the room of a record that grows entry by entry.
  const blank = Object.fromEntries(columns.map(({ column }) => [column, ''])) as Record<Column, string>;
  return ({ row, fields }, problems) => {
    const where = forget === undefined ? '' : plain(fields[placeOf(forget.where)] ?? '').toLowerCase();
    const forgets = forget?.is.includes(where) === true;
    const textIn = ({ header, place, isLiteral, isForgotten }: (typeof columns)[number]): string => {
      const field = fields[place] ?? '';
      if (field === '' || (isForgotten && forgets)) return '';
      if (SOUND.test(field) && !isWordForNothing(field)) return field;
      const damage = damageOf(field);
      if (damage !== undefined) problems.add(damage, { file, row, column: header }, field);
      const value = plain(field);
      if (isLiteral || !isWordForNothing(value)) return value;
      problems.add('null-literal', { file, row, column: header }, value);
      return '';
    };
    const cells = { ...blank };
    for (const one of columns) cells[one.column] = textIn(one);
    return cells;
  };
}

/** Without what exports put around a value: spaces, quotation marks once too often, and `="007"`, which keeps Excel from eating zeros. */
function plain(field: string): string {
  // Nearly every field is such; the rest costs three searches.
  if (!/^\s|\s$|\s\s|[^\S ]|"/.test(field)) return field;
  const value = field.replace(/\s+/g, ' ').trim();
  return (/^=?"([^"]*)"$/.exec(value)?.[1] ?? value).trim();
}

/** Letters that an earlier program has ruined (`PeÃ±a`, `Pe\uFFFDa`): nobody here can know them, so they stay and are reported. */
function damageOf(field: string): 'letters-lost' | 'letters-doubled' | undefined {
  if (field.includes('\uFFFD')) return 'letters-lost';
  return /[\u00C2\u00C3][\u0080-\u00BF\u0152-\u017E\u02C6-\u203A\u20AC\u2122]|\u00E2\u20AC/.test(field)
    ? 'letters-doubled'
    : undefined;
}
