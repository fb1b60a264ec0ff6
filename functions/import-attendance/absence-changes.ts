import type { Student } from '../../shared/contacts/contact.ts';
import type { AbsenceState, KnownAbsence } from '../../shared/roster/attendance/absence-book.ts';
import type { Absentee, AttendanceDay } from '../../shared/roster/attendance/attendance-day.ts';

/** A student whose absence stands otherwise than an earlier file of the day had it. */
export interface AbsenceChange {
  readonly studentKey: string;
  readonly from: AbsenceState;
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
 * What a later file of the day changes (B-08). A student who is in it without a readable row stays as they were. Whoever is not in
 * it is gone, but only where the file speaks of their school at all, and has no row that nobody can put a name to: a file that
 * is silent about a school excuses nobody there.
 */
export function absenceChanges(found: AttendanceDay, { known, students, keyOf }: DaySoFar): readonly AbsenceChange[] {
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
    const to = says.get(studentKey) ?? (isGone ? 'gone' : from);
    return to === from ? [] : [{ studentKey, from, to }];
  });
}

function statesOf(list: readonly Absentee[], state: AbsenceState, keyOf: DaySoFar['keyOf']) {
  return list.map(({ sisId }) => [keyOf(sisId), state] as const);
}
