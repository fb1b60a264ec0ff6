/** AWS: kms/latest/APIReference/API_GenerateDataKeyWithoutPlaintext.html */
import type { Operation } from '../operation.ts';
import { dataKeyFields, newDataKey } from './generate-data-key.ts';

export const generateDataKeyWithoutPlaintext: Operation = {
  honoured: dataKeyFields,
  inert: ['GrantTokens'],
  run: (call) => {
    const { CiphertextBlob, KeyId } = newDataKey(call, 'GenerateDataKeyWithoutPlaintext');
    return { CiphertextBlob, KeyId };
  },
};
