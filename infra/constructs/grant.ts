import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { FunctionName } from './capacity.ts';

type Conditions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** One line of a function's rights: a name that says what for, the actions by name, and on what. */
export function allow(
  sid: string,
  actions: readonly string[],
  on: string | readonly string[],
  conditions?: Conditions,
): PolicyStatement {
  return new PolicyStatement({
    sid,
    effect: Effect.ALLOW,
    actions: [...actions],
    resources: typeof on === 'string' ? [on] : [...on],
    ...(conditions === undefined ? {} : { conditions }),
  });
}

/** `on('Book', arn)('GetItem')`: the named DynamoDB actions on a table; `Scan` is not among what can be asked for (see `looksThroughPrints`). */
export function onTable(title: string, arn: string) {
  return (...actions: readonly TableAction[]): PolicyStatement =>
    allow(
      `Use${title}`,
      actions.map((action) => `dynamodb:${action}`),
      arn,
    );
}
type TableAction =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'BatchWriteItem'
  | 'PartiQLInsert'
  | 'PartiQLUpdate';

/**
 * The whole book by prints, and who is at which school: an export is held against all of it each night. Nothing sealed is among what may be asked for; without
 * the second condition, whoever names no attribute at all would be given every one.
 */
export function looksThroughPrints(contactsArn: string): PolicyStatement {
  return allow('LookThroughPrints', ['dynamodb:Scan'], contactsArn, {
    'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['pk', 'sk', 'version', 'print', 'grade'] },
    StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
  });
}

/** The open calls, by when they are due. */
export function openCalls(noticesArn: string): PolicyStatement {
  return allow('FindOpenCalls', ['dynamodb:Query'], `${noticesArn}/index/open`);
}

/** What a queue's reader needs; visibility too, so that a call given back waits seconds and not six time-outs. */
export function reads(...queueArns: readonly string[]): PolicyStatement {
  const actions = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes', 'GetQueueUrl', 'ChangeMessageVisibility'];
  return allow(
    'ReadItsQueue',
    actions.map((action) => `sqs:${action}`),
    queueArns,
  );
}

export function sends(queueArns: readonly string[]): PolicyStatement {
  return allow('SendToLanes', ['sqs:SendMessage'], queueArns);
}

export function tells(busArn: string): PolicyStatement {
  return allow('TellTheBus', ['events:PutEvents'], busArn);
}

/** Under its own name and no other: a record's path says who wrote it. Reads, to compare, when the answer to a PUT was lost. */
export function records(auditArn: string, writer: FunctionName): PolicyStatement {
  return allow('WriteOwnRecords', ['s3:GetObject', 's3:PutObject'], `${auditArn}/records/${writer}/*`);
}

type DropPrefix = 'roster' | 'attendance' | 'calendar' | 'optouts';

/** Reads what was dropped under its prefixes, and answers beside it. */
export function intake(intakeArn: string, ...prefixes: readonly DropPrefix[]): readonly PolicyStatement[] {
  const under = (place: string) => prefixes.map((prefix) => `${place}${prefix}/*`);
  return [
    allow('ReadDrops', ['s3:GetObject'], under(`${intakeArn}/`)),
    // Whether the companion file is there yet: without this, S3 answers 403 instead of 404.
    allow('LookForDrops', ['s3:ListBucket'], intakeArn, { StringLike: { 's3:prefix': under('') } }),
    allow('AnswerTheSender', ['s3:PutObject'], under(`${intakeArn}/reports/`)),
  ];
}

export interface Sealed {
  readonly dataKeyArn: string;
  readonly district: string;
  /** Names of the tables whose envelopes may be made and opened. */
  readonly tables: readonly string[];
}

/** Envelopes of the named tables: what was sealed for another table or district does not open. */
export function sealAndOpen({ dataKeyArn, district, tables }: Sealed): PolicyStatement {
  return allow('SealAndOpen', ['kms:GenerateDataKey', 'kms:Decrypt'], dataKeyArn, {
    StringEquals: {
      'kms:EncryptionContext:app': 'ringfence',
      'kms:EncryptionContext:district': district,
      'kms:EncryptionContext:table': [...tables],
    },
  });
}

/** Asks Connect how a call ended, and has it forget the number. `contact/*` because a contact's id is known only once it rang. */
export function settlesContacts(instanceArn: string): PolicyStatement {
  const actions = ['DescribeContact', 'GetContactAttributes', 'DeleteContactData'];
  return allow(
    'SettleContacts',
    actions.map((action) => `connect:${action}`),
    `${instanceArn}/contact/*`,
  );
}
