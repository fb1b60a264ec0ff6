import { asBuffer, type Bytes, piecesOf } from '../../disk/file-bytes.ts';
import { lineBlocks } from '../../disk/line-blocks.ts';

const [QUOTE, BACKSLASH] = [0x22, 0x5c];

/** Whether `\"` stands anywhere: an escape in some files, the end of a field in others. */
export function hasEscapes(utf8: Bytes): boolean {
  let before: number | undefined;
  for (const piece of piecesOf(utf8)) {
    if (before === BACKSLASH && piece[0] === QUOTE) return true;
    if (asBuffer(piece).includes('\\"')) return true;
    before = piece.at(-1) ?? before;
  }
  return false;
}

/** Quotation marks doubled instead, as everywhere else. */
export function withoutEscapes(utf8: Bytes): Bytes {
  const read = {
    *pieces() {
      for (const block of lineBlocks(utf8)) {
        const text = asBuffer(block).toString('utf8');
        yield Buffer.from(text.replace(/\\(["\\])/g, (_, escaped) => (escaped === '"' ? '""' : '\\')));
      }
    },
  };
  return utf8 instanceof Uint8Array ? Buffer.concat([...read.pieces()]) : read;
}
