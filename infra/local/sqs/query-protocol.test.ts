import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestDoor, type TestDoor } from '../../../test/fixtures/service-door.ts';
import { md5OfAttributes } from './checksums.ts';
import { createSqs, type SqsService } from './index.ts';

/** What AWS CLI 2.9 sends and reads: APIReference/API_SendMessage.html, "Sample Request". */
let door: TestDoor<SqsService>;
let QueueUrl: string;

beforeEach(async () => {
  door = await openTestDoor(createSqs);
  QueueUrl = (await door.service.resources['AWS::SQS::Queue']?.('Calls', { QueueName: 'calls' }))?.ref ?? '';
});

afterEach(() => door.close());

async function post(fields: Record<string, string>, path = '/'): Promise<{ readonly status: number; readonly text: string }> {
  const body = new URLSearchParams({ Version: '2012-11-05', ...fields });
  const answer = await fetch(door.world.endpoint + path, { method: 'POST', body });
  return { status: answer.status, text: await answer.text() };
}

const elements = (text: string, name: string) =>
  [...text.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, 'g'))].map((match) => match[1]);

test('a message is sent and received, attributes in flattened lists', async () => {
  const sent = await post({
    Action: 'SendMessage',
    QueueUrl,
    MessageBody: 'a < b & "c"',
    'MessageAttribute.1.Name': 'lane',
    'MessageAttribute.1.Value.DataType': 'String',
    'MessageAttribute.1.Value.StringValue': 'urgent',
  });
  expect(elements(sent.text, 'MD5OfMessageBody')).toEqual([createHash('md5').update('a < b & "c"').digest('hex')]);
  const got = await post({
    Action: 'ReceiveMessage',
    QueueUrl,
    'AttributeName.1': 'All',
    'MessageAttributeName.1': 'lane',
    MaxNumberOfMessages: '10',
  });
  expect(elements(got.text, 'Body')).toEqual(['a &#60; b &#38; &#34;c&#34;']);
  expect(got.text).toContain('<Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value></Attribute>');
  expect(got.text).toContain('<Name>lane</Name><Value><StringValue>urgent</StringValue><DataType>String</DataType></Value>');
  const ReceiptHandle = elements(got.text, 'ReceiptHandle')[0] ?? '';
  const gone = await post({ Action: 'DeleteMessage', ReceiptHandle }, new URL(QueueUrl).pathname);
  expect(gone.text).toMatch(/<DeleteMessageResponse [^>]*><ResponseMetadata>/);
});

test('batches and attributes', async () => {
  const batch = await post({
    Action: 'SendMessageBatch',
    QueueUrl,
    'SendMessageBatchRequestEntry.1.Id': 'a',
    'SendMessageBatchRequestEntry.1.MessageBody': '1',
    'SendMessageBatchRequestEntry.2.Id': 'b',
    'SendMessageBatchRequestEntry.2.MessageBody': '2',
    'SendMessageBatchRequestEntry.2.DelaySeconds': '901',
  });
  expect(elements(batch.text, 'SendMessageBatchResultEntry')).toHaveLength(1);
  expect(elements(batch.text, 'BatchResultErrorEntry')[0]).toContain('<SenderFault>true</SenderFault>');
  await post({ Action: 'SetQueueAttributes', QueueUrl, 'Attribute.1.Name': 'VisibilityTimeout', 'Attribute.1.Value': '5' });
  const { text } = await post({ Action: 'GetQueueAttributes', QueueUrl, 'AttributeName.1': 'All' });
  expect(text).toContain('<Attribute><Name>VisibilityTimeout</Name><Value>5</Value></Attribute>');
  expect(text).toContain('<Attribute><Name>ApproximateNumberOfMessages</Name><Value>1</Value></Attribute>');
});

test('errors carry the codes of the query protocol', async () => {
  const missing = await post({ Action: 'GetQueueUrl', QueueName: 'none' });
  expect(missing.status).toBe(400);
  expect(elements(missing.text, 'Code')).toEqual(['AWS.SimpleQueueService.NonExistentQueue']);
  const unknown = await post({ Action: 'TagQueue', QueueUrl });
  expect([unknown.status, elements(unknown.text, 'Message')]).toEqual([501, ['The local cloud does not know sqs:TagQueue.']]);
  door.setPolicy(() => false);
  const denied = await post({ Action: 'PurgeQueue', QueueUrl });
  expect([denied.status, elements(denied.text, 'Code')]).toEqual([403, ['AccessDenied']]);
});

/** SQSDeveloperGuide/sqs-message-metadata.html: a digest that AWS's clients have seen for this attribute. */
test('the digest of message attributes is the one AWS computes', () => {
  const timestamp = { dataType: 'Number', stringValue: '1493147359900' };
  expect(md5OfAttributes({ timestamp })).toBe('235c5c510d26fb653d073faed50ae77c');
});
