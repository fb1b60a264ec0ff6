/** EventBridge as a whole: what is put on a bus reaches the targets the template names, if their policies let it. */
import { DescribeEventBusCommand, EventBridgeClient, ListRulesCommand, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterEach, expect, test } from 'vitest';
import { lambdaFunction, role, startTinyCloud, type TinyCloud } from '../../../test/fixtures/tiny-cloud.ts';
import type { ResourceDeclaration } from '../template/read-template.ts';

let cloud: TinyCloud;
let events: EventBridgeClient;
afterEach(() => cloud.stop());

const arn = (id: string): object => ({ 'Fn::GetAtt': [id, 'Arn'] });
const bus: ResourceDeclaration = { Type: 'AWS::Events::EventBus', Properties: { Name: 'district' } };
const queue: ResourceDeclaration = { Type: 'AWS::SQS::Queue' };
const rule = (properties: object): ResourceDeclaration => ({
  Type: 'AWS::Events::Rule',
  Properties: { EventBusName: { Ref: 'Bus' }, ...properties },
});

function queuePolicy(queueId: string, ruleId: string): ResourceDeclaration {
  const condition = {
    ArnEquals: { 'aws:SourceArn': arn(ruleId) },
    StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
  };
  const statement = {
    Effect: 'Allow',
    Action: 'sqs:SendMessage',
    Resource: arn(queueId),
    Principal: { Service: 'events.amazonaws.com' },
    Condition: condition,
  };
  return {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: { Queues: [{ Ref: queueId }], PolicyDocument: { Statement: [statement] } },
  };
}

async function start(
  resources: Readonly<Record<string, ResourceDeclaration>>,
  bundles: Readonly<Record<string, string>> = {},
): Promise<void> {
  cloud = await startTinyCloud({ resources: { Bus: bus, ...resources }, bundles });
  events = new EventBridgeClient(cloud.client);
}

const raise = (detail: object) => ({
  EventBusName: 'district',
  Source: 'ringfence.cli',
  DetailType: 'Notice Raised',
  Detail: JSON.stringify(detail),
});

test('an event reaches the queue of the rule that matches, transformed, and no other', async () => {
  const transformer = {
    InputPathsMap: { id: '$.id', purpose: '$.detail.purpose' },
    InputTemplate: '{"id":"<id>","purpose":"<purpose>"}',
  };
  const target = { Id: 'q', Arn: arn('Queue'), InputTransformer: transformer };
  await start({
    Queue: queue,
    Rule: rule({ EventPattern: { detail: { purpose: ['emergency'] } }, Targets: [target] }),
    Policy: queuePolicy('Queue', 'Rule'),
  });
  const { Entries } = await events.send(
    new PutEventsCommand({ Entries: [raise({ purpose: 'emergency' }), raise({ purpose: 'event' })] }),
  );
  await cloud.world.clock.runUntilIdle();
  expect(cloud.drain('Queue').map((body) => JSON.parse(body))).toEqual([{ id: Entries?.[0]?.EventId, purpose: 'emergency' }]);
  expect(cloud.complaints).toEqual([]);
});

test('what the queue’s policy does not let in goes to the target’s dead-letter queue, loudly', async () => {
  const targets = [{ Id: 'q', Arn: arn('Queue'), DeadLetterConfig: { Arn: arn('Dead') } }];
  await start({
    Queue: queue,
    Dead: queue,
    Rule: rule({ EventPattern: { source: ['ringfence.cli'] }, Targets: targets }),
    Policy: queuePolicy('Dead', 'Rule'),
  });
  await events.send(new PutEventsCommand({ Entries: [raise({ a: 1 })] }));
  await cloud.world.clock.runUntilIdle();
  expect(cloud.drain('Queue')).toEqual([]);
  expect(cloud.drain('Dead').map((body) => JSON.parse(body).detail)).toEqual([{ a: 1 }]);
  expect(cloud.complaints).toEqual([
    expect.stringMatching(/rule Rule could not deliver.*not authorized to perform: sqs:SendMessage/),
  ]);
  expect(cloud.iam.access.denials).toHaveLength(1);
});

