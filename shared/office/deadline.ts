import { DateTime } from 'luxon';
import type { Student } from '../contacts/contact.ts';
import type { DistrictSettings } from '../district/settings.ts';
import { STATE_DEADLINES, type StateDeadline } from './state-deadlines.ts';

/** What the deadline of one pupil's absence depends on. */
export type DeadlineSettings = Pick<DistrictSettings, 'district' | 'schools' | 'holidays'>;

/** By when somebody must have been told about one pupil's absence on one day. */
export interface Deadline {
  readonly row: StateDeadline;
  /** YYYY-MM-DD, the school day of the absence. */
  readonly day: string;
  /** RFC 3339 UTC with milliseconds. */
  readonly due: string;
  /** On the clock of the district, `2026-11-24 10:15`. */
  readonly dueLocal: string;
}

/** A row whose clock starts with a single absence; undefined where the state has none, or counts absences first (D-04). */
export function dailyDeadlineOf(state: string): StateDeadline | undefined {
  return STATE_DEADLINES.find((row) => row.state === state && row.clock.kind !== 'counted' && row.metBy !== 'writing');
}

/** The school day a moment lies in. @param at RFC 3339 @param zone IANA */
export function schoolDayOf(at: string, zone: string): string {
  return DateTime.fromISO(at, { zone }).toFormat('yyyy-MM-dd');
}

/**
 * The deadline of one absence: it starts at the first bell of that school on that calendar day, in the district's zone (D-01);
 * hours are hours that pass, whatever the clocks do that night. A pupil whose grade cannot be read is held to it as well.
 * @param absentAt the school day, YYYY-MM-DD, or a moment of it, RFC 3339. @returns undefined where no law sets one
 */
export function deadlineFor(
  { grade, schoolIds }: Pick<Student, 'grade' | 'schoolIds'>,
  absentAt: string,
  settings: DeadlineSettings,
): Deadline | undefined {
  const row = dailyDeadlineOf(settings.district.state);
  if (row === undefined || isBeyond(grade, row.lastGrade)) return undefined;
  const zone = settings.district.timezone;
  const day = schoolDayOf(absentAt, zone);
  const bell = settings.schools.find(({ id }) => schoolIds.includes(id))?.firstBell ?? '08:00';
  const due = dueOf(row, day, bell, zone, settings.holidays);
  if (!due.isValid) return undefined;
  return { row, day, due: new Date(due.toMillis()).toISOString(), dueLocal: due.toFormat('yyyy-MM-dd HH:mm') };
}

function dueOf({ clock }: StateDeadline, day: string, bell: string, zone: string, holidays: readonly string[]): DateTime {
  const start = bellOn(day, bell, zone);
  if (clock.kind === 'after-bell') return start.plus({ minutes: clock.minutes });
  const days = clock.kind === 'school-days' ? clock.days : 0;
  return bellOn(schoolDaysAfter(day, days, zone, holidays), bell, zone);
}

function bellOn(day: string, bell: string, zone: string): DateTime {
  return DateTime.fromISO(`${day}T${bell}`, { zone });
}

/** Mondays to Fridays that are no holidays. */
function schoolDaysAfter(day: string, count: number, zone: string, holidays: readonly string[]): string {
  let date = DateTime.fromISO(day, { zone });
  for (let left = count; left > 0 && date.isValid; ) {
    date = date.plus({ days: 1 });
    if (date.weekday <= 5 && !holidays.includes(date.toFormat('yyyy-MM-dd'))) left -= 1;
  }
  return date.toFormat('yyyy-MM-dd');
}

/** `03`, `KG`, `PK`, `12`: a grade above the last one it holds for. Kindergarten and before count as the first. */
function isBeyond(grade: string, lastGrade: number | undefined): boolean {
  const number = /^\d{1,2}$/.test(grade.trim()) ? Number(grade) : Number.NaN;
  return lastGrade !== undefined && number > lastGrade;
}
