import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { type BucketOptions, unavailable } from './once.ts';

/** A bucket that may be overwritten: views that can be rebuilt from the audit bucket at any time. */
export function viewBucket({ s3, bucket }: BucketOptions) {
  return {
    async put(key: string, bytes: Uint8Array): Promise<void> {
      try {
        await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes }));
      } catch (error) {
        throw unavailable(bucket, key, error);
      }
    },
    /** `undefined` where nothing lies there; a role without s3:ListBucket is told 403 instead, which is a fault here. */
    async get(key: string): Promise<Uint8Array | undefined> {
      try {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        return await Body?.transformToByteArray();
      } catch (error) {
        if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
        throw unavailable(bucket, key, error);
      }
    },
  };
}
