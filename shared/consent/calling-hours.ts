import { DateTime } from 'luxon';
import type { Hours } from './policy.ts';

/** Minutes since local midnight; `start` included, `end` not. */
export interface Window {
  readonly start: number;
  readonly end: number;
}

/** Local clock times, HH:MM; `start` included, `end` not. */
export interface ClockTimes {
  readonly start: string;
  readonly end: string;
}

export type NextOpening =
  | { readonly kind: 'now' }
  /** RFC 3339 UTC with milliseconds; a whole minute. */
  | { readonly kind: 'later'; readonly at: string }
  /** A zone the zone data do not know, or none at all. */
  | { readonly kind: 'unknown-zone' }
  /** No moment of the coming hundred days is open, or the hours cannot be read. */
  | { readonly kind: 'never' };

/** What must be open for a call to be placed. */
export interface HoursAsked {
  /** IANA zones the number may lie in: all must be open (T-20: local time at the called party). */
  readonly zones: readonly string[];
  /** The district's own, which must be open as well, and by whose calendar holidays are read. */
  readonly districtZone: string;
  /** `any`: an emergency. Nothing else of this binds it then, neither quiet hours nor holidays nor an unknown zone. */
  readonly window: Window | 'any';
  /** Closed in every zone; may run over midnight (22:00 to 06:00). Two equal times close the whole day. */
  readonly quietHours: readonly ClockTimes[];
  /** YYYY-MM-DD in the district's zone. */
  readonly holidays: readonly string[];
  /** A closure is told on a holiday too. */
  readonly bindHolidays: boolean;
}

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const DAY_MINUTES = 24 * 60;
/** Longer than any summer break; a notice has expired long before. */
const HORIZON_DAYS = 100;

/** The window of a purpose: the policy's, the district's, or what lies in both; and in every further one (overlays of state law). */
export function hoursFor(hours: Hours, district: ClockTimes, further: readonly ClockTimes[] = []): Window | 'any' {
  if (hours.kind === 'any') return 'any';
  const windows = [...ownHours(hours, district), ...further].map(windowOf);
  return { start: Math.max(...windows.map(({ start }) => start)), end: Math.min(...windows.map(({ end }) => end)) };
}

/**
 * The first moment, not before `at`, that is open in every zone and on no holiday. What counts is what a clock on the wall
 * shows there: where the clocks go forward over the opening, it opens when they have; where they go back over it, it closes
 * again until they show it a second time. @param at RFC 3339 UTC
 */
export function openingOf(at: string, asked: HoursAsked): NextOpening {
  if (asked.window === 'any') return { kind: 'now' };
  const zones = [...new Set([...asked.zones, asked.districtZone])];
  const now = Date.parse(at);
  if (asked.zones.length === 0 || zones.some((zone) => !DateTime.fromMillis(now, { zone }).isValid))
    return { kind: 'unknown-zone' };
  const isOpen = openMinutes(asked.window, asked.quietHours);
  if (!isOpen.includes(true)) return { kind: 'never' };
  let moment = now;
  while (moment < now + HORIZON_DAYS * DAY_MINUTES * MINUTE) {
    const next = laterOpening(moment, zones, isOpen) ?? dayAfterHoliday(moment, asked);
    if (next === undefined) return moment === now ? { kind: 'now' } : { kind: 'later', at: new Date(moment).toISOString() };
    moment = next;
  }
  return { kind: 'never' };
}

function ownHours(hours: Exclude<Hours, { readonly kind: 'any' }>, district: ClockTimes): readonly ClockTimes[] {
  if (hours.kind === 'district') return [district];
  return hours.kind === 'fixed' ? [hours] : [hours, district];
}

/** Per minute of a local day whether it is open; all closed where a time cannot be read. */
function openMinutes(window: Window, quietHours: readonly ClockTimes[]): readonly boolean[] {
  const quiet = quietHours.map(windowOf);
  return Array.from(
    { length: DAY_MINUTES },
    (_, minute) => isWithin(minute, window) && quiet.every((hours) => !isQuiet(minute, hours)),
  );
}

function isWithin(minute: number, { start, end }: Window): boolean {
  return minute >= start && minute < end;
}

/** True where it cannot be told: such hours refuse. */
function isQuiet(minute: number, { start, end }: Window): boolean {
  return start < end ? isWithin(minute, { start, end }) : !isWithin(minute, { start: end, end: start });
}

/** Undefined: open in every zone. Else a later moment before which one of them certainly stays closed. */
function laterOpening(moment: number, zones: readonly string[], isOpen: readonly boolean[]): number | undefined {
  for (const zone of zones) {
    const minute = minuteOfDay(moment, zone);
    if (isOpen[minute] === true) continue;
    const today = isOpen.indexOf(true, minute);
    const wait = today === -1 ? DAY_MINUTES - minute + isOpen.indexOf(true) : today - minute;
    const opening = startOf(MINUTE, moment) + wait * MINUTE;
    // Where the clocks change on the way, go on by quarters of an hour, on which they do, and read them anew each time.
    return offset(opening, zone) === offset(moment, zone) ? opening : startOf(QUARTER, moment) + QUARTER;
  }
  return undefined;
}

function dayAfterHoliday(moment: number, { holidays, bindHolidays, districtZone }: HoursAsked): number | undefined {
  const local = DateTime.fromMillis(moment, { zone: districtZone });
  if (!bindHolidays || !holidays.some((day) => day === local.toISODate())) return undefined;
  return local.startOf('day').plus({ days: 1 }).toMillis();
}

function minuteOfDay(moment: number, zone: string): number {
  const local = DateTime.fromMillis(moment, { zone });
  return local.hour * 60 + local.minute;
}

function offset(moment: number, zone: string): number {
  return DateTime.fromMillis(moment, { zone }).offset;
}

function startOf(unit: number, moment: number): number {
  return Math.floor(moment / unit) * unit;
}

function windowOf({ start, end }: ClockTimes): Window {
  return { start: minutesOf(start), end: minutesOf(end) };
}

/** NaN where it is no clock time: a window of it is never open. */
function minutesOf(clockTime: string): number {
  const [hours = Number.NaN, minutes = Number.NaN] = clockTime.split(':').map(Number);
  return hours * 60 + minutes;
}
