import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalHeader } from './column-map.ts';
import { type CsvRecord, tokenize } from './tokenize.ts';

const read = (text: string) => tokenize(Buffer.from(text), known);
const known = (header: string) => /^([a-e]+|ax|h[1-3]|id|lastfirst|lastfirstmiddle)$/.test(normalHeader(header));
const recordsOf = (text: string) => {
  const sheet = read(text);
  if (typeof sheet === 'string') return sheet;
  const records: CsvRecord[] = [];
  const { broken } = sheet.each((record) => records.push(record));
  return broken ?? { header: sheet.header, records };
};
const fieldsOf = (text: string) => {
  const found = recordsOf(text);
  return typeof found === 'string' ? found : [found.header, ...found.records.map(({ fields }) => fields)];
};
const shapesOf = (text: string) => {
  const found = recordsOf(text);
  return typeof found === 'string' ? found : found.records.map(({ row, shape }) => [row, shape]);
};

describe('line ends', () => {
  test.each([
    ['LF', 'a,b\n1,2\n3,4\n'],
    ['CRLF', 'a,b\r\n1,2\r\n3,4\r\n'],
    ['CR only', 'a,b\r1,2\r3,4\r'],
    ['all three', 'a,b\r\n1,2\r3,4\n'],
    ['none at the end', 'a,b\n1,2\n3,4'],
  ])('%s', (_what, text) => {
    expect(fieldsOf(text)).toEqual([
      ['a', 'b'],
      ['1', '2'],
      ['3', '4'],
    ]);
  });
});

describe('the delimiter is the one that header and rows agree on', () => {
  test.each([
    ['a comma in a header of bars', 'Last, First|id\nDoe, Jane|1\n', ['Doe, Jane', '1']],
    ['more semicolons than bars in rows and header', 'e;e|id\n1;2|1\n3;4|1\n', ['1;2', '1']],
    [
      'more commas than bars in the header, none in the rows',
      'Last, First, Middle|id\nJane Doe|1\nAnn Doe|2\n',
      ['Jane Doe', '1'],
    ],
    ['a header in quotation marks full of commas', '"a,b,c,d";e\n"1,2";3\n', ['1,2', '3']],
    ['tabs beside commas', 'a\tb\n1,2\t3\n', ['1,2', '3']],
    ['Excel’s declaration', 'sep=;\na,x;b\n1;2\n', ['1', '2']],
    ['a declaration in quotation marks', '"sep=\t"\r\na\tb\r\n1\t2\r\n', ['1', '2']],
    ['a declaration of nothing usable', 'sep="\na,b\n1,2\n', ['1', '2']],
    ['one column', 'a\n1\n', ['1']],
  ])('%s', (_what, text, first) => {
    expect(fieldsOf(text)[1]).toEqual(first);
  });
});

test('where no name is known, the rows tell the delimiter from the text', () => {
  expect(read('x, y, z|w\nJane Doe|1\nAnn Doe|2\n')).toMatchObject({ header: ['x, y, z', 'w'] });
});

test('what stands in a column that is not wanted is dropped at once, the columns keep their places', () => {
  expect(fieldsOf('a,password,b\n1,hunter2,2,hunter2\n')[1]).toEqual(['1', '', '2', '']);
});

