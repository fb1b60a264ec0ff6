/**
 * What the latest file of the day says of a student: absent without a reason; otherwise accounted for; not in it any more; or
 * under a code that nobody has mapped.
 */
export const ABSENCE_STATES = ['unexcused', 'excused', 'gone', 'unclear'] as const;
export type AbsenceState = (typeof ABSENCE_STATES)[number];

/** Which file speaks. */
export interface DayFile {
  /** In the intake bucket. */
  readonly key: string;
  /** RFC 3339 UTC with milliseconds: of two files of a day the one that was uploaded later counts. */
  readonly uploadedAt: string;
  /** Hex SHA-256 of its bytes: it decides between two that were uploaded at the same moment. */
  readonly hash: string;
}

/** Whose word something is: a later file's compares greater. */
export function saidBy({ uploadedAt, hash }: DayFile): string {
  return `${uploadedAt} ${hash}`;
}

/** Whether a file is the day's; else which later one is. */
export type DayTaken = 'latest' | { readonly overtakenBy: DayFile };

/** A student's absence on one school day, as somebody is told of it. Pseudonyms only. */
export interface Absence {
  /** YYYY-MM-DD in the district's zone. */
  readonly day: string;
  readonly studentKey: string;
  readonly noticeId: string;
  /** Which reported it first. */
  readonly file: DayFile;
}

/** An absence that was reported on some day, and how it stands. */
export interface KnownAbsence {
  readonly state: AbsenceState;
  /** Hash of the file that reported it first. */
  readonly fileHash: string;
  /** The notice in which the family is told. */
  readonly noticeId: string;
}

/** Why a school's absences look like a mistake: too many at once, a whole grade, a whole class. */
export type MassAbsence = 'share' | 'grade' | 'class';

/** The same in words, for whoever has to look. */
export const DOUBTS: Readonly<Record<MassAbsence, string>> = {
  share: 'more of the school than its limit',
  grade: 'a whole grade',
  class: 'a whole class',
};

/** A school that a file reports so many absences of that a person must look before anybody is called. Counts, and nobody's id. */
export interface HeldSchool {
  readonly day: string;
  readonly schoolId: string;
  /** Key of the file in the intake bucket, and the hash of its bytes. */
  readonly file: string;
  readonly fileHash: string;
  readonly why: MassAbsence;
  /** Students absent without excuse whom no earlier file of the day has reported, and out of how many. */
  readonly absent: number;
  readonly outOf: number;
}

/** A held school as it stands. */
export interface HeldNow extends HeldSchool {
  /** A named person has let this very file pass. */
  readonly approved: boolean;
  /** A later file of the day has come: this one calls nobody any more. */
  readonly overtaken: boolean;
}

/** What was already acted on, per student and school day. */
export interface AbsenceBook {
  /**
   * Says that this file is the day's, unless a later one has come: files may be delivered out of order, and what a later one
   * has excused must not come back. The same bytes as the latest's are the latest. Durable when it answers `latest`.
   */
  takeDay(day: string, file: DayFile): Promise<DayTaken>;
  /** Every absence reported that day, by student key; consistent. */
  ofDay(day: string): Promise<ReadonlyMap<string, KnownAbsence>>;
  /**
   * Takes the absence on for this file, unless an earlier file of the day has. The same file again, after a crash, finds its own,
   * as it stands by then. Durable when it answers `ours`.
   */
  claim(absence: Absence): Promise<'ours' | 'told-before'>;
  /**
   * How an absence that was reported stands by this file: each call about it asks, right before it is dialed. What a later file has
   * said stays, whichever writes last. Durable when it resolves.
   */
  mark(day: string, studentKey: string, state: AbsenceState, file: DayFile): Promise<void>;
  /** Puts a school on hold for this file; whatever was held or approved of an earlier one ends. Durable when it resolves. */
  hold(school: HeldSchool): Promise<void>;
  /** The schools that files of that day have put on hold; consistent. */
  heldOn(day: string): Promise<readonly HeldNow[]>;
}

/** How a named person lets a school's absences pass. */
export interface AbsenceApproval extends Pick<AbsenceBook, 'heldOn'> {
  /**
   * Durable when it answers `approved`. `changed`: another file has taken the place of this one meanwhile.
   * @param said who, and when (RFC 3339 UTC); kept sealed
   */
  approve(school: HeldSchool, said: { readonly by: string; readonly at: string }): Promise<'approved' | 'changed'>;
}
