import type { Bucket, Version } from './bucket.ts';
import { accessDenied, markerNotReadable, noSuchKey, noSuchVersion } from './errors.ts';
import type { Call } from './operation.ts';

/**
 * The version a request reads: the one named, else the newest. A missing key is 404 only to callers who may list the
 * bucket, 403 to all others, as AWS documents for GetObject.
 */
export function versionRead(call: Call, bucket: Bucket): Version {
  const { key, request, world } = call;
  const id = request.query.get('versionId');
  const version = id === null ? bucket.latest(key) : namedVersion(bucket, key, id);
  if (version !== undefined && !version.deleteMarker) return version;
  if (!world.allowed(request.principal, 's3:ListBucket', bucket.arn)) throw accessDenied();
  if (version === undefined) throw id === null ? noSuchKey(key) : noSuchVersion(key, id);
  if (id !== null) throw markerNotReadable();
  throw noSuchKey(key, { 'x-amz-delete-marker': 'true', 'x-amz-version-id': version.id });
}

export function namedVersion(bucket: Bucket, key: string, id: string): Version | undefined {
  return bucket.versions(key).find((version) => version.id === id);
}
