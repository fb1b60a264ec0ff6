import { crc32 } from 'node:zlib';
import { type Entry, fromBuffer, type ZipFile } from 'yauzl';
import type { ProblemCode } from '../report/problem-words.ts';

/** The CSV files of an export by lower-case base name, e.g. `users.csv`; or why nothing of it may be unpacked. */
export type Archive =
  | { readonly kind: 'files'; readonly files: Map<string, Uint8Array> }
  | { readonly kind: 'refused'; readonly code: ProblemCode };

/**
 * Real exports stay far below all of them; a bomb does not (ROSTER §11). Small files may compress well without being one. Only
 * wanted files are unpacked, and those together must fit into memory.
 */
const LIMITS = {
  statedBytes: 2 * 2 ** 30,
  wantedBytes: 200 * 2 ** 20,
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
 * Unpacks the wanted files of a zip in memory. A folder around them, macOS's and Windows' droppings and other files are passed
 * over; paths out of the archive, bombs, passwords and damage refuse it. Never throws.
 * @param wanted by lower-case base name
 */
export async function openArchive(bytes: Uint8Array, wanted: Wanted): Promise<Archive> {
  // "PK": without it yauzl would search 64 KB for an end record, and its message would speak of that.
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return { kind: 'refused', code: 'not-a-zip' };
  try {
    const archive = await opened(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    const entries = await entriesOf(archive, wanted);
    const files = new Map<string, Uint8Array>();
    for (const [name, entry] of entries) files.set(name, await contentOf(archive, entry));
    return { kind: 'files', files };
  } catch (error) {
    return { kind: 'refused', code: error instanceof Refused ? error.problem : problemOf(error) };
  }
}

/** The wanted entries, once the whole list has been looked at: nothing is unpacked of an archive that is refused. */
async function entriesOf(archive: ZipFile, wanted: Wanted): Promise<Map<string, Entry>> {
  if (archive.entryCount > LIMITS.entries) throw new Refused('zip-too-large');
  const found = new Map<string, Entry>();
  const sizes = { stated: 0, wanted: 0 };
  let holdsArchive = false;
  for await (const entry of archive.eachEntry()) {
    const name = baseName(entry.fileName);
    sizes.stated += entry.uncompressedSize;
    if (sizes.stated > LIMITS.statedBytes || isBomb(entry)) throw new Refused('zip-too-large');
    holdsArchive ||= name.endsWith('.zip');
    if (!wanted.has(name) || /(^|\/)__MACOSX\//.test(entry.fileName)) continue;
    if (found.has(name)) throw new Refused('zip-file-twice');
    if (entry.isEncrypted()) throw new Refused('zip-encrypted');
    if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) throw new Refused('zip-method');
    sizes.wanted += entry.uncompressedSize;
    found.set(name, entry);
  }
  if (sizes.wanted > LIMITS.wantedBytes) throw new Refused('zip-too-large');
  if (found.size === 0 && holdsArchive) throw new Refused('zip-nested');
  return found;
}

function opened(buffer: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromBuffer(buffer, { lazyEntries: true, validateEntrySizes: true }, (error, archive) =>
      error ? reject(error) : resolve(archive),
    );
  });
}

/**
 * yauzl ends the stream with an error as soon as more comes out than the entry says, so the limits above hold for what it says.
 * It checks no sum of the content, and a changed byte may be a digit of a phone.
 */
function contentOf(archive: ZipFile, entry: Entry): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    archive.openReadStream(entry, (error, stream) => {
      if (error) return reject(error);
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('error', reject);
      stream.on('end', () => {
        const content = Buffer.concat(chunks);
        if (crc32(content) === entry.crc32) resolve(content);
        else reject(new Refused('zip-damaged'));
      });
    });
  });
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
