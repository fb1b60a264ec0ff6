import { KMS } from '@aws-sdk/client-kms';
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freshMemory, seal } from '../../functions/seal-audit/seal.ts';
import { createKms, type KmsService } from '../../infra/local/kms/index.ts';
import { createS3, type S3Service } from '../../infra/local/s3/index.ts';
import { verifyTrail } from '../../shared/audit/verify.ts';
import { createAuditTrail } from '../../shared/aws/audit-bucket.ts';
import { createEnvelope } from '../../shared/aws/envelope.ts';
import { bucketSource, logStore } from '../../shared/aws/log-store.ts';
import { kmsSigner } from '../../shared/aws/signer.ts';
import { viewBucket } from '../../shared/aws/view-bucket.ts';
import { openTestDoor, type TestDoor } from '../fixtures/service-door.ts';

/** The trail's adapters against the local S3 and KMS, through AWS's own clients: written, sealed, signed, verified, tampered with. */
const district = 'elbert.example';
let storage: TestDoor<S3Service>;
let keys: TestDoor<KmsService>;
let s3: S3Client;
let kms: KMS;
let clock: { now(): Date };

beforeEach(async () => {
  storage = await openTestDoor(createS3);
  keys = await openTestDoor(createKms);
  s3 = new S3Client({ ...storage.client, forcePathStyle: true });
  kms = new KMS(keys.client);
  clock = { now: () => new Date(storage.clock.now()) };
  const bucket = storage.service.resources['AWS::S3::Bucket'];
  const Rule = { DefaultRetention: { Mode: 'COMPLIANCE', Days: 10 } };
  await bucket?.('Audit', {
    BucketName: 'audit',
    ObjectLockEnabled: true,
    ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule },
  });
  await bucket?.('View', { BucketName: 'view' });
});

afterEach(async () => {
  await storage.close();
  await keys.close();
});

const trailOf = (writer: string) => createAuditTrail({ s3, bucket: 'audit', writer, district, clock });
const draft = (call: string) => ({ kind: 'call.withdrawn', at: clock.now().toISOString(), call, attempt: 1 }) as const;

async function sealerPorts() {
  const made = await keys.service.resources['AWS::KMS::Key']?.('Signing', {
    KeySpec: 'ECC_NIST_EDWARDS25519',
    KeyUsage: 'SIGN_VERIFY',
  });
  const keyArn = made?.attributes['Arn'] ?? '';
  const measures = { count: () => undefined, seconds: () => undefined };
  const ports = {
    store: logStore({ s3, bucket: 'audit' }),
    view: viewBucket({ s3, bucket: 'view' }),
    signer: kmsSigner({ kms, keyArn }),
    trail: trailOf('seal-audit'),
    clock,
    district,
    measures,
  };
  const { PublicKey } = await kms.getPublicKey({ KeyId: keyArn });
  return { ports, publicKey: Buffer.from(PublicKey ?? []).toString('base64') };
}

test('what was written is sealed within two minutes, and verified from the public key and the bucket alone', async () => {
  const { ports, publicKey } = await sealerPorts();
  const trail = trailOf('place-call');
  for (let call = 0; call < 12; call += 1) await trail.write(`N${call % 3}`, [draft(`N.${call}`), draft(`N.${call}`)]);
  const memory = freshMemory();
  for (let minute = 0; minute < 2; minute += 1) {
    storage.clock.advance(60_000);
    await seal(ports, memory);
  }
  const verdict = await verifyTrail(bucketSource({ s3, bucket: 'audit' }), publicKey);
  expect(verdict).toMatchObject({ outcome: 'clean', findings: [], counts: { records: 25, unsealed: 0 } });

  storage.clock.advance(60_000);
  const before = storage.asked.length;
  await seal(ports, memory);
  expect(storage.asked.slice(before).map(({ operation }) => operation)).toEqual(['ListObjectsV2', 'ListObjectsV2']);
});

test('a delete marker and what is written after it are convicted, though Object Lock allows both', async () => {
  const { ports, publicKey } = await sealerPorts();
  await trailOf('place-call').write('N1', [draft('N1.a')]);
  storage.clock.advance(60_000);
  await seal(ports, freshMemory());
  let key = '';
  for await (const object of ports.store.list('records/place-call/')) key = object.key;
  await s3.send(new DeleteObjectCommand({ Bucket: 'audit', Key: key }));
  await s3.send(new PutObjectCommand({ Bucket: 'audit', Key: key, Body: 'another story\n' }));
  const { findings } = await verifyTrail(bucketSource({ s3, bucket: 'audit' }), publicKey);
  expect(findings.map((finding) => `${finding.class} ${finding.object}`).sort()).toEqual([
    `deleted ${key}`,
    `second-version ${key}`,
  ]);
});

test('a new environment goes on from the seals, with or without what the last one kept', async () => {
  const { ports, publicKey } = await sealerPorts();
  const trail = trailOf('place-call');
  for (let minute = 0; minute < 20; minute += 1) {
    await trail.write('N1', [draft('N1.a')]);
    storage.clock.advance(60_000);
    await seal(ports, freshMemory());
  }
  const verdict = await verifyTrail(bucketSource({ s3, bucket: 'audit' }), publicKey);
  expect(verdict.outcome).toBe('clean');
});

test('an envelope is sealed and opened with the local KMS', async () => {
  const made = await keys.service.resources['AWS::KMS::Key']?.('Data', {});
  const envelope = createEnvelope({ keyArn: made?.attributes['Arn'] ?? '', district, table: 'contacts', kms });
  const binding = { key: 'CONTACT#a|BOOK', kind: 'contact', version: 1 };
  expect(await envelope.open(binding, await envelope.seal(binding, { n: 1 }))).toEqual({ n: 1 });
});
