/** A school calendar: one row per day, or per day and school, that says whether there is school. */
import { type ColumnMap, optional, promised } from '../bytes/column-map.ts';

export type CalendarColumn = 'date' | 'school' | 'dayType';
type DayType = 'closed' | 'open';

export interface CalendarMap extends ColumnMap<CalendarColumn> {
  /** What the type of a day may say, letters and digits only. A blank, and every other word, is unknown. */
  readonly types: Readonly<Record<string, DayType>>;
}

const SCHOOL = optional('school', 'schoolId', 'schoolSourcedId', 'orgSourcedId', 'schoolReference', 'Calendar_Day.SchoolID');

const WORDS = {
  ...words(
    'closed',
    'closed holiday noSchool noSchoolDay nonSchoolDay nonInstructional nonInstructionalDay break vacation recess',
  ),
  ...words(
    'closed',
    'teacherOnlyDay teacherWorkday inService inServiceDay professionalDevelopment weatherDay snowDay emergencyDay strike',
  ),
  ...words('open', 'open school schoolDay instructional instructionalDay inSession makeUpDay testDay'),
  ...words('open', 'earlyDismissal earlyRelease lateStart studentLateArrivalEarlyDismissal'),
};
const FLAGS = { ...words('closed', '0 N No F False'), ...words('open', '1 Y Yes T True') };

/** A column that says what kind of day it is; Ed-Fi's calendar events are among the words. */
export const CALENDAR_MAP: CalendarMap = {
  name: 'calendar@1',
  literal: ['dayType'],
  columns: {
    date: promised('date', 'calendarDate', 'schoolDate'),
    school: SCHOOL,
    dayType: promised('dayType', 'status', 'calendarEvent', 'calendarEventDescriptor'),
  },
  types: WORDS,
};

/** A flag that is set where there is school: PowerSchool's Calendar_Day, Infinite Campus' Day. */
const IN_SESSION_MAP: CalendarMap = {
  name: 'calendar-in-session@1',
  literal: ['dayType'],
  columns: {
    date: promised('Date_Value', 'Calendar_Day.Date_Value', 'date'),
    school: SCHOOL,
    dayType: promised('InSession', 'Calendar_Day.InSession', 'schoolDay', 'isSchoolDay'),
  },
  types: FLAGS,
};

/** In this order. The last is taken, and its missing columns reported, where none fits. */
export const CALENDAR_MAPS: readonly CalendarMap[] = [IN_SESSION_MAP, CALENDAR_MAP];

function words(type: DayType, list: string): Readonly<Record<string, DayType>> {
  return Object.fromEntries(list.split(' ').map((word) => [word.toLowerCase(), type]));
}
