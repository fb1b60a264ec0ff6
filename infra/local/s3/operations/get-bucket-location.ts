/** AWS: AmazonS3/latest/API/API_GetBucketLocation.html. us-east-1 is the empty location. */
import type { Operation } from '../operation.ts';
import { xmlReply } from '../replies.ts';

export const getBucketLocation: Operation = {
  query: ['location'],
  headers: [],
  inert: [],
  run: ({ world, buckets, bucketName }) => {
    buckets.named(bucketName);
    return xmlReply('LocationConstraint', world.region === 'us-east-1' ? undefined : world.region);
  },
};
