import { type Entry, fromBuffer, type ZipFile } from 'yauzl';
import type { ProblemCode } from './problem-words.ts';

/** The CSV files of an export by lower-case base name, e.g. `users.csv`; or why nothing of it may be unpacked. */
export type Archive =
  | { readonly kind: 'files'; readonly files: ReadonlyMap<string, Uint8Array> }
  | { readonly kind: 'refused'; readonly code: ProblemCode };

/** Real exports stay far below both; a bomb does not. Small files may compress well without being one. */
const LIMITS = { totalBytes: 200 * 2 ** 20, ratio: 100, smallBytes: 2 ** 20 } as const;

class Refused extends Error {
  readonly problem: ProblemCode;
  constructor(problem: ProblemCode) {
    super(problem);
    this.problem = problem;
  }
}

/**
 * Unpacks the wanted files of a zip in memory. A folder around them, macOS's and Windows' droppings and other files are passed
 * over; paths out of the archive, bombs, passwords and damage refuse it. Never throws.
 * @param wanted lower-case base names
 */
export async function openArchive(bytes: Uint8Array, wanted: ReadonlySet<string>): Promise<Archive> {
  // "PK": without it yauzl would search 64 KB for an end record, and its message would speak of that.
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return { kind: 'refused', code: 'not-a-zip' };
  try {
    return { kind: 'files', files: await unpack(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), wanted) };
  } catch (error) {
    return { kind: 'refused', code: error instanceof Refused ? error.problem : problemOf(error) };
  }
}

async function unpack(buffer: Buffer, wanted: ReadonlySet<string>): Promise<Map<string, Uint8Array>> {
  const archive = await opened(buffer);
  const files = new Map<string, Uint8Array>();
  let total = 0;
  for await (const entry of archive.eachEntry()) {
    const name = baseName(entry.fileName);
    total += entry.uncompressedSize;
    if (total > LIMITS.totalBytes || isBomb(entry)) throw new Refused('zip-too-large');
    if (!wanted.has(name) || entry.fileName.startsWith('__MACOSX/')) continue;
    if (files.has(name)) throw new Refused('zip-file-twice');
    if (entry.isEncrypted()) throw new Refused('zip-encrypted');
    files.set(name, await contentOf(archive, entry));
  }
  return files;
}

function opened(buffer: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromBuffer(buffer, { lazyEntries: true, validateEntrySizes: true }, (error, archive) =>
      error ? reject(error) : resolve(archive),
    );
  });
}

/** yauzl ends the stream with an error as soon as more comes out than the entry says, so the limits above hold for what it says. */
function contentOf(archive: ZipFile, entry: Entry): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    archive.openReadStream(entry, (error, stream) => {
      if (error) return reject(error);
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('error', reject);
      stream.on('end', () => resolve(Buffer.concat(chunks)));
    });
  });
}

function isBomb({ uncompressedSize, compressedSize }: Entry): boolean {
  return uncompressedSize > LIMITS.smallBytes && uncompressedSize > compressedSize * LIMITS.ratio;
}

function baseName(path: string): string {
  return (path.split('/').at(-1) ?? '').toLowerCase();
}

/** yauzl's own sentences for names that lead out of the archive (`validateFileName`). */
function problemOf(error: unknown): ProblemCode {
  const text = error instanceof Error ? error.message : '';
  return /invalid relative path|absolute path|invalid characters in fileName/.test(text) ? 'zip-unsafe' : 'zip-damaged';
}
