import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConnectClient } from '@aws-sdk/client-connect';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../clock/clock.ts';
import { ConnectBusy, createContactDesk } from './connect-desk.ts';
import { createConnectDialer } from './connect-dialer.ts';

/** Connect's door, answering whatever the test says; the SDK reads the error's name from it as from AWS. */
const asked: { readonly path: string; readonly body: Record<string, unknown> }[] = [];
let answer: { readonly status: number; readonly error?: string; readonly body?: object };
const server = createServer((request: IncomingMessage, response: ServerResponse) => {
  let text = '';
  request.on('data', (chunk) => {
    text += String(chunk);
  });
  request.on('end', () => {
    asked.push({ path: request.url ?? '', body: text === '' ? {} : JSON.parse(text) });
    if (answer.error !== undefined) response.setHeader('x-amzn-errortype', answer.error);
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer.body ?? {}));
  });
});
let connect: ConnectClient;

beforeAll(async () => {
  await new Promise<void>((resolve) => {
    server.listen(0, () => resolve());
  });
  // A listening TCP server has an address of this form.
  const { port } = server.address() as AddressInfo;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  connect = new ConnectClient({ endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1', credentials, maxAttempts: 1 });
});
afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));
beforeEach(() => {
  asked.length = 0;
});

const request = { callId: 'gas-leak.abc', attempt: 2, e164: '+13122341000', ringSeconds: 45 };
const dialer = () => createConnectDialer({ connect, instanceId: 'instance', flowId: 'flow', queueId: 'queue' });
const desk = () => createContactDesk({ connect, instanceId: 'instance', clock: systemClock });

test('asks once, with nothing about the call but its id and attempt', async () => {
  answer = { status: 200, body: { ContactId: 'contact-1' } };
  expect(await dialer().dial(request)).toEqual({ kind: 'ringing', contactId: 'contact-1' });
  expect(asked).toHaveLength(1);
  expect(asked[0]?.body).toMatchObject({
    Attributes: { callId: 'gas-leak.abc', attempt: '2' },
    Name: 'gas-leak.abc#2',
    TrafficType: 'GENERAL',
  });
});

test('one attempt has one token, another attempt another', async () => {
  answer = { status: 200, body: { ContactId: 'contact-1' } };
  for (const attempt of [2, 2, 3]) await dialer().dial({ ...request, attempt });
  const [first, again, next] = asked.map(({ body }) => body['ClientToken']);
  expect(again).toBe(first);
  expect(next).not.toBe(first);
});

describe('what Connect’s errors mean', () => {
  test.each([
    [429, 'TooManyRequestsException', 'throttled'],
    [429, 'LimitExceededException', 'throttled'],
    [403, 'DestinationNotAllowedException', 'number-refused'],
    [403, 'OutboundContactNotPermittedException', 'attempt-refused'],
    [403, 'AccessDeniedException', 'lane-stopped'],
    [404, 'ResourceNotFoundException', 'lane-stopped'],
    [400, 'InvalidParameterException', 'our-mistake'],
    [500, 'InternalServiceException', 'unknown'],
    [418, 'SomethingNewException', 'unknown'],
  ])('%i %s: %s', async (status, error, kind) => {
    answer = { status, error };
    expect(await dialer().dial(request)).toEqual({ kind, code: error });
    expect(asked).toHaveLength(1);
  });

  test('an answer without a contact proves nothing', async () => {
    answer = { status: 200, body: {} };
    expect(await dialer().dial(request)).toMatchObject({ kind: 'unknown' });
  });
});

test('a contact that is gone is no fault; being asked too often is one that passes', async () => {
  answer = { status: 404, error: 'ResourceNotFoundException' };
  expect(await desk().describe('contact-1')).toBeUndefined();
  answer = { status: 429, error: 'TooManyRequestsException' };
  await expect(desk().describe('contact-1')).rejects.toThrow(ConnectBusy);
  expect(await desk().scrub('contact-1')).toBe('later');
});

test('numbers are erased no faster than Connect allows: what is too much is not asked for', async () => {
  const clock = { now: () => new Date('2026-11-24T16:15:00Z') };
  const still = createContactDesk({ connect, instanceId: 'instance', clock });
  answer = { status: 200 };
  const answers: string[] = [];
  for (const id of ['a', 'b', 'c', 'd']) answers.push(await still.scrub(id));
  expect([answers, asked.length]).toEqual([['scrubbed', 'scrubbed', 'scrubbed', 'later'], 3]);
  const refused = createContactDesk({ connect, instanceId: 'instance', clock });
  answer = { status: 429, error: 'TooManyRequestsException' };
  expect([await refused.scrub('a'), await refused.scrub('b'), asked.length]).toEqual(['later', 'later', 4]);
});

test('a time before 2000 means: not over yet', async () => {
  answer = { status: 200, body: { Contact: { DisconnectTimestamp: 0.001, Attributes: { callId: 'gas-leak.abc' } } } };
  expect(await desk().describe('contact-1')).toEqual({ attributes: { callId: 'gas-leak.abc' } });
});
