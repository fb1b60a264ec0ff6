import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { Instant } from '../world.ts';
import { keyDisabled, keyPendingDeletion } from './errors.ts';

/** What each key spec of the local cloud can do. AWS: kms/latest/developerguide/symm-asymm-choose-key-spec.html */
export const keySpecs = {
  SYMMETRIC_DEFAULT: { usage: 'ENCRYPT_DECRYPT', algorithms: ['SYMMETRIC_DEFAULT'] },
  HMAC_256: { usage: 'GENERATE_VERIFY_MAC', algorithms: ['HMAC_SHA_256'] },
  ECC_NIST_EDWARDS25519: { usage: 'SIGN_VERIFY', algorithms: ['ED25519_SHA_512'] },
  ECC_NIST_P256: { usage: 'SIGN_VERIFY', algorithms: ['ECDSA_SHA_256'] },
} as const;

export type KeySpec = keyof typeof keySpecs;

/** One key and its whole secret. Nothing but the operations sees it. */
export interface Key {
  readonly id: string;
  readonly arn: string;
  readonly spec: KeySpec;
  readonly usage: (typeof keySpecs)[KeySpec]['usage'];
  readonly algorithms: readonly string[];
  readonly description: string;
  readonly createdAt: Instant;
  /** 32 bytes: the AES or HMAC key, the Ed25519 seed, the P-256 scalar. */
  readonly secret: Buffer;
  state: 'Enabled' | 'Disabled' | 'PendingDeletion';
  deletionAt: Instant | undefined;
}

export function isKeySpec(text: string): text is KeySpec {
  return text in keySpecs;
}

/** @throws DisabledException, KMSInvalidStateException */
export function refuseUnlessEnabled(key: Key): void {
  if (key.state === 'Disabled') throw keyDisabled(key.arn);
  if (key.state === 'PendingDeletion') throw keyPendingDeletion(key.arn);
}

/** PKCS #8 (RFC 8410) and SEC 1 (RFC 5915) headers before the 32 secret bytes; OpenSSL finds the public half itself. */
const derBefore = {
  ECC_NIST_EDWARDS25519: Buffer.from('302e020100300506032b657004220420', 'hex'),
  ECC_NIST_P256: Buffer.from('30310201010420', 'hex'),
} as const;
const p256After = Buffer.from('a00a06082a8648ce3d030107', 'hex');

export function privateKeyOf(key: Key): KeyObject {
  if (key.spec === 'ECC_NIST_EDWARDS25519') {
    const der = Buffer.concat([derBefore.ECC_NIST_EDWARDS25519, key.secret]);
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  }
  const der = Buffer.concat([derBefore.ECC_NIST_P256, key.secret, p256After]);
  return createPrivateKey({ key: der, format: 'der', type: 'sec1' });
}

export function publicKeyOf(key: Key): KeyObject {
  return createPublicKey(privateKeyOf(key));
}
