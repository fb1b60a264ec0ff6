import type { Instant } from '../world.ts';
import type { AttributeValue } from './checksums.ts';
import type { HeapEntry } from './heap.ts';

/** A message in a queue, and where it stands there. */
export interface Message {
  readonly id: string;
  readonly body: string;
  readonly md5: string;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly systemAttributes: Readonly<Record<string, AttributeValue>>;
  readonly groupId: string | undefined;
  readonly senderId: string;
  /** A move to the dead-letter queue keeps it: retention goes on counting. */
  readonly sentAt: Instant;
  /** ARN of the queue whose redrive policy moved it here. */
  readonly movedFrom: string | undefined;
  receiveCount: number;
  firstReceivedAt: Instant | undefined;
  standing: 'visible' | 'delayed' | 'inflight' | 'gone';
  /** Distinguishes this receive's handle from earlier ones. */
  receive: number;
  wake: HeapEntry<Message> | undefined;
  expiry: HeapEntry<Message> | undefined;
}

/** A message before it stands anywhere; one that is moved keeps its counts. */
export interface NewMessage {
  readonly id: string;
  readonly body: string;
  readonly md5: string;
  readonly attributes: Message['attributes'];
  readonly systemAttributes: Message['systemAttributes'];
  readonly groupId: string | undefined;
  readonly senderId: string;
  readonly sentAt: Instant;
  readonly movedFrom?: string | undefined;
  readonly receiveCount?: number;
  readonly firstReceivedAt?: Instant | undefined;
}

export function standingMessage(from: NewMessage): Message {
  return {
    movedFrom: undefined,
    receiveCount: 0,
    firstReceivedAt: undefined,
    ...from,
    standing: 'delayed',
    receive: 0,
    wake: undefined,
    expiry: undefined,
  };
}

/** What a receiver holds to delete the message; opaque to it. */
export function handleOf(queueName: string, message: Message): string {
  return Buffer.from(JSON.stringify([queueName, message.id, message.receive])).toString('base64');
}

/** @returns undefined when the text was never a handle of that queue */
export function readHandle(queueName: string, handle: string): { readonly id: string; readonly receive: number } | undefined {
  const parts = parseJson(Buffer.from(handle, 'base64').toString('utf8'));
  if (!Array.isArray(parts) || parts.length !== 3) return undefined;
  const [queue, id, receive] = parts;
  if (queue !== queueName || typeof id !== 'string' || typeof receive !== 'number') return undefined;
  return { id, receive };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
