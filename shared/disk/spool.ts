import { randomBytes } from 'node:crypto';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type FileBytes, FileOnDisk } from './file-bytes.ts';
import { KEY_BYTES, sealing } from './own-key.ts';

/** Files of most districts stay in memory, and nothing of theirs lies on a disk. */
const IN_MEMORY_BYTES = 96 * 2 ** 20;

/**
 * Where the files of one piece of work lie until it is done: in memory at first, then on the disk, each sealed under a key that nobody
 * but this process has. Should it die, what it has left behind can be read by nobody.
 */
export class Spool {
  readonly #root: string;
  readonly #inMemory: number;
  #held = 0;
  #folder: string | undefined;
  #files = 0;

  /** @param root made where it is not there @param inMemory bytes that are held in memory, all files together */
  constructor(root: string, inMemory = IN_MEMORY_BYTES) {
    [this.#root, this.#inMemory] = [root, inMemory];
  }

  /**
   * @param length bytes that will come, as far as anybody knows
   * @throws what the pieces throw, and what the file system says of a disk that is full
   */
  async take(pieces: AsyncIterable<Uint8Array>, length: number): Promise<FileBytes> {
    if (this.#held + length > this.#inMemory) return this.#onDisk(pieces);
    this.#held += length;
    const parts: Uint8Array[] = [];
    for await (const piece of pieces) parts.push(piece);
    return Buffer.concat(parts);
  }

  async #onDisk(pieces: AsyncIterable<Uint8Array>): Promise<FileOnDisk> {
    this.#folder ??= newFolder(this.#root);
    const path = join(this.#folder, String(this.#files));
    this.#files += 1;
    const key = randomBytes(KEY_BYTES);
    const file = createWriteStream(path, { mode: 0o600, flags: 'wx' });
    await pipeline(pieces, sealing(key), file);
    return new FileOnDisk(path, file.bytesWritten, { key });
  }

  /** Takes everything away. What was handed out can no longer be read. */
  clear(): void {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
    [this.#folder, this.#held] = [undefined, 0];
  }
}

function newFolder(root: string): string {
  mkdirSync(root, { recursive: true, mode: 0o700 });
  return mkdtempSync(join(root, 'ringfence-'));
}
