import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { testSpool } from '../../../test/fixtures/spool.ts';
import { piecesOf, wholeOf } from '../../disk/file-bytes.ts';
import { ATTENDANCE_MAP } from '../maps/attendance.ts';
import { problemLog } from '../report/problem.ts';
import { decode, type Encoding } from './decode.ts';
import { readTable } from './read-table.ts';

const TEXT = 'studentId,date,code\nPeña,2026-11-24,U\n';
const BOM = '\uFEFF';
const latin1 = (text: string) => Buffer.from(text, 'latin1');
const utf16 = (text: string) => Buffer.from(text, 'utf16le');

function read(bytes: Uint8Array) {
  const problems = problemLog();
  const table = readTable('f.csv', bytes, ATTENDANCE_MAP, problems);
  return { ids: table?.rows.map(({ cells }) => cells.studentId), codes: problems.list().map(({ code }) => code) };
}

/** What wrote the file → what it is taken for, and what the report says of that. */
const ENCODINGS: readonly [string, Uint8Array, Encoding, string[]][] = [
  ['UTF-8', Buffer.from(TEXT), 'utf-8', []],
  ['UTF-8 with its mark', Buffer.from(BOM + TEXT), 'utf-8', []],
  ['UTF-8 with two marks', Buffer.from(BOM + BOM + TEXT), 'utf-8', []],
  ['UTF-8 whose mark was encoded twice', Buffer.from(`ï»¿${TEXT}`), 'utf-8', []],
  ['UTF-16LE with its mark', utf16(BOM + TEXT), 'utf-16le', ['encoding-utf16']],
  ['UTF-16LE without', utf16(TEXT), 'utf-16le', ['encoding-utf16']],
  ['UTF-16BE with its mark', utf16(BOM + TEXT).swap16(), 'utf-16be', ['encoding-utf16']],
  ['UTF-16BE without', utf16(TEXT).swap16(), 'utf-16be', ['encoding-utf16']],
  ['ISO-8859-1, which Windows-1252 agrees with', latin1(TEXT), 'iso-8859-1', ['encoding-latin1']],
  ['fixed-width fields filled up with NUL', Buffer.from(TEXT.replace('U', `U${'\0'.repeat(200)}`)), 'utf-8', []],
  ['DOS, with its end of file', Buffer.from(`${TEXT}\u001A`), 'utf-8', []],
];

test.each(ENCODINGS)('%s', (_what, bytes, encoding, codes) => {
  expect(decode(bytes)).toMatchObject({ encoding, cutOff: false });
  expect(read(bytes)).toEqual({ ids: ['Peña'], codes });
});

describe('bytes that are not UTF-8 throughout', () => {
  test('a byte from 0x80 to 0x9F tells Windows-1252 from ISO-8859-1', () => {
    const bytes = latin1(TEXT.replace('Peña', 'O\u0092Pe\u00F1a'));
    expect([decode(bytes).encoding, read(bytes)]).toEqual(['windows-1252', { ids: ['O’Peña'], codes: ['encoding-guessed'] }]);
  });

  test('a byte that Windows-1252 leaves empty is said to be a guess', () => {
    expect(read(latin1(TEXT.replace('Peña', 'Pe\u0081a'))).codes).toEqual(['encoding-unknown']);
  });

  test('one stray line does not turn the names of the others into nonsense', () => {
    const bytes = Buffer.concat([
      Buffer.from(TEXT),
      latin1('O\u0092Brien,2026-11-24,U\n'),
      Buffer.from(BOM + TEXT.split('\n')[1]),
    ]);
    expect(read(bytes)).toEqual({ ids: ['Peña', 'O’Brien', 'Peña'], codes: ['encoding-mixed'] });
  });
});

