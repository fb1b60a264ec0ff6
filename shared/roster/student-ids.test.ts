import { expect, test } from 'vitest';
import { problemLog } from './report/problem.ts';
import { type StudentNumber, studentIds } from './student-ids.ts';

const users = (...rows: readonly string[]): readonly StudentNumber[] =>
  rows.map((row) => row.split(',')).map(([studentId = '', number = '']) => ({ studentId, number }));
const SOURCED = ['s1', 's2', 's3'];

function ids(wanted: readonly string[], given: readonly StudentNumber[]) {
  const problems = problemLog();
  const read = studentIds(wanted, (id) => SOURCED.includes(id), given, { file: 'c.csv' }, problems);
  return { found: wanted.map((id) => read?.(id)), codes: problems.list().map(({ code }) => code) };
}

test('by sourcedId where that fits, also when some are nobody’s', () => {
  expect(ids(['s1', 's2', 's9'], users('s1,1', 's2,2', 's3,3'))).toEqual({ found: ['s1', 's2', undefined], codes: [] });
  expect(ids(['s1', 's9'], users())).toEqual({ found: ['s1', undefined], codes: [] });
});

test('by the district’s number where that fits, and the report says so', () => {
  const found = ids(['007', '2', '9'], users('s1,007', 's2,2', 's3,3', 'teacher,9'));
  expect(found).toEqual({ found: ['s1', 's2', undefined], codes: ['student-ids-by-number'] });
});

test('an id of whom the export could not take is known all the same, to whoever asks for anybody', () => {
  const anybody = (wanted: readonly string[], given: ReturnType<typeof users>) => {
    const read = studentIds(wanted, (id) => SOURCED.includes(id), given, { file: 'c.csv' }, problemLog());
    return read?.(wanted.at(-1) ?? '', 'anybody');
  };
  expect(anybody(['s1', 's2', 's9'], users('s1,1', 's2,2', 's9,9'))).toBe('s9');
  expect(anybody(['1', '2', '9'], users('s1,1', 's2,2', 's9,9'))).toBe('s9');
  expect(anybody(['1', '2', '9'], users('s1,1', 's2,2', 's8,9', 's9,9'))).toBeUndefined();
});

test('a number that two students have is nobody’s', () => {
  expect(ids(['1', '2'], users('s1,1', 's2,2', 's3,2')).found).toEqual(['s1', undefined]);
});

test('the two are never mixed: a file that goes by both is not taken', () => {
  expect(ids(['s1', '2'], users('s1,1', 's2,2', 's3,3'))).toEqual({
    found: [undefined, undefined],
    codes: ['student-ids-unclear'],
  });
});

test('of a file that goes by number, one stray sourcedId is nobody’s', () => {
  const many = Array.from({ length: 12 }, (_, at) => String(at + 1));
  const read = studentIds(
    [...many, 's1'],
    (id) => id.startsWith('s'),
    users(...many.map((number) => `s${number},${number}`)),
    { file: 'c.csv' },
    problemLog(),
  );
  expect([read?.('12'), read?.('s1')]).toEqual(['s12', undefined]);
});

test('digits that are one child’s sourcedId and another’s number go by whichever names everybody', () => {
  const read = (wanted: readonly string[]) =>
    studentIds(wanted, (id) => ['1', '2', '3'].includes(id), users('1,2', '2,3', '3,4'), { file: 'c.csv' }, problemLog());
  expect(read(['1', '2', '3'])?.('2')).toBe('2');
  expect(read(['2', '3', '4'])?.('2')).toBe('1');
});
