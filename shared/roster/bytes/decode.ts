import { type Bytes, type FileBytes, piecesOf, startOf } from '../../disk/file-bytes.ts';
import { LONGEST_LINE, lineBlocks } from '../../disk/line-blocks.ts';

/** A CSV file as UTF-8 without what nobody sees, whatever wrote it (ROSTER §11, "encoding"). Nothing is ever replaced silently. */
export interface Decoded {
  /** The file's own bytes, where they are that already. */
  readonly utf8: Bytes;
  readonly encoding: Encoding;
  /** The bytes end within a letter: an upload that broke off. */
  readonly cutOff: boolean;
}

/**
 * Windows-1252 holds every letter of ISO-8859-1 in the same place, so both read alike; only a byte from 0x80 to 0x9F tells them
 * apart. `mixed`: UTF-8 in some lines and Windows-1252 in others, as in files glued together. `unknown`: read as Windows-1252,
 * although it has bytes that this leaves unassigned.
 */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'iso-8859-1' | 'windows-1252' | 'mixed' | 'unknown';

/**
 * Byte order mark → UTF-16 by its zero bytes → strict UTF-8 → line by line UTF-8 or Windows-1252, which every byte sequence is. A
 * part of it at a time: as text, a file of a large district takes as much again, or twice that.
 */
export function decode(bytes: FileBytes): Decoded {
  const wide = utf16Of(startOf(bytes, 1_000));
  if (wide !== undefined) {
    const utf8 = { pieces: () => cleaned(wideTexts(bytes, wide)) };
    return { utf8: inMemory(bytes, utf8), encoding: wide, cutOff: bytes.length % 2 === 1 };
  }
  const { encoding, cutOff, isClean } = narrowLook(bytes);
  if (isClean) return { utf8: bytes, encoding, cutOff };
  const utf8 = { pieces: () => cleaned(narrowTexts(bytes, cutOff)) };
  return { utf8: inMemory(bytes, utf8), encoding, cutOff };
}

/** What is in memory is made once; what is on disk anew each time. */
function inMemory(bytes: FileBytes, utf8: Exclude<Bytes, Uint8Array>): Bytes {
  return bytes instanceof Uint8Array ? Buffer.concat([...utf8.pieces()]) : utf8;
}

function utf16Of(start: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  const zeros = (offset: number) => start.filter((byte, index) => index % 2 === offset && byte === 0).length;
  const [even, odd] = [zeros(0), zeros(1)];
  // Zeros at both kinds of places fill up fixed-width fields.
  if (odd > start.length / 4 && even < odd / 4) return 'utf-16le';
  return even > start.length / 4 && odd < even / 4 ? 'utf-16be' : undefined;
}

/** At line ends, so that no letter is parted from its accent. */
function* wideTexts(bytes: Bytes, encoding: 'utf-16le' | 'utf-16be'): Generator<string> {
  const decoder = new TextDecoder(encoding);
  let rest = '';
  for (const piece of piecesOf(bytes)) {
    const text = rest + decoder.decode(piece, { stream: true });
    const lineEnd = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1;
    const end = lineEnd === 0 && text.length > LONGEST_LINE ? text.length : lineEnd;
    yield text.slice(0, end);
    rest = text.slice(end);
  }
  yield rest + decoder.decode();
}

/** @param unfinished the last letter may be incomplete, and is left out then */
function strictUtf8(bytes: Uint8Array, unfinished = false): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: unfinished });
  } catch {
    return undefined;
  }
}

const isAscii = (text: string): boolean => !/[^\p{ASCII}]/u.test(text);

interface Look {
  readonly encoding: Encoding;
  readonly cutOff: boolean;
  /** Nothing has to be decoded or taken away. */
  readonly isClean: boolean;
}

