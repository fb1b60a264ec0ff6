/** A function acts under its role alone: what the template does not grant is refused here, before it is on AWS. */
import { afterEach, expect, test } from 'vitest';
import { lambdaFunction, role, startTinyCloud, type TinyCloud } from '../../../test/fixtures/tiny-cloud.ts';

let cloud: TinyCloud;
afterEach(() => cloud.stop());

const OPERATOR = { kind: 'operator', arn: 'arn:aws:iam::123456789012:root', name: 'operator' } as const;
/** With the real SDK: it must find the endpoint, the key and the region in its environment, and read the error as AWS's. */
const SEND = `import { SendMessageCommand, SQSClient } from '${import.meta.resolve('@aws-sdk/client-sqs')}';
  const sqs = new SQSClient();
  export const handler = () => sqs.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody: 'hello' }))
    .then(() => 'sent', (error) => ({ name: error.name, message: error.message }));`;

async function sendUnder(...actions: readonly string[]): Promise<unknown> {
  const environment = { Environment: { Variables: { QUEUE_URL: { Ref: 'Queue' } } } };
  const resources = { Queue: { Type: 'AWS::SQS::Queue' }, Role: role(...actions), F: lambdaFunction('a1', 'Role', environment) };
  cloud = await startTinyCloud({ bundles: { a1: SEND }, resources });
  const arn = cloud.stack.resources.get('F')?.attributes['Arn'] ?? '';
  return (await cloud.world.invoke(arn, {}, OPERATOR, 60_000)).payload;
}

test('with the grant the message is in the queue, and the request counted to the function', async () => {
  expect(await sendUnder('sqs:SendMessage')).toBe('sent');
  expect(cloud.drain('Queue')).toEqual(['hello']);
  expect(cloud.requests.rows()).toEqual([{ caller: 'F', service: 'sqs', operation: 'SendMessage', count: 1 }]);
});

test('without the grant the function gets AccessDenied, the queue stays empty, and the refusal is on record', async () => {
  const answer = await sendUnder('sqs:GetQueueUrl');
  expect(answer).toMatchObject({ message: expect.stringContaining('role/Role is not authorized to perform: sqs:SendMessage') });
  expect(Object(answer).name).toContain('AccessDenied');
  expect(cloud.drain('Queue')).toEqual([]);
  expect(cloud.iam.access.denials).toMatchObject([{ caller: 'F', action: 'sqs:SendMessage' }]);
});
