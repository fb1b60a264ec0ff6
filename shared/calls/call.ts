import type { Purpose } from '../notices/purpose.ts';

/**
 * What the line says about one attempt.
 * `answered`: picked up, by whom is unknown until a key is pressed. `machine`, `screened`: only where Connect can tell.
 * `not-my-number`: whoever answered pressed 7. `unknown`: Connect could not say whether it rang.
 */
export const OUTCOMES = [
  'answered',
  'machine',
  'screened',
  'no-answer',
  'busy',
  'invalid-number',
  'blocked',
  'failed',
  'not-my-number',
  'unknown',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/**
 * Where a call can end; every planned call ends in exactly one of them (promise P4).
 * `confirmed`: a key was pressed, so a person was there. `delivered`: picked up, nobody confirmed.
 * `not-needed`: the person was reached on an earlier number, or somebody of the household confirmed. `rehearsed`: would have rung, had the district been live.
 */
export const FINAL_STATES = [
  'confirmed',
  'delivered',
  'not-delivered',
  'refused',
  'expired',
  'cancelled',
  'not-needed',
  'rehearsed',
] as const;
export type FinalState = (typeof FINAL_STATES)[number];

/**
 * `planned`: queued in its lane. `standby`: a later number of somebody, waiting for the earlier one to fail.
 * `deferred`: the gate said not now. `dialing`: Connect is being asked; from here on a phone may ring.
 * `placed`: Connect answered with a contact id.
 */
export const OPEN_STATES = ['planned', 'standby', 'deferred', 'dialing', 'placed'] as const;
export type OpenState = (typeof OPEN_STATES)[number];
export type CallState = OpenState | FinalState;

/** On what the call rested when it was dialed (R-06, R-07: the scope of an opt-out depends on it). */
export type Basis = 'emergency' | 'consent' | 'exempt';

/** One notice to one number. Holds pseudonyms only. */
export interface Call {
  /** `<noticeId>.<16 characters>`, derived from notice and number, so that replays meet themselves. */
  readonly callId: string;
  readonly noticeId: string;
  readonly purpose: Purpose;
  readonly numberKey: string;
  /** The contacts this number would tell, in the book's order. */
  readonly recipients: readonly { readonly contactKey: string; readonly students: readonly string[] }[];
  readonly state: CallState;
  /** Attempts begun; the one being made is `attempt` once `dialing`. Starts at 0, only ever grows: it names the ring. */
  readonly attempt: number;
  /** How many of them are known to have rung nobody's phone (throttled, full line): they do not count against the limit. */
  readonly unrung?: number;
  /** Calls to earlier numbers of the same people; only for a call planned as `standby`. */
  readonly predecessors: readonly string[];
  /** Calls that stand by for this one: the other end of their `predecessors`. */
  readonly successors?: readonly string[];
  /** Calls of the same household that are not needed once an adult has confirmed on this one. */
  readonly spares?: readonly string[];
  /** RFC 3339: when a sweeper must look at this call again. Absent in a final state. */
  readonly due?: string;
  /** RFC 3339: the next attempt may not begin earlier, whatever stray message says so. */
  readonly notBefore?: string;
  readonly contactId?: string;
  readonly basis?: Basis;
  /** Outcome of the last attempt. */
  readonly outcome?: Outcome;
  /** RFC 3339: when the line said that the last attempt was over; only of a call that has ended. */
  readonly endedAt?: string;
  /** Rule that refused or deferred it last. */
  readonly rule?: string;
  /** The key pressed, where one was. */
  readonly key?: string;
  /** Whom the attempt speaks to, sealed (`Listener`). */
  readonly listener?: Uint8Array;
  /** Counts conditional writes. */
  readonly version: number;
}
