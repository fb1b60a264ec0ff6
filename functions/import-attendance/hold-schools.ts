import type { DistrictSettings } from '../../shared/district/settings.ts';
import type { HeldSchool } from '../../shared/roster/attendance/absence-book.ts';
import type { AttendanceDay } from '../../shared/roster/attendance/attendance-day.ts';
import type { AbsentStudent } from './absent-students.ts';

export type Limits = DistrictSettings['massAbsence'];

/** Student key → school → grade, of everybody the book has at these schools. */
export type Enrolled = ReadonlyMap<string, ReadonlyMap<string, string>>;

export type Doubt = Pick<HeldSchool, 'schoolId' | 'why' | 'absent' | 'outOf'>;

/** A grade of fewer is away together often enough: a bus, a family, a wedding. */
const SMALLEST_GRADE = 5;

/** Schools with so few new absences that nothing of it can be doubted are not worth a look into the book. */
export function schoolsToCount(absent: readonly AbsentStudent[], { students, classStudents }: Limits): readonly string[] {
  const fewest = Math.min(SMALLEST_GRADE, students, classStudents);
  return [...bySchool(absent)].flatMap(([schoolId, of]) => (of.length >= fewest ? [schoolId] : []));
}

/**
 * Schools whose new absences look like a list that nobody took: more than a share of the school, a whole grade, or a whole class
 * at once. Whoever was told by an earlier file of the day does not count again, so that a school that grows by two in the
 * afternoon of an epidemic is not asked about a second time.
 */
export function doubtfulSchools(
  absent: readonly AbsentStudent[],
  emptyClasses: AttendanceDay['emptyClasses'],
  enrolled: Enrolled,
  limits: Limits,
): readonly Doubt[] {
  return [...bySchool(absent)].flatMap(([schoolId, of]) => {
    const found =
      tooMany(schoolId, of, enrolled, limits) ??
      wholeGrade(schoolId, of, enrolled) ??
      wholeClass(of, emptyClasses, limits.classStudents);
    return found === undefined ? [] : [{ schoolId, ...found }];
  });
}

type Found = Omit<Doubt, 'schoolId'> | undefined;

function tooMany(schoolId: string, { length: absent }: readonly AbsentStudent[], enrolled: Enrolled, limits: Limits): Found {
  const outOf = [...enrolled.values()].filter((schools) => schools.has(schoolId)).length;
  const isTooMany = absent >= limits.students && absent * 100 > outOf * limits.sharePercent;
  return isTooMany ? { why: 'share', absent, outOf } : undefined;
}

function wholeGrade(schoolId: string, absent: readonly AbsentStudent[], enrolled: Enrolled): Found {
  const keys = new Set(absent.map(({ studentKey }) => studentKey));
  const grades = Map.groupBy(
    [...enrolled].filter(([, schools]) => (schools.get(schoolId) ?? '') !== ''),
    ([, schools]) => schools.get(schoolId),
  );
  const empty = [...grades.values()].find((of) => of.length >= SMALLEST_GRADE && of.every(([key]) => keys.has(key)));
  return empty === undefined ? undefined : { why: 'grade', absent: empty.length, outOf: empty.length };
}

/** How large the class is, the file does not say: only that it has nobody of it who is there. */
function wholeClass(absent: readonly AbsentStudent[], classes: AttendanceDay['emptyClasses'], fewest: number): Found {
  const ids = new Set(absent.map(({ sisId }) => sisId));
  const sizes = classes.map(({ sisIds }) => sisIds.filter((id) => ids.has(id)).length);
  const largest = Math.max(0, ...sizes);
  return largest >= fewest ? { why: 'class', absent: largest, outOf: largest } : undefined;
}

function bySchool(absent: readonly AbsentStudent[]): ReadonlyMap<string, readonly AbsentStudent[]> {
  const places = absent.flatMap((student) => student.schoolIds.map((schoolId) => ({ schoolId, student })));
  const grouped = Map.groupBy(places, ({ schoolId }) => schoolId);
  return new Map([...grouped].map(([schoolId, of]) => [schoolId, of.map(({ student }) => student)]));
}
