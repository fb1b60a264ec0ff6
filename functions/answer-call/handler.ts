import { z } from 'zod';
import { documentClient } from '../../shared/aws/clients.ts';
import { createContactReader } from '../../shared/aws/contact-reader.ts';
import { createEnvelope } from '../../shared/aws/envelope.ts';
import { log, measures, onFlow } from '../../shared/aws/runtime.ts';
import { readConfig, readSettings } from '../../shared/aws/settings.ts';
import { createSpokenCalls } from '../../shared/aws/spoken-call.ts';
import { systemClock } from '../../shared/clock/clock.ts';
import { answer } from './answer.ts';

const config = readConfig(
  z.strictObject({ CONTACTS_TABLE: z.string(), NOTICES_TABLE: z.string(), DATA_KEY_ARN: z.string(), DISTRICT: z.string() }),
  process.env,
);
const documents = documentClient();
const envelopeOf = (table: string) => createEnvelope({ keyArn: config.DATA_KEY_ARN, district: config.DISTRICT, table });
const book = createContactReader({
  documents,
  table: config.CONTACTS_TABLE,
  envelope: envelopeOf(config.CONTACTS_TABLE),
  report: (fault) => log.error(fault.code, fault.where),
});
const ports = {
  clock: systemClock,
  settings: readSettings(new URL('./district.json', import.meta.url)),
  spokenCall: createSpokenCalls({ documents, table: config.NOTICES_TABLE, envelope: envelopeOf(config.NOTICES_TABLE) }),
  contacts: (contactKeys: readonly string[]) => book.read('contact', contactKeys),
  count: measures.count,
};

export const handler = onFlow(({ Details }) => answer(ports, Details.ContactData.Attributes['callId'] ?? ''));
