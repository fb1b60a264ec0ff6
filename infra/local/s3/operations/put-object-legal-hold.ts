/** AWS: AmazonS3/latest/API/API_PutObjectLegalHold.html */
import { verifyPayload } from '../checksums.ts';
import { payloadOf } from '../chunked-body.ts';
import { malformedXml, missingLockConfiguration } from '../errors.ts';
import { versionRead } from '../find-version.ts';
import type { Operation } from '../operation.ts';
import { emptyReply } from '../replies.ts';
import { readElement } from '../xml.ts';
import { checksumFields } from './put-object.ts';

export const putObjectLegalHold: Operation = {
  query: ['legal-hold', 'versionId'],
  headers: ['content-md5', 'x-amz-sdk-checksum-algorithm', ...checksumFields],
  inert: [],
  run: (call) => {
    const bucket = call.buckets.named(call.bucketName);
    if (!bucket.settings.objectLock) throw missingLockConfiguration();
    const payload = payloadOf(call.request);
    verifyPayload(call.request, payload);
    const status = readElement(payload.body.toString('utf8'), 'Status');
    if (status !== 'ON' && status !== 'OFF') throw malformedXml();
    versionRead(call, bucket).legalHold = status === 'ON';
    return emptyReply(200);
  },
};
