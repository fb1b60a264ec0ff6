/** AWS: AmazonS3/latest/API/API_CreateMultipartUpload.html */
import { contentHeaders, describedBy, encryptionAnswer } from '../object-headers.ts';
import { type Operation, refuseOtherThan } from '../operation.ts';
import { xmlReply } from '../replies.ts';
import { defaultsOnly } from './put-object.ts';

export const createMultipartUpload: Operation = {
  query: ['uploads'],
  headers: ['x-amz-checksum-algorithm', 'x-amz-checksum-type', 'x-amz-sdk-checksum-algorithm', ...contentHeaders],
  inert: ['x-amz-acl', 'x-amz-storage-class'],
  run: ({ world, buckets, bucketName, key, request }) => {
    const bucket = buckets.named(bucketName);
    refuseOtherThan(request, { ...defaultsOnly, 'x-amz-checksum-type': ['FULL_OBJECT', 'COMPOSITE'] });
    const algorithm = request.headers['x-amz-checksum-algorithm'];
    const wholeOnly = algorithm === 'CRC64NVME' || request.headers['x-amz-checksum-type'] === 'FULL_OBJECT';
    const checksumType = wholeOnly ? 'FULL_OBJECT' : 'COMPOSITE';
    const content = describedBy(world, bucket, request);
    const [id, startedAt] = [buckets.newUploadId(), world.clock.now()];
    bucket.uploads.set(id, { id, key, startedAt, algorithm, checksumType, content, parts: new Map() });
    const about = algorithm === undefined ? {} : { 'x-amz-checksum-algorithm': algorithm, 'x-amz-checksum-type': checksumType };
    const headers = { ...encryptionAnswer(content.encryption), ...about };
    return xmlReply('InitiateMultipartUploadResult', { Bucket: bucketName, Key: key, UploadId: id }, headers);
  },
};
