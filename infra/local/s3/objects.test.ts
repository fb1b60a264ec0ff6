import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestDoor, type TestDoor } from '../../../test/fixtures/service-door.ts';
import { createS3, type S3Service } from './index.ts';

let door: TestDoor<S3Service>;
let s3: S3Client;
const keyArn = 'arn:aws:kms:us-east-1:123456789012:key/11111111-2222-4333-8444-555555555555';

beforeEach(async () => {
  door = await openTestDoor(createS3);
  s3 = new S3Client({ ...door.client, forcePathStyle: true });
  const make = door.service.resources['AWS::S3::Bucket'];
  await make?.('Intake', {
    BucketName: 'intake',
    NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    LifecycleConfiguration: { Rules: [{ Status: 'Enabled', Prefix: 'roster/', ExpirationInDays: 30 }] },
  });
  const ServerSideEncryptionByDefault = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyArn };
  await make?.('Versioned', {
    BucketName: 'versioned',
    VersioningConfiguration: { Status: 'Enabled' },
    BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault, BucketKeyEnabled: true }] },
  });
});

afterEach(() => door.close());

const put = (Key: string, Body: string, more = {}, Bucket = 'intake') =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const get = async (Key: string, more = {}, Bucket = 'intake') => {
  const answer = await s3.send(new GetObjectCommand({ Bucket, Key, ...more }));
  return { ...answer, text: await answer.Body?.transformToString() };
};

/** API_PutObject.html, API_GetObject.html */
test('an object comes back with its type, metadata and checksum', async () => {
  const { ETag } = await put('roster/2026 ä+.zip', 'bytes', { ContentType: 'application/zip', Metadata: { source: 'sis' } });
  expect(ETag).toBe('"4b3a6218bb3e3a7303e8a171a60fcf92"');
  const found = await get('roster/2026 ä+.zip', { ChecksumMode: 'ENABLED' });
  expect(found).toMatchObject({
    text: 'bytes',
    ContentType: 'application/zip',
    Metadata: { source: 'sis' },
    ServerSideEncryption: 'AES256',
  });
  expect(found.ChecksumCRC32).toBeDefined();
});

/** ev-events.html: "Object Created" */
test('a created object is told to the default bus', async () => {
  await put('attendance/today.csv', 'a,b');
  expect(door.events).toMatchObject([
    {
      source: 'aws.s3',
      'detail-type': 'Object Created',
      resources: ['arn:aws:s3:::intake'],
      detail: {
        version: '0',
        bucket: { name: 'intake' },
        object: { key: 'attendance/today.csv', size: 3, etag: expect.any(String), sequencer: expect.any(String) },
        reason: 'PutObject',
        requester: '123456789012',
      },
    },
  ]);
});

/** conditional-writes.html */
test('If-None-Match: * writes once, If-Match only over what was read', async () => {
  const first = await put('batch', '1', { IfNoneMatch: '*' });
  await expect(put('batch', '2', { IfNoneMatch: '*' })).rejects.toMatchObject({
    name: 'PreconditionFailed',
    $metadata: { httpStatusCode: 412 },
    message: 'At least one of the pre-conditions you specified did not hold',
  });
  await put('batch', '3', { IfMatch: first.ETag });
  await expect(put('batch', '4', { IfMatch: first.ETag })).rejects.toMatchObject({ name: 'PreconditionFailed' });
  await expect(put('none', '4', { IfMatch: first.ETag })).rejects.toMatchObject({ name: 'NoSuchKey' });
  expect((await get('batch')).text).toBe('3');
  await put('marked', '1', {}, 'versioned');
  await s3.send(new DeleteObjectCommand({ Bucket: 'versioned', Key: 'marked' }));
  await put('marked', '2', { IfNoneMatch: '*' }, 'versioned');
});

/** checking-object-integrity-upload.html */
test('a checksum that does not fit the bytes is refused, and nothing is stored', async () => {
  const wrong = { ChecksumSHA256: Buffer.alloc(32).toString('base64') };
  await expect(put('x', 'bytes', wrong)).rejects.toMatchObject({
    name: 'BadDigest',
    message: 'The SHA256 you specified did not match the calculated checksum.',
  });
  await expect(put('x', 'bytes', { ContentMD5: Buffer.alloc(16).toString('base64') })).rejects.toMatchObject({
    name: 'BadDigest',
  });
  await expect(get('x')).rejects.toMatchObject({ name: 'NoSuchKey' });
  for (const ChecksumAlgorithm of ['CRC32', 'CRC32C', 'SHA1', 'SHA256'])
    await put(ChecksumAlgorithm, '123456789', { ChecksumAlgorithm });
  await put('nvme', '123456789', { ChecksumCRC64NVME: 'rosUhgp5mIg=' });
});

/** API_GetObject.html: Range, conditions */
test('parts are read by range, unchanged objects are not sent again', async () => {
  const { ETag } = await put('x', '0123456789');
  expect(await get('x', { Range: 'bytes=2-4' })).toMatchObject({ text: '234', ContentRange: 'bytes 2-4/10', ContentLength: 3 });
  expect((await get('x', { Range: 'bytes=-2' })).text).toBe('89');
  await expect(get('x', { Range: 'bytes=10-' })).rejects.toMatchObject({ name: 'InvalidRange' });
  await expect(get('x', { IfNoneMatch: ETag })).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
});

