import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { zip } from '../../infra/local/sample-district/zip.ts';
import { CASES } from '../../test/fixtures/contact-exports/cases.ts';
import { enrolment } from '../../test/fixtures/contact-exports/family-book.ts';
import { read } from '../../test/fixtures/contact-exports/read-drop.ts';
import { csv } from '../../test/fixtures/contact-exports/write-exports.ts';
import { POWERSCHOOL_SIGNED, powerSchoolTables } from '../../test/fixtures/contact-exports/write-tables.ts';
import { testSpool } from '../../test/fixtures/spool.ts';
import { openArchive } from './bytes/archive.ts';
import { normalHeader } from './bytes/column-map.ts';
import { decode } from './bytes/decode.ts';
import { tokenize } from './bytes/tokenize.ts';
import { phoneColumns } from './layouts/layout.ts';
import { contactsSettings, layoutOf } from './layouts/sign-off.ts';
import { TABLE_FILES } from './read-export.ts';
import { problemLog } from './report/problem.ts';
import { type ColumnKind, damageOf, lostZeros, reportDamage, watchSheets } from './spreadsheet.ts';

describe('a cell that a spreadsheet has ruined', () => {
  test.each<[ColumnKind, string, string]>([
    ['phone', '2.17E+09', 'column-scientific'],
    ['phone', '2,17448E+09', 'column-scientific'],
    ['phone', "'2.17E+09", 'column-scientific'],
    ['phone', '2174425001.0', 'column-decimals'],
    ['id', '1.00234E+11', 'column-scientific'],
    ['date', '46350', 'column-day-numbers'],
    ['date', '42856.35', 'column-day-numbers'],
    ['grade', '1-Jun', 'column-dates'],
    ['grade', 'Jun-01', 'column-dates'],
    ['text', '#REF!', 'column-errors'],
    ['phone', '#N/A', 'column-errors'],
    ['text', '#VALUE!', 'column-errors'],
    ['date', '########', 'column-too-narrow'],
  ])('%s %s', (kind, value, code) => {
    expect(damageOf(kind, value)).toBe(code);
  });

  test.each<[ColumnKind, string]>([
    ['phone', '(217) 442-5001 x12'],
    ['phone', '#12 217-442-5001'],
    ['phone', '2174425001'],
    ['id', '1E05'],
    ['id', '12E45'],
    ['id', '12.0'],
    ['id', '46350'],
    ['date', '2026-11-24'],
    ['date', '11/24/26'],
    ['date', '20261124'],
    ['date', '99999'],
    ['grade', '01'],
    ['grade', 'K-5'],
    ['text', '2.17E+09'],
    ['text', '1-Jun'],
    ['text', '#2 Oak St'],
  ])('is not %s %s', (kind, value) => {
    expect(damageOf(kind, value)).toBeUndefined();
  });
});

