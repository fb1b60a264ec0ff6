import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestDoor, type TestDoor } from '../../../test/fixtures/service-door.ts';
import { createS3, type S3Service } from './index.ts';

/** userguide/mpuoverview.html throughout. */
let door: TestDoor<S3Service>;
let s3: S3Client;
const at = { Bucket: 'intake', Key: 'big' };
const big = 'x'.repeat(5 * 1024 * 1024);

beforeEach(async () => {
  door = await openTestDoor(createS3);
  s3 = new S3Client({ ...door.client, forcePathStyle: true });
  const EventBridgeConfiguration = {};
  await door.service.resources['AWS::S3::Bucket']?.('B', {
    BucketName: 'intake',
    NotificationConfiguration: { EventBridgeConfiguration },
  });
});

afterEach(() => door.close());

const begin = async (more = {}) => (await s3.send(new CreateMultipartUploadCommand({ ...at, ...more }))).UploadId;
const part = async (UploadId: string | undefined, PartNumber: number, Body: string) => {
  const { ETag } = await s3.send(new UploadPartCommand({ ...at, UploadId, PartNumber, Body }));
  return { PartNumber, ETag };
};
const complete = (UploadId: string | undefined, Parts: { PartNumber: number; ETag: string | undefined }[], more = {}) =>
  s3.send(new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload: { Parts }, ...more }));

test('parts become one object, in the order of their numbers', async () => {
  const upload = await begin({ ContentType: 'application/zip', ChecksumAlgorithm: 'CRC32' });
  const second = await part(upload, 2, 'end');
  const first = await part(upload, 1, big);
  const { ETag, ChecksumCRC32 } = await complete(upload, [first, second]);
  expect(ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
  expect(ChecksumCRC32).toMatch(/-2$/);
  const found = await s3.send(new GetObjectCommand({ ...at, Range: 'bytes=-5' }));
  expect(await found.Body?.transformToString()).toBe('xxend');
  expect(found.ContentType).toBe('application/zip');
  expect(door.events).toMatchObject([{ detail: { reason: 'CompleteMultipartUpload', object: { size: big.length + 3 } } }]);
});

test('wrong order, wrong tags, small parts and a taken key are refused', async () => {
  const upload = await begin();
  const first = await part(upload, 1, 'small');
  const second = await part(upload, 2, 'small');
  await expect(complete(upload, [second, first])).rejects.toMatchObject({ name: 'InvalidPartOrder' });
  await expect(complete(upload, [{ PartNumber: 1, ETag: '"00"' }])).rejects.toMatchObject({ name: 'InvalidPart' });
  await expect(complete(upload, [first, second])).rejects.toMatchObject({ name: 'EntityTooSmall' });
  await complete(upload, [first]);
  const late = await begin();
  const again = await part(late, 1, 'x');
  await expect(complete(late, [again], { IfNoneMatch: '*' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
});

test('an aborted upload is gone', async () => {
  const upload = await begin();
  await s3.send(new AbortMultipartUploadCommand({ ...at, UploadId: upload }));
  await expect(part(upload, 1, 'x')).rejects.toMatchObject({ name: 'NoSuchUpload' });
});
