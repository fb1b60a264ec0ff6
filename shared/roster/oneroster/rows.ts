/** Rows of OneRoster files by what their status, their dates and their ids say. */
import type { ColumnMap } from '../bytes/column-map.ts';
import type { Row } from '../bytes/read-table.ts';
import { readDate } from '../dates.ts';
import type { Place, ProblemLog } from '../report/problem.ts';
import type { ColumnKind, SheetWatch } from '../spreadsheet.ts';
import { readWord } from '../values.ts';
import type { ExportFiles } from './oneroster.ts';
import { recordsOf } from './records.ts';

/** `ended`: marked as gone. `unclear`: of a status that nobody knows; reported, and neither here nor gone. */
export type Standing = 'current' | 'ended' | 'unclear';

/** Visits the rows of a file one by one. False when the file is not there, or cannot be taken. */
export function eachRowOf<Column extends string>(
  files: ExportFiles,
  file: string,
  map: ColumnMap<Column | 'status'>,
  problems: ProblemLog,
  visit: (row: Row<Column | 'status'>, standing: Standing) => void,
): boolean {
  const { watch } = files;
  const records = recordsOf(files, file, map, watch?.watching(problems) ?? problems);
  // That somebody is gone is what a delta is for.
  const isDelta = files.overlay !== undefined;
  const see = watch === undefined ? () => undefined : rowSeer(file, watch);
  const isWhole = records?.((row) => {
    const { status } = row.cells;
    see(row.cells);
    const standing = standingOf(status);
    const place = { file, row: row.row, column: 'status' };
    if (standing === 'unclear' || (standing === 'ended' && !isDelta))
      problems.add(standing === 'ended' ? 'status-filled' : 'status-unknown', place, status);
    visit(row, standing);
  });
  return isWhole === true;
}

/** Elsewhere nothing but text that no spreadsheet mistakes for a number. */
const KINDS: Readonly<Record<string, ColumnKind>> = {
  ...{ sourcedId: 'id', userSourcedId: 'id', identifier: 'id', studentNumber: 'id', agentSourcedIds: 'id' },
  ...{ sms: 'phone', phone: 'phone', birthDate: 'date', beginDate: 'date', endDate: 'date', grades: 'grade' },
};

/** All rows of a file have the same columns. */
function rowSeer(file: string, watch: SheetWatch) {
  let seers: readonly (readonly [column: string, see: (value: string) => void])[] | undefined;
  return (cells: Readonly<Record<string, string>>): void => {
    seers ??= Object.keys(cells).map((column) => [column, watch.column(file, column, KINDS[column] ?? 'text')] as const);
    for (const [column, see] of seers) see(cells[column] ?? '');
  };
}

/** The rows that are in force by their status. Undefined when the file is not there, or cannot be taken. */
export function currentRows<Column extends string>(
  files: ExportFiles,
  file: string,
  map: ColumnMap<Column | 'status'>,
  problems: ProblemLog,
): readonly Row<Column | 'status'>[] | undefined {
  const rows: Row<Column | 'status'>[] = [];
  const isThere = eachRowOf(files, file, map, problems, (row, standing) => {
    if (standing === 'current') rows.push(row);
  });
  return isThere ? rows : undefined;
}

/** Bulk files leave the status empty by the book; many write `active` in every row, some keep ended rows. */
function standingOf(status: string): Standing {
  const word = readWord(status);
  if (status === '' || word === 'active') return 'current';
  return word === 'tobedeleted' || word === 'inactive' ? 'ended' : 'unclear';
}

/**
 * Whether a stretch of time holds the day. Its end is exclusive by the book, but most systems write the last day: that one counts.
 * @param day YYYY-MM-DD
 */
export function isInForce(
  { beginDate, endDate }: Readonly<Record<'beginDate' | 'endDate', string>>,
  day: string,
): 'yes' | 'not-yet' | 'over' | 'unreadable' {
  const [begin, end] = [readDate(beginDate), readDate(endDate)];
  if ((begin === undefined && beginDate !== '') || (end === undefined && endDate !== '')) return 'unreadable';
  if (end !== undefined && end < day) return 'over';
  return begin !== undefined && begin > day ? 'not-yet' : 'yes';
}

const LONGEST_ID = 255;

/** Whether an id can stand for somebody; reports where it cannot. Invisible characters make two ids of one. */
export function isUsableId(id: string, place: Place, problems: ProblemLog): boolean {
  const isUsable = id.length <= LONGEST_ID && !/[\p{Cc}\p{Cf}]/u.test(id);
  if (id === '') problems.add('id-missing', place, id);
  else if (!isUsable) problems.add('id-unusable', place, id);
  return id !== '' && isUsable;
}