describe('a column', () => {
  const ruinedOf = (ruined: number, sound: number, percent = 5) => {
    const watch = watchSheets(percent);
    const see = watch.column('c.csv', 'phone', 'phone');
    for (let at = 0; at < ruined + sound; at += 1) see(at < ruined ? '2.17E+09' : '217-442-5001');
    for (let at = 0; at < 100; at += 1) see('');
    return watch.found();
  };

  test('is ruined where more than a share of what is filled is, and five cells at least', () => {
    expect(ruinedOf(6, 94)).toEqual([{ code: 'column-scientific', file: 'c.csv', column: 'phone', rows: 6 }]);
    expect(ruinedOf(5, 95)).toEqual([]);
    expect(ruinedOf(4, 0)).toEqual([]);
    expect(ruinedOf(5, 0)).toHaveLength(1);
  });

  test('is never ruined where the district says 100', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.nat(40), (ruined, sound) => {
        expect(ruinedOf(ruined, sound, 100)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  test('of #N/A is seen, though its reader takes that for an empty field', () => {
    const watch = watchSheets(5);
    const log = watch.watching(problemLog());
    for (let row = 2; row < 8; row += 1) log.add('null-literal', { file: 'c.csv', row, column: 'phone' }, '#N/A');
    for (let row = 2; row < 8; row += 1) log.add('null-literal', { file: 'c.csv', row, column: 'language' }, 'NULL');
    expect(watch.found()).toEqual([{ code: 'column-errors', file: 'c.csv', column: 'phone', rows: 6 }]);
  });
});

describe('zeros before an id', () => {
  const padded = (from: number, count: number, width: number) =>
    Array.from({ length: count }, (_, at) => String(from + at).padStart(width, '0'));
  const bare = (ids: readonly string[]) => ids.map((id) => String(Number(id)));
  /** Whether who is named is known beforehand or not: the same comes of it. */
  const lost = (ids: readonly string[], named: readonly string[], percent: number) => {
    const found = lostZeros(new Set(ids), () => false, named, percent);
    expect(lostZeros(new Set(ids), (id) => named.includes(id), named, percent)).toEqual(found);
    return found;
  };

  test('are lost where several ids are somebody’s with them alone, on either side', () => {
    const ids = padded(101, 6, 6);
    expect([...lost(bare(ids), ids, 5).here]).toEqual(bare(ids).map((id, at) => [id, ids[at]]));
    expect([...lost(ids, bare(ids), 5).there]).toEqual(bare(ids));
  });

  test('are not lost where nothing is missing, nor for a slip, nor where the id is somebody’s as it stands', () => {
    const ids = padded(101, 40, 6);
    const nothing = { here: new Map(), there: new Set() };
    expect(lost(ids, ids, 5)).toEqual(nothing);
    expect(lost([...ids.slice(2), ...bare(ids.slice(0, 2))], ids, 5)).toEqual(nothing);
    expect(lost(bare(ids), [...ids, ...bare(ids)], 5)).toEqual(nothing);
    expect(lost(ids, [...ids, ...bare(ids)], 5)).toEqual(nothing);
  });

  test('one id is never taken for two people', () => {
    const some = fc.array(fc.stringMatching(/^0{0,2}[1-9]\d?$/), { maxLength: 30 });
    fc.assert(
      fc.property(some, some, (ids, known) => {
        for (const [id, full] of lost(ids, known, 0).here) {
          expect(known).not.toContain(id);
          expect(known).toContain(full);
          expect(Number(id)).toBe(Number(full));
        }
      }),
    );
  });
});

describe('contacts in the layout of', () => {
  /** Every row four times, and in one column what a spreadsheet makes of phones. */
  function ruined(bytes: Uint8Array, column: string): Buffer {
    const sheet = tokenize(decode(bytes).utf8, () => true);
    if (typeof sheet === 'string') throw new Error(sheet);
    const rows: Record<string, string>[] = [];
    sheet.each(({ fields }) => {
      rows.push(Object.fromEntries(sheet.header.map((name, place) => [name, fields[place] ?? ''])));
    });
    const worse = rows.map((row) => (row[column] === '' ? row : { ...row, [column]: '2.17E+09' }));
    return Buffer.from(csv([...worse, ...worse, ...worse, ...worse, ...worse]));
  }
  const headerOf = (bytes: Uint8Array): readonly string[] => {
    const sheet = tokenize(decode(bytes).utf8, () => true);
    return typeof sheet === 'string' ? [] : sheet.header;
  };

  test.each(CASES)('%s: a ruined column of phones is one finding, and none of its rows is', (_name, written, settings) => {
    const layout = layoutOf(contactsSettings.parse(settings));
    if (layout.kind === 'tables') throw new Error('not here');
    const bytes = written();
    const names = phoneColumns(layout).flatMap(({ number: { headers } }) => headers.map(normalHeader));
    const isPhone = (name: string) =>
      names.includes(normalHeader(name)) || names.includes(normalHeader(name.replace(/^.*\./, '')));
    const column = headerOf(bytes).find(isPhone) ?? '';
    const { problems } = read(ruined(bytes, column), settings);
    const found = problems.list().filter(({ file }) => file === 'c.csv');
    expect(found.filter(({ severity }) => severity === 'stop')).toMatchObject([
      { code: 'column-scientific', column, rows: expect.any(Number) },
    ]);
    expect(found.filter(({ row, code }) => row !== undefined && code !== 'do-not-call')).toEqual([]);
  });

  test('PowerSchool’s tables: it is named by its table', async () => {
    const tables = powerSchoolTables();
    const [name = '', text = ''] = Object.entries(tables).find(([, of]) => of.includes('PHONENUMBERASENTERED')) ?? [];
    const column = headerOf(Buffer.from(text)).find((one) => one.endsWith('PHONENUMBERASENTERED')) ?? '';
    const archive = await openArchive(
      await zip({ ...tables, [name]: ruined(Buffer.from(text), column).toString() }),
      TABLE_FILES,
      testSpool(),
    );
    if (archive.kind === 'refused') throw new Error(archive.code);
    const { problems } = read(archive.files, POWERSCHOOL_SIGNED, enrolment());
    expect(problems.list().filter(({ severity }) => severity === 'stop')).toMatchObject([
      { code: 'column-scientific', file: `c.csv: ${name.toLowerCase()}`, column },
    ]);
  });
});

test('what a row forbids stays said when its column is ruined, and what stops the file for another reason', () => {
  const problems = problemLog();
  for (let row = 2; row < 500; row += 1) problems.add('phone-spreadsheet', { file: 'c.csv', row, column: 'phone' }, '2.17E+09');
  problems.add('do-not-call', { file: 'c.csv', row: 500, column: 'phone' });
  problems.add('delta-row-unclear', { file: 'users.csv', row: 3 });
  reportDamage([{ code: 'column-scientific', file: 'c.csv', column: 'phone', rows: 498 }], problems);
  expect(problems.list().map(({ code }) => code)).toEqual(['do-not-call', 'delta-row-unclear', 'column-scientific']);
  expect(problems.counts()).toEqual({ 'do-not-call': 1, 'delta-row-unclear': 1, 'column-scientific': 1 });
});
