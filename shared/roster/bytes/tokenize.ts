import { type Bytes, startOf } from '../../disk/file-bytes.ts';
import { type Broken, parsed } from './csv-records.ts';
import { hasEscapes, withoutEscapes } from './escapes.ts';

const DELIMITERS = [',', '\t', ';', '|'] as const;
/** By which the delimiter is told. */
const SAMPLE_BYTES = 64 * 2 ** 10;

export interface CsvRecord {
  /** As a spreadsheet counts: the first line is row 1. */
  readonly row: number;
  /** One a column of the file; of a column that is not kept, empty. */
  readonly fields: readonly string[];
  readonly shape: 'whole' | 'columns' | 'swallowed';
}

export interface Sheet {
  readonly header: readonly string[];
  /** How a quotation mark within a quoted field is written. */
  readonly quotes: 'doubled' | 'backslash';
  /**
   * Hands out the records in their order. They are read anew each time: a file of a large district takes many times its size as
   * records. Only at the end it is known whether the file was whole, so nothing may come of them before.
   */
  each(visit: (record: CsvRecord) => void): Ending;
}

/** What the end of a file has told of it. */
export interface Ending {
  /** How many records there are, totals left out. */
  readonly size: number;
  /** Rows of totals under the last record. */
  readonly totals: readonly number[];
  /** Absent where it was whole. */
  readonly broken?: Broken;
}

/**
 * A CSV file as records, blank ones left out. Delimiter and escapes are found by looking; a `sep=` line settles the first.
 * What stands under a header that is not kept is dropped here.
 * @param utf8 the file, see `decode`
 * @param keeps whether a column of this name is wanted
 */
export function tokenize(utf8: Bytes, keeps: (header: string) => boolean): Sheet | Broken {
  const start = Buffer.from(startOf(utf8, SAMPLE_BYTES));
  const declared = /^"?sep=([!-/:-@[-`{-~\t])"?[ \t]*(\r\n|\n|\r)/i.exec(start.toString('latin1', 0, 64));
  const isUsable = declared !== null && declared[1] !== '"';
  const skipped = declared?.[0].length ?? 0;
  const body = skipped === 0 ? utf8 : withoutStart(utf8, skipped);
  const delimiter = isUsable ? (declared[1] ?? ',') : delimiterOf(start.toString('utf8', skipped), keeps);
  const settings = { delimiter, before: declared === null ? 0 : 1, keeps };
  if (!hasEscapes(body)) return sheetOf(body, settings, 'doubled');
  // `\"` is an escape in some files and the end of a field in others, so both are read, and what fits more rows is taken.
  const unescaped = withoutEscapes(body);
  return soundness(unescaped, settings) > soundness(body, settings)
    ? sheetOf(unescaped, settings, 'backslash')
    : sheetOf(body, settings, 'doubled');
}

function withoutStart(utf8: Bytes, skipped: number): Bytes {
  if (utf8 instanceof Uint8Array) return utf8.subarray(skipped);
  return {
    *pieces() {
      let left = skipped;
      for (const piece of utf8.pieces()) {
        yield piece.subarray(left);
        left = Math.max(0, left - piece.length);
      }
    },
  };
}

interface Settings {
  readonly delimiter: string;
  /** Rows in front of the text. */
  readonly before: number;
  readonly keeps: (header: string) => boolean;
}

/** How many rows fit under the header, less the quotation marks that stand where none should. */
function soundness(body: Bytes, { delimiter }: Settings): number {
  let header: readonly string[] | undefined;
  let sound = 0;
  const { broken } = parsed(body, delimiter, (fields) => {
    if (header === undefined) header = withoutTail(fields);
    else {
      sound -= fields.filter(isOdd).length + fields.filter((field) => field.includes('\\"')).length;
      if (shapeOf(fields, header.length, delimiter) === 'whole') sound += 1;
    }
  });
  return broken === undefined ? sound : -1;
}

function sheetOf(body: Bytes, settings: Settings, quotes: Sheet['quotes']): Sheet | Broken {
  let header: readonly string[] | undefined;
  const { broken } = parsed(body, settings.delimiter, (fields) => {
    header = withoutTail(fields);
    return 'enough';
  });
  if (header === undefined) return broken ?? 'file-empty';
  const columns = header;
  return { header, quotes, each: (visit) => visitRecords(body, settings, columns, visit) };
}

