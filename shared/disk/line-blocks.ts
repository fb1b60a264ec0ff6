import { type Bytes, piecesOf } from './file-bytes.ts';

/** Enough to be worth the call, little enough to be held as text beside everything else. */
const BLOCK_BYTES = 2 ** 20;
/** A line this long is no line: whoever reads it says so. */
export const LONGEST_LINE = 16 * BLOCK_BYTES;

/**
 * Bytes in parts that end with a line, so that no letter and no escape is cut; the last one ends where they end. There is always one.
 * Lines end with LF or CR.
 */
export function* lineBlocks(bytes: Bytes): Generator<Uint8Array, undefined, unknown> {
  let rest: Uint8Array = new Uint8Array();
  for (const piece of piecesOf(bytes)) {
    let open = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    for (let end = blockEnd(open); end > 0; end = blockEnd(open)) {
      yield open.subarray(0, end);
      open = open.subarray(end);
    }
    rest = open;
  }
  yield rest;
  return undefined;
}

/** Where a block can end; 0 where more is needed. */
function blockEnd(open: Uint8Array): number {
  if (open.length <= BLOCK_BYTES) return 0;
  const near = open.subarray(0, LONGEST_LINE + 1);
  const lf = near.indexOf(0x0a, BLOCK_BYTES);
  const cr = (lf < 0 ? near : near.subarray(0, lf)).indexOf(0x0d, BLOCK_BYTES);
  if (lf >= 0 || cr >= 0) return (cr < 0 ? lf : cr) + 1;
  return open.length > LONGEST_LINE ? LONGEST_LINE : 0;
}
