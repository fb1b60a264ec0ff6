import type { DeadlineCounts } from '../office/duty.ts';
import type { HeardIn } from './heard-in.ts';
import type { Purpose } from './purpose.ts';

/** BCP 47 language of what is spoken, e.g. `en`, `es`, `vi`, `ar`. */
export type Language = string;

/** What is said in one language: text that Connect speaks, or a recording (S3 URI) where Connect has no voice. */
export type Wording =
  | { readonly text: string; readonly recording?: undefined }
  | { readonly recording: string; readonly text?: undefined };

/** The message of a notice, per language. The district's default language is always among them. */
export type Message = Readonly<Record<Language, Wording>>;

/**
 * Whom a notice is for, as a query over the contact book. Ids are those of the student information system for schools,
 * and student keys (pseudonyms) for students.
 */
export type Audience =
  | { readonly kind: 'district' }
  | { readonly kind: 'schools'; readonly schools: readonly string[] }
  | { readonly kind: 'grades'; readonly schools: readonly string[]; readonly grades: readonly string[] }
  | { readonly kind: 'students'; readonly students: readonly string[] }
  /** Whoever works at these schools; without schools, everybody who works for the district. */
  | { readonly kind: 'staff'; readonly schools?: readonly string[] | undefined };

/** `open`: calls are being placed. `closed`: every call is in a final state and the record says so. */
export type NoticeState = 'raised' | 'open' | 'cancelled' | 'closed' | 'rejected';

/** Somebody's word that an emergency is about nothing else, though words of our lists are in it. */
export interface WordsChecked {
  /** A login or a role; `settings`: who approved the message. */
  readonly by: string;
  /** Hex SHA-256 of the person's name, where one was given. */
  readonly note?: string | undefined;
  /** The words of our lists, never the sender's own. */
  readonly words: readonly string[];
}

/** One thing to tell many people. The message is sealed at rest; see the envelope. */
export interface Notice {
  /** ULID, or an id of the sender's own (letters, digits, `.`, `-`, `_`; ≤ 64). The same id twice is the same notice. */
  readonly noticeId: string;
  readonly purpose: Purpose;
  /** As what it was raised, where its words made more of it: a mixed message is held to its strictest part (B-04). */
  readonly declared?: Purpose;
  /** The word of our lists that made more of it. */
  readonly word?: string;
  readonly wordsChecked?: WordsChecked;
  readonly audience: Audience;
  /** Name of the approved message in the district's settings, or `sealed` when the words came sealed with the event. */
  readonly messageName: string;
  readonly state: NoticeState;
  /** Who raised it, as the sender says: a role or system, e.g. `principal:lincoln`, `sis:attendance`. */
  readonly raisedBy: string;
  /** RFC 3339, UTC. */
  readonly raisedAt: string;
  /** RFC 3339, UTC. After this moment nobody new rings. */
  readonly expiresAt: string;
  /** YYYY-MM-DD in the district's zone: of an absence, the school day it is about; its state is asked again at each dial (B-08). */
  readonly absenceDay?: string;
  /** Language → how its families hear it: what fell back on another language, and on which. */
  readonly heard?: HeardIn;
  /** How many calls were planned; absent until planning is done. */
  readonly planned?: number;
  /** People left out because they had their routine calls of the week; absent: nobody. */
  readonly weekSpent?: number;
  /** Somebody was reached: a call was picked up. Only looked for while an emergency is young. */
  readonly reached?: boolean;
  /** Calls by final state; present once closed. */
  readonly counts?: Readonly<Record<string, number>>;
  /** Of an absence, once closed: how it stood against the deadline of the law, where there is one. */
  readonly deadlines?: DeadlineCounts;
}
