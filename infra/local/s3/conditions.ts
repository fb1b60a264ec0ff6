/** Conditional requests. AWS: AmazonS3/latest/userguide/conditional-requests.html */
import type { FrontRequest } from '../front/service.ts';
import type { Bucket, Version } from './bucket.ts';
import { noSuchKey, notImplemented, preconditionFailed } from './errors.ts';

/** If-None-Match: * writes only where nothing is; If-Match writes only over that ETag. A delete marker counts as nothing. */
export function refuseUnlessWritable(bucket: Bucket, key: string, { headers }: FrontRequest): void {
  const latest = bucket.latest(key);
  const there = latest === undefined || latest.deleteMarker ? undefined : latest;
  const unless = headers['if-none-match'];
  if (unless !== undefined && unless !== '*') throw notImplemented(`If-None-Match: ${unless} on a write`);
  if (unless !== undefined && there !== undefined) throw preconditionFailed('If-None-Match');
  const match = headers['if-match'];
  if (match === undefined) return;
  if (there === undefined) throw noSuchKey(key);
  if (unquoted(match) !== there.etag) throw preconditionFailed('If-Match');
}

/** @returns 'not modified' when the reader has it already */
export function readCondition(version: Version, { headers }: FrontRequest): 'send' | 'not modified' {
  const match = headers['if-match'];
  if (match !== undefined && !lists(match, version)) throw preconditionFailed('If-Match');
  const since = Date.parse(headers['if-unmodified-since'] ?? '');
  if (match === undefined && version.modified >= since + 1000) throw preconditionFailed('If-Unmodified-Since');
  const none = headers['if-none-match'];
  if (none !== undefined) return lists(none, version) ? 'not modified' : 'send';
  return version.modified < Date.parse(headers['if-modified-since'] ?? '') + 1000 ? 'not modified' : 'send';
}

function lists(etags: string, version: Version): boolean {
  return etags.split(',').some((etag) => etag.trim() === '*' || unquoted(etag) === version.etag);
}

export function unquoted(etag: string): string {
  return etag.trim().replace(/^"|"$/g, '');
}
