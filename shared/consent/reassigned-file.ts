import { createHash } from 'node:crypto';
import { GiveUp } from '../faults/fault.ts';
import type { AnswerLine, ReassignedQuery, RndAnswer } from './reassigned.ts';

/**
 * The batch form of the Reassigned Numbers Database: a file of ten-digit numbers and dates goes out, the same lines come back
 * with a column of answers. Dates are YYYYMMDD.
 */

/** A line of an answer file that cannot be read. Names the line, never what stands there: it is somebody's number. */
export class AnswerFileUnreadable extends GiveUp<{ line: number }> {
  readonly code = 'ANSWER_FILE_UNREADABLE';
}

const HEADER = 'tn,date';
const ANSWERS: Readonly<Record<string, RndAnswer>> = { yes: 'yes', no: 'no', no_data: 'no-data', 'no data': 'no-data' };

/** Whether the database has numbers of this kind: ten digits of the North American plan, and of the United States. */
export function isAskable(e164: string): boolean {
  return /^\+1[2-9]\d{2}[2-9]\d{6}$/.test(e164);
}

/** `+12174480111` → `2174480111`. */
export function tenDigits(e164: string): string {
  return e164.slice(2);
}

/** `2026-08-14` → `20260814`. */
export function compactDate(day: string): string {
  return day.replaceAll('-', '');
}

/** The file to upload, sorted so that the order of its lines says nothing of the people. Plain numbers: never for S3 or a log. */
export function queryFile(queries: readonly ReassignedQuery[]): string {
  const lines = queries.map(({ e164, date }) => `${tenDigits(e164)},${compactDate(date)}`);
  return `${[HEADER, ...[...new Set(lines)].sort()].join('\n')}\n`;
}

/**
 * Reads an answer file: `tn,date,answer`, with or without a header, quoted or not; further columns are left alone.
 * @throws AnswerFileUnreadable at the first line that is none: of half a file nobody could say what is missing
 */
export function readAnswerFile(csv: string): readonly AnswerLine[] {
  const lines = csv.replace(/^\uFEFF/, '').split(/\r?\n/);
  return lines.flatMap((line, at): AnswerLine[] => {
    if (line.trim() === '' || (at === 0 && !/\d{10}/.test(line))) return [];
    return [readLine(line, at + 1)];
  });
}

function readLine(line: string, number: number): AnswerLine {
  const [tn = '', date = '', said = ''] = line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
  const day = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(date);
  const answer = ANSWERS[said.toLowerCase()];
  const e164 = `+1${tn}`;
  if (!isAskable(e164) || day === null || answer === undefined)
    throw new AnswerFileUnreadable(
      `line ${number} of the answer file is no answer`,
      { line: number },
      'Each line is a ten-digit number, the date asked with (YYYYMMDD) and yes, no or no_data; get the file once more.',
    );
  return { e164, date: `${day[1]}-${day[2]}-${day[3]}`, answer };
}

/** What a question is called: when it was asked, the day numbers were given by where one was named, and what it asked. */
export interface QueryName {
  /** RFC 3339 UTC, whole seconds. */
  readonly askedAt: string;
  /** YYYY-MM-DD. */
  readonly givenOn?: string;
}

/** `rnd-20261124T161500Z-1a2b3c4d`, with `-g20260801` before the hash where numbers given by a day are in it. */
export function queryIdOf({ askedAt, givenOn }: QueryName, queries: readonly ReassignedQuery[]): string {
  const moment = `${askedAt.slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
  const given = givenOn === undefined ? '' : `-g${compactDate(givenOn)}`;
  const hash = createHash('sha256').update(queryFile(queries)).digest('hex').slice(0, 8);
  return `rnd-${moment}${given}-${hash}`;
}

/** What a question's id says; also found inside a file name. `undefined`: it is none of ours. */
export function readQueryId(text: string): (QueryName & { readonly queryId: string }) | undefined {
  const found = /rnd-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z(?:-g(\d{4})(\d\d)(\d\d))?-[0-9a-f]{8}/.exec(text);
  if (found === null) return undefined;
  const [queryId, year, month, day, hour, minute, second, ...given] = found;
  const askedAt = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  if (Number.isNaN(Date.parse(askedAt))) return undefined;
  const [givenYear] = given;
  return { queryId, askedAt, ...(givenYear === undefined ? {} : { givenOn: given.join('-') }) };
}
