/** The door itself: who is let in, what is refused, what is counted, and whose time it tells. */
import { request as httpRequest } from 'node:http';
import { CloudFormationClient, DescribeStacksCommand, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTinyCloud, type TinyCloud } from '../../../test/fixtures/tiny-cloud.ts';

let cloud: TinyCloud;
beforeEach(async () => {
  cloud = await startTinyCloud({
    resources: { Queue: { Type: 'AWS::SQS::Queue' } },
    outputs: { QueueUrl: { Value: { Ref: 'Queue' } } },
  });
});
afterEach(() => cloud.stop());

const signed = (service: string, key = cloud.operatorKey): Record<string, string> => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${key}/20261124/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});

test('who am I', async () => {
  const identity = await new STSClient(cloud.client).send(new GetCallerIdentityCommand({}));
  expect(identity).toMatchObject({ Account: '123456789012', Arn: 'arn:aws:iam::123456789012:root' });
});

test('outputs and resources are found as on AWS', async () => {
  const client = new CloudFormationClient(cloud.client);
  const { Stacks } = await client.send(new DescribeStacksCommand({}));
  expect(Stacks?.[0]).toMatchObject({
    StackName: 'tiny',
    StackStatus: 'CREATE_COMPLETE',
    Outputs: [{ OutputKey: 'QueueUrl', OutputValue: cloud.stack.outputs['QueueUrl'] }],
  });
  const { StackResourceSummaries } = await client.send(new ListStackResourcesCommand({ StackName: 'tiny' }));
  expect(StackResourceSummaries).toMatchObject([{ LogicalResourceId: 'Queue', ResourceType: 'AWS::SQS::Queue' }]);
  await expect(client.send(new DescribeStacksCommand({ StackName: 'other' }))).rejects.toThrow(
    'Stack with id other does not exist',
  );
});

test('the Date header tells simulated time', async () => {
  const response = await fetch(cloud.endpoint, { method: 'POST', headers: signed('sts'), body: 'Action=GetCallerIdentity' });
  expect(response.headers.get('date')).toMatch(/^Tue, 24 Nov 2026 11:30:/);
});

test('an operation and a service nobody knows are refused with 501 and complained of', async () => {
  const operation = await fetch(cloud.endpoint, { method: 'POST', headers: signed('sts'), body: 'Action=AssumeRole' });
  const service = await fetch(cloud.endpoint, { method: 'POST', headers: signed('glacier') });
  expect([operation.status, service.status]).toEqual([501, 501]);
  expect(await operation.text()).toContain('sts:AssumeRole');
  expect(cloud.complaints).toEqual([expect.stringContaining('sts:AssumeRole'), expect.stringContaining('glacier')]);
});

test('without a signature, or with a key nobody has, the answer is 403', async () => {
  const anonymous = await fetch(`${cloud.endpoint}/bucket/key`);
  const stranger = await fetch(cloud.endpoint, {
    method: 'POST',
    headers: signed('sts', 'NOBODY'),
    body: 'Action=GetCallerIdentity',
  });
  expect([anonymous.status, stranger.status]).toEqual([403, 403]);
});

test('requests are counted by caller, service and operation', async () => {
  const sqs = new SQSClient(cloud.client);
  const url = cloud.stack.outputs['QueueUrl'];
  for (const body of ['a', 'b']) await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body }));
  expect(cloud.requests.total({ service: 'sqs', operation: 'SendMessage' })).toBe(2);
  expect(cloud.requests.total({ caller: 'somebody else' })).toBe(0);
});

test('a request whose client has gone is still carried out once it was read', async () => {
  const body = JSON.stringify({ QueueUrl: cloud.stack.outputs['QueueUrl'], MessageBody: 'left behind' });
  const headers = {
    ...signed('sqs'),
    'x-amz-target': 'AmazonSQS.SendMessage',
    'content-type': 'application/x-amz-json-1.0',
    'content-length': String(body.length),
  };
  const request = httpRequest(cloud.endpoint, { method: 'POST', headers });
  request.on('error', () => undefined);
  request.end(body, () => request.destroy());
  while (cloud.requests.total() < 1) await new Promise((resolve) => setImmediate(resolve));
  await cloud.world.clock.runUntilIdle();
  expect(cloud.drain('Queue')).toEqual(['left behind']);
});
