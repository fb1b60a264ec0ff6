/**
 * What the latest file of the day says of a student: absent without a reason; otherwise accounted for; not in it any more; or
 * under a code that nobody has mapped.
 */
export const ABSENCE_STATES = ['unexcused', 'excused', 'gone', 'unclear'] as const;
export type AbsenceState = (typeof ABSENCE_STATES)[number];

/** A student's absence on one school day, as somebody is told of it. Pseudonyms only. */
export interface Absence {
  /** YYYY-MM-DD in the district's zone. */
  readonly day: string;
  readonly studentKey: string;
  readonly noticeId: string;
  /** Hash of the file that reported it first. */
  readonly fileHash: string;
}

/** An absence that was reported on some day, and how it stands. */
export interface KnownAbsence {
  readonly state: AbsenceState;
  /** Hash of the file that reported it first. */
  readonly fileHash: string;
}

/** What was already acted on, per student and school day. */
export interface AbsenceBook {
  /**
   * Says that this file is the day's, unless a later one has come: files may be delivered out of order, and what a later one
   * has excused must not come back. Durable when it answers `latest`. @param uploadedAt RFC 3339 UTC
   */
  takeDay(day: string, file: { readonly uploadedAt: string; readonly hash: string }): Promise<'latest' | 'overtaken'>;
  /** Every absence reported that day, by student key; consistent. */
  ofDay(day: string): Promise<ReadonlyMap<string, KnownAbsence>>;
  /**
   * Takes the absence on for this file, unless an earlier file of the day has. The same file again, after a crash, finds its own,
   * as it stands by then. Durable when it answers `ours`.
   */
  claim(absence: Absence): Promise<'ours' | 'told-before'>;
  /** How an absence that was reported stands now: each call about it asks, right before it is dialed. Durable when it resolves. */
  mark(day: string, studentKey: string, state: AbsenceState): Promise<void>;
}
