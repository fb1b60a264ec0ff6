/** AWS: kms/latest/APIReference/API_DescribeKey.html */
import type { Key } from '../key.ts';
import { type Operation, type Output, textOf } from '../operation.ts';

const algorithmsField = {
  ENCRYPT_DECRYPT: 'EncryptionAlgorithms',
  GENERATE_VERIFY_MAC: 'MacAlgorithms',
  SIGN_VERIFY: 'SigningAlgorithms',
} as const;

export const describeKey: Operation = {
  honoured: ['KeyId'],
  inert: ['GrantTokens'],
  run: ({ world, keys, input }) => ({ KeyMetadata: described(world.accountId, keys.named(textOf(input, 'KeyId'))) }),
};

function described(account: string, key: Key): Output {
  return {
    AWSAccountId: account,
    KeyId: key.id,
    Arn: key.arn,
    CreationDate: key.createdAt / 1000,
    Enabled: key.state === 'Enabled',
    Description: key.description,
    KeyUsage: key.usage,
    KeyState: key.state,
    ...(key.deletionAt === undefined ? {} : { DeletionDate: key.deletionAt / 1000 }),
    Origin: 'AWS_KMS',
    KeyManager: 'CUSTOMER',
    CustomerMasterKeySpec: key.spec,
    KeySpec: key.spec,
    [algorithmsField[key.usage]]: key.algorithms,
    MultiRegion: false,
  };
}
