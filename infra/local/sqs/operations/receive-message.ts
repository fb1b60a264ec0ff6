/** AWS: APIReference/API_ReceiveMessage.html */
import { wholeNumber } from '../attributes.ts';
import { type AttributeValue, md5OfAttributes } from '../checksums.ts';
import type { Message } from '../message.ts';
import { type Call, type Operation, type Output, textOf, textsOf } from '../operation.ts';
import type { Queue } from '../queue.ts';

export const receiveMessage: Operation = {
  honoured: [
    'QueueUrl',
    'MaxNumberOfMessages',
    'VisibilityTimeout',
    'WaitTimeSeconds',
    'AttributeNames',
    'MessageSystemAttributeNames',
    'MessageAttributeNames',
  ],
  inert: [],
  run: async (call) => {
    const { input, queues } = call;
    const queue = queues.byUrl(textOf(input, 'QueueUrl'));
    const max = wholeNumber('MaxNumberOfMessages', input['MaxNumberOfMessages'] ?? 1, [1, 10]);
    const visibility = wholeNumber(
      'VisibilityTimeout',
      input['VisibilityTimeout'] ?? queue.settings.VisibilityTimeout,
      [0, 43_200],
    );
    const wait = wholeNumber(
      'WaitTimeSeconds',
      input['WaitTimeSeconds'] ?? queue.settings.ReceiveMessageWaitTimeSeconds,
      [0, 20],
    );
    const received = await receiveWithin(call, queue, max, visibility, wait);
    return received.length === 0 ? {} : { Messages: received.map(({ message, handle }) => shown(call, message, handle)) };
  },
};

/** Long polling: answers as soon as there is a message, or with none once `waitSeconds` of simulated time are over. */
function receiveWithin(
  { world }: Call,
  queue: Queue,
  max: number,
  visibility: number,
  waitSeconds: number,
): Promise<ReturnType<Queue['receive']>> {
  const atOnce = queue.receive(max, visibility);
  if (atOnce.length > 0 || waitSeconds === 0) return Promise.resolve(atOnce);
  return new Promise((resolve) => {
    const answer = (messages: ReturnType<Queue['receive']>) => {
      stopListening();
      timeUp.cancel();
      resolve(messages);
    };
    const timeUp = world.clock.at(world.clock.now() + waitSeconds * 1000, `sqs ${queue.name}: a long poll ends`, () =>
      answer([]),
    );
    const stopListening = queue.onVisible(() => {
      const messages = queue.receive(max, visibility);
      if (messages.length > 0) answer(messages);
    });
  });
}

function shown({ input }: Call, message: Message, handle: string): Output {
  const system = wanted(systemAttributesOf(message), [
    ...textsOf(input, 'AttributeNames'),
    ...textsOf(input, 'MessageSystemAttributeNames'),
  ]);
  const attributes = wanted(message.attributes, textsOf(input, 'MessageAttributeNames'));
  const md5 = md5OfAttributes(attributes);
  return {
    MessageId: message.id,
    ReceiptHandle: handle,
    MD5OfBody: message.md5,
    Body: message.body,
    ...(Object.keys(system).length > 0 ? { Attributes: system } : {}),
    ...(md5 === undefined ? {} : { MD5OfMessageAttributes: md5, MessageAttributes: onWire(attributes) }),
  };
}

function systemAttributesOf(message: Message): Readonly<Record<string, string>> {
  const trace = message.systemAttributes['AWSTraceHeader']?.stringValue;
  return {
    SenderId: message.senderId,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
    ...(message.groupId === undefined ? {} : { MessageGroupId: message.groupId }),
    ...(message.movedFrom === undefined ? {} : { DeadLetterQueueSourceArn: message.movedFrom }),
    ...(trace === undefined ? {} : { AWSTraceHeader: trace }),
  };
}

/** Names may be `All`, `.*`, a name, or `prefix.*`. */
function wanted<T>(all: Readonly<Record<string, T>>, names: readonly string[]): Readonly<Record<string, T>> {
  const matches = (name: string) =>
    names.some(
      (want) => want === 'All' || want === '.*' || want === name || (want.endsWith('.*') && name.startsWith(want.slice(0, -1))),
    );
  return Object.fromEntries(Object.entries(all).filter(([name]) => matches(name)));
}

function onWire(attributes: Readonly<Record<string, AttributeValue>>): Output {
  const one = ({ dataType, stringValue, binaryValue }: AttributeValue) =>
    binaryValue === undefined
      ? { StringValue: stringValue, DataType: dataType }
      : { BinaryValue: binaryValue.toString('base64'), DataType: dataType };
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, one(value)]));
}
