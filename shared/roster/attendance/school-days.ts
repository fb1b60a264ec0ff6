import type { DistrictSettings } from '../../district/settings.ts';

export type SchoolCalendar = Pick<DistrictSettings, 'holidays' | 'weekendSchoolDays' | 'schools'>;

/** In the place of a school's id, which is never empty: the whole district. */
export const EVERY_SCHOOL = '';

/** @param day YYYY-MM-DD */
export function isWeekend(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday === 0 || weekday === 6;
}

/**
 * Whether a school is held on a day: on Mondays to Fridays and the weekend days the district names, unless the district or the
 * school is closed, by the settings or by a calendar file. @param day YYYY-MM-DD
 * @param closed schools that the calendar files close on that day; `EVERY_SCHOOL`: all of them
 */
export function isSchoolDay(day: string, schoolId: string, settings: SchoolCalendar, closed: ReadonlySet<string>): boolean {
  const { holidays, weekendSchoolDays, schools } = settings;
  if (holidays.includes(day) || (isWeekend(day) && !weekendSchoolDays.includes(day))) return false;
  if (closed.has(EVERY_SCHOOL) || closed.has(schoolId)) return false;
  return schools.every(({ id, closedDays }) => id !== schoolId || !closedDays.includes(day));
}
