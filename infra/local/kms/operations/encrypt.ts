/** AWS: kms/latest/APIReference/API_Encrypt.html */
import { seal } from '../ciphertext.ts';
import { invalidAlgorithm } from '../errors.ts';
import type { Key } from '../key.ts';
import { bytesOf, contextOf, type Input, type Operation, optionalText, usableKey } from '../operation.ts';

export const encrypt: Operation = {
  honoured: ['KeyId', 'Plaintext', 'EncryptionContext', 'EncryptionAlgorithm'],
  inert: ['GrantTokens'],
  run: (call) => {
    const key = usableKey(call, 'ENCRYPT_DECRYPT', 'Encrypt');
    const EncryptionAlgorithm = encryptionAlgorithmOf(call.input, key);
    const plaintext = bytesOf(call.input, 'Plaintext', 4096);
    const blob = seal(key, plaintext, contextOf(call.input), call.keys.randomBytes(12));
    return { CiphertextBlob: blob.toString('base64'), KeyId: key.arn, EncryptionAlgorithm };
  },
};

export function encryptionAlgorithmOf(input: Input, key: Key, field = 'EncryptionAlgorithm'): string {
  const algorithm = optionalText(input, field) ?? 'SYMMETRIC_DEFAULT';
  if (!key.algorithms.includes(algorithm)) throw invalidAlgorithm(algorithm, key.spec);
  return algorithm;
}
