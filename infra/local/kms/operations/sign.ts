/** AWS: kms/latest/APIReference/API_Sign.html */
import { sign as signBytes } from 'node:crypto';
import { invalidAlgorithm, notImplemented } from '../errors.ts';
import { type Key, privateKeyOf } from '../key.ts';
import { bytesOf, type Call, type Operation, optionalText, textOf, usableKey } from '../operation.ts';

export const sign: Operation = {
  honoured: ['KeyId', 'Message', 'MessageType', 'SigningAlgorithm'],
  inert: ['GrantTokens'],
  run: (call) => {
    const { key, message, algorithm } = signed(call, 'Sign');
    const signature = signBytes(digestFor(key), message, privateKeyOf(key));
    return { KeyId: key.arn, Signature: signature.toString('base64'), SigningAlgorithm: algorithm };
  },
};

/** What Sign and Verify have in common: key, algorithm and message, judged. */
export function signed(
  call: Call,
  operation: string,
): { readonly key: Key; readonly message: Buffer; readonly algorithm: string } {
  const key = usableKey(call, 'SIGN_VERIFY', operation);
  const algorithm = textOf(call.input, 'SigningAlgorithm');
  if (!key.algorithms.includes(algorithm)) throw invalidAlgorithm(algorithm, key.spec);
  const type = optionalText(call.input, 'MessageType') ?? 'RAW';
  // Node cannot sign a digest made elsewhere; AWS takes none for ED25519_SHA_512 either.
  if (type !== 'RAW') throw notImplemented(`kms:${operation} with MessageType ${type}`);
  return { key, message: bytesOf(call.input, 'Message', 4096), algorithm };
}

/** Ed25519 does its own hashing. */
export function digestFor(key: Key): 'sha256' | null {
  return key.spec === 'ECC_NIST_P256' ? 'sha256' : null;
}
