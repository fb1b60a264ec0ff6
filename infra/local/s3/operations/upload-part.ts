/** AWS: AmazonS3/latest/API/API_UploadPart.html */
import { createHash } from 'node:crypto';
import type { Bucket, Upload } from '../bucket.ts';
import { checksumHeaders, verifyPayload } from '../checksums.ts';
import { payloadOf } from '../chunked-body.ts';
import { invalidArgument, noSuchUpload } from '../errors.ts';
import { encryptionAnswer } from '../object-headers.ts';
import { numberIn, type Operation } from '../operation.ts';
import { emptyReply } from '../replies.ts';
import { checksumFields } from './put-object.ts';

export const uploadPart: Operation = {
  query: ['partNumber', 'uploadId'],
  headers: ['content-md5', 'x-amz-sdk-checksum-algorithm', 'x-amz-trailer', 'x-amz-decoded-content-length', ...checksumFields],
  inert: [],
  run: ({ buckets, bucketName, key, request }) => {
    const upload = uploadNamed(buckets.named(bucketName), key, request.query.get('uploadId'));
    const number = numberIn(request, 'partNumber', 0);
    if (!Number.isInteger(number) || number < 1 || number > 10_000) {
      throw invalidArgument('Part number must be an integer between 1 and 10000, inclusive', 'partNumber', String(number));
    }
    const payload = payloadOf(request);
    const checksum = verifyPayload(request, payload);
    const etag = createHash('md5').update(payload.body).digest('hex');
    upload.parts.set(number, { body: Buffer.from(payload.body), etag });
    return emptyReply(200, { etag: `"${etag}"`, ...encryptionAnswer(upload.content.encryption), ...checksumHeaders(checksum) });
  },
};

export function uploadNamed(bucket: Bucket, key: string, id: string | null): Upload {
  const upload = bucket.uploads.get(id ?? '');
  if (upload?.key !== key) throw noSuchUpload(id ?? '');
  return upload;
}
