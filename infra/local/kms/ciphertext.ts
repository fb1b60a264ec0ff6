/**
 * Ciphertext blobs: AES-256-GCM, the encryption context as additional data, the key's name in front so that Decrypt
 * needs no KeyId. Length as AWS's: 152 bytes more than the plaintext, so that sizes of stored items are true.
 * AWS: kms/latest/developerguide/encrypt_context.html
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { invalidCiphertext } from './errors.ts';
import type { Key } from './key.ts';

export type EncryptionContext = Readonly<Record<string, string>>;

const version = 1;
const keyAt = 1;
const keyLength = 36;
const ivAt = keyAt + keyLength;
const tagAt = ivAt + 12;
const bodyAt = 152;

/** @param iv 12 bytes, never twice under one key: from the seeded stream, which does not repeat within a run */
export function seal(key: Key, plaintext: Buffer, context: EncryptionContext, iv: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key.secret, iv);
  cipher.setAAD(asBytes(context));
  const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const head = Buffer.alloc(bodyAt);
  head[0] = version;
  head.write(key.id, keyAt, 'latin1');
  iv.copy(head, ivAt);
  cipher.getAuthTag().copy(head, tagAt);
  return Buffer.concat([head, body]);
}

/** @returns the id of the key that sealed it, undefined when this is no ciphertext of ours */
export function keyIdIn(blob: Buffer): string | undefined {
  if (blob.length < bodyAt || blob[0] !== version) return undefined;
  return blob.toString('latin1', keyAt, keyAt + keyLength);
}

/** @throws InvalidCiphertextException when blob or context are not what was sealed */
export function unseal(key: Key, blob: Buffer, context: EncryptionContext): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key.secret, blob.subarray(ivAt, tagAt));
  decipher.setAAD(asBytes(context));
  decipher.setAuthTag(blob.subarray(tagAt, tagAt + 16));
  // Padding is part of the blob as well: a flipped bit there must not pass.
  if (blob.subarray(tagAt + 16, bodyAt).some((byte) => byte !== 0)) throw invalidCiphertext();
  try {
    return Buffer.concat([decipher.update(blob.subarray(bodyAt)), decipher.final()]);
  } catch {
    throw invalidCiphertext();
  }
}

/** Pairs in order of their names: AWS too compares contexts whatever their order. */
function asBytes(context: EncryptionContext): Buffer {
  const pairs = Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.from(JSON.stringify(pairs));
}
