import { z } from 'zod';
import { createAuditTrail } from '../../shared/aws/audit-bucket.ts';
import { createCallBook } from '../../shared/aws/call-store.ts';
import { documentClient } from '../../shared/aws/clients.ts';
import { createConsentLedger } from '../../shared/aws/consent-ledger.ts';
import { createEnvelope } from '../../shared/aws/envelope.ts';
import { createOffice } from '../../shared/aws/office-store.ts';
import { onFlow, reportForged } from '../../shared/aws/runtime.ts';
import { readConfig, readSettings } from '../../shared/aws/settings.ts';
import { systemClock } from '../../shared/clock/clock.ts';
import { record } from './record.ts';

const config = readConfig(
  z.strictObject({
    CONTACTS_TABLE: z.string(),
    NOTICES_TABLE: z.string(),
    DATA_KEY_ARN: z.string(),
    DISTRICT: z.string(),
    AUDIT_BUCKET: z.string(),
    WRITER: z.string(),
  }),
  process.env,
);
const settings = readSettings(new URL('./district.json', import.meta.url));
const documents = documentClient();
const { CONTACTS_TABLE: table, DATA_KEY_ARN: keyArn, DISTRICT: district } = config;
const envelope = createEnvelope({ keyArn, district, table });
const book = { documents, table, envelope, report: reportForged };
const ports = {
  ...{ clock: systemClock, settings, ledger: createConsentLedger(book) },
  audit: createAuditTrail({ bucket: config.AUDIT_BUCKET, writer: config.WRITER, district }),
  calls: createCallBook({ documents, table: config.NOTICES_TABLE, now: systemClock.now }),
  office: createOffice(book, config.NOTICES_TABLE),
};

export const handler = onFlow(({ Details: { ContactData, Parameters } }) => {
  const { callId = '', attempt = '' } = ContactData.Attributes;
  const { key = '', thanks = '' } = Parameters;
  return record(ports, { contactId: ContactData.ContactId, callId, attempt: Number(attempt), key, thanks });
});
