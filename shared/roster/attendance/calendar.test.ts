import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SETTINGS } from '../../../test/fixtures/intake-memory.ts';
import { problemLog } from '../report/problem.ts';
import { readCalendar } from './calendar.ts';

function read(text: string | Uint8Array, over: object = {}) {
  const problems = problemLog();
  const found = readCalendar('c.csv', typeof text === 'string' ? Buffer.from(text) : text, { ...SETTINGS, ...over }, problems);
  return {
    found,
    closed: found?.closed,
    codes: problems.list().map(({ code, row }) => (row === undefined ? code : `${code} ${row}`)),
  };
}

const file = (...rows: readonly string[]) => `date,school,dayType\n${rows.join('\n')}\n`;

describe('a calendar', () => {
  test('closes days for the district and for single schools, and the days it calls open stay what the settings make of them', () => {
    const { found, codes } = read(
      file('2026-11-26,,Holiday', '11/27/2026,south,No School', '2026-11-30,,open', '2026-11-27,north,closed'),
    );
    expect(found).toEqual({
      closed: { '2026-11-26': [''], '2026-11-27': ['north', 'south'] },
      ...{ seen: 4, open: 1, map: 'calendar@1' },
    });
    expect(codes).toEqual([]);
  });

  test.each([
    ['PowerSchool', 'Date_Value,InSession,SchoolID,Type\n11/26/2026,0,south,\n11/30/2026,1,south,A\n'],
    ['Infinite Campus', 'date,schoolDay,instruction,schoolID\n2026-11-26,0,0,south\n2026-11-30,1,1,south\n'],
    [
      'Ed-Fi',
      'calendarDate,schoolReference,calendarEventDescriptor\n2026-11-26,south,uri://ed-fi.org/CalendarEventDescriptor#Holiday\n2026-11-30,south,uri://ed-fi.org/CalendarEventDescriptor#Instructional day\n',
    ],
  ])('is read as %s writes it', (_system, text) => {
    expect(read(text)).toMatchObject({ closed: { '2026-11-26': ['south'] }, codes: [] });
  });

  test('that says two things of a day closes it', () => {
    expect(read(file('2026-11-26,,open', '2026-11-26,,teacher-only day')).closed).toEqual({ '2026-11-26': [''] });
  });
});

describe('a calendar is taken whole or not at all', () => {
  const good = '2026-11-26,,holiday';
  test.each([
    ['a date nobody can read', file(good, 'Thanksgiving,,holiday'), 'calendar-date 3'],
    ['a word nobody has agreed on', file(good, '2026-11-27,,maybe'), 'calendar-type 3'],
    ['a type left empty', file(good, '2026-11-27,,'), 'calendar-type 3'],
    ['a word for nothing', file(good, '2026-11-27,,NULL'), 'calendar-type 3'],
    ['a type named like a built-in', file(good, '2026-11-27,,constructor'), 'calendar-type 3'],
    ['a flag in the place of a word', file(good, '2026-11-27,,N'), 'calendar-type 3'],
    ['a row with a column too few', file(good, '2026-11-27'), 'calendar-row-lost'],
    ['no school of ours', file('2026-11-26,elsewhere,holiday'), 'no-known-school'],
  ])('with %s, nothing of it is', (_what, text, code) => {
    const { found, codes } = read(text);
    expect(found).toBeUndefined();
    expect(codes).toContain(code);
  });

  test('with its flag the wrong way round, nothing of it is; a year with eighty days off is one', () => {
    const weekdays = Array.from({ length: 365 }, (_, n) => new Date(Date.UTC(2027, 0, 1 + n)))
      .filter((day) => day.getUTCDay() % 6 !== 0)
      .map((day) => day.toISOString().slice(0, 10));
    const off = new Set(weekdays.slice(0, 80));
    const year = (flags: readonly [string, string]) =>
      `date,schoolDay\n${weekdays.map((day) => `${day},${off.has(day) ? flags[0] : flags[1]}`).join('\n')}\n`;
    expect(Object.keys(read(year(['0', '1'])).closed ?? {})).toHaveLength(80);
    expect(read(year(['1', '0']))).toMatchObject({ found: undefined, codes: ['calendar-closes-most'] });
  });
});

test('a school that the settings do not have is named, once, and the others are closed', () => {
  const { closed, codes } = read(
    file('2026-11-26,elsewhere,holiday', '2026-11-27,elsewhere,holiday', '2026-11-26,north,holiday'),
  );
  expect(closed?.['2026-11-26']).toContain('north');
  expect(codes).toEqual(['calendar-school 2']);
});

test('a Saturday with school is for the settings to open', () => {
  const saturday = file('2026-11-28,,make-up day');
  expect(read(saturday)).toMatchObject({ closed: {}, codes: ['calendar-weekend 2'] });
  expect(read(saturday, { weekendSchoolDays: ['2026-11-28'] }).codes).toEqual([]);
});

test('whatever the bytes are, it throws nothing, and what it closes are days', () => {
  const cell = fc.oneof(fc.string(), fc.constantFrom('2026-11-26', '11/27/26', 'holiday', 'open', 'north', '', '__proto__', '"'));
  const text = fc
    .array(
      fc.array(cell, { maxLength: 4 }).map((cells) => cells.join(',')),
      { maxLength: 6 },
    )
    .map((rows) => Buffer.from(file(...rows)));
  fc.assert(
    fc.property(fc.oneof(text, fc.uint8Array()), (bytes) => {
      const { closed = {}, codes, found } = read(bytes);
      expect(found !== undefined || codes.length > 0).toBe(true);
      for (const day of Object.keys(closed)) expect(day).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }),
  );
});
