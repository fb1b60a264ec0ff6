import { expect, test } from 'vitest';
import { isMinorsGrade } from './dates.ts';

test.each(['PK', 'KG', 'K', '01', '1', '05', '9', '09', ' 03 '])('nobody in grade %s is 18', (grade) => {
  expect(isMinorsGrade(grade)).toBe(true);
});

test.each(['10', '11', '12', '13', 'PS', 'UG', 'Other', '', '0', '19'])('of grade "%s" that is not certain', (grade) => {
  expect(isMinorsGrade(grade)).toBe(false);
});
