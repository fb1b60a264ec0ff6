import type { DistrictSettings } from '../../district/settings.ts';

export type SchoolCalendar = Pick<DistrictSettings, 'holidays' | 'weekendSchoolDays' | 'schools'>;

/**
 * Whether a school is held on a day: on Mondays to Fridays and the weekend days the district names, unless the district or the
 * school is closed. @param day YYYY-MM-DD
 */
export function isSchoolDay(day: string, schoolId: string, { holidays, weekendSchoolDays, schools }: SchoolCalendar): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  const isWeekend = weekday === 0 || weekday === 6;
  if (holidays.includes(day) || (isWeekend && !weekendSchoolDays.includes(day))) return false;
  return schools.every(({ id, closedDays }) => id !== schoolId || !closedDays.includes(day));
}
