import { GetObjectCommand, ListObjectsV2Command, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { DroppedFile, Intake, IntakeList } from '../roster/intake.ts';
import { unavailable } from './once.ts';

export interface IntakeBucketOptions {
  readonly s3: S3Client;
  /** INTAKE_BUCKET */
  readonly bucket: string;
}

/** The intake bucket. @throws StoreUnavailable */
export function createIntakeBucket({ s3, bucket }: IntakeBucketOptions): Intake & IntakeList {
  return {
    async read(key) {
      try {
        // Asking for a key that is not there would be answered 403: our right to list is bound to a prefix, which GetObject has none of.
        const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: key, MaxKeys: 1 }));
        if (Contents[0]?.Key !== key) return undefined;
        const { Body, LastModified } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
        return { bytes, uploadedAt: (LastModified ?? new Date(0)).toISOString() };
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw unavailable(bucket, key, error);
      }
    },
    async list(prefix) {
      const files: DroppedFile[] = [];
      let ContinuationToken: string | undefined;
      try {
        do {
          const page = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken }));
          for (const { Key = '', LastModified = new Date(0) } of page.Contents ?? [])
            files.push({ key: Key, uploadedAt: LastModified.toISOString() });
          ContinuationToken = page.NextContinuationToken;
        } while (ContinuationToken !== undefined);
      } catch (error) {
        throw unavailable(bucket, prefix, error);
      }
      return files;
    },
    async writeReport(key, ContentType, Body) {
      try {
        await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, ContentType, Body }));
      } catch (error) {
        throw unavailable(bucket, key, error);
      }
    },
  };
}
