import { userInfo } from 'node:os';
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { AuditTrail } from '../../shared/audit/trail.ts';
import type { TrailSource } from '../../shared/audit/trail-source.ts';
import { createAuditTrail } from '../../shared/aws/audit-bucket.ts';
import { createCallBook } from '../../shared/aws/call-store.ts';
import { cloudFormationClient, documentClient, eventBridgeClient, kmsClient, s3Client } from '../../shared/aws/clients.ts';
import { createConsentLedger } from '../../shared/aws/consent-ledger.ts';
import { type ContactReader, createContactReader } from '../../shared/aws/contact-reader.ts';
import { createEnvelope, type EnvelopeForged } from '../../shared/aws/envelope.ts';
import { createIds, type Ids } from '../../shared/aws/ids.ts';
import { bucketSource } from '../../shared/aws/log-store.ts';
import { createNoticeBook } from '../../shared/aws/notice-store.ts';
import { openPseudonyms, type Pseudonyms } from '../../shared/aws/pseudonyms.ts';
import { kmsSigner } from '../../shared/aws/signer.ts';
import type { CallBook } from '../../shared/calls/call-book.ts';
import { systemClock } from '../../shared/clock/clock.ts';
import type { ConsentLedger } from '../../shared/consent/ledger.ts';
import type { Message } from '../../shared/notices/notice.ts';
import type { NoticeBook } from '../../shared/notices/notice-book.ts';
import { CommandRefused } from '../command.ts';

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
  readonly outputs: Readonly<Record<string, string>>;
  readonly notices: NoticeBook;
  readonly calls: CallBook;
  readonly book: ContactReader;
  readonly ledger: ConsentLedger;
  readonly trail: AuditTrail;
  readonly ids: Ids;
  pseudonyms(): Promise<Pseudonyms>;
  /** Encrypts the words of a notice under the district's key, bound to its id; base64. */
  sealMessage(noticeId: string, message: Message): Promise<string>;
  /** Puts one event on the district's bus. */
  tell(detailType: 'Notice Raised' | 'Notice Cancelled', detail: Readonly<Record<string, unknown>>): Promise<void>;
  trailSource(): TrailSource;
  /** The raw Ed25519 key of the audit log. */
  publicKey(): Promise<Buffer>;
}

/** `cli:<login>`: who did it, for the record. */
export function operatorName(): string {
  return `cli:${userInfo().username.replace(/[^A-Za-z0-9._-]/g, '-')}`;
}

/** The SDK reads where to go from the environment; a local cloud takes any credentials that its operator was given. */
function pointSdkAt({ endpointUrl, region, environment = {} }: ConnectionOptions): void {
  Object.assign(process.env, environment);
  if (region !== undefined) process.env['AWS_REGION'] = region;
  if (endpointUrl === undefined) return;
  process.env['AWS_ENDPOINT_URL'] = endpointUrl;
  process.env['AWS_REGION'] ??= 'us-east-1';
  process.env['AWS_ACCESS_KEY_ID'] ??= 'operator';
  process.env['AWS_SECRET_ACCESS_KEY'] ??= 'local';
}

async function outputsOf(stack: string | undefined): Promise<Readonly<Record<string, string>>> {
  const { Stacks = [] } = await cloudFormationClient().send(
    new DescribeStacksCommand(stack === undefined ? {} : { StackName: stack }),
  );
  const found = Stacks.map((one) =>
    Object.fromEntries((one.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue])),
  );
  const [outputs, ...others] = found.filter((one) => one['AuditSigningKeyArn'] !== undefined);
  if (outputs === undefined)
    throw new CommandRefused(
      'no Ringfence stack was found in this account and region',
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
  const outputs = await outputsOf(options.stack);
  const of = (name: string): string => needed(outputs, name);
  const [domain, keyArn, contacts, table] = [of('District'), of('DataKeyArn'), of('ContactsTableName'), of('NoticesTableName')];
  const [documents, s3, kms, events] = [documentClient(), s3Client(), kmsClient(), eventBridgeClient()];
  const envelope = createEnvelope({ keyArn, district: domain, table: contacts, kms });
  const words = createEnvelope({ keyArn, district: domain, table, kms });
  const report = (fault: EnvelopeForged): boolean => process.stderr.write(`${fault.code}: ${fault.message}\n`);
  return {
    domain,
    outputs,
    notices: createNoticeBook({ documents, table }),
    calls: createCallBook({ documents, table, now: () => systemClock.now() }),
    book: createContactReader({ documents, table: contacts, envelope, report }),
    ledger: createConsentLedger({ documents, table: contacts, envelope, report }),
    trail: createAuditTrail({ s3, bucket: of('AuditBucketName'), writer: 'cli', district: domain }),
    ids: createIds(systemClock),
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
    },
    trailSource: () => bucketSource({ s3, bucket: of('AuditBucketName') }),
    publicKey: () => kmsSigner({ kms, keyArn: of('AuditSigningKeyArn') }).publicKey(),
  };
}
