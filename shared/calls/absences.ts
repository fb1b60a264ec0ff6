import type { Notice } from '../notices/notice.ts';
import type { AbsenceState } from '../roster/attendance/absence-book.ts';
import type { Call } from './call.ts';

/** One student's absence on one school day. */
export interface AbsenceOf {
  /** YYYY-MM-DD in the district's zone. */
  readonly day: string;
  readonly studentKey: string;
}

/** By `absenceName`; what could not be read is missing. */
export type Absences = ReadonlyMap<string, AbsenceState>;

export interface AbsenceReader {
  /** Consistent; a hundred a request. */
  read(absences: readonly AbsenceOf[]): Promise<Absences>;
}

export function absenceName({ day, studentKey }: AbsenceOf): string {
  return `${day} ${studentKey}`;
}

/** The absences that a call speaks of; none where its notice is about no day. */
export function absencesOf(
  { recipients }: Pick<Call, 'recipients'>,
  { absenceDay }: Pick<Notice, 'absenceDay'>,
): readonly AbsenceOf[] {
  if (absenceDay === undefined) return [];
  return [...new Set(recipients.flatMap(({ students }) => students))].map((studentKey) => ({ day: absenceDay, studentKey }));
}

/**
 * What a call about an absence rests on now (B-08): `unexcused` while one of its students is; `unknown` when none is known to be
 * and one could not be read. `undefined`: it is about no absence.
 */
export function absenceNow(of: readonly AbsenceOf[], absences: Absences): 'unexcused' | 'excused' | 'unknown' | undefined {
  if (of.length === 0) return undefined;
  const states = of.map((one) => absences.get(absenceName(one)));
  if (states.includes('unexcused')) return 'unexcused';
  return states.some((state) => state === undefined || state === 'unclear') ? 'unknown' : 'excused';
}

/** The students of a call whose family may still be owed one: all but those of whom the latest file says that they are accounted for. */
export function stillOwed(call: Pick<Call, 'recipients'>, { absenceDay: day }: Pick<Notice, 'absenceDay'>, absences: Absences) {
  const students = [...new Set(call.recipients.flatMap((recipient) => recipient.students))];
  const isOver = (studentKey: string) =>
    day !== undefined && ['excused', 'gone'].includes(absences.get(absenceName({ day, studentKey })) ?? '');
  return students.filter((studentKey) => !isOver(studentKey));
}

/** Of `students`, those a call may still speak for: while somebody in it is absent without excuse, only they. */
export function stillAbsent(students: readonly string[], { absenceDay: day }: Pick<Notice, 'absenceDay'>, absences: Absences) {
  if (day === undefined) return students;
  return students.filter((studentKey) => absences.get(absenceName({ day, studentKey })) === 'unexcused');
}
