/** Changed records laid over the records they change, row by row. */
import type { Row } from '../bytes/read-table.ts';
import { readMoment } from '../dates.ts';
import { readWord } from '../values.ts';

/** Columns by which a record is found, and told to be here or gone, and since when. */
export type RecordColumn = 'sourcedId' | 'status' | 'dateLastModified';

export type RecordRow = Row<RecordColumn>;

/** What is seen of a delta while it is laid over. */
export interface FoldWatch {
  /** A record that says something else than the one that is held, if one is. */
  changes(change: RecordRow, held: RecordRow | undefined): void;
  /** Several held records have the id of one that changed: nobody can tell which of them it is. */
  unclear(change: RecordRow): void;
}

/** What the status of a changed record says; undefined where it says nothing, which in a delta it must. */
export function stateOf(status: string): 'here' | 'gone' | undefined {
  const word = readWord(status);
  if (word === 'active') return 'here';
  return word === 'tobedeleted' || word === 'inactive' ? 'gone' : undefined;
}

const isGone = ({ cells }: RecordRow): boolean => stateOf(cells.status) === 'gone';

/** Hands out rows one by one. False when the file cannot be taken after all: nothing may come of them then. */
export type Each<R> = (visit: (row: R) => void) => boolean;

/**
 * The records as they stand after the changes: a changed one in the place of the one it changes, new ones at the end. A record that
 * is gone stays, marked so, with what was last known of it: a teacher who left is still known for one.
 * Keeps nothing but the changes in memory.
 */
export function fold<R extends RecordRow>(held: Each<R>, changes: ReadonlyMap<string, R>, watch?: FoldWatch): Each<R> {
  return (visit) => {
    const found = new Set<string>();
    const isWhole = held((row) => {
      const { sourcedId } = row.cells;
      const change = changes.get(sourcedId);
      if (change === undefined) return visit(row);
      if (found.has(sourcedId)) return watch?.unclear(change);
      found.add(sourcedId);
      if (differs(row, change)) watch?.changes(change, row);
      visit(isGone(change) ? goneFrom(row, change) : change);
    });
    for (const [id, change] of changes) {
      if (found.has(id)) continue;
      if (!isGone(change)) watch?.changes(change, undefined);
      visit(change);
    }
    return isWhole;
  };
}

/** Whether a record is older than the one it would replace; false where one of them has no date. */
export function isOlder(change: RecordRow, held: RecordRow): boolean {
  const [now, before] = [readMoment(change.cells.dateLastModified), readMoment(held.cells.dateLastModified)];
  return now !== undefined && before !== undefined && now < before;
}

function goneFrom<R extends RecordRow>(held: R, { row, cells: { status, dateLastModified } }: RecordRow): R {
  return { ...held, row, cells: { ...held.cells, status, dateLastModified } };
}

function differs(held: RecordRow, change: RecordRow): boolean {
  if (isGone(held) || isGone(change)) return isGone(held) !== isGone(change);
  const before = new Map(Object.entries(held.cells));
  return Object.entries(change.cells).some(
    ([column, value]) => column !== 'status' && column !== 'dateLastModified' && before.get(column) !== value,
  );
}