/** Goes through the whole file. One stray byte must not turn every other name of a UTF-8 file into `Ã©`, so each line counts for itself. */
function narrowLook(bytes: FileBytes): Look {
  const single = { blocks: 0, kinds: new Set<Encoding>() };
  const seen = { isClean: true, isUtf8: false, isFirst: true };
  let last: Uint8Array = new Uint8Array();
  for (const block of lineBlocks(bytes)) {
    const text = strictUtf8(block);
    last = block;
    // A mark at the beginning is gone before anybody sees the text.
    const isSame = text !== undefined && Buffer.byteLength(text) === block.length;
    seen.isClean &&= isSame && (seen.isFirst ? clean(text) : cleanWithin(text)) === text;
    seen.isFirst = false;
    if (text !== undefined) seen.isUtf8 ||= !isAscii(text);
    else {
      const kinds = kindsOf(block);
      single.blocks += 1;
      for (const kind of kinds.others) single.kinds.add(kind);
      seen.isUtf8 ||= kinds.isUtf8;
    }
  }
  const { isClean, isUtf8 } = seen;
  if (single.blocks === 0) return { encoding: 'utf-8', cutOff: false, isClean };
  // All but the end is UTF-8, and not merely ASCII.
  const begun = single.blocks === 1 ? strictUtf8(last, true) : undefined;
  const cutOff = begun !== undefined && strictUtf8(last) === undefined && (isUtf8 || !isAscii(begun));
  if (cutOff) return { encoding: 'utf-8', cutOff, isClean };
  return { encoding: isUtf8 ? 'mixed' : worstOf(single.kinds), cutOff, isClean };
}

/** Of a part that is not all UTF-8. */
function kindsOf(block: Uint8Array): { readonly isUtf8: boolean; readonly others: ReadonlySet<Encoding> } {
  const others = new Set<Encoding>();
  let isUtf8 = false;
  for (const line of linesOf(block)) {
    const text = strictUtf8(line);
    if (text === undefined) others.add(singleByteOf(line));
    else isUtf8 ||= !isAscii(text);
  }
  return { isUtf8, others };
}

/** @param cutOff the last letter of the last part is left out */
function* narrowTexts(bytes: FileBytes, cutOff: boolean): Generator<string> {
  const single = new TextDecoder('windows-1252');
  for (const block of lineBlocks(bytes)) {
    const text = strictUtf8(block, cutOff);
    if (text !== undefined) yield text;
    else yield [...linesOf(block)].map((line) => strictUtf8(line) ?? single.decode(line)).join('');
  }
}

/** Each with its line end. */
function* linesOf(bytes: Uint8Array): Generator<Uint8Array> {
  let start = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] !== 0x0a && bytes[at] !== 0x0d) continue;
    yield bytes.subarray(start, at + 1);
    start = at + 1;
  }
  yield bytes.subarray(start);
}

/** Places that Windows-1252 leaves empty. */
const UNASSIGNED = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

function singleByteOf(line: Uint8Array): Encoding {
  if (line.some((byte) => UNASSIGNED.has(byte))) return 'unknown';
  return line.some((byte) => byte >= 0x80 && byte <= 0x9f) ? 'windows-1252' : 'iso-8859-1';
}

function worstOf(kinds: ReadonlySet<Encoding>): Encoding {
  return (['unknown', 'windows-1252'] as const).find((kind) => kinds.has(kind)) ?? 'iso-8859-1';
}

function* cleaned(texts: Iterable<string>): Generator<Uint8Array> {
  let isFirst = true;
  for (const text of texts) {
    if (text === '') continue;
    yield Buffer.from(isFirst ? clean(text) : cleanWithin(text));
    isFirst = false;
  }
}

/**
 * Without what no reader sees: marks of files glued together, once more as `ï»¿` where a mark was encoded twice; NUL bytes of
 * fixed-width fields, the DOS end of file, and the zero-width and direction marks of text copied from elsewhere.
 */
function clean(text: string): string {
  return cleanWithin(text.replace(/^\u00EF\u00BB\u00BF/, ''));
}

/** The same, of what does not stand at the beginning. */
function cleanWithin(text: string): string {
  return text
    .replace(/[\uFEFF\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069]/g, '')
    .replaceAll('\0', '')
    .replaceAll('\u001A', '')
    .normalize('NFC');
}
