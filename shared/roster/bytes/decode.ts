/** A CSV file as UTF-8 without what nobody sees, whatever wrote it (ROSTER §11, "encoding"). Nothing is ever replaced silently. */
export interface Decoded {
  /** The file's own bytes, where they are that already. */
  readonly utf8: Uint8Array;
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

/** Byte order mark → UTF-16 by its zero bytes → strict UTF-8 → line by line UTF-8 or Windows-1252, which every byte sequence is. */
export function decode(bytes: Uint8Array): Decoded {
  const wide = utf16Of(bytes);
  if (wide !== undefined) return decoded(new TextDecoder(wide).decode(bytes), wide, bytes.length % 2 === 1);
  const whole = cleanUtf8(bytes);
  if (whole !== undefined) return { utf8: whole, encoding: 'utf-8', cutOff: false };
  // All but the end is UTF-8, and not merely ASCII.
  const begun = strictUtf8(bytes, true);
  return begun !== undefined && !isAscii(begun) ? decoded(begun, 'utf-8', true) : byLines(bytes);
}

function decoded(text: string, encoding: Encoding, cutOff = false): Decoded {
  return { utf8: Buffer.from(clean(text)), encoding, cutOff };
}

/** As text, a file of a large district takes as much again, or twice that: a part of it at a time is enough to look at. */
const PART_BYTES = 2 ** 20;

/** Undefined where it is no UTF-8. */
function cleanUtf8(bytes: Uint8Array): Uint8Array | undefined {
  const parts: Uint8Array[] = [];
  let isChanged = false;
  for (const part of partsOf(bytes)) {
    const text = strictUtf8(part);
    if (text === undefined) return undefined;
    const cleaned = parts.length === 0 ? clean(text) : cleanWithin(text);
    // A mark at the beginning is gone before anybody sees the text.
    const isSame = cleaned === text && Buffer.byteLength(cleaned) === part.length;
    isChanged ||= !isSame;
    parts.push(isSame ? part : Buffer.from(cleaned));
  }
  return isChanged ? Buffer.concat(parts) : bytes;
}

/** At line ends, which are never in the middle of a letter. */
function* partsOf(bytes: Uint8Array): Generator<Uint8Array> {
  let start = 0;
  while (start < bytes.length || start === 0) {
    const lineEnd = bytes.indexOf(0x0a, start + PART_BYTES);
    const end = lineEnd < 0 ? bytes.length : lineEnd + 1;
    yield bytes.subarray(start, end);
    start = Math.max(end, 1);
  }
}

function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const sample = bytes.subarray(0, 1_000);
  const zeros = (offset: number) => sample.filter((byte, index) => index % 2 === offset && byte === 0).length;
  const [even, odd] = [zeros(0), zeros(1)];
  // Zeros at both kinds of places fill up fixed-width fields.
  if (odd > sample.length / 4 && even < odd / 4) return 'utf-16le';
  return even > sample.length / 4 && odd < even / 4 ? 'utf-16be' : undefined;
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

/** One stray byte must not turn every other name of a UTF-8 file into `Ã©`, so each line is looked at by itself. */
function byLines(bytes: Uint8Array): Decoded {
  const single = new TextDecoder('windows-1252');
  const texts: string[] = [];
  const other: Uint8Array[] = [];
  let isMixed = false;
  for (const line of linesOf(bytes)) {
    const text = strictUtf8(line);
    isMixed ||= text !== undefined && !isAscii(text);
    if (text === undefined) other.push(line);
    texts.push(text ?? single.decode(line));
  }
  return decoded(texts.join(''), isMixed ? 'mixed' : singleByteOf(other));
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

function singleByteOf(lines: readonly Uint8Array[]): Encoding {
  if (lines.some((line) => line.some((byte) => UNASSIGNED.has(byte)))) return 'unknown';
  return lines.some((line) => line.some((byte) => byte >= 0x80 && byte <= 0x9f)) ? 'windows-1252' : 'iso-8859-1';
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
