import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { zip } from '../../../infra/local/sample-district/zip.ts';
import { renamed, withFlag, withMethod, withPassword, withSizes, zipWith } from '../../../test/fixtures/bad-zips.ts';
import { testSpool } from '../../../test/fixtures/spool.ts';
import { type FileBytes, FileOnDisk, wholeOf } from '../../disk/file-bytes.ts';
import type { Spool } from '../../disk/spool.ts';
import { openArchive } from './archive.ts';

const WANTED = new Set(['users.csv', 'orgs.csv']);
const USERS = 'sourcedId,role\nS1,student\n';
const MEGABYTE = 2 ** 20;

/** As it is in memory, which is what it is from a disk. */
async function filesIn(bytes: Uint8Array): Promise<Record<string, string> | string> {
  const [inMemory, spool] = [testSpool(), testSpool(-1)];
  const laid = await spool.take(Readable.from([bytes]), bytes.length);
  expect(laid).toBeInstanceOf(FileOnDisk);
  try {
    const found = await opened(bytes, inMemory);
    expect(await opened(laid, spool)).toEqual(found);
    return found;
  } finally {
    spool.clear();
  }
}

async function opened(bytes: FileBytes, spool: Spool): Promise<Record<string, string> | string> {
  const found = await openArchive(bytes, WANTED, spool);
  if (found.kind === 'refused') return found.code;
  return Object.fromEntries([...found.files].map(([name, content]) => [name, Buffer.from(wholeOf(content)).toString()]));
}

describe('an export is found in whatever way it was packed', () => {
  test.each<readonly [string, () => Promise<Buffer> | Buffer]>([
    ['at the root', () => zip({ 'users.csv': USERS })],
    ['in folders, in capitals', () => zip({ 'Export/2026/USERS.CSV': USERS })],
    ['without compression', () => zipWith([['users.csv', USERS]])],
    ['as zip64', () => zipWith([['users.csv', USERS]], { forceZip64Format: true })],
    ['with a backslash in its path', async () => renamed(await zip({ 'x_users.csv': USERS }), 'x_users.csv', 'x\\users.csv')],
    ['beside what macOS drops', () => zip({ 'users.csv': USERS, '__MACOSX/users.csv': 'junk', 'a/__MACOSX/users.csv': 'junk' })],
    ['beside another archive', () => zip({ 'users.csv': USERS, 'old.zip': 'PK' })],
  ])('%s', async (_what, bytes) => {
    expect(await filesIn(await bytes())).toEqual({ 'users.csv': USERS });
  });

  test('what is not wanted is not unpacked: damage there does no harm', async () => {
    const bytes = await zipWith([
      ['results.csv', 'x'.repeat(100)],
      ['users.csv', USERS],
    ]);
    bytes.fill('y', bytes.indexOf('xxxx'), bytes.indexOf('xxxx') + 50);
    expect(await filesIn(bytes)).toEqual({ 'users.csv': USERS });
  });

  test('an archive of nothing is opened: what is missing is for its reader to say', async () => {
    expect(await filesIn(await zip({}))).toEqual({});
  });
});

/** What was dropped → why nothing of it is unpacked. */
const REFUSED: readonly [string, () => Promise<Buffer> | Buffer, string][] = [
  ['no zip', () => Buffer.from('sourcedId'), 'not-a-zip'],
  ['nothing', () => Buffer.alloc(0), 'not-a-zip'],
  ['two letters', () => Buffer.from('PK'), 'zip-damaged'],
  ['one cut off', async () => (await zip({ 'users.csv': USERS })).subarray(0, -10), 'zip-damaged'],
  ['one with a changed byte', async () => renamed(await zipWith([['users.csv', USERS]]), 'S1', 'S2'), 'zip-damaged'],
  ['an archive in the archive', () => zip({ 'export/Export.ZIP': 'PK' }), 'zip-nested'],
  ['a password', async () => withPassword(await zip({ 'users.csv': USERS })), 'zip-encrypted'],
  ['stronger encryption', async () => withFlag(await zip({ 'users.csv': USERS }), 0x41), 'zip-encrypted'],
  ['Deflate64', async () => withMethod(await zip({ 'users.csv': USERS }), 9), 'zip-method'],
  ['the same file twice', () => zip({ 'users.csv': USERS, 'Users.csv': USERS }), 'zip-file-twice'],
  ['a path upwards', async () => renamed(await zip({ 'xxx_a.csv': 'x' }), 'xxx_a.csv', '../_a.csv'), 'zip-unsafe'],
  ['a path upwards further in', async () => renamed(await zip({ 'a/xx/xx/u.csv': 'x' }), 'a/xx/xx/', 'a/../../'), 'zip-unsafe'],
  ['a path from the root', async () => renamed(await zip({ 'x_users.csv': 'x' }), 'x_users.csv', '/_users.csv'), 'zip-unsafe'],
  ['a path with a drive', async () => renamed(await zip({ 'xxx_a.csv': 'x' }), 'xxx_a.csv', 'C:\\_a.csv'), 'zip-unsafe'],
  ['more than 100 to 1', () => zip({ 'users.csv': '0'.repeat(3 * MEGABYTE) }), 'zip-too-large'],
  ['the same where nobody would look', () => zip({ 'users.csv': USERS, 'x.bin': '0'.repeat(3 * MEGABYTE) }), 'zip-too-large'],
  [
    'more than 2 GB in all',
    () =>
      stated(
        [1, 2, 3].map((n) => [`${n}.bin`, 'x']),
        800 * MEGABYTE,
      ),
    'zip-too-large',
  ],
  ['more files than an export has', () => zipWith(Array.from({ length: 10_001 }, (_, n) => [`${n}`, ''])), 'zip-too-large'],
  ['less content than it says', () => stated([['users.csv', 'x']], 100 * MEGABYTE), 'zip-damaged'],
  ['more content than it says', async () => withSizes(await zip({ 'users.csv': USERS }), { unpacked: 3 }), 'zip-damaged'],
];

async function stated(files: readonly (readonly [string, string])[], size: number): Promise<Buffer> {
  return withSizes(await zipWith(files), { packed: size, unpacked: size });
}

test('a full disk is no fault of the file', async () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' });
  const spool = { take: () => Promise.reject(full) } as unknown as Spool;
  await expect(openArchive(await zip({ 'users.csv': USERS }), WANTED, spool)).rejects.toBe(full);
});

test.each(REFUSED)('%s is refused', async (_what, bytes, code) => {
  expect(await filesIn(await bytes())).toBe(code);
});
