import { createRun } from '../audit/run.ts';
import type { AuditTrail } from '../audit/trail.ts';
import { type Clock, systemClock } from '../clock/clock.ts';
import { s3Client } from './clients.ts';
import { createIds } from './ids.ts';
import { type BucketOptions, writeOnceBucket } from './once.ts';

export interface TrailOptions extends Partial<BucketOptions> {
  /** AUDIT_BUCKET */
  readonly bucket: string;
  /** WRITER: the function's folder name, the only prefix its role may put under. */
  readonly writer: string;
  /** DISTRICT: the district's domain. */
  readonly district: string;
  readonly clock?: Clock;
}

/** The audit trail over the audit bucket. Make one per environment: an environment is a run, numbered without holes. */
export function createAuditTrail({ s3 = s3Client(), clock = systemClock, ...options }: TrailOptions): AuditTrail {
  const store = writeOnceBucket({ s3, ...options });
  return createRun({ store, writer: options.writer, district: options.district, clock, ids: createIds(clock) });
}
