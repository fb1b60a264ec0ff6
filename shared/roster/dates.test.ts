import { expect, test } from 'vitest';
import { isMinorsGrade, readMoment } from './dates.ts';

test.each(['PK', 'KG', 'K', '01', '1', '05', '9', '09', ' 03 '])('nobody in grade %s is 18', (grade) => {
  expect(isMinorsGrade(grade)).toBe(true);
});

test.each(['10', '11', '12', '13', 'PS', 'UG', 'Other', '', '0', '19'])('of grade "%s" that is not certain', (grade) => {
  expect(isMinorsGrade(grade)).toBe(false);
});

test.each([
  ['2026-11-24T05:30:00.000Z', '2026-11-24T05:30:00Z'],
  ['2026-11-24T05:30:09+0100', '2026-11-24T04:30:09Z'],
  ['2026-11-24T05:30-06:00', '2026-11-24T11:30:00Z'],
  ['2026-11-24 05:30:00', '2026-11-24T05:30:00Z'],
  ['2026-11-24', '2026-11-24T00:00:00Z'],
  ['11/24/2026', '2026-11-24T00:00:00Z'],
])('%s is a moment', (text, moment) => {
  expect(readMoment(text)).toBe(Date.parse(moment));
});

test.each(['', 'yesterday', '2026-02-31', '2026-11-24T', '2026-11-24 soon', '2026-11-24T29:00:00Z', '5:30'])(
  '"%s" is none',
  (text) => {
    expect(readMoment(text)).toBeUndefined();
  },
);