describe('letters that were ruined before are kept as they are, and reported', () => {
  test.each([
    ['é encoded twice', 'PeÃ±a', 'letters-doubled'],
    ['an apostrophe encoded twice', 'Oâ€™Brien', 'letters-doubled'],
    ['a letter that somebody replaced', 'Pe\uFFFDa', 'letters-lost'],
  ])('%s', (_what, id, code) => {
    expect(read(Buffer.from(TEXT.replace('Peña', id)))).toEqual({ ids: [id], codes: [code] });
  });

  test.each(['Ângela', 'São João', 'Châu', 'Ōno', 'Łukasz', 'Ñandú'])('%s is a name as it should be', (id) => {
    expect(read(Buffer.from(TEXT.replace('Peña', id))).codes).toEqual([]);
  });
});

test('an end within a letter is an upload that broke off', () => {
  const all = Buffer.from(`${TEXT}Peña,2026-11-24,Ñ`);
  expect(read(all.subarray(0, -1))).toEqual({ ids: undefined, codes: ['file-cut-off'] });
  expect(read(utf16(TEXT).subarray(0, -1)).codes).toEqual(['encoding-utf16', 'file-cut-off']);
});

test('marks that nobody sees are gone, wherever they stand', () => {
  const text = 'student\u200BId,date,\u2060code\n\u202AS1\u202C,2026-11-24,U\n\uFEFFS2,2026-11-24,U\n';
  expect(read(Buffer.from(text))).toEqual({ ids: ['S1', 'S2'], codes: [] });
  expect(read(Buffer.from(`\uFEFF\uFEFF${TEXT}`)).ids, 'a byte order mark twice').toEqual(read(Buffer.from(TEXT)).ids);
});

describe('a file that is looked at part by part', () => {
  /** About three parts. */
  const rows = (first: string, middle: string, last: string): string[] =>
    Array.from(
      { length: 120_000 },
      (_, nth) => `${nth === 0 ? first : nth === 60_000 ? middle : nth === 119_999 ? last : 'Peña'},2026-11-24,U\n`,
    );

  test.each([
    ['in its own bytes, where nobody sees anything else', 'Ana', 'Bea', 'Zoë'],
    ['without what nobody sees in the middle', 'Ana', '\uFEFFBea\u200B', 'Zoë'],
    ['without a mark at its beginning, and with such letters elsewhere', 'ï»¿Ana', 'ï»¿Bea', 'Zoë'],
    ['with letters put together at its end', 'Ana', 'Bea', 'Zoe\u0308'],
  ])('comes back whole, %s', (_what, first, middle, last) => {
    const bytes = Buffer.from(rows(first, middle, last).join(''));
    const { utf8, encoding } = decode(bytes);
    const expected = rows(first.replace('ï»¿', ''), middle.replaceAll(/[\uFEFF\u200B]/g, ''), last.normalize('NFC')).join('');
    expect([Buffer.from(wholeOf(utf8)).toString('utf8') === expected, encoding]).toEqual([true, 'utf-8']);
    expect(utf8 === bytes, 'no copy is made of what is clean').toBe(Buffer.from(expected).equals(bytes));
  });

  test('UTF-16 without a line end is parted on a disk, and held together nowhere', async () => {
    const spool = testSpool(-1);
    const bytes = Buffer.from('ab'.repeat(2 ** 24), 'utf16le');
    const { utf8, encoding } = decode(await spool.take(Readable.from([bytes]), bytes.length));
    const lengths = [...piecesOf(utf8)].map(({ length }) => length);
    expect([encoding, lengths.length > 1, lengths.reduce((sum, length) => sum + length)]).toEqual(['utf-16le', true, 2 ** 25]);
    spool.clear();
  });

  test('what only the beginning of a file loses, no other part loses', () => {
    const text = 'ï»¿Bea,2026-11-24,U\n'.repeat(120_000);
    const found = Buffer.from(wholeOf(decode(Buffer.from(text)).utf8)).toString('utf8');
    expect(found === text.slice('ï»¿'.length)).toBe(true);
  });

  test('one byte of another encoding in its last part is seen', () => {
    const bytes = Buffer.concat([Buffer.from(rows('Ana', 'Bea', 'Zoë').join('')), latin1('Peña,2026-11-24,U\n')]);
    expect(decode(bytes).encoding).toBe('mixed');
  });
});
