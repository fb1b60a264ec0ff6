import { describe, expect, test } from 'vitest';
import { ATTENDANCE_MAP } from '../maps/attendance.ts';
import { USERS_MAP } from '../maps/oneroster-1.1.ts';
import { problemLog } from '../report/problem.ts';
import { readTable } from './read-table.ts';

function read(bytes: string | Uint8Array) {
  const problems = problemLog();
  const table = readTable('f.csv', typeof bytes === 'string' ? Buffer.from(bytes) : bytes, ATTENDANCE_MAP, problems);
  return { rows: table?.rows.map(({ row, cells }) => [row, cells.studentId, cells.date, cells.code]), problems: problems.list() };
}
const codes = (found: ReturnType<typeof read>) => found.problems.map(({ code, row }) => [code, row]);
const GOOD = [[2, 'S1', '2026-11-24', 'U']];

describe('shapes as they come', () => {
  test.each([
    ['plain', 'studentId,date,code\nS1,2026-11-24,U\n'],
    ['CR only', 'studentId,date,code\rS1,2026-11-24,U\r'],
    ['CRLF without an end', 'studentId,date,code\r\nS1,2026-11-24,U'],
    ['a byte order mark', '\uFEFFstudentId,date,code\nS1,2026-11-24,U\n'],
    ['headers of another spelling and order', 'Absence_Date, CODE ,Student Number\n2026-11-24,U,S1\n'],
    ['a no-break space in the header', 'studentId\u00A0,date,code\nS1,2026-11-24,U\n'],
    ['semicolons', 'studentId;date;code\nS1;2026-11-24;U\n'],
    ['tabs', 'studentId\tdate\tcode\nS1\t2026-11-24\tU\n'],
    ['bars', 'studentId|date|code\nS1|2026-11-24|U\n'],
    ['empty columns to the right', 'studentId,date,code\nS1,2026-11-24,U,,\n'],
    ['extra columns in between', 'studentId,lunch,date,race,code\nS1,free,2026-11-24,x,U\n'],
    ['quotation marks and spaces', '"studentId","date","code"\n" S1 ","2026-11-24","U"\n'],
    ['blank lines at the end', 'studentId,date,code\nS1,2026-11-24,U\n\n,,\n'],
  ])('%s', (_what, text) => {
    expect(read(text)).toEqual({ rows: GOOD, problems: [] });
  });

  test('Excel’s declaration of the separator shifts every row by one', () => {
    expect(read('sep=;\nstudentId;date;code\nS1;2026-11-24;U\n').rows).toEqual([[3, 'S1', '2026-11-24', 'U']]);
  });

  test.each([
    ['quoted once too often', 'studentId,date,code\n"""S1""",2026-11-24,U\n'],
    ['kept from Excel, which would eat its zeros', 'studentId,date,code\n="S1",2026-11-24,U\n'],
    ['kept from Excel by a writer who knows CSV', 'studentId,date,code\n"=""S1""",2026-11-24,U\n'],
  ])('a value %s is the value', (_what, text) => {
    expect(read(text)).toEqual({ rows: GOOD, problems: [] });
  });

  test('what Excel calls Unicode text: UTF-16 and tabs', () => {
    const found = read(Buffer.from('\uFEFFstudentId\tdate\tcode\r\nS1\t2026-11-24\tU\r\n', 'utf16le'));
    expect([found.rows, codes(found)]).toEqual([GOOD, [['encoding-utf16', undefined]]]);
  });

  test('a list quoted once too often is the list', () => {
    const text = 'sourcedId,orgSourcedIds,role,givenName,familyName,agentSourcedIds,grades\nG1,n,parent,A,B,"""S1, S2""",\n';
    const rows = readTable('users.csv', Buffer.from(text), USERS_MAP, problemLog())?.rows;
    expect(rows?.map(({ cells }) => cells.agentSourcedIds)).toEqual(['S1, S2']);
  });

  test('a way of quoting that CSV does not know is said of the file', () => {
    const found = read('studentId,date,code,period\nS1,2026-11-24,U,"the \\"first\\" one"\n');
    expect([found.rows, codes(found)]).toEqual([GOOD, [['quotes-backslash', undefined]]]);
  });
});

