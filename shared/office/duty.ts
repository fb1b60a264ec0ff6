import type { Call, CallState } from '../calls/call.ts';
import type { PastRing } from '../consent/gate-input.ts';
import type { Student } from '../contacts/contact.ts';
import type { Notice } from '../notices/notice.ts';
import { type Deadline, type DeadlineSettings, deadlineFor } from './deadline.ts';
import { type TaskPlace, wasReached } from './office.ts';
import { DIAL_MARGIN_MIN } from './state-deadlines.ts';
import { type OfficeTask, type Opening, type TaskCause, taskIdOf } from './task.ts';

/**
 * Rules after which nobody is owed a call: the notice was withdrawn, the absence is excused now (B-08), the pupil is of age and
 * the parent no longer the one to tell (F-08). Every other rule keeps the call from ringing and leaves the duty (D-03).
 */
const NO_DUTY_LEFT: readonly string[] = ['notice.cancelled', 'absence.excused', 'rights.passed'];

export function leavesDuty(rule: string | undefined): boolean {
  return rule === undefined || !NO_DUTY_LEFT.includes(rule);
}

/** An attendance call that a rule has kept from ringing. */
export interface KeptCall {
  readonly call: Pick<Call, 'callId' | 'noticeId'>;
  readonly notice: Pick<Notice, 'raisedAt' | 'absenceDay'>;
  /** Student keys: whom it was about, but for those who are excused by now. */
  readonly students: readonly string[];
  readonly rule: string;
  /** RFC 3339: of a call that waits; absent where it ended. */
  readonly until?: string;
  /** Leaf hash of the record of the decision. */
  readonly decisionHash?: string;
}

/**
 * What a person must do instead: one duty a pupil and day, whichever of the parents' numbers were kept from ringing. A call that
 * only waits leaves one when it may not ring before the clock has all but run out (reference §10, step 10).
 * @param students by student key; one who has left the book is under no clock any more
 */
export function dutyOpenings(
  kept: readonly KeptCall[],
  students: ReadonlyMap<string, Student>,
  settings: DeadlineSettings,
): readonly Opening[] {
  return kept.flatMap(({ call, notice, students: pupils, rule, until, decisionHash }) => {
    if (!leavesDuty(rule)) return [];
    return [...new Set(pupils)].flatMap((studentKey) => {
      const student = students.get(studentKey);
      const deadline = student === undefined ? undefined : deadlineFor(student, absentAt(notice), settings);
      if (student === undefined || deadline === undefined || !isTooLate(until, deadline)) return [];
      const cause = { id: `${call.callId}.${rule}`, at: notice.raisedAt, noticeId: call.noticeId, callId: call.callId };
      const refs = decisionHash === undefined ? {} : { refs: [decisionHash] };
      return [dutyOpening(student, deadline, rule, { ...cause, ...refs })];
    });
  });
}

function absentAt({ absenceDay, raisedAt }: Pick<Notice, 'raisedAt' | 'absenceDay'>): string {
  return absenceDay ?? raisedAt;
}

/** Absent: the call does not wait, it has ended. */
function isTooLate(until: string | undefined, { due }: Deadline): boolean {
  return until === undefined || Date.parse(until) > Date.parse(due) - DIAL_MARGIN_MIN * 60_000;
}

function dutyOpening(
  { studentKey, schoolIds, contactKeys }: Student,
  { row, day, due, dueLocal }: Deadline,
  rule: string,
  cause: TaskCause & { readonly noticeId: string },
): Opening {
  return {
    subject: { kind: 'duty', studentKey, day },
    schoolId: schoolIds[0] ?? 'none',
    contactKeys,
    students: [studentKey],
    duty: { state: row.state, noticeId: cause.noticeId, rule, due, dueLocal },
    cause,
  };
}

/** How one pupil's absence stands against its deadline. */
export interface Standing {
  readonly student: Student;
  readonly deadline: Deadline;
  /** RFC 3339 of the first call that did what the row asks; absent: none has. */
  readonly metAt?: string;
  /** Why none has: a rule, `not-reached`, or `no-call` where nobody could be called at all. */
  readonly why: string;
}

export interface Told {
  readonly notice: Pick<Notice, 'noticeId' | 'raisedAt' | 'absenceDay' | 'state'>;
  /** All calls of the notice. */
  readonly calls: readonly Call[];
  readonly students: readonly Student[];
  /** By number key; where a number's are unknown, the end of its last ring stands for it, which is later. */
  readonly rings: ReadonlyMap<string, readonly PastRing[]>;
}

/** Ends that a rule brings about. */
const KEPT: readonly CallState[] = ['refused', 'cancelled', 'expired'];

