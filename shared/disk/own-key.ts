import { type Cipheriv, createCipheriv, createDecipheriv, type Decipheriv } from 'node:crypto';

const BLOCK_BYTES = 16;

/** AES-256 in counter mode: what lies at any place can be read without what is before it. One file to a key. */
export const KEY_BYTES = 32;

export function sealing(key: Uint8Array): Cipheriv {
  return createCipheriv('aes-256-ctr', key, counterAt(0));
}

/** @param at place in the file, in bytes, from which on it is opened */
export function opening(key: Uint8Array, at: number): Decipheriv {
  const decipher = createDecipheriv('aes-256-ctr', key, counterAt(Math.floor(at / BLOCK_BYTES)));
  decipher.update(Buffer.alloc(at % BLOCK_BYTES));
  return decipher;
}

function counterAt(block: number): Buffer {
  const counter = Buffer.alloc(BLOCK_BYTES);
  counter.writeBigUInt64BE(BigInt(block), BLOCK_BYTES - 8);
  return counter;
}