describe('rows that cannot be taken are named as a spreadsheet counts them', () => {
  test('too few and too many columns, behind a blank line and a line break in a field', () => {
    const found = read('studentId,date,code\n\n"S1\nx",2026-11-24,U\nS2,U\nS3,2026-11-24,U,1\nS4,2026-11-24,U\n');
    expect(found.rows).toEqual([
      [3, 'S1 x', '2026-11-24', 'U'],
      [6, 'S4', '2026-11-24', 'U'],
    ]);
    expect(codes(found)).toEqual([
      ['row-columns', 4],
      ['row-columns', 5],
    ]);
  });

  test('a row that a stray quotation mark has taken along, and a total', () => {
    const found = read('studentId,date,code\nS1,"2026-11-24,U\nS2,2026-11-24",U\nS3,2026-11-24,U\nTotal,3');
    expect(found.rows).toEqual([[3, 'S3', '2026-11-24', 'U']]);
    expect(codes(found)).toEqual([
      ['row-unreadable', 2],
      ['row-total', 4],
    ]);
  });
});

describe('files that cannot be taken as a whole', () => {
  test.each([
    ['nothing', '', 'file-empty'],
    ['a header alone', 'studentId,date,code\n', 'file-empty'],
    ['a missing column', 'studentId,date\nS1,2026-11-24\n', 'column-missing'],
    ['two columns for one', 'studentId,date,code,student id\nS1,2026-11-24,U,S1\n', 'column-twice'],
    ['an end within a quotation', 'studentId,date,code\nS1,2026-11-24,"U', 'file-cut-off'],
    ['an end within a row', 'studentId,date,code\nS1,2026-11-24,U\nS2,20', 'file-cut-off'],
    ['a field without an end', `studentId,date,code\nS1,2026-11-24,${'x'.repeat(70_000)}\n`, 'field-too-large'],
    ['columns without an end', `studentId,date,code${',x'.repeat(600)}\nS1,2026-11-24,U${','.repeat(600)}\n`, 'field-too-large'],
  ])('%s', (_what, text, code) => {
    const found = read(text);
    expect([found.rows, found.problems[0]?.code]).toEqual([undefined, code]);
  });
});

/** Every string that hangs on a value, whether its keys can be listed or not. */
function stringsIn(value: unknown, seen = new Set<unknown>()): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || seen.has(value)) return [];
  seen.add(value);
  const inside = value instanceof Map || value instanceof Set ? [...value] : [];
  const held: unknown[] = Reflect.ownKeys(value).map((key) => Reflect.get(value, key));
  return [...inside, ...held].flatMap((one) => stringsIn(one, seen));
}

test('columns that no map names are in nothing that is returned, from no row, whatever is wrong with it', () => {
  const rows = ['S1,hunter2,2026-11-24,x,U', 'S2,hunter2,2026-11-24,x,U,hunter2', 'S3,hunter2', 'Total,9'];
  const problems = problemLog();
  const table = readTable(
    'f.csv',
    Buffer.from(`studentId,password,date,lunch,code\n${rows.join('\n')}\n`),
    ATTENDANCE_MAP,
    problems,
  );
  expect(table?.seen).toBe(3);
  expect(
    stringsIn(table)
      .filter((text) => text !== '')
      .sort(),
  ).toEqual(['2026-11-24', 'S1', 'U']);
  expect(stringsIn(problems.list()).filter((text) => /hunter2|lunch|password/.test(text))).toEqual([]);
});

test('a student’s name is gone before anybody sees the row; a guardian’s is not', () => {
  const text =
    'sourcedId,orgSourcedIds,role,givenName,familyName,agentSourcedIds,grades,password\nS1,n,student,Hidden,Child,,03,hunter2\nG1,n,parent,Ada,Lovelace,S1,,hunter2\n';
  const rows = readTable('users.csv', Buffer.from(text), USERS_MAP, problemLog())?.rows ?? [];
  expect(rows.map(({ cells }) => cells.givenName)).toEqual(['', 'Ada']);
  expect(JSON.stringify(rows)).not.toMatch(/Hidden|Child|hunter2/);
});
