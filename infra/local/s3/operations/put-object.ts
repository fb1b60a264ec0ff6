/** AWS: AmazonS3/latest/API/API_PutObject.html */
import { createHash } from 'node:crypto';
import { checksumHeaders, verifyPayload } from '../checksums.ts';
import { payloadOf } from '../chunked-body.ts';
import { refuseUnlessWritable } from '../conditions.ts';
import { invalidRequest, keyTooLong } from '../errors.ts';
import { tellCreated } from '../events.ts';
import { contentHeaders, describedBy, encryptionAnswer, versionHeader } from '../object-headers.ts';
import { type Operation, refuseOtherThan } from '../operation.ts';
import { emptyReply } from '../replies.ts';

export const checksumFields = ['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256'].map((name) => `x-amz-checksum-${name}`);

/** Taken, but only with the value that is AWS's default anyway. */
export const defaultsOnly = {
  'x-amz-acl': ['private', 'bucket-owner-full-control'],
  'x-amz-storage-class': ['STANDARD'],
};

export const putObject: Operation = {
  query: [],
  headers: [
    'if-none-match',
    'if-match',
    'content-md5',
    'x-amz-sdk-checksum-algorithm',
    'x-amz-trailer',
    'x-amz-decoded-content-length',
    ...checksumFields,
    ...contentHeaders,
  ],
  inert: ['x-amz-acl', 'x-amz-storage-class'],
  run: (call) => {
    const { request, key, world, buckets } = call;
    const bucket = buckets.named(call.bucketName);
    refuseOtherThan(request, defaultsOnly);
    if (Buffer.byteLength(key) > 1024) throw keyTooLong();
    const payload = payloadOf(request);
    const checksum = verifyPayload(request, payload);
    const described = describedBy(world, bucket, request);
    const isLocked = described.retention !== undefined || described.legalHold;
    if (isLocked && checksum === undefined && request.headers['content-md5'] === undefined) {
      throw invalidRequest(
        'Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters',
      );
    }
    refuseUnlessWritable(bucket, key, request);
    const etag = createHash('md5').update(payload.body).digest('hex');
    const modified = Math.floor(world.clock.now() / 1000) * 1000;
    const version = bucket.put({ key, body: Buffer.from(payload.body), etag, modified, checksum, ...described });
    tellCreated(call, bucket, version, 'PutObject');
    const about = { ...versionHeader(version), ...encryptionAnswer(version.encryption), ...checksumHeaders(checksum) };
    return emptyReply(200, { etag: `"${etag}"`, ...about });
  },
};
