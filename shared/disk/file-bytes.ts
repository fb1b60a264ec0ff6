import { closeSync, openSync, readSync } from 'node:fs';
import { opening } from './own-key.ts';

/** The bytes of a file: in memory, or on disk where that would take too much of it. */
export type FileBytes = Uint8Array | FileOnDisk;

/** Bytes that are gone through from the start, as often as somebody asks. */
export type Bytes = Uint8Array | { pieces(): Iterable<Uint8Array> };

/**
 * Bytes beyond which nobody takes a file: where it is held as rows, and where it is read piece by piece. Whoever fetches one and whoever
 * reads it go by the same: what is fetched as far as a byte beyond must never be read as the whole.
 */
export const LARGEST_FILE = { asRows: 200 * 2 ** 20, inPieces: 2 * 2 ** 30 } as const;

/** Much less than what is made of it, much more than a request of the disk costs. */
const PIECE_BYTES = 2 ** 20;

interface FileOptions {
  /** Under which it is sealed (`own-key.ts`); absent: as it was found. */
  readonly key?: Uint8Array;
  readonly pieceBytes?: number;
}

/** Read piece by piece, each time anew. It stays as it is until whoever laid it there takes it away. */
export class FileOnDisk {
  readonly path: string;
  /** Bytes. */
  readonly length: number;
  readonly #key: Uint8Array | undefined;
  readonly #pieceBytes: number;

  constructor(path: string, length: number, { key, pieceBytes = PIECE_BYTES }: FileOptions = {}) {
    [this.path, this.length, this.#key, this.#pieceBytes] = [path, length, key, pieceBytes];
  }

  /** @throws what the file system says of a file that is gone */
  pieces(): Generator<Uint8Array, undefined, unknown> {
    return this.part(0, this.length);
  }

  /** @param end is not among them @throws as `pieces` */
  *part(start: number, end: number): Generator<Uint8Array, undefined, unknown> {
    const decipher = this.#key === undefined ? undefined : opening(this.#key, start);
    const file = openSync(this.path, 'r');
    try {
      for (let at = start; at < end; ) {
        // Whoever is handed a piece may keep it.
        const piece = Buffer.allocUnsafeSlow(Math.min(this.#pieceBytes, end - at));
        const read = readSync(file, piece, 0, piece.length, at);
        if (read === 0) throw new Error('a file became shorter while it was read');
        at += read;
        const found = piece.subarray(0, read);
        yield decipher?.update(found) ?? found;
      }
    } finally {
      closeSync(file);
    }
    return undefined;
  }
}

/** The same bytes, with what a Buffer can do. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

export function isFileBytes(value: unknown): value is FileBytes {
  return value instanceof Uint8Array || value instanceof FileOnDisk;
}

/** What is in memory is one piece. */
export function piecesOf(bytes: Bytes): Iterable<Uint8Array> {
  return bytes instanceof Uint8Array ? [bytes] : bytes.pieces();
}

/** The first bytes, or all where there are fewer. */
export function startOf(bytes: Bytes, count: number): Uint8Array {
  if (bytes instanceof Uint8Array) return bytes.subarray(0, count);
  const parts: Uint8Array[] = [];
  let length = 0;
  for (const piece of bytes.pieces()) {
    parts.push(piece);
    length += piece.length;
    if (length >= count) break;
  }
  return Buffer.concat(parts).subarray(0, count);
}

/** All of it, for what is known to be small. */
export function wholeOf(bytes: Bytes): Uint8Array {
  return bytes instanceof Uint8Array ? bytes : Buffer.concat([...bytes.pieces()]);
}
