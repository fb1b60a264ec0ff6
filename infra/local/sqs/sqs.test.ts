import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestDoor, type TestDoor } from '../../../test/fixtures/service-door.ts';
import { createSqs, type SqsService } from './index.ts';

let door: TestDoor<SqsService>;
let sqs: SQSClient;
let calls: string;
let dead: string;

beforeEach(async () => {
  door = await openTestDoor(createSqs);
  sqs = new SQSClient(door.client);
  const make = door.service.resources['AWS::SQS::Queue'];
  const deadLetters = await make?.('Dead', { QueueName: 'calls-dead', MessageRetentionPeriod: 1_209_600 });
  const RedrivePolicy = { deadLetterTargetArn: deadLetters?.attributes['Arn'], maxReceiveCount: 2 };
  const queue = await make?.('Calls', { QueueName: 'calls', VisibilityTimeout: 60, RedrivePolicy });
  calls = queue?.ref ?? '';
  dead = deadLetters?.ref ?? '';
});

afterEach(() => door.close());

const send = (MessageBody: string, more = {}) => sqs.send(new SendMessageCommand({ QueueUrl: calls, MessageBody, ...more }));
const receive = async (QueueUrl = calls, more = {}) =>
  (
    await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All'], ...more }),
    )
  ).Messages ?? [];

/** APIReference/API_SendMessage.html */
test('a message comes back with its body, digests, attributes and how often it was received', async () => {
  const Language = { DataType: 'String', StringValue: 'es' };
  const sent = await send('{"callId":"n.c"}', { MessageAttributes: { Language } });
  const [message] = await receive(calls, { MessageAttributeNames: ['All'] });
  expect(message).toMatchObject({ Body: '{"callId":"n.c"}', MessageId: sent.MessageId, MessageAttributes: { Language } });
  expect(message?.MD5OfMessageAttributes).toBe(sent.MD5OfMessageAttributes);
  expect(message?.Attributes).toMatchObject({ ApproximateReceiveCount: '1', SentTimestamp: String(door.clock.now()) });
  expect(await receive()).toEqual([]);
});

/** APIReference/API_SendMessage.html, DelaySeconds: 0 to 900 */
test('a delay of 900 s is kept, 901 s is refused', async () => {
  await send('later', { DelaySeconds: 900 });
  door.clock.advance(899_000);
  expect(await receive()).toEqual([]);
  door.clock.advance(1_000);
  expect(await receive()).toHaveLength(1);
  await expect(send('never', { DelaySeconds: 901 })).rejects.toMatchObject({
    name: 'InvalidParameterValue',
    message: 'Value 901 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.',
  });
});

/** SQSDeveloperGuide/sqs-visibility-timeout.html */
test('a received message is hidden until its time-out, a deleted one for ever, and no deadline is left behind it', async () => {
  await send('x');
  const [first] = await receive();
  door.clock.advance(60_000);
  const [again] = await receive();
  expect(again?.Attributes?.['ApproximateReceiveCount']).toBe('2');
  await sqs.send(new DeleteMessageCommand({ QueueUrl: calls, ReceiptHandle: first?.ReceiptHandle }));
  expect(door.service.queueByArn('arn:aws:sqs:us-east-1:123456789012:calls').counts().inflight).toBe(1);
  await sqs.send(new DeleteMessageCommand({ QueueUrl: calls, ReceiptHandle: again?.ReceiptHandle }));
  expect(door.clock.deadlines()).toBe(0);
});

/** APIReference/API_ChangeMessageVisibility.html */
test('visibility can be given back at once, but only of a message in flight', async () => {
  await send('x');
  const [message] = await receive();
  const back = new ChangeMessageVisibilityCommand({
    QueueUrl: calls,
    ReceiptHandle: message?.ReceiptHandle,
    VisibilityTimeout: 0,
  });
  await sqs.send(back);
  await expect(sqs.send(back)).rejects.toMatchObject({ Code: 'AWS.SimpleQueueService.MessageNotInflight' });
  expect(await receive()).toHaveLength(1);
});

/** SQSDeveloperGuide/sqs-dead-letter-queues.html */
test('a message received twice in vain goes to the dead letters with what it was, and back by a move task', async () => {
  const sent = await send('poison', { MessageGroupId: 'notice-1' });
  await receive();
  door.clock.advance(60_000);
  await receive();
  door.clock.advance(60_000);
  expect(await receive()).toEqual([]);
  const [letter] = await receive(dead);
  expect(letter).toMatchObject({ Body: 'poison', MessageId: sent.MessageId });
  const source = 'arn:aws:sqs:us-east-1:123456789012:calls';
  expect(letter?.Attributes).toMatchObject({ DeadLetterQueueSourceArn: source, MessageGroupId: 'notice-1' });
  expect((await sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: dead }))).queueUrls).toEqual([calls]);
  door.clock.advance(60_000);
  await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: `${source}-dead` }));
  door.clock.advance(0);
  expect(await receive()).toMatchObject([{ Body: 'poison', Attributes: { ApproximateReceiveCount: '1' } }]);
  const { Results } = await sqs.send(new ListMessageMoveTasksCommand({ SourceArn: `${source}-dead` }));
  expect(Results).toMatchObject([{ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 1 }]);
});

