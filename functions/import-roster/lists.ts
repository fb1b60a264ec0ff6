import type { NewBook } from '../../shared/roster/book/book.ts';
import type { Held } from '../../shared/roster/book/changes.ts';
import { adultFrom } from '../../shared/roster/dates.ts';
import { type ReportList, withoutFormulas } from '../../shared/roster/report/report.ts';

/** How long beforehand the office is told whose rights pass over. */
const BEFOREHAND_DAYS = 30;
const DAY_MS = 86_400_000;

/** What a clerk must act on: ids of the export alone. @param day the school day, YYYY-MM-DD */
export function listsOf(next: NewBook, held: Held, day: string): readonly ReportList[] {
  return [heldList(next, held), comingOfAge(next, day)].filter(({ rows }) => rows.length > 0).map(withoutFormulas);
}

function heldList(next: NewBook, held: Held): ReportList {
  const rows = [...held].flatMap(([contactKey, students]) =>
    [...students].map((studentKey) => [
      next.contacts.get(contactKey)?.sisId ?? '',
      next.students.get(studentKey)?.student.sisId ?? '',
    ]),
  );
  return {
    title: 'Not called all the same: the export has dropped these restrictions, and nobody has cleared them yet',
    columns: ['Contact id', 'Student id'],
    rows: rows.sort(),
  };
}

/** In the order of their birthdays, without the date: a report lies in the clear. */
function comingOfAge(next: NewBook, day: string): ReportList {
  const until = new Date(Date.parse(`${day}T00:00:00Z`) + BEFOREHAND_DAYS * DAY_MS).toISOString().slice(0, 10);
  const soon = [...next.students.values()].flatMap(({ student: { sisId, birthDate } }) => {
    const from = birthDate === undefined ? '' : adultFrom(birthDate);
    return from > day && from <= until ? [{ sisId, from }] : [];
  });
  return {
    title: `18 within ${BEFOREHAND_DAYS} days: from that day on the rights are the student’s, and parents are called in emergencies and about closures only, unless a reason to call them is on record`,
    columns: ['Student id'],
    rows: soon.toSorted((a, b) => (`${a.from} ${a.sisId}` < `${b.from} ${b.sisId}` ? -1 : 1)).map(({ sisId }) => [sisId]),
  };
}
