import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { type FileBytes, LARGEST_FILE } from '../disk/file-bytes.ts';
import type { Drop, DroppedFile, Intake, IntakeList } from '../roster/intake.ts';
import { unavailable } from './once.ts';

export interface IntakeBucketOptions {
  readonly s3: S3Client;
  /** INTAKE_BUCKET */
  readonly bucket: string;
  /** Bytes of a file. */
  readonly limits?: Readonly<Record<keyof typeof LARGEST_FILE, number>>;
}

/** The intake bucket. @throws StoreUnavailable */
export function createIntakeBucket({ s3, bucket, limits = LARGEST_FILE }: IntakeBucketOptions): Intake & IntakeList {
  const read = async <Bytes extends FileBytes>(
    key: string,
    atMost: number,
    take: (body: GetObjectCommandOutput) => Promise<Bytes>,
  ): Promise<Drop<Bytes> | undefined> => {
    try {
      // Asking for a key that is not there would be answered 403: our right to list is bound to a prefix, which GetObject has none of.
      const { Contents: [found] = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: key, MaxKeys: 1 }));
      if (found?.Key !== key) return undefined;
      // Of a file that nobody takes, a byte more than would be taken is enough to say so.
      const Range = (found.Size ?? 0) > atMost ? `bytes=0-${atMost}` : undefined;
      const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range }));
      return { bytes: await take(object), uploadedAt: (object.LastModified ?? new Date(0)).toISOString() };
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw unavailable(bucket, key, error);
    }
  };
  return {
    read: (key) => read(key, limits.asRows, async ({ Body }) => (await Body?.transformToByteArray()) ?? new Uint8Array()),
    readInto: (spool, key) =>
      // In Node it is a stream.
      read(key, limits.inPieces, ({ Body, ContentLength = 0 }) =>
        spool.take((Body ?? []) as AsyncIterable<Uint8Array>, ContentLength),
      ),
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