/** APIReference/API_SetQueueAttributes.html, MessageRetentionPeriod */
test('a message older than the retention period is gone, without a deadline of its own', async () => {
  await send('old');
  expect(door.clock.deadlines()).toBe(0);
  door.clock.advance(345_600_000);
  expect(await receive()).toEqual([]);
});

/** SQSDeveloperGuide/sqs-fair-queues.html */
test('a small group does not wait behind a big one', async () => {
  for (const body of ['a1', 'a2', 'a3', 'a4']) await send(body, { MessageGroupId: 'a' });
  await send('b1', { MessageGroupId: 'b' });
  const bodies = (await receive(calls, { MaxNumberOfMessages: 3 })).map((message) => message.Body);
  expect(bodies).toEqual(['a1', 'b1', 'a2']);
});

/** SQSDeveloperGuide/sqs-short-and-long-polling.html */
test('a long poll answers when a message comes, and empty when its time is over', async () => {
  const hears = receive(calls, { WaitTimeSeconds: 20 });
  await expect.poll(() => door.clock.deadlines()).toBe(1);
  await send('now');
  expect((await hears).map((message) => message.Body)).toEqual(['now']);
  const silence = receive(calls, { WaitTimeSeconds: 20 });
  await expect.poll(() => door.clock.deadlines()).toBe(2);
  door.clock.advance(20_000);
  expect(await silence).toEqual([]);
});

/** APIReference/API_SendMessageBatch.html#API_SendMessageBatch_Errors */
test('batches: their own errors, and one bad entry does not spoil the others', async () => {
  const batch = (Entries: { Id: string; MessageBody: string; DelaySeconds?: number }[]) =>
    sqs.send(new SendMessageBatchCommand({ QueueUrl: calls, Entries }));
  await expect(batch([])).rejects.toMatchObject({ Code: 'AWS.SimpleQueueService.EmptyBatchRequest' });
  const twice = [{ Id: 'a', MessageBody: '1' }, { Id: 'a', MessageBody: '2' }]; // biome-ignore format: one line reads better
  await expect(batch(twice)).rejects.toMatchObject({
    Code: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
    message: 'Id a repeated.',
  });
  const eleven = Array.from({ length: 11 }, (_, i) => ({ Id: `e${i}`, MessageBody: 'x' }));
  await expect(batch(eleven)).rejects.toMatchObject({ Code: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest' });
  const fifo = [{ Id: 'a', MessageBody: '1', MessageDeduplicationId: 'x' }];
  await expect(batch(fifo)).rejects.toMatchObject({ $metadata: { httpStatusCode: 501 } });
  const mixed = await batch([{ Id: 'good', MessageBody: 'x' }, { Id: 'bad', MessageBody: 'x', DelaySeconds: 901 }]); // biome-ignore format: as above
  expect(mixed.Successful).toMatchObject([{ Id: 'good' }]);
  expect(mixed.Failed).toMatchObject([{ Id: 'bad', Code: 'InvalidParameterValue', SenderFault: true }]);
  const Entries = [{ Id: 'x', ReceiptHandle: 'nonsense' }];
  const deleted = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: calls, Entries }));
  expect(deleted.Failed).toMatchObject([{ Code: 'ReceiptHandleIsInvalid' }]);
});

/** APIReference/API_GetQueueUrl.html, API_GetQueueAttributes.html, API_PurgeQueue.html */
test('queues are found, described, changed, listed and purged', async () => {
  expect((await sqs.send(new GetQueueUrlCommand({ QueueName: 'calls' }))).QueueUrl).toBe(
    `${door.world.endpoint}/123456789012/calls`,
  );
  await expect(sqs.send(new GetQueueUrlCommand({ QueueName: 'none' }))).rejects.toMatchObject({
    name: 'QueueDoesNotExist',
    Code: 'AWS.SimpleQueueService.NonExistentQueue',
  });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: calls, Attributes: { VisibilityTimeout: '90' } }));
  await send('x');
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: calls, AttributeNames: ['All'] }));
  expect(Attributes).toMatchObject({ VisibilityTimeout: '90', ApproximateNumberOfMessages: '1', SqsManagedSseEnabled: 'true' });
  expect((await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'calls-' }))).QueueUrls).toEqual([dead]);
  await sqs.send(new PurgeQueueCommand({ QueueUrl: calls }));
  await expect(sqs.send(new PurgeQueueCommand({ QueueUrl: calls }))).rejects.toMatchObject({
    Code: 'AWS.SimpleQueueService.PurgeQueueInProgress',
  });
  expect(await receive()).toEqual([]);
});
