/** AWS: kms/latest/APIReference/API_VerifyMac.html */
import { timingSafeEqual } from 'node:crypto';
import { invalidMac } from '../errors.ts';
import { bytesOf, type Operation } from '../operation.ts';
import { macOf } from './generate-mac.ts';

export const verifyMac: Operation = {
  honoured: ['KeyId', 'Message', 'Mac', 'MacAlgorithm'],
  inert: ['GrantTokens'],
  run: (call) => {
    const { key, mac, algorithm } = macOf(call, 'VerifyMac');
    const given = bytesOf(call.input, 'Mac', 6144);
    if (given.length !== mac.length || !timingSafeEqual(given, mac)) throw invalidMac();
    return { KeyId: key.arn, MacValid: true, MacAlgorithm: algorithm };
  },
};
