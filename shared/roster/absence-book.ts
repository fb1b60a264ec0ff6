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

/** What was already acted on, per student and school day. */
export interface AbsenceBook {
  /**
   * Takes the absence on for this file, unless an earlier file of the day has. The same file again, after a crash, finds its own.
   * Durable when it answers `ours`.
   */
  claim(absence: Absence): Promise<'ours' | 'told-before'>;
}
