import { DateTime } from 'luxon';
import type { Basis } from '../calls/call.ts';
import type { Purpose } from '../notices/purpose.ts';
import type { PastRing } from './gate-input.ts';

/** `rolling`: so many hours back from the moment asked about. `local-day`: the date on the wall, in any of the zones. */
export type CapWindow =
  | { readonly kind: 'rolling'; readonly hours: number }
  | { readonly kind: 'local-day'; readonly zones: readonly string[] };

export const SEVEN_DAYS: CapWindow = { kind: 'rolling', hours: 7 * 24 };

/** Which rings count. Absent: whatever they were for, whatever they rested on. */
export interface CapScope {
  readonly purposes?: readonly Purpose[];
  readonly basis?: Basis;
}

/**
 * How often a number rang within a window that ends now; each retry is a ring of its own (Q-07 is open: an unanswered attempt
 * counts). What cannot be read counts, and so does a ring later than now: a clock that is wrong must not permit more.
 * @param at RFC 3339 UTC
 */
export function ringsWithin(history: readonly PastRing[], at: string, window: CapWindow, scope: CapScope = {}): number {
  return inWindow(history, at, window, scope).length;
}

/** How many notices rang a number within a window, but for `noticeId`: a notice tried again is no further notice. */
export function noticesWithin(
  history: readonly PastRing[],
  { at, noticeId }: { readonly at: string; readonly noticeId: string },
  window: CapWindow,
  scope: CapScope = {},
): number {
  const others = inWindow(history, at, window, scope).filter((ring) => ring.noticeId !== noticeId);
  return new Set(others.map((ring) => ring.noticeId)).size;
}

/** Whether it can be told when the window began: a date on the wall needs a zone, and one that the zone data know. */
export function hasBeginning(window: CapWindow, at: string): boolean {
  return window.kind === 'rolling' || (window.zones.length > 0 && window.zones.every((zone) => !Number.isNaN(dayOf(at, zone))));
}

function inWindow(history: readonly PastRing[], at: string, window: CapWindow, scope: CapScope): readonly PastRing[] {
  return history.filter((ring) => isMeant(ring, scope) && !isOver(ring.at, at, window));
}

function isMeant({ purpose, basis }: PastRing, scope: CapScope): boolean {
  return (scope.purposes?.includes(purpose) ?? true) && (scope.basis === undefined || scope.basis === basis);
}

/** Only what is certainly before the window is over. */
function isOver(ring: string, at: string, window: CapWindow): boolean {
  if (window.kind === 'rolling') return Date.parse(ring) <= Date.parse(at) - window.hours * 3_600_000;
  return window.zones.length > 0 && window.zones.every((zone) => dayOf(ring, zone) < dayOf(at, zone));
}

/** Milliseconds at local midnight; NaN, which is before nothing, where it cannot be told. */
function dayOf(at: string, zone: string): number {
  return DateTime.fromISO(at, { zone }).startOf('day').toMillis();
}
