import { statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { type FileBytes, FileOnDisk } from '../../shared/disk/file-bytes.ts';
import { Spool } from '../../shared/disk/spool.ts';
import { readBytes } from './private-file.ts';

/** What is larger is read where it lies. */
const IN_MEMORY_BYTES = 64 * 2 ** 20;

/** A file that somebody has exported. @throws CommandRefused */
export function exportFile(file: string): FileBytes {
  const found = statSync(file, { throwIfNoEntry: false });
  // A pipe has no size, and cannot be read a second time.
  return found?.isFile() === true && found.size > IN_MEMORY_BYTES ? new FileOnDisk(file, found.size) : readBytes(file);
}

/** Lends a place for what is unpacked, which is gone afterwards, also when the operator breaks off. */
export async function withSpool<T>(work: (spool: Spool) => Promise<T>): Promise<T> {
  const spool = new Spool(tmpdir());
  const breakOff = (): void => {
    spool.clear();
    process.exit(130);
  };
  process.once('SIGINT', breakOff).once('SIGTERM', breakOff);
  try {
    return await work(spool);
  } finally {
    spool.clear();
    process.off('SIGINT', breakOff).off('SIGTERM', breakOff);
  }
}
