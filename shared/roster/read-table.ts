import { parse } from 'csv-parse/sync';
import { type ColumnMap, type ColumnRule, normalHeader } from './column-map.ts';
import { decode } from './decode.ts';
import type { ProblemLog } from './problem.ts';

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

/** Far above any real export, far below what would hurt. */
const LIMITS = { bytes: 200 * 2 ** 20, field: 64 * 2 ** 10, columns: 512 } as const;
const DELIMITERS = [',', '\t', ';', '|'] as const;

/**
 * Reads a CSV file by its map. What is wrong goes to the log, row by row; nothing throws, whatever the bytes are.
 * @returns undefined when the file as a whole cannot be taken (the log says why).
 */
export function readTable<Column extends string>(
  file: string,
  bytes: Uint8Array,
  map: ColumnMap<Column>,
  problems: ProblemLog,
): Table<Column> | undefined {
  if (bytes.length > LIMITS.bytes) return stop('file-too-large');
  const { text, encoding } = decode(bytes);
  if (encoding === 'windows-1252') problems.add('encoding-guessed', { file });
  if (encoding.startsWith('utf-16')) problems.add('encoding-utf16', { file });
  const records = tokenize(file, text, problems);
  const header = records?.shift();
  if (records === undefined) return undefined;
  if (header === undefined || records.length === 0) return stop('file-empty');
  const places = columnPlaces(file, header.fields, map, problems);
  if (places === undefined || cutOff(text, header.fields, records))
    return places === undefined ? undefined : stop('file-cut-off');
  const rows = records.flatMap((record) => {
    if (!fits(record, header.fields.length)) {
      problems.add('row-columns', { file, row: record.row });
      return [];
    }
    return [{ row: record.row, cells: cellsOf(file, record, places, map, problems) }];
  });
  return { rows, seen: records.length };

  function stop(code: 'file-too-large' | 'file-empty' | 'file-cut-off'): undefined {
    problems.add(code, { file });
  }
}

interface CsvRecord {
  readonly row: number;
  readonly fields: readonly string[];
}

function tokenize(file: string, text: string, problems: ProblemLog): CsvRecord[] | undefined {
  const declared = /^sep=(.)\r?\n?/i.exec(text);
  const body = declared === null ? text : text.slice(declared[0].length);
  const offset = declared === null ? 0 : 1;
  let row = offset;
  let broken: 'file-cut-off' | 'field-too-large' | undefined;
  const records: CsvRecord[] = [];
  const bad: number[] = [];
  try {
    parse(body, {
      delimiter: declared?.[1] ?? delimiterOf(body),
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      relax_quotes: true,
      skip_records_with_error: true,
      max_record_size: LIMITS.field * 8,
      on_record: (fields: string[]) => {
        row += 1;
        if (fields.length > LIMITS.columns || fields.some((field) => field.length > LIMITS.field)) broken ??= 'field-too-large';
        // Blank lines count as rows, as in a spreadsheet, and say nothing.
        if (fields.some((field) => field.trim() !== '')) records.push({ row, fields });
        return null;
      },
      on_skip: (error) => {
        row += 1;
        if (error?.code === 'CSV_QUOTE_NOT_CLOSED') broken ??= 'file-cut-off';
        else if (error?.code === 'CSV_MAX_RECORD_SIZE') broken ??= 'field-too-large';
        else bad.push(row);
        return undefined;
      },
    });
  } catch {
    broken ??= 'field-too-large';
  }
  for (const at of bad) problems.add('row-unreadable', { file, row: at });
  if (broken === undefined) return records;
  problems.add(broken, { file });
  return undefined;
}

function delimiterOf(text: string): string {
  const header = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  const count = (delimiter: string) => header.split(delimiter).length;
  return DELIMITERS.reduce((best, next) => (count(next) > count(best) ? next : best), DELIMITERS[0]);
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

/** An upload that broke off: no line end, and fewer columns than the others. */
function cutOff(text: string, header: readonly string[], records: readonly CsvRecord[]): boolean {
  const last = records.at(-1);
  return last !== undefined && !/[\r\n]$/.test(text) && last.fields.length < header.length;
}

/** Empty columns to the right come from spreadsheets; anything else is a row whose fields may stand in the wrong columns. */
function fits(record: CsvRecord, width: number): boolean {
  return record.fields.length >= width && record.fields.slice(width).every((field) => field.trim() === '');
}

function cellsOf<Column extends string>(
  file: string,
  record: CsvRecord,
  places: ReadonlyMap<Column, number>,
  map: ColumnMap<Column>,
  problems: ProblemLog,
): Readonly<Record<Column, string>> {
  const forget = map.forget;
  const where = forget === undefined ? '' : (record.fields[places.get(forget.where) ?? -1] ?? '').trim().toLowerCase();
  const cells = rulesOf(map).map(([column, rule]) => {
    if (forget?.columns.includes(column) && forget.is.includes(where)) return [column, ''];
    const value = (record.fields[places.get(column) ?? -1] ?? '').replace(/[\s\u00A0]+/g, ' ').trim();
    if (!/^(null|#n\/a)$/i.test(value)) return [column, value];
    problems.add('null-literal', { file, row: record.row, column: rule.headers[0] }, value);
    return [column, ''];
  });
  // One entry per column of the map, so the record is whole.
  return Object.fromEntries(cells) as Record<Column, string>;
}
