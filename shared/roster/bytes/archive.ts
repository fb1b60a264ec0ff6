import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { type Entry, fromBuffer, fromRandomAccessReader, RandomAccessReader, type ZipFile } from 'yauzl';
import { asBuffer, type FileBytes, type FileOnDisk, LARGEST_FILE, startOf } from '../../disk/file-bytes.ts';
import type { Spool } from '../../disk/spool.ts';
import type { ProblemCode } from '../report/problem-words.ts';

/** The CSV files of an export by lower-case base name, e.g. `users.csv`; or why nothing of it may be unpacked. */
export type Archive =
  | { readonly kind: 'files'; readonly files: Map<string, FileBytes> }
  | { readonly kind: 'refused'; readonly code: ProblemCode };

/** Real exports stay below all of them; a bomb does not (ROSTER §11). Small files may compress well without being one. */
const LIMITS = {
  statedBytes: 2 * 2 ** 30,
  ratio: 100,
  smallBytes: 2 ** 20,
  entries: 10_000,
} as const;

/** Which files are unpacked: a set of names, or what else can tell. */
interface Wanted {
  has(name: string): boolean;
}

class Refused extends Error {
  readonly problem: ProblemCode;
  constructor(problem: ProblemCode) {
    super(problem);
    this.problem = problem;
  }
}

/**
 * Unpacks the wanted files of a zip, and no others. A folder around them, macOS's and Windows' droppings and other files are passed
 * over; paths out of the archive, bombs, passwords and damage refuse it.
 * @throws what the file system says, of a full disk
 * @param wanted by lower-case base name
 */
export async function openArchive(bytes: FileBytes, wanted: Wanted, spool: Spool): Promise<Archive> {
  if (bytes.length > LARGEST_FILE.inPieces) return { kind: 'refused', code: 'zip-too-large' };
  if (!isZip(bytes)) return { kind: 'refused', code: 'not-a-zip' };
  let archive: ZipFile | undefined;
  try {
    archive = await opened(bytes);
    const entries = await entriesOf(archive, wanted);
    const files = new Map<string, FileBytes>();
    for (const [name, entry] of entries) files.set(name, await contentOf(archive, entry, spool));
    return { kind: 'files', files };
  } catch (error) {
    if (isOurDisk(error)) throw error;
    return { kind: 'refused', code: error instanceof Refused ? error.problem : problemOf(error) };
  } finally {
    archive?.close();
  }
}

/** "PK": without it yauzl would search 64 KB for an end record, and its message would speak of that. */
export function isZip(bytes: FileBytes): boolean {
  const [p, k] = startOf(bytes, 2);
  return p === 0x50 && k === 0x4b;
}

/** The wanted entries, once the whole list has been looked at: nothing is unpacked of an archive that is refused. */
async function entriesOf(archive: ZipFile, wanted: Wanted): Promise<Map<string, Entry>> {
  if (archive.entryCount > LIMITS.entries) throw new Refused('zip-too-large');
  const found = new Map<string, Entry>();
  let stated = 0;
  let holdsArchive = false;
  for await (const entry of archive.eachEntry()) {
    const name = baseName(entry.fileName);
    stated += entry.uncompressedSize;
    if (stated > LIMITS.statedBytes || isBomb(entry)) throw new Refused('zip-too-large');
    holdsArchive ||= name.endsWith('.zip');
    if (!wanted.has(name) || /(^|\/)__MACOSX\//.test(entry.fileName)) continue;
    if (found.has(name)) throw new Refused('zip-file-twice');
    if (entry.isEncrypted()) throw new Refused('zip-encrypted');
    if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) throw new Refused('zip-method');
    found.set(name, entry);
  }
  if (found.size === 0 && holdsArchive) throw new Refused('zip-nested');
  return found;
}

function opened(bytes: FileBytes): Promise<ZipFile> {
  const options = { lazyEntries: true, validateEntrySizes: true, autoClose: false };
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, archive: ZipFile) => (error ? reject(error) : resolve(archive));
    if (bytes instanceof Uint8Array) fromBuffer(asBuffer(bytes), options, done);
    else fromRandomAccessReader(new PartReader(bytes), bytes.length, options, done);
  });
}

class PartReader extends RandomAccessReader {
  readonly #file: FileOnDisk;

  constructor(file: FileOnDisk) {
    super();
    this.#file = file;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#file.part(start, end), { objectMode: false });
  }
}

/**
 * yauzl ends the stream with an error as soon as more comes out than the entry says, so the limits above hold for what it says.
 * It checks no sum of the content, and a changed byte may be a digit of a phone.
 */
async function contentOf(archive: ZipFile, entry: Entry, spool: Spool): Promise<FileBytes> {
  let sum = 0;
  const pieces = async function* () {
    for await (const piece of await streamOf(archive, entry)) {
      sum = crc32(piece, sum);
      yield piece;
    }
  };
  const content = await spool.take(pieces(), entry.uncompressedSize);
  if (sum !== entry.crc32) throw new Refused('zip-damaged');
  return content;
}

function streamOf(archive: ZipFile, entry: Entry): Promise<AsyncIterable<Uint8Array>> {
  return new Promise((resolve, reject) => {
    archive.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)));
  });
}

/** A full disk is no fault of the file's. */
function isOurDisk(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

function isBomb({ uncompressedSize, compressedSize }: Entry): boolean {
  return uncompressedSize > LIMITS.smallBytes && uncompressedSize > compressedSize * LIMITS.ratio;
}

function baseName(path: string): string {
  return (path.split('/').at(-1) ?? '').toLowerCase();
}

/** By yauzl's own sentences: names that lead out of the archive (`validateFileName`), and encryption of a kind it does not know. */
function problemOf(error: unknown): ProblemCode {
  const text = error instanceof Error ? error.message : '';
  if (/invalid relative path|absolute path|invalid characters in fileName/.test(text)) return 'zip-unsafe';
  return /encryption/.test(text) ? 'zip-encrypted' : 'zip-damaged';
}
