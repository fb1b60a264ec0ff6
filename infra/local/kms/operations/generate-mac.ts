/** AWS: kms/latest/APIReference/API_GenerateMac.html */
import { createHmac } from 'node:crypto';
import { invalidAlgorithm } from '../errors.ts';
import type { Key } from '../key.ts';
import { bytesOf, type Call, type Operation, textOf, usableKey } from '../operation.ts';

export const generateMac: Operation = {
  honoured: ['KeyId', 'Message', 'MacAlgorithm'],
  inert: ['GrantTokens'],
  run: (call) => {
    const { key, mac, algorithm } = macOf(call, 'GenerateMac');
    return { Mac: mac.toString('base64'), MacAlgorithm: algorithm, KeyId: key.arn };
  },
};

/** For VerifyMac too, which makes the MAC again and compares. */
export function macOf(call: Call, operation: string): { readonly key: Key; readonly mac: Buffer; readonly algorithm: string } {
  const key = usableKey(call, 'GENERATE_VERIFY_MAC', operation);
  const algorithm = textOf(call.input, 'MacAlgorithm');
  if (!key.algorithms.includes(algorithm)) throw invalidAlgorithm(algorithm, key.spec);
  const mac = createHmac('sha256', key.secret)
    .update(bytesOf(call.input, 'Message', 4096))
    .digest();
  return { key, mac, algorithm };
}
