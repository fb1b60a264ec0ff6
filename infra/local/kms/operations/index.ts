import type { Operation } from '../operation.ts';
import { decrypt } from './decrypt.ts';
import { describeKey } from './describe-key.ts';
import { encrypt } from './encrypt.ts';
import { generateDataKey } from './generate-data-key.ts';
import { generateDataKeyWithoutPlaintext } from './generate-data-key-without-plaintext.ts';
import { generateMac } from './generate-mac.ts';
import { getPublicKey } from './get-public-key.ts';
import { listAliases } from './list-aliases.ts';
import { reEncrypt } from './re-encrypt.ts';
import { sign } from './sign.ts';
import { verify } from './verify.ts';
import { verifyMac } from './verify-mac.ts';

/** Every operation of KMS that the local cloud carries out; all others answer 501. */
export const operations: Readonly<Record<string, Operation>> = {
  Decrypt: decrypt,
  DescribeKey: describeKey,
  Encrypt: encrypt,
  GenerateDataKeyWithoutPlaintext: generateDataKeyWithoutPlaintext,
  GenerateDataKey: generateDataKey,
  GenerateMac: generateMac,
  GetPublicKey: getPublicKey,
  ListAliases: listAliases,
  ReEncrypt: reEncrypt,
  Sign: sign,
  VerifyMac: verifyMac,
  Verify: verify,
};
