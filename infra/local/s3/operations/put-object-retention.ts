/** AWS: AmazonS3/latest/API/API_PutObjectRetention.html */
import { verifyPayload } from '../checksums.ts';
import { payloadOf } from '../chunked-body.ts';
import { missingLockConfiguration } from '../errors.ts';
import { versionRead } from '../find-version.ts';
import { readRetention, refuseWeakerRetention } from '../object-lock.ts';
import type { Operation } from '../operation.ts';
import { emptyReply } from '../replies.ts';
import { readElement } from '../xml.ts';
import { bypassHeader, mayBypass } from './delete-object.ts';
import { checksumFields } from './put-object.ts';

export const putObjectRetention: Operation = {
  query: ['retention', 'versionId'],
  headers: [bypassHeader, 'content-md5', 'x-amz-sdk-checksum-algorithm', ...checksumFields],
  inert: [],
  run: (call) => {
    const bucket = call.buckets.named(call.bucketName);
    if (!bucket.settings.objectLock) throw missingLockConfiguration();
    const payload = payloadOf(call.request);
    verifyPayload(call.request, payload);
    const body = payload.body.toString('utf8');
    const now = call.world.clock.now();
    const next = readRetention(readElement(body, 'Mode'), readElement(body, 'RetainUntilDate'), now);
    const version = versionRead(call, bucket);
    refuseWeakerRetention(version, next, now, () => mayBypass(call, bucket, call.key));
    version.retention = next;
    return emptyReply(200);
  },
};
