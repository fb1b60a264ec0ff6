import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Call } from '../calls/call.ts';
import { noticeIdOf } from '../calls/call-id.ts';
import type { Listener } from '../calls/listener.ts';
import type { Message, Notice } from '../notices/notice.ts';
import { callKey, callOf, noticeKey } from './call-item.ts';
import { getItems } from './dynamo-batches.ts';
import { type Envelope, EnvelopeForged } from './envelope.ts';
import { noticeOf } from './notice-item.ts';
import { type Pause, pause as realPause } from './pause.ts';
import { createListenerSeal } from './sealed-listener.ts';

export interface SpokenCallOptions {
  readonly documents: DynamoDBDocumentClient;
  /** The notices table. */
  readonly table: string;
  readonly envelope: Envelope;
  readonly pause?: Pause;
}

/** Everything one answered call is about; the listener is absent for a call that was never dialed. */
export interface SpokenCall {
  readonly call: Call;
  readonly notice: Notice;
  readonly message: Message;
  readonly listener: Listener | undefined;
}

/**
 * Reads a call, its notice and the notice's words with one consistent request, and opens the words and whom they are for.
 * @throws EnvelopeForged when the words are not the notice's own: nobody hears them.
 */
export function createSpokenCalls({ documents, table, envelope, pause = realPause }: SpokenCallOptions) {
  const { openListener } = createListenerSeal(envelope);
  return async (callId: string): Promise<SpokenCall | undefined> => {
    const noticeId = noticeIdOf(callId);
    const read = await getItems(documents, { [table]: [callKey(callId), noticeKey(noticeId)] }, pause);
    const items = read.get(table) ?? [];
    const call = items.find(({ sk }) => sk === callKey(callId).sk);
    const notice = items.find(({ sk }) => sk === noticeKey(noticeId).sk);
    if (call === undefined || notice === undefined) return undefined;
    const binding = { key: `NOTICE#${noticeId}`, kind: 'message', version: 1 };
    const sealed = notice['sealed'];
    if (!(sealed instanceof Uint8Array)) {
      throw new EnvelopeForged('the notice has no sealed message', { ...binding, why: 'nothing sealed' }, 'Treat as tampering.');
    }
    const [message, listener] = await Promise.all([envelope.open<Message>(binding, sealed), openListener(callOf(call))]);
    return { call: callOf(call), notice: noticeOf(notice), message, listener };
  };
}
