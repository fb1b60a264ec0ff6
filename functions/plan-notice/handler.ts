import { z } from 'zod';
import { createAnnouncedList } from '../../shared/aws/announced.ts';
import { createAudienceBook } from '../../shared/aws/audience.ts';
import { createAuditTrail } from '../../shared/aws/audit-bucket.ts';
import { createCallBook } from '../../shared/aws/call-store.ts';
import { documentClient, eventBridgeClient, sqsClient } from '../../shared/aws/clients.ts';
import { createContactReader } from '../../shared/aws/contact-reader.ts';
import { createDistrictBus } from '../../shared/aws/district-bus.ts';
import { createEnvelope } from '../../shared/aws/envelope.ts';
import { createIds } from '../../shared/aws/ids.ts';
import { createImportLedger } from '../../shared/aws/import-ledger.ts';
import { createLanes } from '../../shared/aws/lanes.ts';
import { createNoticeBook } from '../../shared/aws/notice-store.ts';
import { createPastRings } from '../../shared/aws/past-rings.ts';
import { onQueue, readBody, reportForged } from '../../shared/aws/runtime.ts';
import { createMessageSeal } from '../../shared/aws/sealed-message.ts';
import { readConfig, readSettings } from '../../shared/aws/settings.ts';
import { systemClock as clock } from '../../shared/clock/clock.ts';
import { noticeMessage } from '../../shared/notices/notice-request.ts';
import { planNotice } from './plan.ts';
import { variables } from './variables.ts';

const config = readConfig(z.strictObject(variables), process.env);
const settings = readSettings(new URL('./district.json', import.meta.url));
const { CONTACTS_TABLE, NOTICES_TABLE: table, DATA_KEY_ARN: keyArn, DISTRICT: district } = config;
const [documents, sealed] = [documentClient(), (name: string) => createEnvelope({ keyArn, district, table: name })];
const contacts = { documents, table: CONTACTS_TABLE };
const reader = createContactReader({ ...contacts, envelope: sealed(CONTACTS_TABLE), report: reportForged });
const audit = createAuditTrail({ bucket: config.AUDIT_BUCKET, writer: config.WRITER, district });
const ports = {
  ...{ clock, settings, trail: audit, ids: createIds(clock), ...createMessageSeal(sealed(table)) },
  calls: createCallBook({ documents, table, now: clock.now }),
  ...{ notices: createNoticeBook({ documents, table }), noteAnnounced: createAnnouncedList({ documents, table }) },
  audience: createAudienceBook({ ...contacts, reader, schools: settings.schools.map(({ id }) => id) }),
  ...{ pastRings: createPastRings({ ...contacts, clock }), lastExport: createImportLedger(contacts).lastTaken },
  lanes: createLanes({ sqs: sqsClient(), queueUrls: { urgent: config.URGENT_QUEUE_URL, routine: config.ROUTINE_QUEUE_URL } }),
  bus: createDistrictBus({ events: eventBridgeClient(), busName: config.BUS_NAME }),
};

export const handler = onQueue((message) => planNotice(ports, readBody(message, noticeMessage)), { audit });
