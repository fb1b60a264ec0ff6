import {
  DeleteObjectCommand,
  GetBucketVersioningCommand,
  GetObjectLegalHoldCommand,
  GetObjectLockConfigurationCommand,
  GetObjectRetentionCommand,
  HeadObjectCommand,
  ObjectLockMode,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectRetentionCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestDoor, type TestDoor } from '../../../test/fixtures/service-door.ts';
import { createS3, type S3Service } from './index.ts';

/** userguide/object-lock.html and API_PutObjectRetention.html throughout. */
let door: TestDoor<S3Service>;
let s3: S3Client;
const locked = { name: 'AccessDenied', message: 'Access Denied because object protected by object lock.' };
const day = 86_400_000;

beforeEach(async () => {
  door = await openTestDoor(createS3);
  s3 = new S3Client({ ...door.client, forcePathStyle: true });
  const make = door.service.resources['AWS::S3::Bucket'];
  const Rule = { DefaultRetention: { Mode: 'COMPLIANCE', Days: 10 } };
  const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled', Rule };
  await make?.('Audit', { BucketName: 'audit', ObjectLockEnabled: true, ObjectLockConfiguration });
  await make?.('Open', { BucketName: 'open' });
});

afterEach(() => door.close());

const put = (Key: string, more = {}) => s3.send(new PutObjectCommand({ Bucket: 'audit', Key, Body: 'record', ...more }));
const remove = (Key: string, VersionId?: string, more = {}) =>
  s3.send(new DeleteObjectCommand({ Bucket: 'audit', Key, ...(VersionId === undefined ? {} : { VersionId }), ...more }));
const retain = (Key: string, Mode: ObjectLockMode, days: number, more = {}) => {
  const Retention = { Mode, RetainUntilDate: new Date(door.clock.now() + days * day) };
  return s3.send(new PutObjectRetentionCommand({ Bucket: 'audit', Key, Retention, ...more }));
};

test('the default retention holds each version until the simulated clock has passed it', async () => {
  const { VersionId } = await put('r');
  const { Retention } = await s3.send(new GetObjectRetentionCommand({ Bucket: 'audit', Key: 'r' }));
  expect(Retention).toEqual({ Mode: 'COMPLIANCE', RetainUntilDate: new Date(door.clock.now() + 10 * day) });
  await expect(remove('r', VersionId)).rejects.toMatchObject(locked);
  door.clock.advance(10 * day - 1);
  await expect(remove('r', VersionId, { BypassGovernanceRetention: true })).rejects.toMatchObject(locked);
  door.clock.advance(1);
  await remove('r', VersionId);
  await expect(s3.send(new HeadObjectCommand({ Bucket: 'audit', Key: 'r' }))).rejects.toMatchObject({ name: 'NotFound' });
});

test('a delete without a version puts a marker and takes nothing away', async () => {
  const { VersionId } = await put('r');
  await remove('r');
  expect(await s3.send(new HeadObjectCommand({ Bucket: 'audit', Key: 'r', VersionId }))).toMatchObject({
    ObjectLockMode: 'COMPLIANCE',
  });
});

test('compliance can be made longer, never shorter or weaker', async () => {
  await put('r');
  await retain('r', ObjectLockMode.COMPLIANCE, 20);
  await expect(retain('r', ObjectLockMode.COMPLIANCE, 19)).rejects.toMatchObject(locked);
  await expect(retain('r', ObjectLockMode.GOVERNANCE, 30, { BypassGovernanceRetention: true })).rejects.toMatchObject(locked);
  await expect(retain('r', ObjectLockMode.COMPLIANCE, -1)).rejects.toMatchObject({
    name: 'InvalidArgument',
    message: 'The retain until date must be in the future!',
  });
});

test('governance gives way to who asks for it and may', async () => {
  const ObjectLockRetainUntilDate = new Date(door.clock.now() + day);
  const { VersionId } = await put('g', { ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate });
  expect(door.asked.at(-1)?.checks.map(({ action }) => action)).toEqual(['s3:PutObject', 's3:PutObjectRetention']);
  await expect(remove('g', VersionId)).rejects.toMatchObject(locked);
  door.setPolicy((action) => action !== 's3:BypassGovernanceRetention');
  await expect(remove('g', VersionId, { BypassGovernanceRetention: true })).rejects.toMatchObject(locked);
  door.setPolicy(() => true);
  await remove('g', VersionId, { BypassGovernanceRetention: true });
});

test('a legal hold holds beyond any retention, until it is lifted', async () => {
  const { VersionId } = await put('h');
  const hold = (Status: 'ON' | 'OFF') =>
    s3.send(new PutObjectLegalHoldCommand({ Bucket: 'audit', Key: 'h', LegalHold: { Status } }));
  await hold('ON');
  expect((await s3.send(new GetObjectLegalHoldCommand({ Bucket: 'audit', Key: 'h' }))).LegalHold).toEqual({ Status: 'ON' });
  door.clock.advance(20 * day);
  await expect(remove('h', VersionId)).rejects.toMatchObject(locked);
  await hold('OFF');
  await remove('h', VersionId);
});

test('Object Lock switches versioning on and says what it does; a bucket without it refuses locks', async () => {
  expect((await s3.send(new GetBucketVersioningCommand({ Bucket: 'audit' }))).Status).toBe('Enabled');
  const { ObjectLockConfiguration } = await s3.send(new GetObjectLockConfigurationCommand({ Bucket: 'audit' }));
  expect(ObjectLockConfiguration?.Rule?.DefaultRetention).toEqual({ Mode: 'COMPLIANCE', Days: 10 });
  await expect(put('x', { Bucket: 'open', ObjectLockLegalHoldStatus: 'ON' })).rejects.toMatchObject({
    name: 'InvalidRequest',
    message: 'Bucket is missing Object Lock Configuration',
  });
  await expect(s3.send(new GetObjectLockConfigurationCommand({ Bucket: 'open' }))).rejects.toMatchObject({
    name: 'ObjectLockConfigurationNotFoundError',
  });
});

test('a locked write needs a digest of its bytes', async () => {
  const bare = new S3Client({ ...door.client, forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED' });
  await expect(bare.send(new PutObjectCommand({ Bucket: 'audit', Key: 'x', Body: 'y' }))).rejects.toMatchObject({
    name: 'InvalidRequest',
  });
});
