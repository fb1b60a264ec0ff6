/** AWS: AmazonS3/latest/API/API_GetBucketVersioning.html */
import type { Operation } from '../operation.ts';
import { xmlReply } from '../replies.ts';

export const getBucketVersioning: Operation = {
  query: ['versioning'],
  headers: [],
  inert: [],
  run: ({ buckets, bucketName }) =>
    xmlReply('VersioningConfiguration', { Status: buckets.named(bucketName).settings.versioning }),
};
