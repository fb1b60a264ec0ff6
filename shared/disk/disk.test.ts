import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FileOnDisk, piecesOf, startOf, wholeOf } from './file-bytes.ts';
import { lineBlocks } from './line-blocks.ts';
import { Spool } from './spool.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringfence-disk-'));
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

async function* pieces(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const one of texts) yield Buffer.from(one);
}

function onDisk(bytes: Uint8Array, pieceBytes: number): FileOnDisk {
  const path = join(folder, 'file');
  writeFileSync(path, bytes);
  return new FileOnDisk(path, bytes.length, { pieceBytes });
}

test('a file on disk is gone through as often as somebody asks, piece by piece, and a part of it costs no more', () => {
  const file = onDisk(Buffer.from('abcdefgh'), 3);
  expect([...piecesOf(file)].map(text)).toEqual(['abc', 'def', 'gh']);
  expect([text(wholeOf(file)), text(startOf(file, 4)), text(startOf(file, 40))]).toEqual(['abcdefgh', 'abcd', 'abcdefgh']);
  expect(text(startOf(Buffer.from('abcdefgh'), 4))).toBe('abcd');
  const [first] = file.pieces();
  expect(text(first ?? Buffer.alloc(0))).toBe('abc');
});

test('a file that became shorter is no shorter file', () => {
  const file = onDisk(Buffer.from('abcdefgh'), 3);
  writeFileSync(file.path, 'abcd');
  expect(() => wholeOf(file)).toThrow('became shorter');
});

test('a spool holds in memory what fits there, all files together, and the rest where nobody else may read', async () => {
  const spool = new Spool(join(folder, 'spools'), 10);
  expect(await spool.take(pieces('abc', 'def'), 6)).toEqual(Buffer.from('abcdef'));
  const file = await spool.take(pieces('ghi', 'jkl'), 6);
  if (!(file instanceof FileOnDisk)) throw new Error('not on disk');
  expect([text(wholeOf(file)), file.length, statSync(file.path).mode & 0o777]).toEqual(['ghijkl', 6, 0o600]);
  expect(statSync(join(file.path, '..')).mode & 0o777).toBe(0o700);
  const laid = readFileSync(file.path);
  expect([laid.length, laid.equals(Buffer.from('ghijkl'))]).toEqual([6, false]);
  const other = await spool.take(pieces('mno'), 6);
  expect([text(wholeOf(other)), text(wholeOf(file))]).toEqual(['mno', 'ghijkl']);
  spool.clear();
  expect([existsSync(file.path), readdirSync(join(folder, 'spools'))]).toEqual([false, []]);
  expect(await spool.take(pieces('abcdef'), 6), 'it begins anew').toEqual(Buffer.from('abcdef'));
});

test('any part of a file of a spool can be read by itself', async () => {
  const spool = new Spool(join(folder, 'parts'), -1);
  const whole = Buffer.from(Array.from({ length: 5_000 }, (_, at) => at % 251));
  const file = await spool.take(Readable.from([whole.subarray(0, 17), whole.subarray(17)]), whole.length);
  if (!(file instanceof FileOnDisk)) throw new Error('not on disk');
  const place = fc.nat({ max: whole.length });
  fc.assert(
    fc.property(place, place, (one, other) => {
      const [start, end] = [Math.min(one, other), Math.max(one, other)];
      expect(Buffer.concat([...file.part(start, end)]).equals(whole.subarray(start, end))).toBe(true);
    }),
  );
  spool.clear();
});

test.each([10, 0])('a spool hands on what goes wrong, and is clear afterwards (%i bytes in memory)', async (inMemory) => {
  const spool = new Spool(join(folder, 'faults'), inMemory);
  const broken = async function* (): AsyncGenerator<Uint8Array> {
    yield* pieces('abc');
    throw new Error('the line is dead');
  };
  await expect(spool.take(broken(), 6)).rejects.toThrow('the line is dead');
  spool.clear();
  if (existsSync(join(folder, 'faults'))) expect(readdirSync(join(folder, 'faults'))).toEqual([]);
});

test('blocks of lines are the file, and but for the last end with a line, whatever the pieces are', () => {
  const line = fc.tuple(fc.nat({ max: 700_000 }), fc.constantFrom('\n', '\r', '\r\n'));
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 6 }),
      fc.nat({ max: 20 }),
      fc.integer({ min: 1, max: 2 ** 21 }),
      (lines, end, size) => {
        const whole = Buffer.from(lines.map(([length, lineEnd]) => 'x'.repeat(length) + lineEnd).join('') + 'x'.repeat(end));
        for (const bytes of [whole, onDisk(whole, Math.max(size, whole.length >> 6))]) {
          const blocks = [...lineBlocks(bytes)];
          expect(Buffer.concat(blocks).equals(whole)).toBe(true);
          for (const block of blocks.slice(0, -1)) expect([0x0a, 0x0d]).toContain(block.at(-1));
        }
      },
    ),
    { numRuns: 40 },
  );
});

test('what has no line end is parted all the same', () => {
  const blocks = [...lineBlocks(Buffer.alloc(40 * 2 ** 20, 'x'))].map(({ length }) => length);
  expect(blocks).toEqual([16 * 2 ** 20, 16 * 2 ** 20, 8 * 2 ** 20]);
});
