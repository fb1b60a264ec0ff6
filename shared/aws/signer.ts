import type { KMS } from '@aws-sdk/client-kms';
import { rawKey, type Signer } from '../audit/checkpoint.ts';
import { GiveUp, TryAgain } from '../faults/fault.ts';

export class SigningUnavailable extends TryAgain<{ keyArn: string }> {
  readonly code = 'SIGNING_UNAVAILABLE';
}

export class WrongSigningKey extends GiveUp<{ keyArn: string }> {
  readonly code = 'WRONG_SIGNING_KEY';
}

/** Ed25519 by a KMS key of spec `ECC_NIST_EDWARDS25519`: `ED25519_SHA_512` takes the message itself (RAW, ≤ 4,096 bytes). */
export function kmsSigner({
  kms,
  keyArn,
}: {
  readonly kms: Pick<KMS, 'sign' | 'getPublicKey'>;
  readonly keyArn: string;
}): Signer {
  let known: Promise<Buffer> | undefined;
  return {
    publicKey() {
      known ??= fetchKey(kms, keyArn).catch((error: unknown) => {
        known = undefined;
        throw error;
      });
      return known;
    },
    async sign(bytes) {
      try {
        const request = { KeyId: keyArn, Message: bytes, MessageType: 'RAW', SigningAlgorithm: 'ED25519_SHA_512' } as const;
        const { Signature } = await kms.sign(request);
        return Buffer.from(Signature ?? []);
      } catch (error) {
        throw new SigningUnavailable('KMS did not sign the checkpoint', { keyArn }, 'It is tried again.', { cause: error });
      }
    },
  };
}

async function fetchKey(kms: Pick<KMS, 'getPublicKey'>, keyArn: string): Promise<Buffer> {
  const answer = await kms.getPublicKey({ KeyId: keyArn }).catch((error: unknown) => {
    throw new SigningUnavailable('KMS did not hand out the public key', { keyArn }, 'It is tried again.', { cause: error });
  });
  const raw = rawKey(Buffer.from(answer.PublicKey ?? []));
  if (raw !== undefined) return raw;
  throw new WrongSigningKey('the audit signing key is not Ed25519', { keyArn }, 'Its key spec must be ECC_NIST_EDWARDS25519.');
}
