/** AWS: AmazonS3/latest/API/API_HeadBucket.html */
import type { Operation } from '../operation.ts';
import { emptyReply } from '../replies.ts';

export const headBucket: Operation = {
  query: [],
  headers: [],
  inert: [],
  run: ({ world, buckets, bucketName }) => {
    const { arn } = buckets.named(bucketName);
    return emptyReply(200, { 'x-amz-bucket-region': world.region, 'x-amz-bucket-arn': arn });
  },
};
