/**
 * When a schedule fires next, in UTC.
 * AWS: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
import type { Instant } from '../world.ts';

/** The first moment after `after`; `undefined` when there is none. */
export type Schedule = (after: Instant) => Instant | undefined;

const MINUTE = 60_000;
const UNITS: Readonly<Record<string, number>> = { minute: MINUTE, hour: 60 * MINUTE, day: 1440 * MINUTE };
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
/** Further ahead than this a cron expression is taken to be over. */
const HORIZON_DAYS = 366 * 5;

/** @param created a rate counts from the moment its rule was made */
export function compileSchedule(expression: string, created: Instant): Schedule {
  const [, kind, inner] = /^(rate|cron)\((.*)\)$/.exec(expression.trim()) ?? [];
  if (kind === 'rate' && inner !== undefined) return compileRate(inner, created);
  if (kind === 'cron' && inner !== undefined) return compileCron(inner);
  throw new Error(`the local cloud does not know the schedule ${expression}`);
}

function compileRate(inner: string, created: Instant): Schedule {
  const [, count, unit] = /^(\d+)\s+(minute|hour|day)s?$/.exec(inner) ?? [];
  const step = Number(count) * (UNITS[unit ?? ''] ?? 0);
  if (!(step > 0)) throw new Error(`not a rate: ${inner}`);
  return (after) => created + (Math.floor((after - created) / step) + 1) * step;
}

function compileCron(inner: string): Schedule {
  const fields = inner.trim().split(/\s+/);
  const [minutes, hours, days, months, weekdays, years] = fields;
  if (fields.length !== 6 || minutes === undefined || hours === undefined)
    throw new Error(`a cron expression has six fields: ${inner}`);
  const minuteSet = valuesOf(minutes, 0, 59);
  const hourSet = valuesOf(hours, 0, 23);
  const dayFits = compileDay(days ?? '*', months ?? '*', weekdays ?? '?', years ?? '*');
  return (after) => {
    const start = new Date(Math.floor(after / MINUTE) * MINUTE + MINUTE);
    const midnight = Date.UTC(start.getUTCFullYear(), start.getUTCMonth(), start.getUTCDate());
    for (let day = 0; day < HORIZON_DAYS; day++) {
      const date = new Date(midnight + day * 1440 * MINUTE);
      if (!dayFits(date)) continue;
      for (const hour of hourSet) {
        for (const minute of minuteSet) {
          const moment = date.getTime() + (hour * 60 + minute) * MINUTE;
          if (moment >= start.getTime()) return moment;
        }
      }
    }
    return undefined;
  };
}

/** One of day-of-month and day-of-week is `?`. */
function compileDay(days: string, months: string, weekdays: string, years: string): (date: Date) => boolean {
  const monthSet = new Set(valuesOf(months, 1, 12, MONTHS, 1));
  const yearSet = years === '*' ? undefined : new Set(valuesOf(years, 1970, 2199));
  const daySet = days === '?' ? undefined : new Set(valuesOf(days, 1, 31));
  const weekdaySet = weekdays === '?' ? undefined : new Set(valuesOf(weekdays, 1, 7, DAYS, 1));
  return (date) =>
    monthSet.has(date.getUTCMonth() + 1) &&
    (yearSet?.has(date.getUTCFullYear()) ?? true) &&
    (daySet?.has(date.getUTCDate()) ?? true) &&
    (weekdaySet?.has(date.getUTCDay() + 1) ?? true);
}

/** `*`, `5`, `1-5`, `MON-FRI`, `0/15`, and lists of them. `L`, `W`, `#` are not known. */
function valuesOf(field: string, min: number, max: number, names: readonly string[] = [], nameBase = 0): number[] {
  const numberOf = (text: string): number => {
    const named = names.indexOf(text.toUpperCase());
    const value = named >= 0 ? named + nameBase : Number(text);
    if (!Number.isInteger(value) || value < min || value > max) throw new Error(`not a cron field: ${field}`);
    return value;
  };
  const values = field.split(',').flatMap((part) => {
    const [range = '*', step] = part.split('/');
    const [from, to] = range === '*' ? [min, max] : range.split('-').map(numberOf);
    const last = to ?? (step === undefined ? from : max);
    const all: number[] = [];
    for (let value = from ?? min; value <= (last ?? max); value += Number(step ?? 1)) all.push(value);
    return all;
  });
  return [...new Set(values)].sort((a, b) => a - b);
}
