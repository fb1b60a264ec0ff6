import type { Context, SQSEvent } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { AuditDraft, AuditTrail } from '../audit/trail.ts';
import { type Fault, GiveUp, NotYet, TryAgain } from '../faults/fault.ts';
import { type GiveBack, waitSeconds } from './give-back.ts';
import { onBatch, onFlow, onQueue, onSchedule, type QueueMessage, readBody } from './runtime.ts';

class LineBusy extends TryAgain<{ callId: string }> {
  readonly code = 'LINE_BUSY';
}
class TooEarly extends NotYet<{ seconds: number }> {
  readonly code = 'TOO_EARLY';
}
class NoSuchCall extends GiveUp<{ callId: string }> {
  readonly code = 'NO_SUCH_CALL';
}

// Lambda's context holds more than anything here reads.
const context = { functionName: 'place-call', awsRequestId: 'r-1', getRemainingTimeInMillis: () => 30_000 } as unknown as Context;

function batchOf(...bodies: string[]): SQSEvent {
  const Records = bodies.map((body, n) => ({
    messageId: `m${n}`,
    receiptHandle: `h${n}`,
    body,
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: String(Date.parse('2026-11-24T11:30:00Z')),
      SenderId: 'x',
      ApproximateFirstReceiveTimestamp: '0',
      MessageGroupId: 'N1',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:123456789012:urgent',
    awsRegion: 'us-east-1',
  }));
  return { Records };
}

function trail(): AuditTrail & { readonly written: { group: string; draft: AuditDraft }[] } {
  const written: { group: string; draft: AuditDraft }[] = [];
  return {
    written,
    async write(group, drafts) {
      written.push(...drafts.map((draft) => ({ group, draft })));
      return drafts.map(() => ({ id: 'x', leafHash: '00' }));
    },
  };
}

let givenBack: string[] = [];
const giveBack: GiveBack = async (records, delays) => {
  for (const { messageId } of records) givenBack.push([messageId, ...[delays?.get(messageId) ?? []].flat()].join(' '));
};

let printed = '';
const real = { out: process.stdout.write, error: process.stderr.write, console: console.log };
beforeEach(() => {
  printed = '';
  givenBack = [];
  const keep = (text: unknown): boolean => {
    printed += String(text);
    return true;
  };
  Object.assign(process.stdout, { write: keep });
  Object.assign(process.stderr, { write: keep });
  Object.assign(console, { log: keep });
});
afterEach(() => {
  Object.assign(process.stdout, { write: real.out });
  Object.assign(process.stderr, { write: real.error });
  Object.assign(console, { log: real.console });
});

const callId = z.strictObject({ callId: z.string() });

