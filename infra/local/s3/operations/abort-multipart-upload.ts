/** AWS: AmazonS3/latest/API/API_AbortMultipartUpload.html */
import type { Operation } from '../operation.ts';
import { emptyReply } from '../replies.ts';
import { uploadNamed } from './upload-part.ts';

export const abortMultipartUpload: Operation = {
  query: ['uploadId'],
  headers: [],
  inert: [],
  run: ({ buckets, bucketName, key, request }) => {
    const bucket = buckets.named(bucketName);
    bucket.uploads.delete(uploadNamed(bucket, key, request.query.get('uploadId')).id);
    return emptyReply(204);
  },
};
