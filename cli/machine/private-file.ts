import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { CommandRefused } from '../command.ts';

/**
 * Writes a file that only the operator may read (mode 600), for what is plain in it: numbers.
 * @throws CommandRefused when there is such a file already, or it cannot be written
 */
export function writePrivately(file: string, text: string): void {
  try {
    writeFileSync(file, text, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown reason';
    throw new CommandRefused(`${file} was not written (${reason})`, 'name another with --out');
  }
}

/** A file's text, and its hex SHA-256 for the record. @throws CommandRefused */
export function readHashed(file: string): { readonly text: string; readonly sha256: string } {
  const bytes = readBytes(file);
  return { text: bytes.toString('utf8'), sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** @throws CommandRefused */
export function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown reason';
    throw new CommandRefused(`${file} cannot be read (${reason})`, 'check the path', 2);
  }
}
