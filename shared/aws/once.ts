import { createHash } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { WriteOnce } from '../audit/run.ts';
import { TryAgain } from '../faults/fault.ts';
import { type Pause, pause as realPause } from './pause.ts';

/** S3 did not do what was asked; nothing is known to be stored. */
export class StoreUnavailable extends TryAgain<{ bucket: string; key: string; error: string }> {
  readonly code = 'STORE_UNAVAILABLE';
}

export interface BucketOptions {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly pause?: Pause;
}

const RACES = 5;

/**
 * A bucket whose keys are written once (`If-None-Match: *`). S3 is told our SHA-256, and refuses bytes that arrive otherwise.
 * 412: something lies there. 409: two requests raced for the key, and neither answer is final: ask again.
 * Durable: when `putOnce` answers `stored`, the object is in S3 under the bucket's default retention.
 */
export function writeOnceBucket({ s3, bucket, pause = realPause }: BucketOptions): WriteOnce {
  const put = async (key: string, bytes: Uint8Array): Promise<'stored' | 'occupied' | 'raced'> => {
    const ChecksumSHA256 = createHash('sha256').update(bytes).digest('base64');
    try {
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, IfNoneMatch: '*', ChecksumSHA256 }));
      return 'stored';
    } catch (error) {
      const name = error instanceof Error ? error.name : '';
      if (name === 'PreconditionFailed') return 'occupied';
      if (name === 'ConditionalRequestConflict') return 'raced';
      throw unavailable(bucket, key, error);
    }
  };
  return {
    async putOnce(key, bytes) {
      for (let race = 1; race <= RACES; race += 1) {
        const answer = await put(key, bytes);
        if (answer !== 'raced') return answer;
        await pause(race * 20);
      }
      throw unavailable(bucket, key, new Error('ConditionalRequestConflict'));
    },
    async get(key) {
      try {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        return (await Body?.transformToByteArray()) ?? new Uint8Array();
      } catch (error) {
        throw unavailable(bucket, key, error);
      }
    },
  };
}

export function unavailable(bucket: string, key: string, cause: unknown): StoreUnavailable {
  const error = cause instanceof Error ? cause.name : 'unknown';
  return new StoreUnavailable(`S3 did not answer for ${key}: ${error}`, { bucket, key, error }, 'It is tried again.', { cause });
}
