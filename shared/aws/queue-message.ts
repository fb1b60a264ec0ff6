import type { SQSRecord } from 'aws-lambda';
import type { z } from 'zod';
import { GiveUp } from '../faults/fault.ts';

/** One message of a queue, its body parsed from JSON. */
export interface QueueMessage {
  readonly messageId: string;
  readonly body: unknown;
  /** 1 the first time. */
  readonly receiveCount: number;
  /** RFC 3339 UTC: when it was first put on the queue; the same on every redelivery. */
  readonly sentAt: string;
  readonly groupId?: string;
}

/** A message that no repetition makes readable. */
export class MessageUnreadable extends GiveUp<{ messageId: string; problem: string }> {
  readonly code = 'MESSAGE_UNREADABLE';
}

/** @throws MessageUnreadable when the body is not JSON. */
export function queueMessage(record: SQSRecord): QueueMessage {
  const { MessageGroupId, ApproximateReceiveCount } = record.attributes;
  return {
    messageId: record.messageId,
    body: parse(record),
    receiveCount: Number(ApproximateReceiveCount),
    sentAt: sentAt(record),
    ...(MessageGroupId === undefined ? {} : { groupId: MessageGroupId }),
  };
}

/**
 * The message's body as `schema` says.
 * @throws MessageUnreadable naming the fields that do not fit, without their values.
 */
export function readBody<T>(message: QueueMessage, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(message.body);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'body'} (${issue.code})`);
  throw unreadable(message.messageId, fields.join(', '));
}

/** When the queue first took the message, RFC 3339 UTC. */
export function sentAt(record: SQSRecord): string {
  return new Date(Number(record.attributes.SentTimestamp)).toISOString();
}

function parse(record: SQSRecord): unknown {
  try {
    return JSON.parse(record.body);
  } catch {
    throw unreadable(record.messageId, 'not JSON');
  }
}

function unreadable(messageId: string, problem: string): MessageUnreadable {
  return new MessageUnreadable(
    `the message cannot be read: ${problem}`,
    { messageId, problem },
    'Look at the message in the dead-letter queue, mend its sender, and send it again.',
  );
}
