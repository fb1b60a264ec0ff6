import {
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestDoor, type TestDoor } from '../../../test/fixtures/service-door.ts';
import { createS3, type S3Service } from './index.ts';
import { compareUtf8 } from './sorted-keys.ts';

let door: TestDoor<S3Service>;
let s3: S3Client;

beforeEach(async () => {
  door = await openTestDoor(createS3);
  s3 = new S3Client({ ...door.client, forcePathStyle: true });
  await door.service.resources['AWS::S3::Bucket']?.('Audit', {
    BucketName: 'audit',
    VersioningConfiguration: { Status: 'Enabled' },
  });
});

afterEach(() => door.close());

const put = (Key: string) => s3.send(new PutObjectCommand({ Bucket: 'audit', Key, Body: Key }));

/** API_ListObjectsV2.html */
test('keys come in order, folded at the delimiter, page by page', async () => {
  for (const key of ['b/2', 'a', 'b/1', 'c', 'b/sub/3', 'd/4']) await put(key);
  const list = (more = {}) => s3.send(new ListObjectsV2Command({ Bucket: 'audit', ...more }));
  expect((await list()).Contents?.map(({ Key }) => Key)).toEqual(['a', 'b/1', 'b/2', 'b/sub/3', 'c', 'd/4']);
  const folded = await list({ Delimiter: '/' });
  expect(folded.Contents?.map(({ Key }) => Key)).toEqual(['a', 'c']);
  expect(folded.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['b/', 'd/']);
  expect((await list({ Prefix: 'b/', Delimiter: '/' })).CommonPrefixes).toEqual([{ Prefix: 'b/sub/' }]);
  expect((await list({ StartAfter: 'b/2' })).Contents?.map(({ Key }) => Key)).toEqual(['b/sub/3', 'c', 'd/4']);
  const pages: number[] = [];
  for await (const page of paginateListObjectsV2({ client: s3, pageSize: 1 }, { Bucket: 'audit', Delimiter: '/' })) {
    pages.push((page.Contents ?? []).length + (page.CommonPrefixes ?? []).length);
  }
  expect(pages).toEqual([1, 1, 1, 1]);
});

/** API_ListObjectsV2.html: EncodingType */
test('a key with a line end and an ampersand survives, encoded or not', async () => {
  await put('a&b\n<c> ä');
  expect((await s3.send(new ListObjectsV2Command({ Bucket: 'audit' }))).Contents?.[0]?.Key).toBe('a&b\n<c> ä');
  const encoded = await s3.send(new ListObjectsV2Command({ Bucket: 'audit', EncodingType: 'url' }));
  expect(decodeURIComponent(encoded.Contents?.[0]?.Key ?? '')).toBe('a&b\n<c> ä');
});

/** API_ListObjectVersions.html */
test('versions come newest first, and a page may end between two of them', async () => {
  for (const key of ['k', 'k', 'k', 'l']) await put(key);
  const first = await s3.send(new ListObjectVersionsCommand({ Bucket: 'audit', MaxKeys: 2 }));
  expect(first.Versions?.map(({ Key, IsLatest }) => [Key, IsLatest])).toEqual([['k', true], ['k', false]]); // biome-ignore format: pairs
  const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = first;
  const rest = await s3.send(new ListObjectVersionsCommand({ Bucket: 'audit', KeyMarker, VersionIdMarker }));
  expect(rest.Versions?.map(({ Key, IsLatest }) => [Key, IsLatest])).toEqual([['k', false], ['l', true]]); // biome-ignore format: pairs
  expect(rest.IsTruncated).toBe(false);
});

test('keys are ordered as their UTF-8 bytes are, whatever they hold', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 6 });
  fc.assert(fc.property(text, text, (a, b) => Math.sign(compareUtf8(a, b)) === Buffer.compare(Buffer.from(a), Buffer.from(b))));
});
