import type { DistrictSettings } from '../../district/settings.ts';
import { mapThatFits } from '../bytes/header.ts';
import { type Row, readTable } from '../bytes/read-table.ts';
import { CALENDAR_MAP, CALENDAR_MAPS, type CalendarColumn, type CalendarMap } from '../maps/calendar.ts';
import type { ProblemLog } from '../report/problem.ts';
import { readWord } from '../values.ts';
import { readSchoolDate } from './school-date.ts';
import { EVERY_SCHOOL, isWeekend } from './school-days.ts';

/** Day, YYYY-MM-DD → schools that are closed on it, `EVERY_SCHOOL` among them where the district is. */
export type ClosedDays = Readonly<Record<string, readonly string[]>>;

export interface Calendar {
  readonly closed: ClosedDays;
  /** Rows in the file, and those of them that say there is school. */
  readonly seen: number;
  readonly open: number;
  /** Name of the column map. */
  readonly map: string;
}

export type CalendarSettings = Pick<DistrictSettings, 'district' | 'schools' | 'weekendSchoolDays'>;

/**
 * A year has 260 days from Monday to Friday, and school is held on some 180 of them. Whoever closes more than half has most likely
 * turned the flag round, and no family would hear of an absence for months.
 */
const MOST_WEEKDAYS_A_YEAR = 130;
/** An item of DynamoDB holds 400 KB. */
const MOST_CHARACTERS = 300_000;

interface Entry {
  readonly row: number;
  readonly day: string;
  readonly school: string;
  readonly type: 'closed' | 'open';
}

/**
 * Reads a calendar whole or not at all: a row that nobody can read might be a holiday, and taking the others would open it.
 * What a file closes is closed; it opens nothing.
 * @returns undefined when the log has a problem that stops the file
 */
export function readCalendar(
  file: string,
  bytes: Uint8Array,
  settings: CalendarSettings,
  problems: ProblemLog,
): Calendar | undefined {
  const map = mapThatFits(bytes, CALENDAR_MAPS) ?? CALENDAR_MAP;
  const table = readTable(file, bytes, map, problems);
  if (table === undefined || problems.stopped()) return undefined;
  if (table.rows.length < table.seen) problems.add('calendar-row-lost', { file });
  const entries = table.rows.flatMap((row) => entryOf({ file, map }, row, settings, problems));
  checkSchools(file, entries, settings, problems);
  const closing = entries.filter(({ type }) => type === 'closed');
  if (mostInAYear(closing) > MOST_WEEKDAYS_A_YEAR) problems.add('calendar-closes-most', { file, column: 'dayType' });
  for (const { row, day } of openedWeekends(entries, settings))
    problems.add('calendar-weekend', { file, row, column: 'date' }, day);
  const closed = byDay(closing);
  if (JSON.stringify(closed).length > MOST_CHARACTERS) problems.add('file-too-large', { file });
  if (problems.stopped()) return undefined;
  return { closed, seen: table.seen, open: entries.length - closing.length, map: map.name };
}

function entryOf(
  { file, map }: { readonly file: string; readonly map: CalendarMap },
  { row, cells }: Row<CalendarColumn>,
  { district }: CalendarSettings,
  problems: ProblemLog,
): Entry[] {
  const place = (column: CalendarColumn) => ({ file, row, column: map.columns[column].headers[0] });
  const day = readSchoolDate(cells.date, district.timezone);
  // Ed-Fi writes the place of its words before them: `uri://ed-fi.org/CalendarEventDescriptor#Holiday`.
  const word = readWord(cells.dayType.replace(/^.*#/, ''));
  // An own property: a type named "constructor" is none of ours.
  const type = Object.hasOwn(map.types, word) ? map.types[word] : undefined;
  if (day === undefined) problems.add('calendar-date', place('date'), cells.date);
  if (type === undefined) problems.add('calendar-type', place('dayType'), cells.dayType);
  return day === undefined || type === undefined ? [] : [{ row, day, school: cells.school || EVERY_SCHOOL, type }];
}

/** A school that the settings do not have is kept and reported: the file may know schools that nobody calls for. */
function checkSchools(file: string, entries: readonly Entry[], { schools }: CalendarSettings, problems: ProblemLog): void {
  const known = new Set([EVERY_SCHOOL, ...schools.map(({ id }) => id)]);
  const strange = entries.filter(({ school }) => !known.has(school));
  if (strange.length > 0 && strange.length === entries.length) problems.add('no-known-school', { file, column: 'school' });
  for (const [school, [first]] of Map.groupBy(strange, ({ school: id }) => id))
    problems.add('calendar-school', { file, row: first?.row ?? 0, column: 'school' }, school);
}

function mostInAYear(closing: readonly Entry[]): number {
  const weekdays = closing.filter(({ day }) => !isWeekend(day));
  const years = Map.groupBy(weekdays, ({ school, day }) => `${day.slice(0, 4)} ${school}`);
  return Math.max(0, ...[...years.values()].map((of) => new Set(of.map(({ day }) => day)).size));
}

function openedWeekends(entries: readonly Entry[], { weekendSchoolDays }: CalendarSettings): readonly Entry[] {
  return entries.filter(({ type, day }) => type === 'open' && isWeekend(day) && !weekendSchoolDays.includes(day));
}

/** The same day twice, closed and open, is closed. */
function byDay(closing: readonly Entry[]): ClosedDays {
  const days = [...Map.groupBy(closing, ({ day }) => day)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(days.map(([day, of]) => [day, [...new Set(of.map(({ school }) => school))].sort()]));
}
