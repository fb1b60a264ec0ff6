import { createHash } from 'node:crypto';

/*
 * The hashes of RFC 6962 §2.1: a leaf and a node can never be taken for one another, for each starts with its own byte.
 * All hashes are 32 bytes; in JSON they are 64 lower-case hex digits.
 */

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

export type Hash = Buffer;

/** SHA-256(0x00 ‖ bytes). */
export function leafHash(bytes: Uint8Array | string): Hash {
  return createHash('sha256').update(LEAF).update(bytes).digest();
}

/** SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Hash {
  return createHash('sha256').update(NODE).update(left).update(right).digest();
}

/** Root of the empty tree: SHA-256 of nothing. */
export const EMPTY_ROOT: Hash = createHash('sha256').digest();

export function hex(hash: Uint8Array): string {
  return Buffer.from(hash).toString('hex');
}

export function fromHex(text: string): Hash {
  return Buffer.from(text, 'hex');
}