test('an encrypted queue needs its key’s policy to let EventBridge', async () => {
  const key = 'arn:aws:kms:us-east-1:123456789012:key/none';
  const encrypted: ResourceDeclaration = { Type: 'AWS::SQS::Queue', Properties: { KmsMasterKeyId: key } };
  const targets = [{ Id: 'q', Arn: arn('Queue') }];
  await start({
    Queue: encrypted,
    Rule: rule({ EventPattern: { source: ['ringfence.cli'] }, Targets: targets }),
    Policy: queuePolicy('Queue', 'Rule'),
  });
  await events.send(new PutEventsCommand({ Entries: [raise({})] }));
  await cloud.world.clock.runUntilIdle();
  expect(cloud.complaints).toEqual([expect.stringContaining('not authorized to perform: kms:GenerateDataKey')]);
});

const TICK = `export const handler = async (event) => { console.log(event['detail-type'], event.resources[0].split('/').at(-1)) }`;
const permission: ResourceDeclaration = {
  Type: 'AWS::Lambda::Permission',
  Properties: {
    Action: 'lambda:InvokeFunction',
    FunctionName: arn('F'),
    Principal: 'events.amazonaws.com',
    SourceArn: arn('Each'),
  },
};
const each: ResourceDeclaration = {
  Type: 'AWS::Events::Rule',
  Properties: { ScheduleExpression: 'rate(1 minute)', Targets: [{ Id: 'f', Arn: arn('F') }] },
};

test('a schedule fires each minute while somebody runs the clock, and the clock does not run for its sake', async () => {
  await start({ Role: role(), F: lambdaFunction('a1', 'Role'), Each: each, Permission: permission }, { a1: TICK });
  await cloud.world.clock.runUntilIdle();
  expect(cloud.logs.lines('F')).toEqual([]);
  await cloud.world.clock.runUntil(cloud.world.clock.now() + 5 * 60_000);
  expect(cloud.logs.lines('F').map((line) => line.text)).toEqual(Array.from({ length: 5 }, () => 'Scheduled Event Each'));
});

test('a function that no permission opens to EventBridge is not invoked', async () => {
  await start({ Role: role(), F: lambdaFunction('a1', 'Role'), Each: each }, { a1: TICK });
  await cloud.world.clock.runUntil(cloud.world.clock.now() + 61_000);
  expect(cloud.logs.lines('F')).toEqual([]);
  expect(cloud.complaints).toEqual([expect.stringContaining('not authorized to perform: lambda:InvokeFunction')]);
});

test('entries that AWS refuses are refused one by one', async () => {
  await start({});
  const entry = raise({});
  const bad = [{ ...entry, Detail: '[1]' }, { ...entry, Source: 'aws.s3' }, { ...entry, DetailType: undefined }, entry];
  const { FailedEntryCount, Entries } = await events.send(new PutEventsCommand({ Entries: bad }));
  expect(FailedEntryCount).toBe(3);
  expect(Entries?.map((result) => result.ErrorCode)).toEqual([
    'MalformedDetail',
    'NotAuthorizedForSource',
    'InvalidArgument',
    undefined,
  ]);
});

test('too many entries, too large a request, a bus that is not there', async () => {
  await start({});
  const put = (entries: ReturnType<typeof raise>[]) => events.send(new PutEventsCommand({ Entries: entries }));
  await expect(put(Array.from({ length: 11 }, () => raise({})))).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(put([raise({ text: 'x'.repeat(1_048_576) })])).rejects.toThrow('over the limit');
  await expect(put([{ ...raise({}), EventBusName: 'nowhere' }])).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('rules and buses can be asked for', async () => {
  await start({ Queue: queue, Rule: rule({ Name: 'raised', EventPattern: { source: ['x'] }, Targets: [] }) });
  const { Rules } = await events.send(new ListRulesCommand({ EventBusName: 'district' }));
  expect(Rules).toMatchObject([{ Name: 'raised', State: 'ENABLED', EventPattern: '{"source":["x"]}' }]);
  const { Arn } = await events.send(new DescribeEventBusCommand({ Name: 'district' }));
  expect(Arn).toBe('arn:aws:events:us-east-1:123456789012:event-bus/district');
});