describe('a queue function', () => {
  it('returns only the messages that failed, and records only those that can never succeed', async () => {
    const audit = trail();
    const handler = onQueue(
      async (message) => {
        const { callId: id } = readBody(message, callId);
        if (id === 'busy') throw new LineBusy('the line is busy', { callId: id });
        if (id === 'gone') throw new NoSuchCall('no such call', { callId: id });
      },
      { audit, giveBack },
    );
    const answer = await handler(batchOf('{"callId":"fine"}', '{"callId":"busy"}', '{"callId":"gone"}', '{broken'), context);
    expect(answer.batchItemFailures.map((failure) => failure.itemIdentifier).sort()).toEqual(['m1', 'm2', 'm3']);
    expect(givenBack.sort(), 'none of them waits out the whole visibility timeout').toEqual(['m1', 'm2', 'm3']);
    expect(audit.written.map(({ group, draft }) => `${group} ${draft.kind} ${draft.id} ${draft.facts?.['code']}`).sort()).toEqual(
      ['2026-11-24 message.poisoned poisoned.m2.1 NO_SUCH_CALL', '2026-11-24 message.poisoned poisoned.m3.1 MESSAGE_UNREADABLE'],
    );
  });

  it('gives a batch back whole when everything in it failed, without throwing', async () => {
    const handler = onQueue(() => Promise.reject(new LineBusy('busy', { callId: 'c' })), { audit: trail(), giveBack });
    expect(await handler(batchOf('{}', '{}'), context)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm0' }, { itemIdentifier: 'm1' }],
    });
  });

  it('gives back for as long as it says what comes too early, and counts no failure', async () => {
    const audit = trail();
    const work = async ({ messageId }: QueueMessage) => {
      if (messageId === 'm1') throw new TooEarly('too early', { seconds: 900 });
      throw new LineBusy('the line is busy', { callId: 'c' });
    };
    const answer = await onQueue(work, { audit, giveBack })(batchOf('{}', '{}'), context);
    expect(answer.batchItemFailures).toHaveLength(2);
    expect(givenBack.sort()).toEqual(['m0', 'm1 900']);
    expect(printed).toMatch(/"level":"INFO".*TOO_EARLY/);
    expect(printed.match(/"MessageReturned":1/g)).toHaveLength(1);
    expect(audit.written).toEqual([]);
  });

  it('logs neither bodies nor the text of errors it did not write', async () => {
    const handler = onQueue(() => Promise.reject(new Error('cannot call Maria Lopez at +12025550123')), {
      audit: trail(),
      giveBack,
    });
    await handler(batchOf('{"secret":"Maria Lopez"}'), context);
    expect(printed).toContain('UNEXPECTED');
    expect(printed).not.toMatch(/Maria|1202/);
  });
});

it('a failed message waits seconds at first, and never more than five minutes', () => {
  expect([1, 2, 3, 6, 7, 12].map(waitSeconds)).toEqual([5, 10, 20, 160, 300, 300]);
});

describe('a batch function', () => {
  it('hands all readable messages over together and fails those it is told to', async () => {
    const audit = trail();
    const seen: QueueMessage[] = [];
    const work = async (messages: readonly QueueMessage[]): Promise<ReadonlyMap<string, Fault>> => {
      seen.push(...messages);
      return new Map([['m1', new NoSuchCall('no such call', { callId: 'c' })]]);
    };
    const answer = await onBatch(work, { audit, giveBack })(batchOf('{"callId":"a"}', '{"callId":"b"}', 'not json'), context);
    expect(seen.map((m) => [m.messageId, m.sentAt, m.groupId])).toEqual([
      ['m0', '2026-11-24T11:30:00.000Z', 'N1'],
      ['m1', '2026-11-24T11:30:00.000Z', 'N1'],
    ]);
    expect(answer.batchItemFailures.map((f) => f.itemIdentifier).sort()).toEqual(['m1', 'm2']);
    expect(givenBack.sort()).toEqual(['m1', 'm2']);
    expect(audit.written.map(({ draft }) => draft.facts?.['code']).sort()).toEqual(['MESSAGE_UNREADABLE', 'NO_SUCH_CALL']);
  });

  it('fails every message when the work throws', async () => {
    const answer = await onBatch(() => Promise.reject(new Error('?')), { audit: trail(), giveBack })(
      batchOf('{}', '{}'),
      context,
    );
    expect(answer.batchItemFailures).toHaveLength(2);
  });
});

describe('scheduled and flow functions', () => {
  it('pass the answer through', async () => {
    const handler = onFlow(async (event) => ({ heard: event.Details.Parameters['key'] ?? '' }));
    const Details = { ContactData: { ContactId: 'c', Attributes: {} }, Parameters: { key: '9' } };
    expect(await handler({ Details }, context)).toEqual({ heard: '9' });
  });

  it('throw a code in place of a text that may hold personal data', async () => {
    const handler = onSchedule(() => Promise.reject(new Error('Maria Lopez')));
    await expect(handler({}, context)).rejects.toThrow(/^UNEXPECTED$/);
    expect(printed).not.toContain('Maria');
  });
});
