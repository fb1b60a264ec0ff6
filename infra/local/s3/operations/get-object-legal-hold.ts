/** AWS: AmazonS3/latest/API/API_GetObjectLegalHold.html */
import { missingLockConfiguration, noObjectLockOnObject } from '../errors.ts';
import { versionRead } from '../find-version.ts';
import type { Operation } from '../operation.ts';
import { xmlReply } from '../replies.ts';

export const getObjectLegalHold: Operation = {
  query: ['legal-hold', 'versionId'],
  headers: [],
  inert: [],
  run: (call) => {
    const bucket = call.buckets.named(call.bucketName);
    if (!bucket.settings.objectLock) throw missingLockConfiguration();
    const { legalHold } = versionRead(call, bucket);
    if (!legalHold) throw noObjectLockOnObject();
    return xmlReply('LegalHold', { Status: 'ON' });
  },
};
