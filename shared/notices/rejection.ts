import type { z } from 'zod';
import type { DistrictSettings } from '../district/settings.ts';
import { PURPOSES } from './purpose.ts';

/** Why a notice was not taken, for the sender: what, where and what to do. Quotes no words of the message. */
export interface Rejection {
  readonly code:
    | 'FIELD_INVALID'
    | 'WORDS_IN_THE_CLEAR'
    | 'PURPOSE_UNKNOWN'
    | 'SCHOOL_UNKNOWN'
    | 'MESSAGE_UNKNOWN'
    | 'MESSAGE_OF_ANOTHER_PURPOSE'
    | 'MESSAGE_NOT_READABLE'
    | 'BLANK_UNFILLED'
    | 'CHILD_NAMED'
    | 'PURPOSE_MIXED'
    | 'INDIVIDUAL_CALLER_MISSING'
    | 'TOO_LONG'
    | 'LANGUAGE_MISSING'
    | 'NOTICE_ID_MISSING'
    | 'ABSENCE_FOR_STAFF'
    | 'EXPIRED_ALREADY'
    | 'EXPORT_STALE';
  /** Dotted path in the event's detail, e.g. `audience.schools`. */
  readonly field: string;
  readonly problem: string;
  readonly suggestion: string;
  /** The word of our lists that it was known by, where it was one. */
  readonly word?: string;
}

/** How an emergency goes out all the same, of which a word of our lists makes more. */
export const SEND_ANYWAY =
  'Or, if every word is about the emergency alone: raise it again and say so under your name, with --words-checked "YOUR NAME" ' +
  '(in an event: wordsChecked); it goes out as it is, and that you said so is on record with the word.';

/** Fields in which somebody may have put the words themselves. */
const WORDY = ['text', 'texts', 'words', 'body', 'recording', 'en', 'es'];

/** What is wrong with a detail that does not have the form. @param detail as it came */
export function rejectionOf(error: z.ZodError, detail: Readonly<Record<string, unknown>>): Rejection {
  if (hasWords(detail)) return wordsInTheClear();
  const [issue] = error.issues;
  const field = issue?.path.join('.') || 'detail';
  if (field === 'purpose')
    return {
      code: 'PURPOSE_UNKNOWN',
      field,
      problem: 'This is not a purpose a call can have.',
      suggestion: `Use one of ${PURPOSES.join(', ')}.`,
    };
  return {
    code: 'FIELD_INVALID',
    field,
    problem: issue?.message ?? 'The detail does not have the form of a notice.',
    suggestion: 'Send {purpose, audience, message: {name}, raisedBy} and, if you like, noticeId and expiresAt; nothing else.',
  };
}

function hasWords({ message, ...rest }: Readonly<Record<string, unknown>>): boolean {
  if (typeof message === 'string') return true;
  const inside = typeof message === 'object' && message !== null ? Object.keys(message) : [];
  return [...inside, ...Object.keys(rest)].some((name) => WORDY.includes(name));
}

function wordsInTheClear(): Rejection {
  return {
    code: 'WORDS_IN_THE_CLEAR',
    field: 'message',
    problem: 'The event carries the words of the message in the clear; they would lie in queues and logs.',
    suggestion: 'Name an approved message of the district settings, or seal the words with `ringfence notice raise`.',
  };
}

/** Audience names a school that the settings do not have. */
export function unknownSchool(schools: readonly string[], settings: DistrictSettings): Rejection | undefined {
  const known = new Set(settings.schools.map(({ id }) => id));
  const unknown = schools.filter((id) => !known.has(id));
  if (unknown.length === 0) return undefined;
  return {
    code: 'SCHOOL_UNKNOWN',
    field: 'audience.schools',
    problem: `The district's settings have no school ${unknown.join(', ')}.`,
    suggestion: `Use an id of the settings: ${[...known].join(', ')}.`,
  };
}

/** An absence is the matter of a child's own family. */
export function absenceForStaff(): Rejection {
  return {
    code: 'ABSENCE_FOR_STAFF',
    field: 'audience.kind',
    problem: 'A notice about absences is for the families of the absent; staff are called about no student.',
    suggestion: 'Raise it for students, or for another purpose.',
  };
}

/** A notice that would have ended before anybody rang. @param now RFC 3339 */
export function expiredAlready(expiresAt: string, now: string): Rejection | undefined {
  if (Date.parse(expiresAt) > Date.parse(now)) return undefined;
  return {
    code: 'EXPIRED_ALREADY',
    field: 'expiresAt',
    problem: `The notice was valid until ${expiresAt}; it is ${now}.`,
    suggestion: 'Raise it again with a later expiresAt, if it is still true.',
  };
}

/** The contacts are too old to be called about anything that can wait. @param days whole days since the last export */
export function exportStale(days: number, staleAfterDays: number): Rejection {
  return {
    code: 'EXPORT_STALE',
    field: 'purpose',
    problem: `The last export was taken ${days} days ago; after ${staleAfterDays} nobody is called on it but in emergencies and about closures.`,
    suggestion: 'See the report on the export that failed or is held, have one taken, then raise the notice again.',
  };
}
