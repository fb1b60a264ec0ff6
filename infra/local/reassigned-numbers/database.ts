/**
 * The simulated Reassigned Numbers Database: which numbers were disconnected for good, and when the carriers said so.
 *
 * Every number's fate is drawn from the seed and the number alone. Carriers report on the 15th of a month what was disconnected
 * through the 10th (FAQ of the real one), the file is loaded on the 16th, and disconnections before 27 January 2021 are unknown.
 */
import { seededStream } from '../seeded-chance.ts';

/** Share of numbers given up in a year; the FCC speaks of 35 million of some 900 million. */
const DISCONNECTED_A_YEAR = 0.04;
const FIRST_DAY = Date.parse('2021-01-27T00:00:00Z');
const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;
const REPORTED_THROUGH_DAY = 10;
const LOADED_ON_DAY = 16;

export type Disconnected = 'yes' | 'no' | 'no_data';

/** A question the database does not take, in its own words. */
export class QuestionRefused extends Error {}

export interface ReassignedNumbersDatabase {
  /**
   * @param tn ten digits
   * @param date YYYYMMDD, before today
   * @throws QuestionRefused
   */
  ask(tn: string, date: string): Disconnected;
  /** `2026-11`: the month whose reports are loaded now. */
  fileVersion(): string;
  /** Makes a number's fate: YYYY-MM-DD it was disconnected for good; undefined: never. */
  disconnect(tn: string, day: string | undefined): void;
}

/** @param now ms since the epoch */
export function createDatabase(seed: number, now: () => number): ReassignedNumbersDatabase {
  const decided = new Map<string, string | undefined>();
  const fateOf = (tn: string): string | undefined => (decided.has(tn) ? decided.get(tn) : drawn(seed, tn));
  return {
    ask: (tn, date) => {
      const asked = readQuestion(tn, date, now());
      const day = fateOf(tn);
      if (day !== undefined && Date.parse(day) >= FIRST_DAY && loadedBy(day) <= now() && asked <= day) return 'yes';
      return Date.parse(asked) < FIRST_DAY ? 'no_data' : 'no';
    },
    fileVersion: () => versionAt(now()),
    disconnect: (tn, day) => decided.set(tn, day),
  };
}

/** The last day before 2031 on which the number was given up: the database keeps only the most recent one. */
function drawn(seed: number, tn: string): string | undefined {
  const chance = seededStream(seed, `reassigned|${tn}`);
  let last: string | undefined;
  for (let year = FIRST_DAY; year < FIRST_DAY + 10 * YEAR_MS; year += YEAR_MS) {
    const day = new Date(year + Math.floor(chance() * 365) * DAY_MS).toISOString().slice(0, 10);
    if (chance() < DISCONNECTED_A_YEAR) last = day;
  }
  return last;
}

/** When a disconnection of that day is in the file: this month's where it was reported by then, else the next. */
function loadedBy(day: string): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return Date.UTC(year, date <= REPORTED_THROUGH_DAY ? month - 1 : month, LOADED_ON_DAY);
}

function versionAt(now: number): string {
  const moment = new Date(now);
  const month = moment.getUTCDate() < LOADED_ON_DAY ? moment.getUTCMonth() - 1 : moment.getUTCMonth();
  return new Date(Date.UTC(moment.getUTCFullYear(), month, 1)).toISOString().slice(0, 7);
}

/** @returns the date as YYYY-MM-DD */
function readQuestion(tn: string, date: string, now: number): string {
  if (!/^[2-9]\d{2}[2-9]\d{6}$/.test(tn)) throw new QuestionRefused('tn: ten digits of the North American plan');
  const parts = /^(\d{4})(\d{2})(\d{2})$/.exec(date);
  const day = parts === null ? '' : `${parts[1]}-${parts[2]}-${parts[3]}`;
  if (Number.isNaN(Date.parse(day))) throw new QuestionRefused('date: YYYYMMDD');
  if (day >= new Date(now).toISOString().slice(0, 10)) throw new QuestionRefused('date: before today');
  return day;
}
