/** AWS: AmazonS3/latest/API/API_GetObjectLockConfiguration.html */
import { noLockConfiguration } from '../errors.ts';
import type { Operation } from '../operation.ts';
import { xmlReply } from '../replies.ts';

export const getObjectLockConfiguration: Operation = {
  query: ['object-lock'],
  headers: [],
  inert: [],
  run: ({ buckets, bucketName }) => {
    const { objectLock, defaultRetention } = buckets.named(bucketName).settings;
    if (!objectLock) throw noLockConfiguration();
    const Rule = defaultRetention && { DefaultRetention: { Mode: defaultRetention.mode, Days: defaultRetention.days } };
    return xmlReply('ObjectLockConfiguration', { ObjectLockEnabled: 'Enabled', Rule });
  },
};
