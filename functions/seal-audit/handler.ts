import { z } from 'zod';
import { createAuditTrail } from '../../shared/aws/audit-bucket.ts';
import { kmsClient, s3Client } from '../../shared/aws/clients.ts';
import { logStore } from '../../shared/aws/log-store.ts';
import { measures, onSchedule } from '../../shared/aws/runtime.ts';
import { readConfig } from '../../shared/aws/settings.ts';
import { kmsSigner } from '../../shared/aws/signer.ts';
import { viewBucket } from '../../shared/aws/view-bucket.ts';
import { systemClock } from '../../shared/clock/clock.ts';
import { freshMemory, seal } from './seal.ts';

const config = readConfig(
  z.strictObject({
    AUDIT_BUCKET: z.string(),
    VIEW_BUCKET: z.string(),
    AUDIT_SIGNING_KEY_ARN: z.string(),
    DISTRICT: z.string(),
    WRITER: z.string(),
  }),
  process.env,
);
const s3 = s3Client();
const ports = {
  store: logStore({ s3, bucket: config.AUDIT_BUCKET }),
  view: viewBucket({ s3, bucket: config.VIEW_BUCKET }),
  signer: kmsSigner({ kms: kmsClient(), keyArn: config.AUDIT_SIGNING_KEY_ARN }),
  trail: createAuditTrail({ s3, bucket: config.AUDIT_BUCKET, writer: config.WRITER, district: config.DISTRICT }),
  clock: systemClock,
  district: config.DISTRICT,
  measures,
};
const memory = freshMemory();

export const handler = onSchedule(() => seal(ports, memory));
