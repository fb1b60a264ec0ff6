/** AWS: kms/latest/APIReference/API_ReEncrypt.html */
import { seal } from '../ciphertext.ts';
import { contextOf, type Operation, usableKey } from '../operation.ts';
import { open } from './decrypt.ts';
import { encryptionAlgorithmOf } from './encrypt.ts';

export const reEncrypt: Operation = {
  honoured: [
    'CiphertextBlob',
    'SourceKeyId',
    'SourceEncryptionContext',
    'SourceEncryptionAlgorithm',
    'DestinationKeyId',
    'DestinationEncryptionContext',
    'DestinationEncryptionAlgorithm',
  ],
  inert: ['GrantTokens'],
  run: (call) => {
    const { keys, input } = call;
    const source = open(call, 'SourceKeyId', contextOf(input, 'SourceEncryptionContext'));
    const target = usableKey(call, 'ENCRYPT_DECRYPT', 'ReEncrypt', 'DestinationKeyId');
    const blob = seal(target, source.plaintext, contextOf(input, 'DestinationEncryptionContext'), keys.randomBytes(12));
    return {
      CiphertextBlob: blob.toString('base64'),
      SourceKeyId: source.key.arn,
      KeyId: target.arn,
      SourceEncryptionAlgorithm: encryptionAlgorithmOf(input, source.key, 'SourceEncryptionAlgorithm'),
      DestinationEncryptionAlgorithm: encryptionAlgorithmOf(input, target, 'DestinationEncryptionAlgorithm'),
    };
  },
};
