/** AWS: APIReference/API_SendMessage.html */
import { wholeNumber } from '../attributes.ts';
import { type AttributeValue, md5OfAttributes, md5OfBody } from '../checksums.ts';
import { invalidMessage, invalidValue, missingParameter } from '../errors.ts';
import { type Call, type Input, isInput, mapOf, type Operation, type Output, optionalText, textOf } from '../operation.ts';
import type { Queue } from '../queue.ts';

export const messageFields = ['MessageBody', 'DelaySeconds', 'MessageAttributes', 'MessageSystemAttributes', 'MessageGroupId'];

export const sendMessage: Operation = {
  honoured: ['QueueUrl', ...messageFields],
  inert: [],
  run: (call) => acceptMessage(call, call.queues.byUrl(textOf(call.input, 'QueueUrl')), call.input),
};

/** Puts one message in the queue; SendMessageBatch does this for each of its entries. */
export function acceptMessage(call: Call, queue: Queue, input: Input): Output {
  const { world, queues } = call;
  const body = input['MessageBody'];
  if (typeof body !== 'string') throw missingParameter('MessageBody');
  const attributes = readAttributes(mapOf(input, 'MessageAttributes'));
  const systemAttributes = readAttributes(mapOf(input, 'MessageSystemAttributes'));
  validate(queue, body, attributes);
  const strange = Object.keys(systemAttributes).find((name) => name !== 'AWSTraceHeader');
  if (strange !== undefined) throw invalidValue('MessageSystemAttributes', strange, 'Message system attribute name is invalid.');
  const delay = wholeNumber('DelaySeconds', input['DelaySeconds'] ?? queue.settings.DelaySeconds, [0, 900]);
  const [id, md5, groupId] = [queues.newId(), md5OfBody(body), optionalText(input, 'MessageGroupId')];
  const fixed = { id, body, md5, groupId, senderId: senderIdOf(call), sentAt: world.clock.now() };
  queue.accept({ ...fixed, attributes, systemAttributes }, delay);
  return {
    MessageId: id,
    MD5OfMessageBody: md5,
    ...present('MD5OfMessageAttributes', md5OfAttributes(attributes)),
    ...present('MD5OfMessageSystemAttributes', md5OfAttributes(systemAttributes)),
  };
}

/** The account for the operator, `<role id>:<session>` for a function. */
function senderIdOf({ world, caller }: Call): string {
  return caller.kind === 'role' ? `AROALOCAL:${caller.name}` : world.accountId;
}

/** Bytes that count against the size limit: body, attribute names, types and values. */
export function sizeOf(body: string, attributes: Readonly<Record<string, AttributeValue>>): number {
  const ofAttributes = Object.entries(attributes).map(
    ([name, { dataType, stringValue, binaryValue }]) =>
      Buffer.byteLength(name + dataType + (stringValue ?? '')) + (binaryValue?.length ?? 0),
  );
  return ofAttributes.reduce((sum, bytes) => sum + bytes, Buffer.byteLength(body));
}

export function readAttributes(given: Input): Readonly<Record<string, AttributeValue>> {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, readAttribute(name, value)]));
}

function readAttribute(name: string, value: unknown): AttributeValue {
  const { DataType, StringValue, BinaryValue } = isInput(value) ? value : {};
  if (typeof DataType !== 'string' || !/^(String|Number|Binary)(\..+)?$/.test(DataType)) {
    throw invalidValue(
      name,
      DataType,
      'The type of message (user) attribute is invalid. You must use only the following supported type prefixes: Binary, Number, String.',
    );
  }
  if (DataType.startsWith('Binary') && typeof BinaryValue === 'string') {
    return { dataType: DataType, binaryValue: Buffer.from(BinaryValue, 'base64') };
  }
  if (typeof StringValue === 'string' && StringValue !== '') return { dataType: DataType, stringValue: StringValue };
  throw invalidValue(
    name,
    StringValue,
    `The message (user) attribute '${name}' must contain a non-empty message attribute value.`,
  );
}

/** @throws for an empty, oversized or unprintable body, and for more than ten attributes */
function validate(queue: Queue, body: string, attributes: Readonly<Record<string, AttributeValue>>): void {
  if (body === '') throw missingParameter('MessageBody');
  if (Object.keys(attributes).length > 10) {
    throw invalidValue(
      'MessageAttributes',
      Object.keys(attributes).length,
      'Number of message attributes exceeds the allowed maximum.',
    );
  }
  const limit = queue.settings.MaximumMessageSize;
  if (sizeOf(body, attributes) > limit) {
    throw invalidValue(
      'MessageBody',
      '(message)',
      `One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes.`,
    );
  }
  // XML 1.0 without surrogates, tab and line ends excepted: docs, "Valid message characters".
  if (/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(body)) {
    throw invalidMessage(
      'Invalid binary character was found in the message body, the set of allowed characters is #x9 | #xA | #xD | [#x20 to #xD7FF] | [#xE000 to #xFFFD] | [#x10000 to #x10FFFF]',
    );
  }
}

function present(name: string, value: string | undefined): Output {
  return value === undefined ? {} : { [name]: value };
}
