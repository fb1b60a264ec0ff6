import { describe, expect, test } from 'vitest';
import { valueClass } from './bytes/value-class.ts';
import { ageOn, localDay, readDate } from './dates.ts';
import { readLanguage } from './languages.ts';
import { readFlag, readGrade, readList, readPhoneLabel } from './values.ts';

test.each([
  ['2026-11-24', '2026-11-24'],
  ['2026-11-24T08:00:00Z', '2026-11-24'],
  ['11/24/2026', '2026-11-24'],
  ['11/24/26', '2026-11-24'],
  ['1-5-2026', '2026-01-05'],
  ['2026-02-31', undefined],
  ['24/11/2026', undefined],
  ['20261124', undefined],
  ['', undefined],
])('date %s', (text, date) => expect(readDate(text)).toBe(date));

test('a school’s day is the day on its wall, and a birthday is a birthday', () => {
  expect(localDay(new Date('2026-11-25T05:30:00Z'), 'America/Chicago')).toBe('2026-11-24');
  expect([ageOn('2026-11-24', '2008-11-24'), ageOn('2026-11-24', '2008-11-25')]).toEqual([18, 17]);
});

test.each([
  ['en', 'en'],
  ['ENGLISH', 'en'],
  ['en_US', 'en'],
  ['es-MX', 'es'],
  ['Español', 'es'],
  ['SPANISH; CASTILIAN', 'es'],
  ['Tiếng Việt', 'vi'],
  ['vie', 'vi'],
  ['Haitian Creole', 'ht'],
  ['chi', 'zh'],
  ['01', 'und'],
  ['Klingon', 'und'],
  ['', 'und'],
])('language %s', (text, language) => expect(readLanguage(text)).toBe(language));

test.each([
  ['9', '09'],
  ['K', 'KG'],
  ['0', 'KG'],
  ['"03"', '03'],
  ['11,12', '11'],
  ['1-Jun', ''],
  ['pk', 'PK'],
  ['14', ''],
])('grade %s', (text, grade) => expect(readGrade(text)).toBe(grade));

describe('small words', () => {
  test('flags', () => expect(['Y', 'true', '0', '', 'maybe'].map(readFlag)).toEqual(['yes', 'yes', 'no', 'blank', 'unknown']));
  test('lists', () => expect(readList('"a", b;c | ')).toEqual(['a', 'b', 'c']));
  test('labels', () =>
    expect(['Cell', 'MOBILE', 'home', 'work', '', 'Aunt'].map(readPhoneLabel)).toEqual([
      'cell',
      'cell',
      'home',
      'work',
      'unknown',
      'other',
    ]));
  test('kinds of values, never a character of them', () => {
    expect(['', 'NULL', '=1+1', '3.1E+09', '(217) 442', 'Peña', 'x 1', 'a b'].map(valueClass)).toEqual([
      'empty',
      'word for nothing',
      'formula(4)',
      'scientific number',
      'digits(6)',
      'word(4)',
      'text with digits(3)',
      'text(3)',
    ]);
  });
});
