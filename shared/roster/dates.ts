/**
 * A calendar date as exports write it → `YYYY-MM-DD`: ISO (a time of day behind it is dropped), MM/DD/YYYY, M/D/YY.
 * Undefined for anything else, 31 February included.
 */
export function readDate(text: string): string | undefined {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$/.exec(text);
  if (iso !== null) return calendarDate(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const us = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})$/.exec(text);
  if (us === null) return undefined;
  const year = Number(us[3]);
  return calendarDate(year < 100 ? 2_000 + year : year, Number(us[1]), Number(us[2]));
}

const CLOCK = /[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/**
 * A moment as `dateLastModified` has it → milliseconds since 1970, whole seconds: a date, with or without a time of day. A time without a zone is
 * taken for UTC. Undefined for anything else.
 */
export function readMoment(text: string): number | undefined {
  const date = readDate(text);
  const isDate = /^[\d/-]+$/.test(text);
  const clock = CLOCK.exec(text);
  if (date === undefined || (clock === null && !isDate)) return undefined;
  const [, hours = '00', minutes = '00', seconds = '00', zone = 'Z'] = clock ?? [];
  const at = Date.parse(`${date}T${hours}:${minutes}:${seconds}${zone.toUpperCase().replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')}`);
  return Number.isNaN(at) ? undefined : at;
}

function calendarDate(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  const same = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  const two = (number: number) => String(number).padStart(2, '0');
  return same ? `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}` : undefined;
}

/** One a time zone: making one takes a hundred times as long as using it, and the gate asks for every call. */
const calendars = new Map<string, Intl.DateTimeFormat>();

/** The district's own calendar day at a moment: schools live by the clock on their wall. @throws RangeError no such zone */
export function localDay(moment: Date, timezone: string): string {
  const calendar = calendars.get(timezone) ?? calendarOf(timezone);
  calendars.set(timezone, calendar);
  return calendar.format(moment);
}

function calendarOf(timeZone: string): Intl.DateTimeFormat {
  // Swedish writes dates as ISO does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
}

/** The day somebody is 18, from which on their rights are their own; born on 29 February: 1 March. Dates are YYYY-MM-DD. */
export function adultFrom(birthDate: string): string {
  const day = `${Number(birthDate.slice(0, 4)) + 18}${birthDate.slice(4)}`;
  return readDate(day) ?? `${day.slice(0, 4)}-03-01`;
}

/**
 * Grades up to the ninth, as OneRoster writes them: whoever is 18 there has repeated three years. Only where a date of birth is
 * missing, so that a district whose export has none can still tell parents of younger children of an absence.
 */
export function isMinorsGrade(grade: string): boolean {
  return /^(IT|PR|PK|TK|KG|K|0?[1-9])$/i.test(grade.trim());
}

/** Whole years between two dates `YYYY-MM-DD`. */
export function ageOn(day: string, birthDate: string): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years;
}
