import type { Row } from '../bytes/read-table.ts';
import { ageOn, readDate } from '../dates.ts';
import type { DemographicsColumn } from '../maps/oneroster-1.1.ts';
import type { ProblemLog } from '../report/problem.ts';

type Birth = string | 'unreadable' | 'ambiguous';

const SLASHED = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})$/;

/**
 * Dates of birth by id, YYYY-MM-DD. Who is 18 decides who is told what, so a date that can be read in two ways is reported and not
 * guessed: one of two that contradict each other, and one of a column in which other dates put the day first.
 * @param day the school day, YYYY-MM-DD
 */
export function birthDates(
  rows: readonly Row<DemographicsColumn>[],
  day: string,
  problems: ProblemLog,
): ReadonlyMap<string, string> {
  const isDayFirst = putsDayFirst(rows.map(({ cells }) => cells.birthDate));
  const found = new Map<string, string>();
  const contradicted = new Set<string>();
  for (const { row, cells } of rows) {
    if (cells.birthDate === '') continue;
    const birth = readBirth(cells.birthDate, day, isDayFirst);
    const isDate = birth !== 'unreadable' && birth !== 'ambiguous';
    const differs = isDate && (found.get(cells.sourcedId) ?? birth) !== birth;
    if (differs) contradicted.add(cells.sourcedId);
    if (isDate && !differs) found.set(cells.sourcedId, birth);
    else
      problems.add(
        birth === 'unreadable' ? 'birth-date-unreadable' : 'birth-date-ambiguous',
        { file: 'demographics.csv', row, column: 'birthDate' },
        cells.birthDate,
      );
  }
  for (const id of contradicted) found.delete(id);
  return found;
}

/** A slip among many dates that put the month first taints nobody. */
function putsDayFirst(dates: readonly string[]): boolean {
  const slashed = dates.map((date) => SLASHED.exec(date)?.slice(1, 3).map(Number) ?? [0, 0]);
  const over12 = (place: 0 | 1) => slashed.filter((parts) => (parts[place] ?? 0) > 12).length;
  return over12(0) > over12(1) / 10;
}

/** Ages of those whose year of birth can be told by its last two digits. */
const PUPILS = { youngest: 3, oldest: 21 } as const;
const OLDEST = 120;

function readBirth(text: string, day: string, isDayFirst: boolean): Birth {
  const date = readDate(text);
  if (date === undefined) return 'unreadable';
  const [, first, second, year] = SLASHED.exec(text) ?? [];
  const age = ageOn(day, date);
  if (isDayFirst && first !== undefined && first !== second) return 'ambiguous';
  if (year?.length === 2 && (age < PUPILS.youngest || age > PUPILS.oldest)) return 'ambiguous';
  return age < 0 || age > OLDEST ? 'unreadable' : date;
}
