/** AWS: kms/latest/APIReference/API_GetPublicKey.html */
import { publicKeyOf } from '../key.ts';
import { type Operation, usableKey } from '../operation.ts';

export const getPublicKey: Operation = {
  honoured: ['KeyId'],
  inert: ['GrantTokens'],
  run: (call) => {
    const key = usableKey(call, 'SIGN_VERIFY', 'GetPublicKey');
    const der = publicKeyOf(key).export({ format: 'der', type: 'spki' });
    return {
      KeyId: key.arn,
      PublicKey: der.toString('base64'),
      KeySpec: key.spec,
      CustomerMasterKeySpec: key.spec,
      KeyUsage: key.usage,
      SigningAlgorithms: key.algorithms,
    };
  },
};
