/** AWS: kms/latest/APIReference/API_GenerateDataKey.html */
import { seal } from '../ciphertext.ts';
import { invalidField, KmsError } from '../errors.ts';
import { type Call, contextOf, type Input, type Operation, usableKey } from '../operation.ts';

export const dataKeyFields = ['KeyId', 'KeySpec', 'NumberOfBytes', 'EncryptionContext'];

export const generateDataKey: Operation = {
  honoured: dataKeyFields,
  inert: ['GrantTokens'],
  run: (call) => {
    const { plaintext, ...sealed } = newDataKey(call, 'GenerateDataKey');
    return { ...sealed, Plaintext: plaintext.toString('base64') };
  },
};

/** The data key comes from the seeded stream: the same in every run that asks in the same order. */
export function newDataKey(
  call: Call,
  operation: string,
): { readonly plaintext: Buffer; readonly CiphertextBlob: string; readonly KeyId: string } {
  const key = usableKey(call, 'ENCRYPT_DECRYPT', operation);
  const plaintext = call.keys.randomBytes(lengthOf(call.input));
  const blob = seal(key, plaintext, contextOf(call.input), call.keys.randomBytes(12));
  return { plaintext, CiphertextBlob: blob.toString('base64'), KeyId: key.arn };
}

function lengthOf({ KeySpec, NumberOfBytes }: Input): number {
  if ((KeySpec === undefined) === (NumberOfBytes === undefined)) {
    throw new KmsError('ValidationException', 'Please specify either number of bytes or key spec.');
  }
  if (KeySpec === 'AES_256') return 32;
  if (KeySpec === 'AES_128') return 16;
  if (typeof NumberOfBytes === 'number' && NumberOfBytes >= 1 && NumberOfBytes <= 1024) return NumberOfBytes;
  throw KeySpec === undefined
    ? invalidField('numberOfBytes', 'Member must have value between 1 and 1024')
    : invalidField('keySpec', 'Member must satisfy enum value set: [AES_256, AES_128]');
}
