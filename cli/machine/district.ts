import { userInfo } from 'node:os';
import { DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { AuditTrail } from '../../shared/audit/trail.ts';
import type { TrailSource } from '../../shared/audit/trail-source.ts';
import { createAuditTrail } from '../../shared/aws/audit-bucket.ts';
import { createCallBook } from '../../shared/aws/call-store.ts';
import { cloudFormationClient, documentClient, eventBridgeClient, kmsClient, s3Client } from '../../shared/aws/clients.ts';
import { createConsentLedger } from '../../shared/aws/consent-ledger.ts';
import { type ContactReader, createContactReader } from '../../shared/aws/contact-reader.ts';
import { createEnvelope, type EnvelopeForged } from '../../shared/aws/envelope.ts';
import { everyContact } from '../../shared/aws/everybody.ts';
import { createAbsenceApproval } from '../../shared/aws/held-schools.ts';
import { createIds, type Ids } from '../../shared/aws/ids.ts';
import { approvalName, createImportLedger } from '../../shared/aws/import-ledger.ts';
import { createIntakeBucket } from '../../shared/aws/intake-bucket.ts';
import { bucketSource } from '../../shared/aws/log-store.ts';
import { createNoticeBook } from '../../shared/aws/notice-store.ts';
import { createOffice, noteBinding } from '../../shared/aws/office-store.ts';
import { openPseudonyms, type Pseudonyms } from '../../shared/aws/pseudonyms.ts';
import { createReassignedStore, type ReassignedStore } from '../../shared/aws/reassigned-store.ts';
import { kmsSigner } from '../../shared/aws/signer.ts';
import { createSubjectStore } from '../../shared/aws/subject-reader.ts';
import type { CallBook } from '../../shared/calls/call-book.ts';
import type { Clock } from '../../shared/clock/clock.ts';
import type { ConsentLedger } from '../../shared/consent/ledger.ts';
import type { Contact } from '../../shared/contacts/contact.ts';
import type { Message } from '../../shared/notices/notice.ts';
import type { NoticeBook } from '../../shared/notices/notice-book.ts';
import type { Office } from '../../shared/office/office.ts';
import type { OfficeTask, TaskNote } from '../../shared/office/task.ts';
import type { AbsenceApproval } from '../../shared/roster/attendance/absence-book.ts';
import type { ImportLedger } from '../../shared/roster/import-ledger.ts';
import type { Intake } from '../../shared/roster/intake.ts';
import type { SubjectStore } from '../../shared/subject/subject-store.ts';
import { CommandRefused } from '../command.ts';
import { localCloudAt } from './local-cloud-note.ts';
import { type RejectionFound, rejectionsIn } from './rejections.ts';
import { serviceClock } from './service-clock.ts';

export interface ConnectionOptions {
  /** A local cloud's endpoint; absent: AWS, with the operator's own credentials. */
  readonly endpointUrl?: string;
  /** Name of the district's stack; absent: the one stack of the account that is a Ringfence. */
  readonly stack?: string;
  readonly region?: string;
  /** Variables the SDK reads, e.g. those of a local cloud in the same process. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** What a command may do to a district; the operator's own credentials decide whether AWS lets it. */
export interface District {
  /** The district's domain. */
  readonly domain: string;
  /** YYYY-MM-DD: from when a stop of one kind of call stops all but emergencies (R-06). */
  readonly revokeAllFrom: string;
  /** The time as the cloud has it; on a local cloud, simulated. */
  readonly clock: Clock;
  readonly outputs: Readonly<Record<string, string>>;
  readonly notices: NoticeBook;
  readonly calls: CallBook;
  readonly book: ContactReader;
  readonly ledger: ConsentLedger;
  /** What a person of a school must do. */
  readonly office: Office;
  /** Schools that an attendance file has put on hold. */
  readonly absences: AbsenceApproval;
  readonly subjects: SubjectStore;
  /** Answers of the Reassigned Numbers Database. */
  readonly reassigned: ReassignedStore;
  /** What became of files, and who let which one pass. */
  readonly imports: ImportLedger;
  readonly intake: Pick<Intake, 'read'>;
  /** Encrypts who let a file pass, bound to it. @param hash under which it stands in the ledger */
  sealApprover(hash: string, name: string): Promise<Uint8Array>;
  readonly trail: AuditTrail;
  readonly ids: Ids;
  pseudonyms(): Promise<Pseudonyms>;
  /** Everybody in the contact book; reads the whole table. */
  everybody(): Promise<readonly Contact[]>;
  /** Encrypts who closed a task and what they found out, bound to it. */
  sealNote(task: OfficeTask, said: TaskNote): Promise<Uint8Array>;
  /** @throws EnvelopeForged where the note was not sealed for this task */
  openNote(task: OfficeTask): Promise<TaskNote>;
  /** Encrypts the words of a notice under the district's key, bound to its id; base64. */
  sealMessage(noticeId: string, message: Message): Promise<string>;
  /** Puts one event on the district's bus. @returns the id EventBridge gave it */
  tell(
    detailType: 'Notice Raised' | 'Notice Cancelled' | 'Roster Approved' | 'Attendance Approved' | 'Optouts Approved',
    detail: Readonly<Record<string, unknown>>,
  ): Promise<string>;
  /** The rejection of an event sent today, once the audit trail has it. */
  rejectionOf(eventId: string): Promise<RejectionFound | undefined>;
  trailSource(): TrailSource;
  /** The raw Ed25519 key of the audit log. */
  publicKey(): Promise<Buffer>;
}

/** `cli:<login>`: who did it, for the record. */
export function operatorName(): string {
  return `cli:${userInfo().username.replace(/[^A-Za-z0-9._-]/g, '-')}`;
}

/** The SDK reads where to go from the environment. A local cloud on this machine has left its keys in a note. */
function pointSdkAt({ endpointUrl, region, environment = {} }: ConnectionOptions): void {
  Object.assign(process.env, environment);
  if (region !== undefined) process.env['AWS_REGION'] = region;
  if (endpointUrl === undefined) return;
  if (!URL.canParse(endpointUrl)) throw new CommandRefused(`${endpointUrl} is no URL`, '--endpoint-url http://127.0.0.1:4566', 2);
  Object.assign(process.env, localCloudAt(endpointUrl));
  process.env['AWS_ENDPOINT_URL'] = endpointUrl;
  process.env['AWS_REGION'] ??= 'us-east-1';
}

async function stacksOf(client: ReturnType<typeof cloudFormationClient>, stack: string | undefined): Promise<readonly Stack[]> {
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand(stack === undefined ? {} : { StackName: stack }));
    return Stacks;
  } catch (error) {
    if (error instanceof Error && /does not exist/.test(error.message)) return [];
    throw error;
  }
}

