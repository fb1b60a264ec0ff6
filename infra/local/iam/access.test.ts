// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the notation of CloudFormation and IAM
import { expect, test } from 'vitest';
import type { AccessContext, Principal } from '../front/service.ts';
import { Access } from './access.ts';
import { createIam } from './index.ts';

const ACCOUNT = '123456789012';
const ROLE: Principal = { kind: 'role', arn: `arn:aws:iam::${ACCOUNT}:role/Place`, name: 'place-call' };
const OTHER: Principal = { kind: 'role', arn: `arn:aws:iam::${ACCOUNT}:role/Other`, name: 'other' };
const OPERATOR: Principal = { kind: 'operator', arn: `arn:aws:iam::${ACCOUNT}:root`, name: 'operator' };
const TABLE = `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/Calls`;
const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1`;
const QUEUE = `arn:aws:sqs:us-east-1:${ACCOUNT}:intake`;

type Statement = Readonly<Record<string, unknown>>;
const allow = (more: Statement): Statement => ({ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: TABLE, ...more });

function roleMay(statements: readonly Statement[], action: string, resource: string, context?: AccessContext): boolean {
  const access = new Access(ACCOUNT);
  access.attachToRole(ROLE.arn, { Statement: statements });
  return access.allowed(ROLE, { action, resource, ...(context === undefined ? {} : { context }) });
}

test.each<[string, readonly Statement[], string, string, boolean]>([
  ['the named action on the named resource', [allow({})], 'dynamodb:GetItem', TABLE, true],
  ['another action', [allow({})], 'dynamodb:PutItem', TABLE, false],
  ['another resource', [allow({})], 'dynamodb:GetItem', `${TABLE}2`, false],
  ['actions whatever their case', [allow({ Action: 'DynamoDB:getitem' })], 'dynamodb:GetItem', TABLE, true],
  ['a list of actions', [allow({ Action: ['dynamodb:PutItem', 'dynamodb:GetItem'] })], 'dynamodb:GetItem', TABLE, true],
  ['a wildcard in the action', [allow({ Action: 'dynamodb:Get*' })], 'dynamodb:GetItem', TABLE, true],
  ['a wildcard in the resource', [allow({ Resource: `${TABLE}/index/*` })], 'dynamodb:GetItem', `${TABLE}/index/open`, true],
  ['a question mark for one letter', [allow({ Resource: `${TABLE.slice(0, -1)}?` })], 'dynamodb:GetItem', TABLE, true],
  ['a dot that is only a dot', [allow({ Resource: 'arn:aws:s3:::a.b/*' })], 'dynamodb:GetItem', 'arn:aws:s3:::axb/k', false],
  ['an explicit deny beside the allow', [allow({}), allow({ Effect: 'Deny' })], 'dynamodb:GetItem', TABLE, false],
  [
    'NotAction for what it does not name',
    [allow({ Action: undefined, NotAction: 'dynamodb:Delete*' })],
    'dynamodb:GetItem',
    TABLE,
    true,
  ],
  ['NotAction for what it names', [allow({ Action: undefined, NotAction: 'dynamodb:Get*' })], 'dynamodb:GetItem', TABLE, false],
  ['NotResource for what it names', [allow({ Resource: undefined, NotResource: TABLE })], 'dynamodb:GetItem', TABLE, false],
  ['nothing at all', [], 'dynamodb:GetItem', TABLE, false],
])('identity policy, %s', (_name, statements, action, resource, expected) => {
  const clean = statements.map((statement) =>
    Object.fromEntries(Object.entries(statement).filter(([, value]) => value !== undefined)),
  );
  expect(roleMay(clean, action, resource)).toBe(expected);
});

test.each<[string, object, AccessContext, boolean]>([
  ['StringEquals', { StringEquals: { 'events:source': 'ringfence.cli' } }, { 'events:source': 'ringfence.cli' }, true],
  ['StringEquals, absent key', { StringEquals: { 'events:source': 'ringfence.cli' } }, {}, false],
  ['StringEqualsIfExists, absent key', { StringEqualsIfExists: { 'events:source': 'x' } }, {}, true],
  ['StringNotEquals, absent key', { StringNotEquals: { 'events:source': 'x' } }, {}, true],
  ['StringNotEquals, none of the list', { StringNotEquals: { k: ['a', 'b'] } }, { k: 'b' }, false],
  [
    'StringLike',
    { StringLike: { 'kms:ViaService': 'sqs.*.amazonaws.com' } },
    { 'kms:ViaService': 'sqs.us-east-1.amazonaws.com' },
    true,
  ],
  ['keys whatever their case', { StringEquals: { 'AWS:SourceAccount': ACCOUNT } }, { 'aws:SourceAccount': ACCOUNT }, true],
  ['ArnLike, part by part', { ArnLike: { 'aws:SourceArn': 'arn:aws:events:*:*:rule/*' } }, { 'aws:SourceArn': QUEUE }, false],
  [
    'ArnLike',
    { ArnLike: { 'aws:SourceArn': 'arn:aws:events:*:*:rule/*' } },
    { 'aws:SourceArn': 'arn:aws:events:us-east-1:1:rule/a/b' },
    true,
  ],
  ['Bool, always over TLS here', { Bool: { 'aws:SecureTransport': 'false' } }, {}, false],
  ['Null true, absent key', { Null: { 's3:object-lock-mode': 'true' } }, {}, true],
  ['Null false, absent key', { Null: { 's3:object-lock-mode': 'false' } }, {}, false],
  [
    'ForAllValues, all known',
    { 'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['pk', 'sk'] } },
    { 'dynamodb:Attributes': ['pk'] },
    true,
  ],
  [
    'ForAllValues, one unknown',
    { 'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['pk'] } },
    { 'dynamodb:Attributes': ['pk', 'x'] },
    false,
  ],
  ['ForAnyValue, one known', { 'ForAnyValue:StringLike': { k: ['a*'] } }, { k: ['b', 'ab'] }, true],
  ['NumericLessThanEquals', { NumericLessThanEquals: { 's3:max-keys': '10' } }, { 's3:max-keys': '11' }, false],
  ['two keys, one of which fails', { StringEquals: { a: '1', b: '2' } }, { a: '1', b: '3' }, false],
])('condition, %s', (_name, Condition, context, expected) => {
  expect(roleMay([allow({ Condition })], 'dynamodb:GetItem', TABLE, context)).toBe(expected);
});

test.each([
  [
    'an operator',
    { Statement: [allow({ Condition: { DateGreaterThan: { 'aws:CurrentTime': '2026-01-01' } } })] },
    'DateGreaterThan',
  ],
  ['a policy variable', { Statement: [allow({ Resource: 'arn:aws:s3:::b/${aws:username}/*' })] }, 'policy variables'],
  ['an element', { Statement: [allow({ NotPrincipal: '*' })] }, 'NotPrincipal'],
])('%s that is not known stops the start', (_name, document, text) => {
  expect(() => new Access(ACCOUNT).attachToRole(ROLE.arn, document)).toThrow(text);
});

test('a resource policy allows by itself, its deny beats everything', () => {
  const access = new Access(ACCOUNT);
  access.attachToResource('arn:aws:s3:::audit', {
    Statement: [
      { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::audit/*', Principal: { AWS: ROLE.arn } },
      { Effect: 'Deny', Action: 's3:DeleteObject*', Resource: 'arn:aws:s3:::audit/*', Principal: { AWS: '*' } },
      {
        Effect: 'Deny',
        Action: 's3:*',
        Resource: 'arn:aws:s3:::audit/*',
        Principal: '*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  });
  const on = (who: Principal, action: string) => access.allowed(who, { action, resource: 'arn:aws:s3:::audit/records/1' });
  expect([on(ROLE, 's3:GetObject'), on(OTHER, 's3:GetObject')]).toEqual([true, false]);
  expect([on(OPERATOR, 's3:PutObject'), on(OPERATOR, 's3:DeleteObjectVersion')]).toEqual([true, false]);
});

test('a key’s policy is the gate: IAM decides only where it says so', () => {
  const identity = { Statement: [allow({ Action: 'kms:Decrypt', Resource: KEY })] };
  const byPolicy = (statement: Statement) => {
    const access = new Access(ACCOUNT);
    access.attachToRole(ROLE.arn, identity);
    access.attachToResource(KEY, { Statement: [statement] });
    return [ROLE, OTHER, OPERATOR].map((who) => access.allowed(who, { action: 'kms:Decrypt', resource: KEY }));
  };
  const account = { Effect: 'Allow', Action: 'kms:*', Resource: '*', Principal: { AWS: OPERATOR.arn } };
  expect(byPolicy(account)).toEqual([true, false, true]);
  expect(byPolicy({ ...account, Principal: { AWS: OTHER.arn } })).toEqual([false, true, false]);
});

test('a service needs the resource to name it, for the account and source it acts for', () => {
  const access = new Access(ACCOUNT);
  const condition = {
    StringEquals: { 'aws:SourceAccount': ACCOUNT },
    ArnEquals: { 'aws:SourceArn': 'arn:aws:events:us-east-1:1:rule/a' },
  };
  const statement = {
    Effect: 'Allow',
    Action: 'sqs:SendMessage',
    Resource: QUEUE,
    Principal: { Service: 'events.amazonaws.com' },
    Condition: condition,
  };
  access.attachToResource(QUEUE, { Statement: statement });
  const events = (sourceArn: string): Principal => ({ kind: 'service', arn: 'events.amazonaws.com', name: 'events', sourceArn });
  const may = (who: Principal) => access.allowed(who, { action: 'sqs:SendMessage', resource: QUEUE });
  expect([may(events('arn:aws:events:us-east-1:1:rule/a')), may(events('arn:aws:events:us-east-1:1:rule/b'))]).toEqual([
    true,
    false,
  ]);
});

test('a refusal says who, what and why, as AWS does, and is remembered', () => {
  const access = new Access(ACCOUNT);
  const message = access.refusal(ROLE, { action: 'sqs:SendMessage', resource: QUEUE });
  expect(message).toBe(
    `User: ${ROLE.arn} is not authorized to perform: sqs:SendMessage on resource: ${QUEUE} because no identity-based policy allows the sqs:SendMessage action`,
  );
  expect(access.denials).toEqual([{ caller: 'place-call', action: 'sqs:SendMessage', resource: QUEUE, message }]);
});

test('a managed policy of AWS whose content is not known stops the start', async () => {
  const { resources } = createIam(ACCOUNT);
  const properties = {
    AssumeRolePolicyDocument: { Statement: [] },
    ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
  };
  expect(() => resources['AWS::IAM::Role']?.('Admin', properties)).toThrow('AdministratorAccess');
});
