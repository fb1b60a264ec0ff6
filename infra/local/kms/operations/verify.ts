/** AWS: kms/latest/APIReference/API_Verify.html */
import { verify as verifyBytes } from 'node:crypto';
import { invalidSignature } from '../errors.ts';
import { publicKeyOf } from '../key.ts';
import { bytesOf, type Operation } from '../operation.ts';
import { digestFor, signed } from './sign.ts';

export const verify: Operation = {
  honoured: ['KeyId', 'Message', 'MessageType', 'Signature', 'SigningAlgorithm'],
  inert: ['GrantTokens'],
  run: (call) => {
    const { key, message, algorithm } = signed(call, 'Verify');
    const signature = bytesOf(call.input, 'Signature', 6144);
    if (!verifyBytes(digestFor(key), message, publicKeyOf(key), signature)) throw invalidSignature();
    return { KeyId: key.arn, SignatureValid: true, SigningAlgorithm: algorithm };
  },
};
