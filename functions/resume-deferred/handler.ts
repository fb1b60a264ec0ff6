import { z } from 'zod';
import { createAbsenceReader } from '../../shared/aws/absence-store.ts';
import { createAuditTrail } from '../../shared/aws/audit-bucket.ts';
import { createCallBook } from '../../shared/aws/call-store.ts';
import { connectClient, documentClient, eventBridgeClient, sqsClient } from '../../shared/aws/clients.ts';
import { createContactDesk } from '../../shared/aws/connect-desk.ts';
import { createConsentLedger } from '../../shared/aws/consent-ledger.ts';
import { createDistrictBus } from '../../shared/aws/district-bus.ts';
import { createEnvelope } from '../../shared/aws/envelope.ts';
import { createLanes } from '../../shared/aws/lanes.ts';
import { createNoticeBook } from '../../shared/aws/notice-store.ts';
import { createOffice } from '../../shared/aws/office-store.ts';
import { createPacer } from '../../shared/aws/pacer.ts';
import { pause } from '../../shared/aws/pause.ts';
import { measures, onSchedule, reportForged } from '../../shared/aws/runtime.ts';
import { readConfig, readSettings } from '../../shared/aws/settings.ts';
import { limitsOf } from '../../shared/calls/limits-of.ts';
import { systemClock as clock } from '../../shared/clock/clock.ts';
import { sweep } from './sweep.ts';
import { variables } from './variables.ts';

const config = readConfig(z.strictObject(variables), process.env);
const settings = readSettings(new URL('./district.json', import.meta.url));
const { CONTACTS_TABLE: contactsTable, NOTICES_TABLE: table, DATA_KEY_ARN: keyArn, DISTRICT: district } = config;
const documents = documentClient();
const envelope = createEnvelope({ keyArn, district, table: contactsTable });
const book = { documents, table: contactsTable, envelope, report: reportForged };
const ports = {
  ...{ clock, pause, settings, measures },
  trail: createAuditTrail({ bucket: config.AUDIT_BUCKET, writer: config.WRITER, district }),
  calls: createCallBook({ documents, table, now: clock.now }),
  notices: createNoticeBook({ documents, table }),
  bus: createDistrictBus({ events: eventBridgeClient(), busName: config.BUS_NAME }),
  ...{ ledger: createConsentLedger(book), office: createOffice(book, table), absences: createAbsenceReader(book) },
  pacer: createPacer({ documents, table, limits: limitsOf(settings), clock }),
  desk: createContactDesk({ connect: connectClient(), instanceId: config.CONNECT_INSTANCE_ID, clock }),
  lanes: createLanes({ sqs: sqsClient(), queueUrls: { urgent: config.URGENT_QUEUE_URL, routine: config.ROUTINE_QUEUE_URL } }),
};

export const handler = onSchedule(() => sweep(ports));
