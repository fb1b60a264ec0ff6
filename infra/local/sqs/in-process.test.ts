import {
  CancelMessageMoveTaskCommand,
  ChangeMessageVisibilityBatchCommand,
  ReceiveMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestDoor, type TestDoor } from '../../../test/fixtures/service-door.ts';
import { createSqs, type SqsService } from './index.ts';
import type { Queue } from './queue.ts';

/** What neighbours in the same process see: `LocalQueue`, and what the wire makes of the same queue. */
let door: TestDoor<SqsService>;
let queue: Queue;
let dead: Queue;

beforeEach(async () => {
  door = await openTestDoor(createSqs);
  const make = door.service.resources['AWS::SQS::Queue'];
  const letters = await make?.('Dead', {});
  const KmsMasterKeyId = 'arn:aws:kms:us-east-1:123456789012:key/1';
  const RedrivePolicy = { deadLetterTargetArn: letters?.attributes['Arn'], maxReceiveCount: 1 };
  const made = await make?.('Calls', { QueueName: 'calls', RedrivePolicy, KmsMasterKeyId });
  queue = door.service.queueByArn(made?.attributes['Arn'] ?? '');
  dead = door.service.queueByArn(letters?.attributes['Arn'] ?? '');
});

afterEach(() => door.close());

test('a listener hears of every message that becomes visible, at once, later and again', () => {
  const heard: number[] = [];
  const stop = queue.onVisible(() => heard.push(queue.visibleCount()));
  queue.send('now');
  queue.send('later', { delaySeconds: 60 });
  const [message] = queue.receiveNow(10);
  expect(message).toMatchObject({ body: 'now', receiveCount: 1, sentAt: door.clock.now() });
  door.clock.advance(30_000);
  door.clock.advance(30_000);
  expect(heard).toEqual([1, 1, 2]);
  stop();
  queue.send('unheard');
  expect(heard).toHaveLength(3);
  expect(() => queue.send('never', { delaySeconds: 901 })).toThrow(/DelaySeconds must be >= 0 and <= 900/);
});

test('a message is moved to the dead letters when it would be received once too often', () => {
  queue.send('poison', { groupId: 'n' });
  const [message] = queue.receiveNow(1);
  queue.changeVisibility(message?.receiptHandle ?? '', 0);
  let told = 0;
  dead.onVisible(() => {
    told += 1;
  });
  expect([queue.visibleCount(), dead.visibleCount()]).toEqual([1, 0]);
  expect(queue.receiveNow(1)).toEqual([]);
  expect([queue.visibleCount(), dead.visibleCount(), told]).toEqual([0, 1, 1]);
  expect(dead.receiveNow(1)).toMatchObject([{ messageId: message?.messageId, groupId: 'n', receiveCount: 2 }]);
});

/** APIReference/API_ChangeMessageVisibilityBatch.html; sqs-key-management.html */
test('visibility is given back in batches, and an encrypted queue asks for its key', async () => {
  const sqs = new SQSClient(door.client);
  queue.send('x');
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queue.url }));
  expect(door.asked.at(-1)?.checks.map(({ action, resource }) => [action, resource])).toEqual([
    ['sqs:ReceiveMessage', queue.arn],
    ['kms:Decrypt', 'arn:aws:kms:us-east-1:123456789012:key/1'],
  ]);
  const Entries = [{ Id: 'a', ReceiptHandle: Messages?.[0]?.ReceiptHandle, VisibilityTimeout: 0 }];
  const answer = await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queue.url, Entries }));
  expect(answer.Successful).toMatchObject([{ Id: 'a' }]);
  expect(queue.visibleCount()).toBe(1);
});

/** APIReference/API_StartMessageMoveTask.html: MaxNumberOfMessagesPerSecond; API_CancelMessageMoveTask.html */
test('a move task keeps its pace and can be cancelled; what has moved stays moved', async () => {
  const sqs = new SQSClient(door.client);
  for (const body of ['1', '2', '3']) dead.send(body);
  const start = { SourceArn: dead.arn, DestinationArn: queue.arn, MaxNumberOfMessagesPerSecond: 1 };
  const { TaskHandle } = await sqs.send(new StartMessageMoveTaskCommand(start));
  await expect(sqs.send(new StartMessageMoveTaskCommand(start))).rejects.toMatchObject({
    Code: 'AWS.SimpleQueueService.UnsupportedOperation',
  });
  door.clock.advance(1_500);
  expect([dead.visibleCount(), queue.visibleCount()]).toEqual([1, 2]);
  const { ApproximateNumberOfMessagesMoved } = await sqs.send(new CancelMessageMoveTaskCommand({ TaskHandle }));
  door.clock.advance(5_000);
  expect([ApproximateNumberOfMessagesMoved, dead.visibleCount()]).toEqual([2, 1]);
});

test('every stored message can be scanned, and a queue whose dead letters do not exist is not made', () => {
  queue.send('{"callId":"n.c"}');
  expect([...door.service.stored()].map(({ bytes }) => bytes.toString())).toEqual([expect.stringContaining('n.c')]);
  const RedrivePolicy = { deadLetterTargetArn: `${dead.arn}-none`, maxReceiveCount: 3 };
  const make = door.service.resources['AWS::SQS::Queue'];
  expect(() => make?.('Bad', { RedrivePolicy })).toThrow(/there is no queue/);
  expect(() => make?.('Fifo', { FifoQueue: true })).toThrow(/FifoQueue/);
});
