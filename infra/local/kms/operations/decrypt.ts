/** AWS: kms/latest/APIReference/API_Decrypt.html */
import { type EncryptionContext, keyIdIn, unseal } from '../ciphertext.ts';
import { incorrectKey, invalidCiphertext } from '../errors.ts';
import { type Key, refuseUnlessEnabled } from '../key.ts';
import { bytesOf, type Call, contextOf, type Operation, optionalText } from '../operation.ts';
import { encryptionAlgorithmOf } from './encrypt.ts';

export const decrypt: Operation = {
  honoured: ['CiphertextBlob', 'KeyId', 'EncryptionContext', 'EncryptionAlgorithm'],
  inert: ['GrantTokens'],
  run: (call) => {
    const { key, plaintext } = open(call, 'KeyId', contextOf(call.input));
    const EncryptionAlgorithm = encryptionAlgorithmOf(call.input, key);
    return { KeyId: key.arn, Plaintext: plaintext.toString('base64'), EncryptionAlgorithm };
  },
};

/** Opens a blob with the key it names, which must be the one the caller names, if any. */
export function open(
  call: Call,
  keyField: string,
  context: EncryptionContext,
): { readonly key: Key; readonly plaintext: Buffer } {
  const blob = bytesOf(call.input, 'CiphertextBlob', 6144);
  const named = optionalText(call.input, keyField);
  const key = call.keys.byId(keyIdIn(blob) ?? '');
  if (named !== undefined && call.keys.named(named) !== key) throw key === undefined ? invalidCiphertext() : incorrectKey();
  if (key === undefined) throw invalidCiphertext();
  refuseUnlessEnabled(key);
  return { key, plaintext: unseal(key, blob, context) };
}
