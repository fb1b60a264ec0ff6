import { z } from 'zod';
import { createAuditTrail } from '../../shared/aws/audit-bucket.ts';
import { createCallBook } from '../../shared/aws/call-store.ts';
import { connectClient, documentClient, sqsClient } from '../../shared/aws/clients.ts';
import { createConnectDialer } from '../../shared/aws/connect-dialer.ts';
import { createEnvelope } from '../../shared/aws/envelope.ts';
import { gateFactsOf } from '../../shared/aws/gate-facts.ts';
import { createLanes } from '../../shared/aws/lanes.ts';
import { createOffice } from '../../shared/aws/office-store.ts';
import { createPacer } from '../../shared/aws/pacer.ts';
import { pause } from '../../shared/aws/pause.ts';
import { createRingBook } from '../../shared/aws/ring-book.ts';
import { measures, onBatch, reportForged } from '../../shared/aws/runtime.ts';
import { createListenerSeal } from '../../shared/aws/sealed-listener.ts';
import { readConfig, readSettings } from '../../shared/aws/settings.ts';
import { limitsOf } from '../../shared/calls/limits-of.ts';
import { systemClock as clock } from '../../shared/clock/clock.ts';
import { decide } from '../../shared/consent/decide.ts';
import { place } from './place.ts';
import { placeMessages } from './place-messages.ts';
import { connectOf, variables } from './variables.ts';

const config = readConfig(z.strictObject(variables), process.env);
const settings = readSettings(new URL('./district.json', import.meta.url));
const { CONTACTS_TABLE: contactsTable, NOTICES_TABLE: table, DATA_KEY_ARN: keyArn, DISTRICT: district } = config;
const documents = documentClient();
const sealed = (of: string) => createEnvelope({ keyArn, district, table: of });
const book = { documents, table: contactsTable, envelope: sealed(contactsTable), report: reportForged };
const audit = createAuditTrail({ bucket: config.AUDIT_BUCKET, writer: config.WRITER, district });
const ports = {
  ...{ clock, pause, settings, decide, measures, trail: audit, office: createOffice(book, table) },
  calls: createCallBook({ documents, table, now: clock.now }),
  rings: createRingBook({ documents, contactsTable, noticesTable: table, now: clock.now }),
  pacer: createPacer({ documents, table, limits: limitsOf(settings), clock }),
  ...{ dialer: createConnectDialer({ connect: connectClient(), ...connectOf(config) }), facts: gateFactsOf(book, table) },
  sealListener: createListenerSeal(sealed(table)).sealListener,
  lanes: createLanes({ sqs: sqsClient(), queueUrls: { urgent: config.URGENT_QUEUE_URL, routine: config.ROUTINE_QUEUE_URL } }),
};

export const handler = onBatch((messages) => placeMessages(messages, (callIds) => place(ports, callIds)), { audit });
