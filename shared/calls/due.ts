import type { Lane } from '../notices/purpose.ts';
import { laneCalls, type PaceLimits } from './pace.ts';

const SECOND_MS = 1_000;
/** A ring, a message spoken twice and a little more: what one call keeps a line busy for, on average. */
const TYPICAL_CALL_S = 50;
/** A call that should long have been dialed has lost its message. */
export const LANE_GRACE_S = 600;
/** How long Connect may take to answer before its silence is a doubt (dial protocol). */
export const DIALING_DOUBT_S = 90;
/** Ring time and flow together cannot last longer; whatever is known of a ring is then asked for. */
export const LONGEST_CALL_S = 330;

/** RFC 3339 UTC with milliseconds, `seconds` after `from`. */
export function later(from: Date, seconds: number): string {
  return new Date(from.getTime() + seconds * SECOND_MS).toISOString();
}

/**
 * When a call that waits in its lane, `ahead` others before it, should long have rung: twice the time the quotas allow for
 * those, and ten minutes. Then its message is taken as lost, and it is sent again. Never after the notice has expired.
 */
export function laneDue(now: Date, lane: Lane, ahead: number, limits: PaceLimits, expiresAt: string): string {
  const share = lane === 'urgent' ? 1 : limits.routineShare / 100;
  const perSecond = Math.min(limits.perSecond * share, laneCalls(lane, limits) / TYPICAL_CALL_S);
  const due = later(now, LANE_GRACE_S + (2 * ahead) / perSecond);
  return due < expiresAt ? due : expiresAt;
}
