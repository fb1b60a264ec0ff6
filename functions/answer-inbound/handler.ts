import { z } from 'zod';
import { createAnnouncedReader } from '../../shared/aws/announced.ts';
import { createAuditTrail } from '../../shared/aws/audit-bucket.ts';
import { createCallerFacts } from '../../shared/aws/caller-facts.ts';
import { documentClient } from '../../shared/aws/clients.ts';
import { createConsentLedger } from '../../shared/aws/consent-ledger.ts';
import { createEnvelope } from '../../shared/aws/envelope.ts';
import { createNaming } from '../../shared/aws/naming.ts';
import { createOffice } from '../../shared/aws/office-store.ts';
import { measures, onFlow, reportForged, reportTrouble } from '../../shared/aws/runtime.ts';
import { readConfig, readSettings } from '../../shared/aws/settings.ts';
import { createSilenceBrake } from '../../shared/aws/silence-brake.ts';
import { systemClock } from '../../shared/clock/clock.ts';
import { openForNumbers } from '../../shared/office/number-trouble.ts';
import { callerIn, onTheLine } from './line.ts';
import { variables } from './variables.ts';

const config = readConfig(z.strictObject(variables), process.env);
const { CONTACTS_TABLE: table, NOTICES_TABLE: noticesTable, DATA_KEY_ARN: keyArn, DISTRICT: district } = config;
const documents = documentClient();
const book = { documents, table, envelope: createEnvelope({ keyArn, district, table }), report: reportForged };
const words = createEnvelope({ keyArn, district, table: noticesTable });
const naming = createNaming({ documents, table, keyArn, district });
const trail = createAuditTrail({ bucket: config.AUDIT_BUCKET, writer: config.WRITER, district });
const desk = { trail, office: createOffice(book, noticesTable) };
const ports = {
  ...{ clock: systemClock, audit: trail, report: reportTrouble, measures },
  settings: readSettings(new URL('./district.json', import.meta.url)),
  nameNumber: async (e164: string) => (await naming()).number(e164),
  callerFacts: createCallerFacts(book),
  announced: createAnnouncedReader({ documents, table: noticesTable, envelope: words }),
  ...{ ledger: createConsentLedger(book), brake: createSilenceBrake({ documents, table }) },
  tellOffice: openForNumbers.bind(undefined, desk),
};

export const handler = onFlow(({ Details: { ContactData, Parameters } }) => {
  const { step = '', key = '', typed, language = '' } = Parameters;
  const caller = callerIn(ContactData.CustomerEndpoint?.Address);
  return onTheLine(ports, { contactId: ContactData.ContactId, caller, step, key, typed, language });
});
