import { verify } from 'node:crypto';
import {
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateDataKeyWithoutPlaintextCommand,
  GenerateMacCommand,
  GetPublicKeyCommand,
  KMSClient,
  ListAliasesCommand,
  ReEncryptCommand,
  ScheduleKeyDeletionCommand,
  SignCommand,
  VerifyCommand,
  VerifyMacCommand,
} from '@aws-sdk/client-kms';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestDoor, type TestDoor } from '../../../test/fixtures/service-door.ts';
import type { CreatedResource } from '../front/service.ts';
import { createKms, type KmsService } from './index.ts';

let door: TestDoor<KmsService>;
let kms: KMSClient;
let data: string;
let other: string;
const Plaintext = Buffer.from('pepper');
const EncryptionContext = { app: 'ringfence', table: 'contacts' };

beforeEach(async () => {
  door = await openTestDoor(createKms);
  kms = new KMSClient(door.client);
  data = await makeKey('Data');
  other = await makeKey('Other');
  await door.service.resources['AWS::KMS::Alias']?.('A', { AliasName: 'alias/ringfence/data', TargetKeyId: data });
});

afterEach(() => door.close());

async function makeKey(logicalId: string, properties = {}): Promise<string> {
  const made: CreatedResource | undefined = await door.service.resources['AWS::KMS::Key']?.(logicalId, properties);
  return made?.attributes['Arn'] ?? '';
}

/** API_Encrypt.html, API_Decrypt.html, encrypt_context.html */
test('what was encrypted is decrypted without naming the key, but only with the same context', async () => {
  const { CiphertextBlob, KeyId } = await kms.send(
    new EncryptCommand({ KeyId: 'alias/ringfence/data', Plaintext, EncryptionContext }),
  );
  expect(KeyId).toBe(data);
  expect(CiphertextBlob?.length).toBe(152 + Plaintext.length);
  const reordered = { table: 'contacts', app: 'ringfence' };
  const opened = await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: reordered }));
  expect(Buffer.from(opened.Plaintext ?? [])).toEqual(Plaintext);
  const wrong = kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: { app: 'else' } }));
  await expect(wrong).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
  const wrongKey = kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext, KeyId: other }));
  await expect(wrongKey).rejects.toMatchObject({ name: 'IncorrectKeyException' });
});

test('no bit of a ciphertext can be changed', async () => {
  const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: data, Plaintext }));
  for (let at = 0; at < (CiphertextBlob?.length ?? 0); at += 7) {
    const changed = Buffer.from(CiphertextBlob ?? []);
    changed[at] = (changed[at] ?? 0) ^ 1;
    await expect(kms.send(new DecryptCommand({ CiphertextBlob: changed }))).rejects.toMatchObject({
      name: 'InvalidCiphertextException',
    });
  }
});

/** API_GenerateDataKey.html, API_ReEncrypt.html */
test('data keys open again, and can be sealed anew under another key', async () => {
  const made = await kms.send(new GenerateDataKeyCommand({ KeyId: data, KeySpec: 'AES_256', EncryptionContext }));
  expect(made.Plaintext?.length).toBe(32);
  const { CiphertextBlob } = await kms.send(
    new ReEncryptCommand({
      CiphertextBlob: made.CiphertextBlob,
      SourceEncryptionContext: EncryptionContext,
      DestinationKeyId: other,
    }),
  );
  expect(door.asked.at(-1)?.checks).toMatchObject([
    { action: 'kms:ReEncryptFrom', resource: data },
    { action: 'kms:ReEncryptTo', resource: other },
  ]);
  expect((await kms.send(new DecryptCommand({ CiphertextBlob }))).Plaintext).toEqual(made.Plaintext);
  const bare = await kms.send(new GenerateDataKeyWithoutPlaintextCommand({ KeyId: data, NumberOfBytes: 64 }));
  expect(bare).not.toHaveProperty('Plaintext');
  const both = new GenerateDataKeyCommand({ KeyId: data, KeySpec: 'AES_256', NumberOfBytes: 32 });
  await expect(kms.send(both)).rejects.toMatchObject({ name: 'ValidationException' });
});

