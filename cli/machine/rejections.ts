import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { RECORDS } from '../../shared/audit/batch.ts';
import { readRecord } from '../../shared/audit/record.ts';

/** Why an event was not taken; what is read of the record `notice.rejected`. */
const rejectionFacts = z.object({ code: z.string(), field: z.string(), word: z.string().optional() });
export type RejectionFound = z.infer<typeof rejectionFacts>;

const MS_PER_DAY = 86_400_000;

/** Looks where plan-notice puts what it rejects: under the day of the event, in UTC. Yesterday counts too, around midnight. */
export async function rejectionsIn(
  { s3, bucket }: { readonly s3: S3Client; readonly bucket: string },
  now: Date,
  eventId: string,
): Promise<RejectionFound | undefined> {
  for (const at of [now, new Date(now.getTime() - MS_PER_DAY)]) {
    const Prefix = `${RECORDS}plan-notice/${at.toISOString().slice(0, 10)}/`;
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix }));
    for (const { Key } of Contents) {
      const found = await rejectionAt({ s3, bucket, key: Key ?? '' }, eventId);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

async function rejectionAt(
  { s3, bucket, key }: { readonly s3: S3Client; readonly bucket: string; readonly key: string },
  eventId: string,
): Promise<RejectionFound | undefined> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const text = (await Body?.transformToString()) ?? '';
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const read = readRecord(line);
    if (read.kind !== 'record' || read.record.id !== `rejected.${eventId}`) continue;
    return rejectionFacts.parse(read.record.facts);
  }
  return undefined;
}
