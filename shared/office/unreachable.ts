import type { Call } from '../calls/call.ts';
import { callIdOf } from '../calls/call-id.ts';
import type { PastRing } from '../consent/gate-input.ts';
import { wasReached } from './office.ts';

/** The rings of the numbers that failed, by number key. */
export type Rings = ReadonlyMap<string, readonly PastRing[]>;

/** Whom nobody reached in this notice, with the notices before it in which they were to be reached, newest first. */
export interface Missed {
  readonly kind: 'number' | 'pupil';
  /** Number key or student key. */
  readonly key: string;
  /** Numbers on which this notice tried. */
  readonly numberKeys: readonly string[];
  readonly contactKeys: readonly string[];
  readonly students: readonly string[];
  /** Of the other notices that rang one of these numbers, the newest `notices - 1`; fewer: too early to say. */
  readonly earlier: readonly string[];
}

/** Rang, and nobody picked up; a number that does not exist or is somebody else's is told of for what it is. */
export function failedToReach({ state, outcome, attempt }: Call): boolean {
  return state === 'not-delivered' && attempt > 0 && outcome !== 'invalid-number' && outcome !== 'not-my-number';
}

/**
 * Numbers and pupils whom this notice did not reach, and which earlier notices must be looked at before anybody says
 * "unreachable". Pure. @param notices in how many notices, one after the other, nobody must have been reached
 */
export function missedIn(noticeId: string, calls: readonly Call[], rings: Rings, notices: number): readonly Missed[] {
  const looking = { noticeId, rings, notices };
  const pupils = pupilsIn(calls)
    .filter(({ own }) => own.some(failedToReach) && !own.some(wasReached))
    .map(({ studentKey, own }) => missed('pupil', studentKey, own, [studentKey], looking));
  const numbers = calls.filter(failedToReach).map((call) => missed('number', call.numberKey, [call], studentsOf(call), looking));
  return [...pupils, ...numbers].filter(({ earlier }) => earlier.length >= notices - 1);
}

/** The calls of earlier notices that decide: to be read by their ids, which are derived. */
export function callsToLookAt(missed: readonly Missed[]): readonly string[] {
  return [
    ...new Set(missed.flatMap(({ earlier, numberKeys }) => earlier.flatMap((id) => numberKeys.map((key) => callIdOf(id, key))))),
  ];
}

/**
 * Those whom none of the earlier notices reached either. A number all of whose pupils are among them is left out: they are the
 * task. A notice whose calls are forgotten speaks for the number. Pure.
 */
export function stillMissed(missed: readonly Missed[], past: ReadonlyMap<string, Call>): readonly Missed[] {
  const never = missed.filter((one) => one.earlier.every((noticeId) => wasMissed(one, noticeId, past)));
  const pupils = new Set(never.filter(({ kind }) => kind === 'pupil').map(({ key }) => key));
  return never.filter(
    ({ kind, students }) => kind === 'pupil' || students.length === 0 || !students.every((student) => pupils.has(student)),
  );
}

function wasMissed({ kind, key, numberKeys }: Missed, noticeId: string, past: ReadonlyMap<string, Call>): boolean {
  const calls = numberKeys.flatMap((numberKey) => past.get(callIdOf(noticeId, numberKey)) ?? []);
  const own = kind === 'number' ? calls : calls.filter((call) => studentsOf(call).includes(key));
  return own.some(failedToReach) && !own.some(wasReached);
}

function missed(
  kind: Missed['kind'],
  key: string,
  calls: readonly Call[],
  students: readonly string[],
  { noticeId, rings, notices }: { readonly noticeId: string; readonly rings: Rings; readonly notices: number },
): Missed {
  const numberKeys = calls.map(({ numberKey }) => numberKey);
  const past = numberKeys.flatMap((numberKey) => rings.get(numberKey) ?? []).filter((ring) => ring.noticeId !== noticeId);
  const newestFirst = past.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at)).map((ring) => ring.noticeId);
  return {
    kind,
    key,
    numberKeys,
    contactKeys: [...new Set(calls.flatMap(({ recipients }) => recipients.map(({ contactKey }) => contactKey)))],
    students,
    earlier: [...new Set(newestFirst)].slice(0, notices - 1),
  };
}

function pupilsIn(calls: readonly Call[]): readonly { readonly studentKey: string; readonly own: readonly Call[] }[] {
  const byPupil = new Map<string, Call[]>();
  for (const call of calls) {
    for (const studentKey of studentsOf(call)) {
      const own = byPupil.get(studentKey);
      if (own === undefined) byPupil.set(studentKey, [call]);
      else own.push(call);
    }
  }
  return [...byPupil].map(([studentKey, own]) => ({ studentKey, own }));
}

function studentsOf({ recipients }: Call): readonly string[] {
  return [...new Set(recipients.flatMap(({ students }) => students))];
}
