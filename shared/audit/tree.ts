import { EMPTY_ROOT, type Hash, hex, leafHash, nodeHash } from './leaf.ts';

/**
 * A log's *frontier*: the roots of its complete subtrees, largest first, one for each 1-bit of its size. With it a log is
 * extended, and its root told, without reading what came before.
 */
export interface Frontier {
  readonly size: number;
  readonly peaks: readonly Hash[];
}

export const EMPTY: Frontier = { size: 0, peaks: [] };

/** The frontier after `leaves` (leaf hashes) were appended. */
export function append(frontier: Frontier, leaves: readonly Hash[]): Frontier {
  const peaks = [...frontier.peaks];
  let size = frontier.size;
  for (const leaf of leaves) {
    let peak = leaf;
    // Each trailing 1-bit of the size is a complete subtree that this leaf completes to one of twice its width.
    for (let bits = size; bits % 2 === 1; bits = (bits - 1) / 2) peak = nodeHash(peaks.pop() ?? EMPTY_ROOT, peak);
    peaks.push(peak);
    size += 1;
  }
  return { size, peaks };
}

/** The root hash of RFC 6962 §2.1 for a log with this frontier. */
export function rootOf({ peaks }: Frontier): Hash {
  return peaks.reduceRight<Hash | undefined>((right, left) => (right ? nodeHash(left, right) : left), undefined) ?? EMPTY_ROOT;
}

/** The root over leaf hashes. */
export function rootOfLeaves(leaves: readonly Hash[]): Hash {
  return rootOf(append(EMPTY, leaves));
}

/**
 * Root, in hex, of the tree over a set of texts: sorted by UTF-16 code unit, doubles taken once, each text's UTF-8 bytes a leaf.
 * `notice.planned` states that of the notice's callIds, `notice.closed` that of its `finalEntry` lines: two neighbours in a
 * sorted tree prove that nothing lies between them.
 */
export function rootOfSorted(texts: Iterable<string>): string {
  return hex(rootOfLeaves([...new Set(texts)].sort().map((text) => leafHash(text))));
}

/** How a call and its final state stand in the tree of `notice.closed`. */
export function finalEntry(callId: string, state: string): string {
  return `${callId} ${state}`;
}
