import { describe, expect, test } from 'vitest';
import { problemLog } from '../report/problem.ts';
import { birthDates } from './births.ts';

function read(...dates: readonly string[]) {
  const problems = problemLog();
  const rows = dates.map((birthDate, at) => ({ row: at + 2, cells: { sourcedId: `S${at + 1}`, status: '', birthDate } }));
  const found = birthDates(rows, '2026-11-24', problems);
  return [dates.map((_, at) => found.get(`S${at + 1}`)), problems.list().map(({ code }) => code)];
}

const UNREADABLE = ['birth-date-unreadable'];
const AMBIGUOUS = ['birth-date-ambiguous'];

describe('a date of birth', () => {
  test.each<[string, string | undefined, readonly string[]]>([
    ['2017-05-01', '2017-05-01', []],
    ['2017-05-01T00:00:00Z', '2017-05-01', []],
    ['5/1/2017', '2017-05-01', []],
    ['2008-02-29', '2008-02-29', []],
    ['02/29/2012', '2012-02-29', []],
    ['2009-02-29', undefined, UNREADABLE],
    ['1900-02-29', undefined, UNREADABLE],
    ['25/12/2010', undefined, UNREADABLE],
    ['39776', undefined, UNREADABLE],
    ['2026-11-25', undefined, UNREADABLE],
    ['1900-01-01', undefined, UNREADABLE],
    ['5/1/17', '2017-05-01', []],
    ['11/24/05', '2005-11-24', []],
    ['11/24/04', undefined, AMBIGUOUS],
    ['11/25/23', undefined, AMBIGUOUS],
    ['5/1/99', undefined, AMBIGUOUS],
    ['', undefined, []],
  ])('"%s"', (text, date, codes) => expect(read(text)).toEqual([[date], codes]));

  test('with a slash is not guessed in a column that puts the day first', () => {
    expect(read('25/12/2010', '03/04/2010', '05/05/2010', '2010-04-03')).toEqual([
      [undefined, undefined, '2010-05-05', '2010-04-03'],
      [...UNREADABLE, ...AMBIGUOUS],
    ]);
  });

  test('that is a slip among many with the month first costs itself alone', () => {
    const many = Array.from({ length: 10 }, () => '12/25/2010');
    expect(read('25/12/2010', '03/04/2010', ...many)[1]).toEqual(UNREADABLE);
  });

  test('that another row contradicts is none; the same once more is one', () => {
    const rows = ['2010-04-03', '2010-04-03', '2008-04-03', '2010-04-03'].map((birthDate, at) => ({
      row: at + 2,
      cells: { sourcedId: at < 2 ? 'S1' : 'S2', status: '', birthDate },
    }));
    const problems = problemLog();
    expect([...birthDates(rows, '2026-11-24', problems)]).toEqual([['S1', '2010-04-03']]);
    expect(problems.list().map(({ code, row }) => [code, row])).toEqual([['birth-date-ambiguous', 5]]);
  });
});
