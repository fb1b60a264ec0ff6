/** AWS: AmazonS3/latest/API/API_DeleteObject.html */
import type { Bucket, Version } from '../bucket.ts';
import { tellDeleted } from '../events.ts';
import { namedVersion } from '../find-version.ts';
import { refuseIfLocked } from '../object-lock.ts';
import type { Call, Operation } from '../operation.ts';
import { emptyReply } from '../replies.ts';

/** Means nothing against compliance, and nothing without s3:BypassGovernanceRetention. */
export const bypassHeader = 'x-amz-bypass-governance-retention';

export const deleteObject: Operation = {
  query: ['versionId'],
  headers: [bypassHeader],
  inert: [],
  run: (call) => {
    const gone = remove(call, call.buckets.named(call.bucketName), call.key, call.request.query.get('versionId'));
    return emptyReply(204, {
      ...(gone?.deleteMarker ? { 'x-amz-delete-marker': 'true' } : {}),
      ...(gone === undefined || gone.id === 'null' ? {} : { 'x-amz-version-id': gone.id }),
    });
  },
};

/**
 * Without an id: a marker on top (versioned), or the object is gone. With one: that version is gone unless locked.
 * @returns the marker that was put, or what was removed; undefined when there was nothing, which is no error in S3
 */
export function remove(call: Call, bucket: Bucket, key: string, id: string | null): Version | undefined {
  const now = call.world.clock.now();
  if (id === null && bucket.settings.versioning === 'Enabled') {
    const marker = bucket.putMarker(key, now);
    tellDeleted(call, bucket, marker, false);
    return marker;
  }
  const version = id === null ? bucket.latest(key) : namedVersion(bucket, key, id);
  if (version === undefined) return undefined;
  refuseIfLocked(version, now, () => mayBypass(call, bucket, key));
  bucket.remove(version);
  tellDeleted(call, bucket, version, true);
  return version;
}

/** Governance gives way to those who ask for it and may. */
export function mayBypass({ world, request }: Call, bucket: Bucket, key: string): boolean {
  const asked = request.headers[bypassHeader]?.toLowerCase() === 'true';
  return asked && world.allowed(request.principal, 's3:BypassGovernanceRetention', `${bucket.arn}/${key}`);
}
