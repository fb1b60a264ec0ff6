/** AWS: AmazonS3/latest/API/API_GetObjectRetention.html */
import { missingLockConfiguration, noObjectLockOnObject } from '../errors.ts';
import { versionRead } from '../find-version.ts';
import type { Operation } from '../operation.ts';
import { xmlReply } from '../replies.ts';

export const getObjectRetention: Operation = {
  query: ['retention', 'versionId'],
  headers: [],
  inert: [],
  run: (call) => {
    const bucket = call.buckets.named(call.bucketName);
    if (!bucket.settings.objectLock) throw missingLockConfiguration();
    const { retention } = versionRead(call, bucket);
    if (retention === undefined) throw noObjectLockOnObject();
    return xmlReply('Retention', { Mode: retention.mode, RetainUntilDate: new Date(retention.until).toISOString() });
  },
};