/** API_Sign.html, API_GetPublicKey.html */
test.each([
  ['ECC_NIST_EDWARDS25519', 'ED25519_SHA_512', null],
  ['ECC_NIST_P256', 'ECDSA_SHA_256', 'sha256'],
] as const)('%s signs what anybody can verify with the public key', async (KeySpec, SigningAlgorithm, digest) => {
  const KeyId = await makeKey('Signing', { KeySpec, KeyUsage: 'SIGN_VERIFY' });
  const Message = Buffer.from('checkpoint');
  const { Signature } = await kms.send(new SignCommand({ KeyId, Message, MessageType: 'RAW', SigningAlgorithm }));
  expect(door.asked.at(-1)?.checks).toEqual([
    { action: 'kms:Sign', resource: KeyId, context: { 'kms:SigningAlgorithm': SigningAlgorithm, 'kms:MessageType': 'RAW' } },
  ]);
  const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId }));
  const key = { key: Buffer.from(PublicKey ?? []), format: 'der', type: 'spki' } as const;
  expect(verify(digest, Message, key, Signature ?? Buffer.alloc(0))).toBe(true);
  await kms.send(new VerifyCommand({ KeyId, Message, Signature, SigningAlgorithm }));
  const forged = new VerifyCommand({ KeyId, Message: Buffer.from('other'), Signature, SigningAlgorithm });
  await expect(kms.send(forged)).rejects.toMatchObject({ name: 'KMSInvalidSignatureException' });
});

/** API_GenerateMac.html, API_VerifyMac.html */
test('a MAC is the same for the same message and no other', async () => {
  const KeyId = await makeKey('Mac', { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' });
  const MacAlgorithm = 'HMAC_SHA_256';
  const { Mac } = await kms.send(new GenerateMacCommand({ KeyId, Message: Plaintext, MacAlgorithm }));
  expect((await kms.send(new VerifyMacCommand({ KeyId, Message: Plaintext, Mac, MacAlgorithm }))).MacValid).toBe(true);
  const forged = new VerifyMacCommand({ KeyId, Message: Buffer.from('x'), Mac, MacAlgorithm });
  await expect(kms.send(forged)).rejects.toMatchObject({ name: 'KMSInvalidMacException' });
  await expect(kms.send(new EncryptCommand({ KeyId, Plaintext }))).rejects.toMatchObject({ name: 'InvalidKeyUsageException' });
});

/** kms/latest/developerguide/key-state.html */
test('a disabled key opens nothing until it is enabled; one pending deletion opens nothing', async () => {
  const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: data, Plaintext }));
  door.service.disable(data);
  await expect(kms.send(new DecryptCommand({ CiphertextBlob }))).rejects.toMatchObject({
    name: 'DisabledException',
    message: `${data} is disabled.`,
  });
  await expect(kms.send(new EncryptCommand({ KeyId: data, Plaintext }))).rejects.toMatchObject({ name: 'DisabledException' });
  door.service.enable(data);
  await kms.send(new DecryptCommand({ CiphertextBlob }));
  door.service.scheduleDeletion(data, 7);
  await expect(kms.send(new DecryptCommand({ CiphertextBlob }))).rejects.toMatchObject({ name: 'KMSInvalidStateException' });
  expect((await kms.send(new DescribeKeyCommand({ KeyId: data }))).KeyMetadata).toMatchObject({
    KeyState: 'PendingDeletion',
    Enabled: false,
  });
});

/** conditions-kms.html */
test('what IAM is asked carries the context and the algorithm', async () => {
  await kms.send(new EncryptCommand({ KeyId: 'alias/ringfence/data', Plaintext, EncryptionContext }));
  expect(door.asked.at(-1)?.checks).toEqual([
    {
      action: 'kms:Encrypt',
      resource: data,
      context: {
        'kms:EncryptionContext:app': 'ringfence',
        'kms:EncryptionContext:table': 'contacts',
        'kms:EncryptionContextKeys': ['app', 'table'],
        'kms:RequestAlias': 'alias/ringfence/data',
      },
    },
  ]);
  door.setPolicy(() => false);
  await expect(kms.send(new EncryptCommand({ KeyId: data, Plaintext }))).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

/** API_ListAliases.html, API_DescribeKey.html; keys of a run with the same seed are the same */
test('aliases and keys are found, unknown ones named, unknown operations refused', async () => {
  expect((await kms.send(new ListAliasesCommand({}))).Aliases).toMatchObject([{ AliasName: 'alias/ringfence/data' }]);
  const missing = 'arn:aws:kms:us-east-1:123456789012:key/11111111-2222-4333-8444-555555555555';
  await expect(kms.send(new DescribeKeyCommand({ KeyId: missing }))).rejects.toMatchObject({
    name: 'NotFoundException',
    message: `Key '${missing}' does not exist`,
  });
  const deletion = new ScheduleKeyDeletionCommand({ KeyId: data });
  await expect(kms.send(deletion)).rejects.toMatchObject({ $metadata: { httpStatusCode: 501 } });
  const again = await openTestDoor(createKms);
  const same = await again.service.resources['AWS::KMS::Key']?.('Data', {});
  expect(same?.attributes['Arn']).toBe(data);
  await again.close();
});
