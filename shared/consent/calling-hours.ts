import { DateTime } from 'luxon';
import type { Hours } from './policy.ts';

/** Minutes since local midnight; `start` included, `end` not. */
export interface Window {
  readonly start: number;
  readonly end: number;
}

export type NextOpening =
  | { readonly kind: 'now' }
  /** RFC 3339 UTC with milliseconds. */
  | { readonly kind: 'later'; readonly at: string }
  /** A zone the zone data do not know, or none at all. */
  | { readonly kind: 'unknown-zone' }
  /** No moment of the coming days is open in every zone. */
  | { readonly kind: 'never' };

const MAX_STEPS = 60;

/** The window of a purpose: the policy's, the district's, or what lies in both. */
export function hoursFor(hours: Hours, district: { readonly start: string; readonly end: string }): Window | 'any' {
  if (hours.kind === 'any') return 'any';
  const own = { start: minutesOf(district.start), end: minutesOf(district.end) };
  if (hours.kind === 'district') return own;
  const fixed = { start: minutesOf(hours.start), end: minutesOf(hours.end) };
  if (hours.kind === 'fixed') return fixed;
  return { start: Math.max(own.start, fixed.start), end: Math.min(own.end, fixed.end) };
}

/**
 * The first moment, not before `at`, at which every zone is within the window (T-20: local time at the called party; where
 * the zone is not certain, all candidates must agree). Days on which the clocks change are the zone data's business: a
 * local time that does not exist is taken as the first one after it.
 */
export function nextOpening(at: string, zones: readonly string[], window: Window): NextOpening {
  if (zones.length === 0 || zones.some((zone) => !DateTime.fromISO(at, { zone }).isValid)) return { kind: 'unknown-zone' };
  if (!(window.start < window.end)) return { kind: 'never' };
  const now = DateTime.fromISO(at, { zone: 'utc' });
  let moment: DateTime = now;
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const closed = zones.map((zone) => moment.setZone(zone)).find((local) => !isOpen(local, window));
    if (closed === undefined) return moment.equals(now) ? { kind: 'now' } : { kind: 'later', at: rfc3339(moment) };
    moment = openingAfter(closed, window).toUTC();
  }
  return { kind: 'never' };
}

function isOpen(local: DateTime, window: Window): boolean {
  const minute = local.hour * 60 + local.minute;
  return minute >= window.start && minute < window.end;
}

/** Always later than `local`, or the search would not end: where the clocks went back over the opening, a day later. */
function openingAfter(local: DateTime, window: Window): DateTime {
  const today = startOn(local, window);
  return today.toMillis() > local.toMillis() ? today : startOn(local.plus({ days: 1 }), window);
}

function startOn(day: DateTime, window: Window): DateTime {
  return day.startOf('day').set({ hour: Math.floor(window.start / 60), minute: window.start % 60 });
}

function rfc3339(moment: DateTime): string {
  return new Date(moment.toMillis()).toISOString();
}

function minutesOf(clockTime: string): number {
  const [hours = Number.NaN, minutes = Number.NaN] = clockTime.split(':').map(Number);
  return hours * 60 + minutes;
}