function visitRecords(
  body: Bytes,
  { delimiter, before, keeps }: Settings,
  header: readonly string[],
  visit: (record: CsvRecord) => void,
): Ending {
  const dropped = header.flatMap((name, place) => (keeps(name) ? [] : [place]));
  let [size, isHeader] = [0, true];
  const handOut = ({ fields, row }: Found): void => {
    size += 1;
    const shape = shapeOf(fields, header.length, delimiter);
    for (const place of dropped) if (place < fields.length) fields[place] = '';
    if (fields.length > header.length) fields.fill('', header.length);
    visit({ row, shape, fields });
  };
  // The last record, of which it is not known whether it is whole, and what may be totals: they are where no record comes behind them.
  let last: Found | undefined;
  let totals: Found[] = [];
  const { broken, isEnded } = parsed(body, delimiter, (fields, at) => {
    const found = { fields, row: before + at };
    if (isHeader) isHeader = false;
    else if (isTotalRow(fields)) totals.push(found);
    else {
      if (last !== undefined) handOut(last);
      for (const one of totals) handOut(one);
      if (totals.length > 0) totals = [];
      last = found;
    }
  });
  const ending = () => ({ size, totals: totals.map(({ row }) => row) });
  if (broken !== undefined) return { ...ending(), broken };
  if (last === undefined) return { ...ending(), broken: 'file-empty' };
  // An upload that broke off: no line end, and fewer columns than the others.
  if (totals.length === 0 && !isEnded && last.fields.length < header.length) return { ...ending(), broken: 'file-cut-off' };
  handOut(last);
  return ending();
}

interface Found {
  /** The parser's own, and nobody else's: a file has a million of them, so nothing is copied. */
  readonly fields: string[];
  readonly row: number;
}

/** A field that begins with a quotation mark after all quoting is undone, and is not merely quoted twice. */
const isOdd = (field: string): boolean => field.startsWith('"') && !/^"[^"]*"$/.test(field);

/** Empty columns to the right come from spreadsheets; anything else is a row whose fields may stand in the wrong columns. */
function shapeOf(fields: readonly string[], width: number, delimiter: string): CsvRecord['shape'] {
  if (fields.some((field) => hasSwallowed(field, width, delimiter))) return 'swallowed';
  if (fields.length <= width) return fields.length === width ? 'whole' : 'columns';
  return fields.slice(width).every((field) => field.trim() === '') ? 'whole' : 'columns';
}

/**
 * A stray quotation mark takes the rows behind it into its field, up to the next mark. The row then fits again, as the field holds
 * just the delimiters of the rows it took; without this look, those would be gone without a word.
 */
function hasSwallowed(field: string, width: number, delimiter: string): boolean {
  if (field === '' || !/[\r\n]/.test(field)) return false;
  const breaks = (field.match(/\r\n|\n|\r/g) ?? []).length;
  return isOdd(field) || (width > 1 && field.split(delimiter).length - 1 === breaks * (width - 1));
}

/** Lines that databases and report writers put under the last row: `Total,152`, `(152 rows affected)`, dashes. */
const TOTAL =
  /^((grand |sub)?totals?|(record|row)s?( count)?|count|\(?\d+ (row|record)s?( (affected|selected|returned))?\)?|end of (file|report))\W*\d*\W*$|^[-=_]{3,}$/i;

function isTotalRow(fields: readonly string[]): boolean {
  const at = fields.findIndex((field) => field.trim() !== '');
  if (!TOTAL.test(fields[at]?.trim() ?? '')) return false;
  const others = fields.slice(at + 1).map((field) => field.trim());
  return others.every((field) => field === '' || /^[\d.,%-]{1,9}$/.test(field));
}

/** Spreadsheets add empty columns behind the last header. */
function withoutTail(header: readonly string[]): readonly string[] {
  return header.slice(0, header.findLastIndex((name) => name.trim() !== '') + 1);
}

/**
 * The delimiter under which the header has most of the wanted names; then the one that the rows agree with it on, over about 100.
 * What stands in quotation marks does not count.
 */
function delimiterOf(sample: string, keeps: Settings['keeps']): string {
  const names = linesIn(sample)[0] ?? '';
  const [header = '', ...rows] = linesIn(sample.replace(/(?<=^|[\r\n,;\t|])"(?:[^"]|"")*"/g, '""')).slice(0, 101);
  const counted = DELIMITERS.map((delimiter) => {
    const inHeader = header.split(delimiter).length - 1;
    const agreeing = rows.filter((row) => row.split(delimiter).length - 1 >= inHeader).length;
    const wanted = names.split(delimiter).filter(keeps).length;
    return { delimiter, score: inHeader === 0 ? [-1, 0, 0] : [wanted, agreeing, inHeader] };
  });
  const [best] = counted.toSorted(
    ({ score: [a = 0, b = 0, c = 0] }, { score: [x = 0, y = 0, z = 0] }) => x - a || y - b || z - c,
  );
  return best?.delimiter ?? ',';
}

const linesIn = (text: string): string[] => text.split(/[\r\n]+/).filter((line) => line.trim() !== '');
