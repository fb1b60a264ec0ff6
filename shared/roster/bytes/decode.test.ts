import { describe, expect, test } from 'vitest';
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
