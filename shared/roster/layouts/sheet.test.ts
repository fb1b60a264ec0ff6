import { expect, test } from 'vitest';
import { optional, promised } from '../bytes/column-map.ts';
import { headerOf } from '../bytes/header.ts';
import { problemLog } from '../report/problem.ts';
import { openSheet } from './sheet.ts';

const NAME = promised('lastName');
const PHONE = optional('cellPhone');

function open(text: string, dotted?: true) {
  const problems = problemLog();
  const layout = { name: 'x@1', ...(dotted === undefined ? {} : { dotted }) };
  const sheet = openSheet('f.csv', Buffer.from(text), layout, [NAME, PHONE], [], problems);
  const cells: string[][] = [];
  sheet?.each(problems, (row) => cells.push([sheet.text(row, NAME), sheet.text(row, PHONE)]));
  return { sheet, cells, told: problems.list().map(({ code, column }) => `${code} ${column}`) };
}

test('a prefix is no part of a name where the layout says so, but the student’s last name is never a contact’s', () => {
  const found = open('student.lastName,contacts.lastName,contacts.cellPhone\nChild,Voss,1\n', true);
  expect(found.cells).toEqual([['Voss', '1']]);
  expect(found.sheet?.nameOf(NAME)).toBe('contacts.lastName');
  expect(open('student.lastName\nChild\n', true).told).toEqual(['column-missing lastName']);
  expect(open('contacts.lastName\nVoss\n').told).toEqual(['column-missing lastName']);
});

test('two columns for one target are both named, and neither is read', () => {
  const found = open('lastName,mother.Last_Name\nVoss,Wren\n', true);
  expect([found.sheet, found.told]).toEqual([undefined, ['column-twice lastName and mother.Last_Name']]);
});

test('a column the file does not have reads as empty', () => {
  const { sheet, cells } = open('Last Name\nVoss\n');
  expect([sheet?.has(PHONE), sheet?.nameOf(PHONE), cells]).toEqual([false, 'cellPhone', [['Voss', '']]]);
});

test.each([
  ['with a mark, in quotation marks', '\uFEFF"Last, Name",b\n1,2\n', ['Last, Name', 'b']],
  ['by tabs, lines ended by CR', 'a\tb c\r1\t2\r', ['a', 'b c']],
  ['after a line that says how', 'sep=;\na;b\n1;2\n', ['a', 'b']],
  ['of nothing', '', []],
  ['far longer than a header', `a,b\n${'é'.repeat(70_000)}`, ['a', 'b']],
])('the header of a file %s', (_what, text, header) => {
  expect(headerOf(Buffer.from(text))).toEqual(header);
});
