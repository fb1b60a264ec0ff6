import { expect, test } from 'vitest';
import { Bucket, type LifecycleRule } from './bucket.ts';
import { applyLifecycle } from './lifecycle.ts';
import type { Retention } from './object-lock.ts';

/** userguide/intro-lifecycle-rules.html, on a bucket with versions. */
const day = 86_400_000;
const start = Date.parse('2026-11-24T11:30:00Z');
const encryption = { algorithm: 'AES256', keyArn: undefined, bucketKey: false } as const;

function bucketWith(rule: Partial<LifecycleRule>): Bucket {
  const whole = { prefix: '', expirationDays: undefined, noncurrentDays: undefined, abortUploadsDays: undefined };
  const lifecycle = [{ ...whole, removeLoneMarkers: false, ...rule }];
  const settings = { versioning: 'Enabled', objectLock: true, defaultRetention: undefined, encryption, lifecycle } as const;
  const ids = [0, 1, 2, 3].values();
  return new Bucket('audit', { ...settings, eventBridge: false }, start, () => `v${ids.next().value}`);
}

function put(bucket: Bucket, key: string, modified: number, retention?: Retention): void {
  const nothing = { headers: {}, metadata: {}, checksum: undefined, legalHold: false, etag: '' };
  bucket.put({ key, body: Buffer.from(key), modified, encryption, retention, ...nothing });
}

test('an expired object gets a marker, and its version goes when it has been noncurrent long enough', () => {
  const bucket = bucketWith({ expirationDays: 1, noncurrentDays: 2, removeLoneMarkers: true });
  put(bucket, 'k', start);
  const at = (days: number) => {
    applyLifecycle(bucket, start + days * day);
    return bucket.versions('k').map(({ deleteMarker }) => deleteMarker);
  };
  expect(at(1)).toEqual([false]);
  expect(at(2)).toEqual([false, true]);
  expect(at(4)).toEqual([false, true]);
  expect(at(5)).toEqual([]);
});

test('a locked version stays, whatever the rule says', () => {
  const bucket = bucketWith({ noncurrentDays: 1 });
  put(bucket, 'k', start, { mode: 'COMPLIANCE', until: start + 10 * day });
  put(bucket, 'k', start);
  applyLifecycle(bucket, start + 9 * day);
  expect(bucket.versions('k')).toHaveLength(2);
  applyLifecycle(bucket, start + 11 * day);
  expect(bucket.versions('k')).toHaveLength(1);
});

test('an upload nobody completes is aborted', () => {
  const bucket = bucketWith({ abortUploadsDays: 1 });
  const content = { headers: {}, metadata: {}, encryption, retention: undefined, legalHold: false };
  const rest = { algorithm: undefined, checksumType: 'COMPOSITE', content, parts: new Map() } as const;
  bucket.uploads.set('u', { id: 'u', key: 'k', startedAt: start, ...rest });
  applyLifecycle(bucket, start + day);
  expect(bucket.uploads.size).toBe(1);
  applyLifecycle(bucket, start + 2 * day);
  expect(bucket.uploads.size).toBe(0);
});