async function outputsOf(
  client: ReturnType<typeof cloudFormationClient>,
  stack: string | undefined,
): Promise<Readonly<Record<string, string>>> {
  const found = (await stacksOf(client, stack)).map((one) =>
    Object.fromEntries((one.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue])),
  );
  const [outputs, ...others] = found.filter((one) => one['AuditSigningKeyArn'] !== undefined);
  if (outputs === undefined)
    throw new CommandRefused(
      `no Ringfence stack ${stack === undefined ? '' : `called ${stack} `}was found in this account and region`,
      'deploy one (docs/deploy.md), or name it with --stack and --region',
    );
  if (others.length > 0) throw new CommandRefused('several Ringfence stacks were found', 'name one with --stack');
  return outputs;
}

function needed(outputs: Readonly<Record<string, string>>, name: string): string {
  const value = outputs[name];
  if (value === undefined) throw new CommandRefused(`the stack has no output ${name}`, 'deploy it again with this version');
  return value;
}

/** @throws CommandRefused when there is no such stack */
export async function connectDistrict(options: ConnectionOptions): Promise<District> {
  pointSdkAt(options);
  const formation = cloudFormationClient();
  const clock = serviceClock(formation);
  const outputs = await outputsOf(formation, options.stack);
  const of = (name: string): string => needed(outputs, name);
  const [domain, keyArn, contacts, table] = [of('District'), of('DataKeyArn'), of('ContactsTableName'), of('NoticesTableName')];
  const [documents, s3, kms, events] = [documentClient(), s3Client(), kmsClient(), eventBridgeClient()];
  const envelope = createEnvelope({ keyArn, district: domain, table: contacts, kms });
  const words = createEnvelope({ keyArn, district: domain, table, kms });
  const report = (fault: EnvelopeForged): boolean => process.stderr.write(`${fault.code}: ${fault.message}\n`);
  const book = createContactReader({ documents, table: contacts, envelope, report });
  return {
    domain,
    revokeAllFrom: of('RevokeAllFrom'),
    clock,
    outputs,
    notices: createNoticeBook({ documents, table }),
    calls: createCallBook({ documents, table, now: () => clock.now() }),
    book,
    everybody: () => everyContact(documents, contacts, book),
    imports: createImportLedger({ documents, table: contacts }),
    sealApprover: (hash, name) => envelope.seal({ key: approvalName(hash), kind: 'approval', version: 1 }, name),
    intake: createIntakeBucket({ s3, bucket: of('IntakeBucketName') }),
    reassigned: createReassignedStore({ documents, table: contacts }),
    ledger: createConsentLedger({ documents, table: contacts, envelope, report }),
    office: createOffice({ documents, table: contacts, envelope, report }, table),
    sealNote: (task, said) => words.seal(noteBinding(task), said),
    openNote: (task) => words.open<TaskNote>(noteBinding(task), task.note ?? new Uint8Array()),
    absences: createAbsenceApproval({ documents, table: contacts, envelope }),
    subjects: createSubjectStore({ documents, table: contacts, noticesTable: table, envelope, report }),
    trail: createAuditTrail({ s3, bucket: of('AuditBucketName'), writer: 'cli', district: domain, clock }),
    ids: createIds(clock),
    pseudonyms: () => openPseudonyms({ documents, table: contacts, keyArn, district: domain, kms }),
    sealMessage: async (noticeId, message) =>
      Buffer.from(await words.seal({ key: `NOTICE#${noticeId}`, kind: 'message', version: 1 }, message)).toString('base64'),
    tell: async (detailType, detail) => {
      const entry = {
        EventBusName: of('BusName'),
        Source: 'ringfence.cli',
        DetailType: detailType,
        Detail: JSON.stringify(detail),
      };
      const { Entries = [] } = await events.send(new PutEventsCommand({ Entries: [entry] }));
      const refused = Entries.find(({ ErrorCode }) => ErrorCode !== undefined);
      if (refused)
        throw new CommandRefused(
          `the bus did not take the event: ${refused.ErrorMessage}`,
          'check that your role may events:PutEvents on it',
        );
      return Entries[0]?.EventId ?? '';
    },
    rejectionOf: (eventId) => rejectionsIn({ s3, bucket: of('AuditBucketName') }, clock.now(), eventId),
    trailSource: () => bucketSource({ s3, bucket: of('AuditBucketName') }),
    publicKey: () => kmsSigner({ kms, keyArn: of('AuditSigningKeyArn') }).publicKey(),
  };
}
