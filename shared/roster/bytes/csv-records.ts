import { CsvError, Parser } from 'csv-parse';
import { type Bytes, piecesOf } from '../../disk/file-bytes.ts';

/** Far above any real export, far below what would hurt. */
const LIMITS = { field: 64 * 2 ** 10, columns: 512, rows: 10_000_000 } as const;

export type Broken = 'file-cut-off' | 'file-too-large' | 'field-too-large' | 'file-empty';

interface Parsed {
  /** What is wrong with the text as a whole. */
  readonly broken?: Broken | undefined;
  /** Whether the last line has an end. */
  readonly isEnded: boolean;
}

/** Thrown where nothing more is to be read; the parser hands on what its callbacks throw. */
const STOP = new Error('nothing more is to be read');

/** All records but blank ones, with their rows, until `take` answers `enough`. */
export function parsed(body: Bytes, delimiter: string, take: (fields: string[], row: number) => unknown): Parsed {
  let broken: Broken | undefined;
  const parser = new StepParser({
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    // Else each costs an error object with its stack: a megabyte of line ends would take ten seconds.
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: LIMITS.field * 8,
    on_record: (fields: string[], { records, empty_lines }) => {
      // Blank lines count as rows, as in a spreadsheet, and say nothing.
      const row = records + empty_lines;
      const found = row > LIMITS.rows ? 'file-too-large' : whatIs(fields);
      if (found === 'file-too-large' || found === 'field-too-large') broken ??= found;
      if (broken !== undefined || (found === 'filled' && take(fields, row) === 'enough')) throw STOP;
      return null;
    },
    on_skip: (error) => {
      broken ??= error?.code === 'CSV_QUOTE_NOT_CLOSED' ? 'file-cut-off' : 'field-too-large';
      return undefined;
    },
  });
  const { failure, last } = parser.readAll(body);
  if (failure instanceof CsvError) broken ??= 'field-too-large';
  else if (failure !== undefined && failure !== STOP) throw failure;
  return { broken, isEnded: last === 0x0a || last === 0x0d };
}

/**
 * Read step by step, and not as a stream: what is handed to it has been parsed when `readAll` is back, and nothing waits for the event
 * loop, which would hold on to all that the callbacks know until an export has been read.
 */
class StepParser extends Parser {
  /** @returns what stopped it, and the last byte that was read */
  readAll(body: Bytes): { readonly failure: unknown; readonly last: number | undefined } {
    const steps = { begun: 0, done: 0 };
    let [failure, last]: [unknown, number | undefined] = [undefined, undefined];
    const done = (error?: unknown): void => {
      steps.done += 1;
      failure ??= error;
    };
    for (const piece of piecesOf(body)) {
      steps.begun += 1;
      super._transform(piece, 'binary', done);
      last = piece.at(-1) ?? last;
      if (failure !== undefined) break;
    }
    if (failure === undefined) {
      steps.begun += 1;
      super._flush(done);
    }
    // The last records of an export would be missing without a word.
    if (steps.done < steps.begun) throw new Error('the parser has not kept step with what was handed to it');
    return { failure, last };
  }
}

/** Once through the fields: of a large district's files there are a dozen million. */
function whatIs(fields: readonly string[]): 'blank' | 'filled' | 'field-too-large' {
  if (fields.length > LIMITS.columns) return 'field-too-large';
  let isFilled = false;
  for (const field of fields) {
    if (field.length > LIMITS.field) return 'field-too-large';
    isFilled ||= field !== '' && field.trim() !== '';
  }
  return isFilled ? 'filled' : 'blank';
}
