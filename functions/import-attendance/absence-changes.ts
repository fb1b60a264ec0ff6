import type { Student } from '../../shared/contacts/contact.ts';
import type { AbsenceState, KnownAbsence } from '../../shared/roster/attendance/absence-book.ts';
import type { Absentee, AttendanceDay } from '../../shared/roster/attendance/attendance-day.ts';

/** How a file says that an absence stands which was reported before it. */
export interface AbsenceWord {
  readonly studentKey: string;
  readonly from: AbsenceState;
  /** The same where nothing has changed: said all the same, so that an earlier file which is still being taken does not change it. */
  readonly to: AbsenceState;
}

export interface DaySoFar {
  /** Reported before, by student key. */
  readonly known: ReadonlyMap<string, KnownAbsence>;
  /** Students by key, as the book has them. */
  readonly students: ReadonlyMap<string, Student>;
  readonly keyOf: (sisId: string) => string;
}

/**
 * What a later file of the day says of the absences of earlier ones (B-08). Of a student who is in it without a readable row it
 * says nothing. Whoever is not in it is gone, but only where the file speaks of their school at all, and has no row that nobody can
 * put a name to: a file that is silent about a school excuses nobody there.
 */
export function wordsOn(found: AttendanceDay, { known, students, keyOf }: DaySoFar): readonly AbsenceWord[] {
  const says = new Map<string, AbsenceState>([
    ...statesOf(found.accounted, 'excused', keyOf),
    ...statesOf(found.unmapped, 'unclear', keyOf),
    ...statesOf(found.unexcused, 'unexcused', keyOf),
  ]);
  const unreadable = new Set(found.unreadable.map(keyOf));
  const spokenOf = new Set([...says.keys()].flatMap((key) => students.get(key)?.schoolIds ?? []));
  return [...known].flatMap(([studentKey, { state: from }]) => {
    const schools = students.get(studentKey)?.schoolIds ?? [];
    const isGone = !found.broken && !unreadable.has(studentKey) && schools.some((school) => spokenOf.has(school));
    const to = says.get(studentKey) ?? (isGone ? 'gone' : undefined);
    return to === undefined ? [] : [{ studentKey, from, to }];
  });
}

function statesOf(list: readonly Absentee[], state: AbsenceState, keyOf: DaySoFar['keyOf']) {
  return list.map(({ sisId }) => [keyOf(sisId), state] as const);
}
