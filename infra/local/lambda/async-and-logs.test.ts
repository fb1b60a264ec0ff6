/** What a template may say about failing events, and what happens to the log of a function that may not write it. */
import { afterEach, expect, test } from 'vitest';
import { lambdaFunction, role, startTinyCloud, type TinyCloud } from '../../../test/fixtures/tiny-cloud.ts';
import type { ResourceDeclaration } from '../template/read-template.ts';

let cloud: TinyCloud;
afterEach(() => cloud.stop());

const FAIL = `export const handler = async () => { console.log('try'); throw new Error('no') }`;
const EVENTS = { kind: 'service', arn: 'events.amazonaws.com', name: 'events' } as const;

/** One function `F`, opened to EventBridge, that gets one asynchronous event. */
async function afterOneEvent(resources: Readonly<Record<string, ResourceDeclaration>>): Promise<TinyCloud> {
  const properties = { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'F' }, Principal: 'events.amazonaws.com' };
  const permission = { Type: 'AWS::Lambda::Permission', Properties: properties };
  cloud = await startTinyCloud({ bundles: { a1: FAIL }, resources: { Permission: permission, ...resources } });
  cloud.lambda.invokeLater(cloud.stack.resources.get('F')?.attributes['Arn'] ?? '', { say: 'hello' }, EVENTS);
  await cloud.world.clock.runUntilIdle();
  return cloud;
}

const config = (properties: object): ResourceDeclaration => ({
  Type: 'AWS::Lambda::EventInvokeConfig',
  Properties: { FunctionName: { Ref: 'F' }, Qualifier: '$LATEST', ...properties },
});

test('no retries when the template says so', async () => {
  const tiny = await afterOneEvent({
    Role: role(),
    F: lambdaFunction('a1', 'Role'),
    Config: config({ MaximumRetryAttempts: 0 }),
  });
  expect(tiny.logs.lines('F')).toHaveLength(1);
  expect(tiny.complaints).toEqual([expect.stringContaining('try 1 was the last')]);
});

test('an event that has grown too old is not tried again', async () => {
  const tiny = await afterOneEvent({
    Role: role(),
    F: lambdaFunction('a1', 'Role'),
    Config: config({ MaximumEventAgeInSeconds: 90 }),
  });
  expect(tiny.logs.lines('F')).toHaveLength(2);
});

test('after its last try an event goes to the dead letters, if the role may send there', async () => {
  const dead = { Dead: { Type: 'AWS::SQS::Queue' } };
  const more = { DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] } } };
  const tiny = await afterOneEvent({ ...dead, Role: role('sqs:SendMessage'), F: lambdaFunction('a1', 'Role', more) });
  expect(tiny.drain('Dead')).toEqual(['{"say":"hello"}']);
});

test('a role without the grant leaves no log, and the silence is reported', async () => {
  const trust = { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }] };
  const mute = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trust } };
  const tiny = await afterOneEvent({ Role: mute, F: lambdaFunction('a1', 'Role') });
  expect(tiny.logs.lines()).toEqual([]);
  expect(tiny.complaints).toContain('F may not write its log /aws/lambda/F');
});