/** DeleteMarker.html, API_DeleteObjects.html */
test('in a versioned bucket a delete leaves a marker and the versions behind it', async () => {
  const { VersionId } = await put('k', 'old', {}, 'versioned');
  const gone = await s3.send(new DeleteObjectCommand({ Bucket: 'versioned', Key: 'k' }));
  expect(gone.DeleteMarker).toBe(true);
  await expect(get('k', {}, 'versioned')).rejects.toMatchObject({ name: 'NoSuchKey' });
  await expect(get('k', { VersionId: gone.VersionId }, 'versioned')).rejects.toMatchObject({ name: 'MethodNotAllowed' });
  expect((await get('k', { VersionId }, 'versioned')).text).toBe('old');
  const Objects = [{ Key: 'k', VersionId: gone.VersionId }, { Key: 'never' }];
  const answer = await s3.send(new DeleteObjectsCommand({ Bucket: 'versioned', Delete: { Objects } }));
  expect(answer.Deleted).toMatchObject([
    { Key: 'k', DeleteMarker: true },
    { Key: 'never', DeleteMarker: true },
  ]);
  expect((await get('k', {}, 'versioned')).text).toBe('old');
});

/** API_DeleteObjects.html: "you may not have permission for one of them" */
test('of several keys each is denied by itself', async () => {
  await put('mine', 'x');
  await put('yours', 'x');
  door.setPolicy((_action, resource) => !resource.endsWith('/yours'));
  const Delete = { Objects: [{ Key: 'mine' }, { Key: 'yours' }] };
  const answer = await s3.send(new DeleteObjectsCommand({ Bucket: 'intake', Delete }));
  expect(answer.Deleted).toMatchObject([{ Key: 'mine' }]);
  expect(answer.Errors).toMatchObject([{ Key: 'yours', Code: 'AccessDenied' }]);
  door.setPolicy(() => true);
  expect((await get('yours')).text).toBe('x');
});

/** API_CopyObject.html */
test('a copy keeps type and metadata and is told as a copy', async () => {
  await put('a', 'text', { ContentType: 'text/csv', Metadata: { source: 'sis' } });
  await s3.send(new CopyObjectCommand({ Bucket: 'intake', Key: 'b', CopySource: 'intake/a' }));
  expect(await get('b')).toMatchObject({ text: 'text', ContentType: 'text/csv', Metadata: { source: 'sis' } });
  expect(door.events.at(-1)).toMatchObject({ detail: { reason: 'CopyObject' } });
});

/** UsingKMSEncryption.html: permissions */
test('what IAM is asked: the object, the lock, the key; a missing key is 403 for who may not list', async () => {
  await put('k', 'x', {}, 'versioned');
  const context = {
    'kms:ViaService': 's3.us-east-1.amazonaws.com',
    'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::versioned',
  };
  expect(door.asked.at(-1)?.checks).toMatchObject([
    { action: 's3:PutObject', resource: 'arn:aws:s3:::versioned/k' },
    { action: 'kms:GenerateDataKey', resource: keyArn, context },
  ]);
  door.setPolicy((action) => action !== 's3:ListBucket');
  await expect(get('none')).rejects.toMatchObject({ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
  door.setPolicy((action) => action !== 'kms:Decrypt');
  await expect(get('k', {}, 'versioned')).rejects.toMatchObject({ name: 'AccessDenied' });
});

/** intro-lifecycle-rules.html: days are added and rounded up to midnight UTC */
test('an export is gone at the midnight after its days are over', async () => {
  await put('roster/old.zip', 'x');
  await put('reports/old.json', 'x');
  door.clock.advance(30 * 86_400_000);
  expect((await get('roster/old.zip')).text).toBe('x');
  door.clock.advance(13 * 3_600_000);
  await expect(get('roster/old.zip')).rejects.toMatchObject({ name: 'NoSuchKey' });
  expect((await get('reports/old.json')).text).toBe('x');
});

test('what is not known is refused with 501: operations, headers and template properties', async () => {
  const status = { $metadata: { httpStatusCode: 501 } };
  await expect(s3.send(new ListObjectsCommand({ Bucket: 'intake' }))).rejects.toMatchObject(status);
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await expect(s3.send(new PutBucketVersioningCommand({ Bucket: 'intake', VersioningConfiguration }))).rejects.toMatchObject(
    status,
  );
  await expect(put('x', 'y', { Tagging: 'a=b' })).rejects.toMatchObject(status);
  await expect(put('x', 'y', { StorageClass: 'GLACIER' })).rejects.toMatchObject(status);
  expect(() => door.service.resources['AWS::S3::Bucket']?.('B', { WebsiteConfiguration: {} })).toThrow(/WebsiteConfiguration/);
});

/** bucket-owner-condition.html */
test('a bucket of another owner than expected is not touched, and one that tells nobody publishes nothing', async () => {
  await expect(put('x', 'y', { ExpectedBucketOwner: '999999999999' })).rejects.toMatchObject({ name: 'AccessDenied' });
  await put('x', 'y', { ExpectedBucketOwner: '123456789012' }, 'versioned');
  expect(door.events).toEqual([]);
});

/** API_HeadBucket.html, API_HeadObject.html, API_ListBuckets.html */
test('buckets and objects are looked at without being read', async () => {
  await s3.send(new HeadBucketCommand({ Bucket: 'intake' }));
  await expect(s3.send(new HeadBucketCommand({ Bucket: 'none' }))).rejects.toMatchObject({ name: 'NotFound' });
  expect((await s3.send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name)).toEqual(['intake', 'versioned']);
  expect(await s3.send(new GetBucketLocationCommand({ Bucket: 'intake' }))).not.toHaveProperty(
    'LocationConstraint',
    expect.anything(),
  );
  await put('x', '12345');
  expect(await s3.send(new HeadObjectCommand({ Bucket: 'intake', Key: 'x' }))).toMatchObject({ ContentLength: 5 });
  await expect(s3.send(new HeadObjectCommand({ Bucket: 'intake', Key: 'no' }))).rejects.toMatchObject({ name: 'NotFound' });
});