describe('quotation marks', () => {
  test.each([
    ['doubled', 'a,b\n"say ""hi""",2\n', 'say "hi"'],
    ['behind a backslash', 'a,b\n"say \\"hi\\"",2\n', 'say "hi"'],
    ['behind a backslash, with the delimiter between them', 'a,b\n"say \\"hi, you\\"",2\n', 'say "hi, you"'],
    ['both ways in one file', 'a,b\n"say \\"hi\\"",2\n"say ""hi""",2\n', 'say "hi"'],
    ['a backslash that is one', 'a,b\n"O’Brien, ""Bob""\\",2\n', 'O’Brien, "Bob"\\'],
    ['a backslash behind a backslash', 'a,b\n"\\"Bob\\" \\\\",2\n', '"Bob" \\'],
    ['within a bare field', 'a,b\n5" pipe,2\n', '5" pipe'],
    ['around a line break', 'a,b\n"two\nlines",2\n', 'two\nlines'],
    ['around an address on two lines', 'a,b,c,d\n"12 Main St\nSpringfield, IL",2,3,4\n', '12 Main St\nSpringfield, IL'],
  ])('%s', (_what, text, field) => {
    const [, ...rows] = fieldsOf(text);
    for (const [first] of rows) expect(first).toBe(field);
  });

  test('how they are written is known of the file', () => {
    expect(read('a,b\n"say \\"hi\\"",2\n')).toMatchObject({ quotes: 'backslash' });
    expect(read('a,b\n"say ""hi""\\",2\n')).toMatchObject({ quotes: 'doubled' });
  });

  test.each([
    ['up to the next opening one', 'a,b,c\n1,"Bob,2\n3,"Ann",4\n5,6,7\n'],
    ['up to a mark that means inches', 'a,b,c\n1,"Bob,2\n3,5",4\n5,6,7\n'],
  ])('a stray one that has taken the next row along says so: %s', (_what, text) => {
    expect(shapesOf(text)).toEqual([
      [2, 'swallowed'],
      [3, 'whole'],
    ]);
  });

  test('one that is never closed is an end in the middle', () => {
    expect(fieldsOf('a,b\n1,"Bob\n2,3\n')).toBe('file-cut-off');
  });
});

describe('what stands behind the records', () => {
  test.each([
    ['a total', 'Total,2,\n'],
    ['a total without an end', 'Total: 2'],
    ['what databases say', '---\n(2 rows affected)\n'],
    ['blank rows', '\n,,\n , ,\n'],
    ['empty columns to the right, in the header too', ''],
  ])('%s', (_what, tail) => {
    expect(shapesOf(`a,b,c,,\n1,2,3\n4,5,6,,,,\n${tail}`)).toEqual([
      [2, 'whole'],
      [3, 'whole'],
    ]);
  });

  test.each([
    ['a row of too few columns', '7\n', [[4, 'columns']]],
    ['a row of too many', '7,8,9,10\n', [[4, 'columns']]],
    [
      'a total between records',
      'Total,3\n7,8,9\n',
      [
        [4, 'columns'],
        [5, 'whole'],
      ],
    ],
    ['a person of that name', 'Total,Ann,9\n', [[4, 'whole']]],
  ])('%s is no such thing', (_what, tail, rows) => {
    expect(shapesOf(`a,b,c\n1,2,3\n4,5,6\n${tail}`).slice(2)).toEqual(rows);
  });

  test('a row that ends in the middle without a line end is an upload that broke off', () => {
    expect(fieldsOf('a,b,c\n1,2,3\n4,5')).toBe('file-cut-off');
    const sheet = read('a,b,c\n1,2,3\n4,5');
    const rows: number[] = [];
    if (typeof sheet !== 'string') sheet.each(({ row }) => rows.push(row));
    // What is said of the file is not said of its last row as well.
    expect(rows).toEqual([2]);
  });
});

test('whatever a writer of CSV wrote comes back, in any delimiter and line end', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '7', ' ', 'é', '"', ',', ';', '\t', '|') });
  const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 5 });
  const written = (field: string) => `"${field.replaceAll('"', '""')}"`;
  fc.assert(
    fc.property(table, fc.constantFrom(',', ';', '\t', '|'), fc.constantFrom('\n', '\r\n', '\r'), (rows, delimiter, end) => {
      const text = [['h1', 'h2', 'h3'], ...rows].map((row) => row.map(written).join(delimiter) + end).join('');
      const expected = rows.filter((row) => row.some((field) => field.trim() !== ''));
      expect(expected.length === 0 ? 'file-empty' : [['h1', 'h2', 'h3'], ...expected]).toEqual(fieldsOf(text));
    }),
  );
});
