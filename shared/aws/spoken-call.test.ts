import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { type Envelope, EnvelopeForged } from './envelope.ts';
import { createSpokenCalls } from './spoken-call.ts';

const call = { pk: 'NOTICE#N1', sk: 'CALL#N1.abc', callId: 'N1.abc', noticeId: 'N1', state: 'placed', openIn: 'N1' };
const notice = { pk: 'NOTICE#N1', sk: 'NOTICE', noticeId: 'N1', purpose: 'event', state: 'open', sealed: new Uint8Array([1]) };

function spokenCalls(...items: readonly object[]) {
  const asked: unknown[] = [];
  const documents = {
    send: async ({ input }: { input: { RequestItems: unknown } }) => {
      asked.push(input.RequestItems);
      return { Responses: { notices: items } };
    },
  };
  const opened: unknown[] = [];
  const envelope: Envelope = {
    seal: () => Promise.reject(new Error('nothing is sealed here')),
    open: async <T>(binding: unknown) => {
      opened.push(binding);
      // The test knows what it sealed.
      return { en: { text: 'Hello.' } } as T;
    },
  };
  // Only `send` is used.
  const options = { documents: documents as unknown as DynamoDBDocumentClient, table: 'notices', envelope };
  return { read: createSpokenCalls(options), asked, opened };
}

test('a call, its notice and the opened words, in one consistent request', async () => {
  const { read, asked, opened } = spokenCalls(call, notice);
  expect(await read('N1.abc')).toMatchObject({
    call: { callId: 'N1.abc', state: 'placed' },
    notice: { noticeId: 'N1', state: 'open' },
    message: { en: { text: 'Hello.' } },
  });
  expect(asked).toMatchObject([{ notices: { ConsistentRead: true, Keys: [{ sk: 'CALL#N1.abc' }, { sk: 'NOTICE' }] } }]);
  expect(opened).toEqual([{ key: 'NOTICE#N1', kind: 'message', version: 1 }]);
});

test('whom it is for opens for this call and this attempt alone', async () => {
  const { read, opened } = spokenCalls({ ...call, attempt: 2, listener: new Uint8Array([2]) }, notice);
  await read('N1.abc');
  expect(opened).toContainEqual({ key: 'NOTICE#N1|CALL#N1.abc', kind: 'listener', version: 2 });
});

test('no call, or no notice: nothing to say', async () => {
  expect(await spokenCalls(notice).read('N1.abc')).toBeUndefined();
  expect(await spokenCalls(call).read('N1.abc')).toBeUndefined();
});

test('a notice without its sealed words is tampering, not silence', async () => {
  const { sealed: _sealed, ...bare } = notice;
  await expect(spokenCalls(call, bare).read('N1.abc')).rejects.toThrow(EnvelopeForged);
});
