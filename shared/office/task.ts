import { createHash } from 'node:crypto';

/**
 * Of a dropped file that waits for a person. `held-school`: so many of a school are absent that nobody of it is called. `held-export`:
 * the export is unlike the last one. `refused-export`: it could not be read. `missing-half`: one of its two files has not come.
 */
export const FILE_KINDS = ['held-school', 'held-export', 'refused-export', 'missing-half'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

/**
 * `duty`: a state law wants a family told of an absence, and no call did it. `not-my-number`: whoever answers said so (key 7).
 * `wrong-number-said`: somebody said so of whom nobody knows that it is their phone; emergencies ring there until a person has looked.
 * `reassigned`: the carrier gave the number to somebody else. `invalid`: the network says that there is no such number, or it is
 * one nobody may dial. `unreachable-…`: nobody was reached there in so many notices, one after the other. `unlisted-guardian`: the
 * contacts are silent about a guardian who has the phone, and no other is left for some pupils.
 */
const PEOPLE_KINDS = [
  'duty',
  'not-my-number',
  'wrong-number-said',
  'reassigned',
  'invalid',
  'unreachable-pupil',
  'unreachable-number',
  'unlisted-guardian',
] as const;
/** What a task about a person, or their number, may be. */
export type PeopleKind = (typeof PEOPLE_KINDS)[number];

export const TASK_KINDS = [...FILE_KINDS, ...PEOPLE_KINDS] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

export function isAboutFile(kind: TaskKind): kind is FileKind {
  return FILE_KINDS.some((one) => one === kind);
}

/** Kinds that say of one number that nobody is reached there. */
export const NUMBER_KINDS = ['not-my-number', 'wrong-number-said', 'reassigned', 'invalid', 'unreachable-number'] as const;
export type NumberKind = (typeof NUMBER_KINDS)[number];

/** Whom and what a task is about. The same subject is the same task, however often it is reported. */
export type TaskSubject =
  | { readonly kind: NumberKind | 'unlisted-guardian'; readonly numberKey: string }
  | { readonly kind: 'unreachable-pupil'; readonly studentKey: string }
  /** `day`: the school day of the absence, YYYY-MM-DD in the district's zone. */
  | { readonly kind: 'duty'; readonly studentKey: string; readonly day: string }
  /** `drop`: what was dropped, by the hash of its bytes or by key and moment of the upload; of a school, with its id. */
  | { readonly kind: FileKind; readonly drop: string };

/** The dropped file that a task is about. */
export interface TaskFile {
  /** As it lies in the intake bucket. */
  readonly key: string;
  /** RFC 3339 UTC. */
  readonly uploadedAt: string;
  /** What holds it, in the words of its report: counts and columns, no value of a row. */
  readonly why: readonly string[];
  /** Of a held school: the school day, YYYY-MM-DD in the district's zone. */
  readonly day?: string;
}

/** What a state law asks for one pupil on one day, and by when. */
export interface Duty {
  /** Two-letter state whose row of `state-deadlines.ts` it is. */
  readonly state: string;
  /** The notice in which the family was to be called. */
  readonly noticeId: string;
  /** Rule that kept the call from ringing, or `not-reached`, `no-call`. */
  readonly rule: string;
  /** RFC 3339 UTC. */
  readonly due: string;
  /** The same moment on the clock of the district, `2026-11-24 10:15`. */
  readonly dueLocal: string;
}

/** Why a task came off the list. Only `done` is a person's word. */
export type ClosedWhy =
  | 'done'
  | 'number-gone'
  | 'new-number'
  | 'reached'
  | 'verified'
  | 'listed'
  | 'excused'
  | 'approved'
  | 'taken'
  | 'superseded'
  | 'day-over';

/** One thing for a person of a school to do. Pseudonyms, times and rule names only; nobody's name or number. */
export interface OfficeTask {
  readonly taskId: string;
  readonly kind: TaskKind;
  /** Under which school it is kept: that of its first pupil at the time. Lists go by where the pupils are today. */
  readonly schoolId: string;
  readonly numberKey?: string;
  readonly contactKeys: readonly string[];
  readonly students: readonly string[];
  /** Of an unreachable pupil: the numbers on file when it was opened; only a further one mends it. */
  readonly knownNumbers?: readonly string[];
  readonly duty?: Duty;
  readonly file?: TaskFile;
  readonly state: 'open' | 'closed';
  /** Counts openings, from 1. */
  readonly round: number;
  /** RFC 3339 UTC: of this round. */
  readonly openedAt: string;
  readonly closedAt?: string;
  readonly closedWhy?: ClosedWhy;
  /** Who closed it and what they found out, sealed. */
  readonly note?: Uint8Array;
  /** Counts conditional writes. */
  readonly version: number;
}

/** Who closed a task and what they found out; only ever sealed. */
export interface TaskNote {
  readonly by: string;
  readonly note: string;
}

/** What brought a task about: stable under redelivery, so that the same event told twice opens nothing twice. */
export interface TaskCause {
  /** E.g. `<callId>.7`, `<noticeId>.invalid`: printable ASCII. */
  readonly id: string;
  /** RFC 3339 UTC with milliseconds: when it happened. Not later than the last closing: it is dealt with already. */
  readonly at: string;
  readonly noticeId?: string;
  readonly callId?: string;
  /** Leaf hashes of the records it rests on. */
  readonly refs?: readonly string[];
  /** Audit subject of the person, where one was read. */
  readonly auditSubject?: string;
}

/** A task as whoever reports it knows it. */
export type Opening = Pick<OfficeTask, 'schoolId' | 'contactKeys' | 'students' | 'knownNumbers' | 'duty' | 'file'> & {
  readonly subject: TaskSubject;
  readonly cause: TaskCause;
};

export interface Closing {
  readonly why: ClosedWhy;
  /** RFC 3339 UTC with milliseconds. */
  readonly at: string;
  readonly note?: Uint8Array;
}

/** 20 hex digits, derived, so that two who report the same thing meet in one task. */
export function taskIdOf(subject: TaskSubject): string {
  const about = 'numberKey' in subject ? subject.numberKey : 'drop' in subject ? subject.drop : subject.studentKey;
  const day = subject.kind === 'duty' ? subject.day : '';
  return createHash('sha256').update(`task\0${subject.kind}\0${about}\0${day}`, 'utf8').digest('hex').slice(0, 20);
}

/**
 * The task after it was reported; undefined where the report changes nothing: it is open, or was closed after that had
 * happened. A duty that is over stays over: the next day's is another one.
 */
export function openedBy(before: OfficeTask | undefined, { subject, cause, ...about }: Opening): OfficeTask | undefined {
  if (before?.state === 'open') return undefined;
  if (before !== undefined && (before.kind === 'duty' || !isLater(cause.at, before.closedAt))) return undefined;
  return {
    taskId: taskIdOf(subject),
    kind: subject.kind,
    ...about,
    ...('numberKey' in subject ? { numberKey: subject.numberKey } : {}),
    state: 'open',
    round: (before?.round ?? 0) + 1,
    openedAt: cause.at,
    version: (before?.version ?? 0) + 1,
  };
}

/** The task once it is closed; undefined where it is already, or was opened by something later than what closes it. */
export function closedBy(before: OfficeTask, { why, at, note }: Closing): OfficeTask | undefined {
  if (before.state === 'closed') return undefined;
  if (why !== 'done' && isLater(before.openedAt, at)) return undefined;
  return {
    ...before,
    state: 'closed',
    closedAt: at,
    closedWhy: why,
    ...(note === undefined ? {} : { note }),
    version: before.version + 1,
  };
}

/** Whether one moment is after another; a moment that cannot be read is after none. */
function isLater(one: string, other: string | undefined): boolean {
  return other === undefined || Date.parse(one) > Date.parse(other);
}
