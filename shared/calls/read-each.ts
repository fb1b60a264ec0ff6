import type { z } from 'zod';
import { type Fault, GiveUp } from '../faults/fault.ts';

/** A message of a queue that is not what the queue carries; no repetition makes it so. */
export class MessageMalformed extends GiveUp<{ messageId: string; fields: readonly string[] }> {
  readonly code = 'MESSAGE_MALFORMED';
}

interface Message {
  readonly messageId: string;
  readonly body: unknown;
}

/** Reads the bodies of a batch; one that does not have the form must not keep the others from their work. */
export function readEach<T>(messages: readonly Message[], schema: z.ZodType<T>) {
  const faults = new Map<string, Fault>();
  const read: { readonly messageId: string; readonly body: T }[] = [];
  for (const { messageId, body } of messages) {
    const parsed = schema.safeParse(body);
    if (parsed.success) read.push({ messageId, body: parsed.data });
    else faults.set(messageId, malformed(messageId, parsed.error));
  }
  return { read, faults };
}

function malformed(messageId: string, error: z.ZodError): MessageMalformed {
  const fields = error.issues.map(({ path, code }) => `${path.join('.') || 'body'} (${code})`);
  const advice = 'Look at the message in the dead-letter queue, and mend whoever sent it.';
  return new MessageMalformed('the message is not what this queue carries', { messageId, fields }, advice);
}
