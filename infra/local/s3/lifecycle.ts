/**
 * Lifecycle rules, applied when somebody looks, once a simulated day: AWS too runs them at midnight UTC and later.
 * AWS: AmazonS3/latest/userguide/intro-lifecycle-rules.html
 */
import type { Instant } from '../world.ts';
import type { Bucket, LifecycleRule, Version } from './bucket.ts';

const day = 86_400_000;

/** Does nothing a second time on the same simulated day. Gives no events: AWS's come hours later, and nobody here waits for them. */
export function applyLifecycle(bucket: Bucket, now: Instant): void {
  const today = Math.floor(now / day);
  if (bucket.lifecycleDay === today || bucket.settings.lifecycle.length === 0) return;
  bucket.lifecycleDay = today;
  for (const rule of bucket.settings.lifecycle) {
    for (const version of [...bucket.all()]) if (version.key.startsWith(rule.prefix)) applyRule(bucket, rule, version, now);
    abortOldUploads(bucket, rule, now);
  }
}

function applyRule(bucket: Bucket, rule: LifecycleRule, version: Version, now: Instant): void {
  const isLatest = bucket.latest(version.key) === version;
  if (isLatest && version.deleteMarker) {
    if (rule.removeLoneMarkers && bucket.versions(version.key).length === 1) bucket.remove(version);
    return;
  }
  if (isLatest) {
    if (!isOver(version.modified, rule.expirationDays, now)) return;
    if (bucket.settings.versioning === 'Enabled') bucket.putMarker(version.key, now);
    else bucket.remove(version);
    return;
  }
  const locked = version.legalHold || (version.retention !== undefined && version.retention.until > now);
  if (!locked && isOver(noncurrentSince(bucket, version), rule.noncurrentDays, now)) bucket.remove(version);
}

/** A version becomes noncurrent when its successor is created. */
function noncurrentSince(bucket: Bucket, version: Version): Instant {
  const versions = bucket.versions(version.key);
  return versions[versions.indexOf(version) + 1]?.modified ?? version.modified;
}

function abortOldUploads(bucket: Bucket, rule: LifecycleRule, now: Instant): void {
  for (const upload of [...bucket.uploads.values()]) {
    if (upload.key.startsWith(rule.prefix) && isOver(upload.startedAt, rule.abortUploadsDays, now))
      bucket.uploads.delete(upload.id);
  }
}

/** AWS adds the days and rounds up to the next midnight UTC. */
function isOver(since: Instant, days: number | undefined, now: Instant): boolean {
  return days !== undefined && Math.ceil((since + days * day) / day) * day <= now;
}
