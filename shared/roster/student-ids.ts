import { type ColumnMap, optional, promised } from './bytes/column-map.ts';
import { readTable } from './bytes/read-table.ts';
import type { Place, ProblemLog } from './report/problem.ts';
import { problemLog } from './report/problem.ts';

/**
 * Id of a student as the contacts write it → `sourcedId`; undefined for nobody's.
 * @param whose `anybody`: also of a student whom the export does not have, or not in a row that could be taken
 */
export type StudentIds = (id: string, whose?: 'students' | 'anybody') => string | undefined;

const NUMBERS_MAP: ColumnMap<'sourcedId' | 'number'> = {
  name: 'student-numbers@1',
  literal: [],
  columns: { sourcedId: promised('sourcedId'), number: optional('identifier', 'studentNumber') },
};

/** One of the two has to find so many of the students that either finds, or nobody can tell which it is. */
const CLEAR_SHARE = 0.9;

/**
 * By which of two ids the contacts name students: `sourcedId`, or the number of the district's own (`identifier` in users.csv).
 * One of them is taken for the whole file, by what is found there; they are never mixed, because the same digits may be the one
 * of one child and the other of another.
 * @param isStudent whether the export has this `sourcedId` as a student's
 * @returns undefined when neither is clear; the log says so
 */
export function studentIds(
  wanted: Iterable<string>,
  isStudent: (sourcedId: string) => boolean,
  users: Uint8Array | undefined,
  place: Place,
  problems: ProblemLog,
): StudentIds | undefined {
  const bySourcedId: StudentIds = (id, whose) => (whose === 'anybody' || isStudent(id) ? id : undefined);
  const ids = [...new Set(wanted)].filter((id) => id !== '');
  if (users === undefined || ids.every(isStudent)) return bySourcedId;
  const numbers = numbersIn(users, isStudent);
  const everybody = numbersIn(users, () => true);
  const byNumber: StudentIds = (id, whose) => (whose === 'anybody' ? everybody : numbers).get(id);
  const found = { sourcedId: ids.filter(isStudent), number: ids.filter((id) => numbers.has(id)) };
  const either = new Set([...found.sourcedId, ...found.number]).size;
  const best = found.number.length > found.sourcedId.length ? 'number' : 'sourcedId';
  if (found[best].length < either * CLEAR_SHARE) {
    problems.add('student-ids-unclear', place);
    return undefined;
  }
  if (best === 'sourcedId') return bySourcedId;
  problems.add('student-ids-by-number', place);
  return byNumber;
}

/** Numbers of those who are asked for; one that two of them have is nobody's. What is wrong with users.csv its own reader reports. */
function numbersIn(users: Uint8Array, isStudent: (sourcedId: string) => boolean): ReadonlyMap<string, string> {
  const rows = readTable('users.csv', users, NUMBERS_MAP, problemLog())?.rows ?? [];
  const of = rows.filter(({ cells }) => cells.number !== '' && isStudent(cells.sourcedId));
  const holders = Map.groupBy(of, ({ cells }) => cells.number);
  return new Map(
    [...holders].flatMap(([number, all]) => {
      const [id, other] = new Set(all.map(({ cells }) => cells.sourcedId));
      return id === undefined || other !== undefined ? [] : [[number, id] as const];
    }),
  );
}
