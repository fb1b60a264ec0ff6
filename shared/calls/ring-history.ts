import type { PastRing } from '../consent/gate-input.ts';
import type { Call } from './call.ts';
import type { Ring } from './call-book.ts';
import { ringName } from './call-id.ts';

/** A ring of a number, as it is kept: pseudonyms and times only. */
export interface NotedRing extends PastRing {
  /** `<callId>#<attempt>`: what is noted twice is one ring. */
  readonly ring: string;
}

/**
 * What is kept of a number's rings, in two items: calls that rest on the exemption are counted before they are dialed, the
 * others are noted afterwards (ADR 12), both on condition that nobody else has written meanwhile (ADR 37).
 */
export interface RingHistory {
  /** `unreadable`: what lies there has not the form it should have. */
  readonly noted: readonly NotedRing[] | 'unreadable';
  readonly exempt: readonly NotedRing[] | 'unreadable';
  /** Counts the writes of the noted ones; 0 where there are none. */
  readonly notedVersion: number;
  /** Counts the writes of the exempt ones; 0 where there are none. */
  readonly exemptVersion: number;
}

export const NEVER_RANG: RingHistory = { noted: [], notedVersion: 0, exempt: [], exemptVersion: 0 };

/** The longest window that a rule looks back is 30 days; a day more for its edges. */
export const KEPT_DAYS = 31;
/** More rings in a month than any rule lets through. */
export const MOST_KEPT = 40;
const DAY_MS = 86_400_000;

/** Where rings are noted and counted. */
export interface RingBook {
  /**
   * Notes which contact is which attempt, and that the number rang, in one request for up to eight rings. Whoever else has noted a
   * ring of the same number meanwhile keeps it: both are there. The same ring twice is one. Durable when it resolves.
   */
  note(rings: readonly RungNumber[]): Promise<void>;
  /**
   * Counts a ring that rests on the exemption, on condition that nobody has counted one since `before` was read: of two at once
   * only one gets through. The same ring twice counts once. Durable when it answers `counted`.
   */
  countExempt(numberKey: string, before: RingHistory, ring: NotedRing): Promise<'counted' | 'changed'>;
  /** Takes back what was counted: it is certain that nothing rang. */
  uncount(numberKey: string, ring: string): Promise<void>;
}

export interface RungNumber {
  /** Absent where only Connect knows which contact it is, if any. */
  readonly ring?: Ring;
  readonly numberKey: string;
  /** Absent where the ring was counted before it was dialed. `before`: what was known of the number when it was decided about. */
  readonly rang?: { readonly ring: NotedRing; readonly before: RingHistory };
}

/** One attempt as a ring. @param at RFC 3339 UTC */
export function ringOfCall(
  call: Pick<Call, 'callId' | 'noticeId' | 'purpose'>,
  attempt: number,
  basis: PastRing['basis'],
  at: string,
): NotedRing {
  return { ring: ringName(call.callId, attempt), at, purpose: call.purpose, basis, noticeId: call.noticeId };
}

/** The rings with one more, oldest first; those that no rule looks at any more are let go. Idempotent on the ring's name. */
export function withRing(rings: readonly NotedRing[], ring: NotedRing): readonly NotedRing[] {
  const others = rings.filter((one) => one.ring !== ring.ring);
  return kept([...others, ring], ring.at);
}

/**
 * What the gate is told: every kept ring but that of the very attempt it decides about, which a delivery before this one may
 * have counted. `unknown` where either part could not be read. @param at RFC 3339: the moment of the decision
 */
export function pastRings(
  history: RingHistory,
  call: Pick<Call, 'callId' | 'attempt'>,
  at: string,
): readonly PastRing[] | 'unknown' {
  const { noted, exempt } = history;
  if (noted === 'unreadable' || exempt === 'unreadable') return 'unknown';
  const own = ringName(call.callId, call.attempt + 1);
  const rings = kept([...noted, ...exempt], at).filter(({ ring }) => ring !== own);
  return rings.map(({ at: rangAt, purpose, basis, noticeId }) => ({ at: rangAt, purpose, basis, noticeId }));
}

/** Newest of the last 31 days, oldest first. A moment that cannot be read counts as now: it must not permit more. */
function kept(rings: readonly NotedRing[], at: string): readonly NotedRing[] {
  const from = Date.parse(at) - KEPT_DAYS * DAY_MS;
  const recent = rings.filter((ring) => !(Date.parse(ring.at) <= from));
  return recent.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).slice(-MOST_KEPT);
}
