import type { Place, ProblemLog } from './report/problem.ts';

/**
 * Id of a student as the contacts write it → `sourcedId`; undefined for nobody's.
 * @param whose `anybody`: also of a student whom the export does not have, or not in a row that could be taken
 */
export type StudentIds = (id: string, whose?: 'students' | 'anybody') => string | undefined;

/** A student, by `sourcedId`, and a number the district gave them. */
export interface StudentNumber {
  readonly studentId: string;
  readonly number: string;
}

/** A district has as many as students: they are looked up anew each time. */
export type StudentNumbers = Iterable<StudentNumber>;

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
  given: StudentNumbers,
  place: Place,
  problems: ProblemLog,
): StudentIds | undefined {
  const bySourcedId: StudentIds = (id, whose) => (whose === 'anybody' || isStudent(id) ? id : undefined);
  const ids = [...new Set(wanted)].filter((id) => id !== '');
  if (ids.every(isStudent)) return bySourcedId;
  const [any] = given;
  if (any === undefined) return bySourcedId;
  const numbers = ownNumbers(given, isStudent);
  const everybody = ownNumbers(given, () => true);
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

/** One that two of those who are asked for have is nobody's. */
function ownNumbers(given: StudentNumbers, isStudent: (sourcedId: string) => boolean): ReadonlyMap<string, string> {
  const holders = Map.groupBy(
    [...given].filter(({ studentId }) => isStudent(studentId)),
    ({ number }) => number,
  );
  return new Map(
    [...holders].flatMap(([number, all]) => {
      const [id, other] = new Set(all.map(({ studentId }) => studentId));
      return id === undefined || other !== undefined ? [] : [[number, id] as const];
    }),
  );
}
