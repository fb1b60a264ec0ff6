import { GetObjectCommand, ListObjectsV2Command, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import type { TrailSource } from '../audit/trail-source.ts';
import { type BucketOptions, unavailable, writeOnceBucket } from './once.ts';

/** An object as S3 lists it. */
interface Listed {
  readonly key: string;
  /** By S3's clock, whole seconds. */
  readonly modified: Date;
}

/** The audit bucket as the sealer works on it: written once, read, listed in key order. */
export function logStore(options: BucketOptions) {
  return { ...writeOnceBucket(options), list: lister(options), folders: folderLister(options) };
}

function lister({ s3, bucket }: BucketOptions) {
  return async function* list(prefix: string, startAfter?: string): AsyncIterable<Listed> {
    let ContinuationToken: string | undefined;
    do {
      const request = new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, StartAfter: startAfter, ContinuationToken });
      const page = await s3.send(request).catch((error: unknown) => {
        throw unavailable(bucket, prefix, error);
      });
      for (const { Key, LastModified } of page.Contents ?? []) {
        if (Key !== undefined && LastModified !== undefined) yield { key: Key, modified: LastModified };
      }
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
  };
}

function folderLister({ s3, bucket }: BucketOptions) {
  return async function* folders(prefix: string): AsyncIterable<string> {
    let ContinuationToken: string | undefined;
    do {
      const request = new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, Delimiter: '/', ContinuationToken });
      const page = await s3.send(request).catch((error: unknown) => {
        throw unavailable(bucket, prefix, error);
      });
      for (const { Prefix } of page.CommonPrefixes ?? []) if (Prefix !== undefined) yield Prefix;
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
  };
}

/** The audit bucket as a verifier reads it: every version of every key, and every delete marker. */
export function bucketSource({ s3, bucket }: BucketOptions): TrailSource {
  return {
    async *versions() {
      let markers: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
      while (markers !== undefined) {
        const page: Awaited<ReturnType<typeof versionsPage>> = await versionsPage(markers);
        for (const { Key = '', VersionId = '', LastModified } of page.Versions ?? []) {
          yield {
            key: Key,
            version: VersionId,
            deleted: false,
            ...(LastModified === undefined ? {} : { modified: LastModified }),
          };
        }
        for (const { Key = '', VersionId = '' } of page.DeleteMarkers ?? [])
          yield { key: Key, version: VersionId, deleted: true };
        markers = page.IsTruncated ? nextOf(page) : undefined;
      }
    },
    async bytes(key, version) {
      try {
        const place = version === '' || version === 'null' ? {} : { VersionId: version };
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, ...place }));
        return (await Body?.transformToByteArray()) ?? new Uint8Array();
      } catch (error) {
        throw unavailable(bucket, key, error);
      }
    },
  };

  async function versionsPage(markers: { KeyMarker?: string; VersionIdMarker?: string }) {
    return await s3.send(new ListObjectVersionsCommand({ Bucket: bucket, ...markers })).catch((error: unknown) => {
      throw unavailable(bucket, '', error);
    });
  }
}

function nextOf(page: { NextKeyMarker?: string | undefined; NextVersionIdMarker?: string | undefined }) {
  const { NextKeyMarker, NextVersionIdMarker } = page;
  return {
    ...(NextKeyMarker === undefined ? {} : { KeyMarker: NextKeyMarker }),
    ...(NextVersionIdMarker === undefined ? {} : { VersionIdMarker: NextVersionIdMarker }),
  };
}
