/** S3's events on the default bus. AWS: AmazonS3/latest/userguide/ev-events.html */
import type { Bucket, Version } from './bucket.ts';
import type { Call } from './operation.ts';

type Reason = 'PutObject' | 'CopyObject' | 'CompleteMultipartUpload';

/** Published once the object can be read: who hears of it may fetch it at once. */
export function tellCreated(call: Call, bucket: Bucket, version: Version, reason: Reason): void {
  const { key, body, etag } = version;
  tell(call, bucket, 'Object Created', { key, size: body.length, etag, ...versionId(version) }, { reason });
}

/** A marker was put on top, or a version is gone for good. */
export function tellDeleted(call: Call, bucket: Bucket, version: Version, permanently: boolean): void {
  const kind = permanently ? 'Permanently Deleted' : 'Delete Marker Created';
  const object = {
    key: version.key,
    ...(permanently ? {} : { etag: 'd41d8cd98f00b204e9800998ecf8427e' }),
    ...versionId(version),
  };
  tell(call, bucket, 'Object Deleted', object, { reason: 'DeleteObject', 'deletion-type': kind });
}

function tell(call: Call, bucket: Bucket, type: string, object: object, why: object): void {
  if (!bucket.settings.eventBridge) return;
  const { world, buckets, requestId } = call;
  const who = { 'request-id': requestId, requester: world.accountId, 'source-ip-address': '127.0.0.1' };
  const detail = {
    version: '0',
    bucket: { name: bucket.name },
    object: { ...object, sequencer: buckets.nextSequencer() },
    ...who,
    ...why,
  };
  world.publish({ source: 'aws.s3', 'detail-type': type, detail, resources: [bucket.arn] });
}

function versionId({ id }: Version): object {
  return id === 'null' ? {} : { 'version-id': id };
}
