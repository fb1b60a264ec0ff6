import { expect, test } from 'vitest';
import { DAY, drop, KEY, school, studentsIn } from '../../test/fixtures/attendance.ts';

const PUPILS = Array.from({ length: 8 }, (_, n) => `00${101 + n}`);
const pupils = () =>
  school({ students: PUPILS.map((id) => ({ id })), guardians: [{ id: 'G', students: PUPILS, phone: '217-442-3001' }] });
const rows = (ids: readonly string[], date = DAY) => ids.map((id) => `${id},${date},U,1`);

test.each([
  ['dates', rows(PUPILS, '46350'), 'column-day-numbers', 'date'],
  ['dates in a column that is too narrow', rows(PUPILS, '########'), 'column-too-narrow', 'date'],
  ['ids', rows(PUPILS.map(() => '1.00234E+11')), 'column-scientific', 'studentId'],
  ['zeros before ids', rows(PUPILS.map((id) => String(Number(id)))), 'column-zeros', 'studentId'],
  ['codes', PUPILS.map((id) => `${id},${DAY},#N/A,1`), 'column-errors', 'code'],
])('ruined %s stop the file with one finding, and nobody is called', async (_what, text, code, column) => {
  const world = await pupils();
  const report = await drop(world, text);
  expect(report.result).toBe('rejected');
  expect(report.problems).toMatchObject([{ code, severity: 'stop', file: KEY.replace('attendance/', ''), column, rows: 8 }]);
  expect(report.summary).toContain('in 8 rows');
  expect([studentsIn(world), world.absences.size]).toEqual([[], 0]);
});

test('a slip or two are reported by row, and the families of the others are called', async () => {
  const world = await pupils();
  const report = await drop(world, rows(['101', '102', ...PUPILS.slice(2)]));
  expect(report.problems.map(({ code, row }) => `${code} ${row}`)).toEqual(['student-unknown 2', 'student-unknown 3']);
  expect(studentsIn(world)).toHaveLength(PUPILS.length - 2);
});

test('new students, whose ids no zeros make anybody’s, are none', async () => {
  const world = await pupils();
  const report = await drop(world, rows([...PUPILS.slice(0, 4), '901', '902', '903', '904', '905']));
  expect(report.result).toBe('imported');
  expect(studentsIn(world)).toHaveLength(4);
});
