import { z } from 'zod';
import { createAuditTrail } from './audit-bucket.ts';
import { documentClient, eventBridgeClient, s3Client } from './clients.ts';
import { createConsentLedger } from './consent-ledger.ts';
import { createContactBook } from './contact-book.ts';
import { createContactReader } from './contact-reader.ts';
import { createEnvelope } from './envelope.ts';
import { createFirstConsents } from './first-consents.ts';
import { createImportLedger } from './import-ledger.ts';
import { createIntakeBucket } from './intake-bucket.ts';
import { createIntakeBus } from './intake-bus.ts';
import { createNaming } from './naming.ts';
import { log, measures, reportForged } from './telemetry.ts';

const text = z.string();

/** What an importer is told by its environment. */
export const intakeVariables = z.strictObject({
  CONTACTS_TABLE: text,
  DATA_KEY_ARN: text,
  DISTRICT: text,
  AUDIT_BUCKET: text,
  WRITER: text,
  INTAKE_BUCKET: text,
  BUS_NAME: text,
});

/** The adapters both importers stand on, over one client each. */
export function intakeAdapters(config: z.infer<typeof intakeVariables>) {
  const { CONTACTS_TABLE: table, DATA_KEY_ARN: keyArn, DISTRICT: district } = config;
  const [documents, s3] = [documentClient(), s3Client()];
  const envelope = createEnvelope({ keyArn, district, table });
  const sealed = { documents, table, envelope, report: reportForged };
  return {
    documents,
    table,
    sealed,
    intake: createIntakeBucket({ s3, bucket: config.INTAKE_BUCKET }),
    book: createContactBook(sealed),
    reader: createContactReader(sealed),
    consents: createConsentLedger(sealed),
    firstConsents: createFirstConsents(sealed),
    ledger: createImportLedger({ documents, table }),
    naming: createNaming({ documents, table, keyArn, district }),
    bus: createIntakeBus({ events: eventBridgeClient(), busName: config.BUS_NAME }),
    trail: createAuditTrail({ s3, bucket: config.AUDIT_BUCKET, writer: config.WRITER, district }),
    log,
    measures,
  };
}