/** The pupils to whom a deadline applies, with whether a call has met it. None of a cancelled notice, none who is excused. Pure. */
export function standingsOf({ notice, calls, students, rings }: Told, settings: DeadlineSettings): readonly Standing[] {
  if (notice.state === 'cancelled') return [];
  return students.flatMap((student) => {
    const deadline = deadlineFor(student, absentAt(notice), settings);
    if (deadline === undefined) return [];
    const own = calls.filter(({ recipients }) => recipients.some((one) => one.students.includes(student.studentKey)));
    const owed = own.filter(({ rule, state }) => !KEPT.includes(state) || leavesDuty(rule));
    if (own.length > 0 && owed.length === 0) return [];
    const metAt = firstOf(owed.flatMap((call) => momentOf(call, deadline, notice.noticeId, rings)));
    const refused = owed.find(({ state, rule }) => state === 'refused' && rule !== undefined);
    const why = own.length === 0 ? 'no-call' : (refused?.rule ?? 'not-reached');
    return [{ student, deadline, why, ...(metAt === undefined ? {} : { metAt }) }];
  });
}

/** When this call did what the state asks for; empty where it has not. */
function momentOf(call: Call, { row }: Deadline, noticeId: string, rings: Told['rings']): readonly string[] {
  if (row.metBy === 'attempt') {
    const rung = (rings.get(call.numberKey) ?? []).filter((ring) => ring.noticeId === noticeId).map(({ at }) => at);
    const attempted = call.attempt - (call.unrung ?? 0) > 0 && call.endedAt !== undefined;
    return attempted ? [...rung, call.endedAt] : rung;
  }
  return row.metBy === 'delivered' && wasReached(call) && call.endedAt !== undefined ? [call.endedAt] : [];
}

function firstOf(moments: readonly string[]): string | undefined {
  return moments.toSorted((a, b) => Date.parse(a) - Date.parse(b))[0];
}

export function isMet({ metAt, deadline }: Pick<Standing, 'metAt' | 'deadline'>): boolean {
  return metAt !== undefined && Date.parse(metAt) <= Date.parse(deadline.due);
}

/** Tasks for those whom no call told in time: most of them are on the list since the gate refused. */
export function unmetOpenings(standings: readonly Standing[], notice: Pick<Notice, 'noticeId' | 'raisedAt'>): readonly Opening[] {
  return standings
    .filter((standing) => !isMet(standing))
    .map(({ student, deadline, why }) => {
      const cause = { id: `${notice.noticeId}.${why}`, at: notice.raisedAt, noticeId: notice.noticeId };
      return dutyOpening(student, deadline, why, cause);
    });
}

/** Duties on the list which a call has met meanwhile, on whatever phone of the pupil's. */
export function metDuties(open: readonly OfficeTask[], standings: readonly Standing[]): readonly OfficeTask[] {
  const met = new Set(standings.filter(isMet).map(({ student, deadline }) => dutyIdOf(student.studentKey, deadline.day)));
  return open.filter(({ kind, taskId }) => kind === 'duty' && met.has(taskId));
}

function dutyIdOf(studentKey: string, day: string): string {
  return taskIdOf({ kind: 'duty', studentKey, day });
}

/** How a notice stood against the deadlines of the law, once it closed. Ids and counts only. */
export interface DeadlineCounts {
  /** Pupils to whom a deadline applied. */
  readonly obliged: number;
  /** A call met it in time. */
  readonly met: number;
  /** Where the others were left to a person. */
  readonly tasks: readonly TaskPlace[];
}

/** Undefined where no deadline applied to anybody. */
export function deadlineCounts(standings: readonly Standing[]): DeadlineCounts | undefined {
  if (standings.length === 0) return undefined;
  const unmet = standings.filter((standing) => !isMet(standing));
  const tasks = unmet.map(({ student, deadline }) => ({
    schoolId: student.schoolIds[0] ?? 'none',
    taskId: dutyIdOf(student.studentKey, deadline.day),
  }));
  return { obliged: standings.length, met: standings.length - unmet.length, tasks };
}

/** For reports: how the deadlines of one notice were met. `late`: by a person, after it was due. */
export interface DeadlineReport {
  readonly obliged: number;
  readonly byCall: number;
  readonly byPerson: number;
  readonly late: number;
  readonly open: number;
}

/** @param tasks those that `counts.tasks` names, as they stand now, by task id */
export function deadlineReport(counts: DeadlineCounts, tasks: ReadonlyMap<string, OfficeTask>): DeadlineReport {
  const of = counts.tasks.map(({ taskId }) => tasks.get(taskId));
  const closed = of.filter((task) => task?.state === 'closed');
  const inTime = closed.filter((task) => Date.parse(task?.closedAt ?? '') <= Date.parse(task?.duty?.due ?? ''));
  return {
    obliged: counts.obliged,
    byCall: counts.met,
    byPerson: inTime.length,
    late: closed.length - inTime.length,
    open: of.length - closed.length,
  };
}
