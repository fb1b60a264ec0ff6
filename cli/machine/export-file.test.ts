import { existsSync, mkdtempSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { FileOnDisk } from '../../shared/disk/file-bytes.ts';
import { CommandRefused } from '../command.ts';
import { exportFile, withSpool } from './export-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringfence-export-'));

test('a large file is read where it lies, any other at once; one that is not there is refused', () => {
  const [small, large] = [join(folder, 'small.csv'), join(folder, 'large.csv')];
  writeFileSync(small, 'a,b');
  writeFileSync(large, 'a,b');
  truncateSync(large, 65 * 2 ** 20);
  expect(exportFile(small)).toEqual(Buffer.from('a,b'));
  const found = exportFile(large);
  expect([found instanceof FileOnDisk, found.length]).toEqual([true, 65 * 2 ** 20]);
  expect(() => exportFile(join(folder, 'nowhere.csv'))).toThrow(CommandRefused);
});

test('what is unpacked for a command is gone afterwards, and nobody listens for the end of the program any more', async () => {
  const listeners = process.listenerCount('SIGINT');
  let path = '';
  const work = withSpool(async (spool) => {
    const found = await spool.take(Readable.from([Buffer.from('a,b')]), 2 ** 40);
    if (found instanceof FileOnDisk) path = found.path;
    expect([existsSync(path), process.listenerCount('SIGINT')]).toEqual([true, listeners + 1]);
    throw new Error('broken off');
  });
  await expect(work).rejects.toThrow('broken off');
  expect([existsSync(path), process.listenerCount('SIGINT')]).toEqual([false, listeners]);
});
