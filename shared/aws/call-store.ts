import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Call } from '../calls/call.ts';
import type { CallBook, Ring } from '../calls/call-book.ts';
import { noticeIdOf, ringName } from '../calls/call-id.ts';
import { callItem, callKey, callOf, changeOf, forgetAfter, leftoverKey, noticeKey } from './call-item.ts';
import { happened } from './conditional-write.ts';
import { getItems, type Item, queryAll, writeItems } from './dynamo-batches.ts';
import { noticeOf } from './notice-item.ts';
import { type Pause, pause as realPause } from './pause.ts';

export interface TableOptions {
  readonly documents: DynamoDBDocumentClient;
  /** The notices table. */
  readonly table: string;
  /** Present moment, for the time to live of rings. */
  readonly now: () => Date;
  readonly pause?: Pause;
}

/** The calls in the notices table. */
export function createCallBook({ documents, table, now, pause = realPause }: TableOptions): CallBook {
  const read = async (keys: Parameters<typeof getItems>[1][string]): Promise<readonly Item[]> =>
    (await getItems(documents, { [table]: keys }, pause)).get(table) ?? [];
  const write = (writes: Parameters<typeof writeItems>[2]) => writeItems(documents, table, writes, pause);

  return {
    get: async (callIds) => byCallId(await read(callIds.map(callKey))),
    withNotices: async (callIds) => {
      const items = await read([...callIds.map(callKey), ...callIds.map((callId) => noticeKey(noticeIdOf(callId)))]);
      const notices = items.filter(({ sk }) => sk === 'NOTICE').map(noticeOf);
      return { calls: byCallId(items), notices: new Map(notices.map((notice) => [notice.noticeId, notice])) };
    },
    move: (before, after) => move(documents, table, before, after),
    plan: (calls, expiresAt) => {
      const expiresAtEpoch = forgetAfter(expiresAt);
      return write(calls.map((call) => ({ PutRequest: { Item: { ...callItem(call), expiresAtEpoch } } })));
    },
    drop: (callIds) => write(callIds.map((callId) => ({ DeleteRequest: { Key: callKey(callId) } }))),
    openOf: async (noticeId) => (await queryAll(documents, openCalls(table, noticeId))).map(callOf),
    allOf: async (noticeId) => (await queryAll(documents, callsOfNotice(table, noticeId))).map(callOf),
    noteRings: (rings) => write(rings.flatMap((ring) => ringItems(ring, now())).map((Item) => ({ PutRequest: { Item } }))),
    leaveForSweeper: (leftovers) =>
      write(leftovers.map((left) => ({ PutRequest: { Item: { ...leftoverKey(left.contactId), ...left } } }))),
    sweptUp: (contactIds) => write(contactIds.map((contactId) => ({ DeleteRequest: { Key: leftoverKey(contactId) } }))),
    ringsOf: async (contactIds) => {
      const items = await read(contactIds.map((contactId) => ({ pk: `CONNECT#${contactId}`, sk: 'CALL' })));
      return new Map(items.map(ringOf).map((ring) => [ring.contactId, ring]));
    },
    contactsOf: async (rings) => {
      const items = await read(rings.map(ringKey));
      return new Map(items.map(ringOf).map((ring) => [ringName(ring.callId, ring.attempt), ring.contactId]));
    },
  };
}

/** One conditional write; the version is the lock, the state is its witness (P3). */
async function move(documents: DynamoDBDocumentClient, TableName: string, before: Call, after: Call): Promise<'moved' | 'lost'> {
  const change = changeOf(before, after);
  const names = { ...change.ExpressionAttributeNames, '#version': 'version', '#state': 'state' };
  const values = { ...change.ExpressionAttributeValues, ':was': before.version, ':from': before.state };
  const update = new UpdateCommand({
    TableName,
    Key: callKey(before.callId),
    ...change,
    ConditionExpression: '#version = :was AND #state = :from',
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  });
  return (await happened(() => documents.send(update))) ? 'moved' : 'lost';
}

function openCalls(TableName: string, noticeId: string) {
  return {
    TableName,
    IndexName: 'open',
    KeyConditionExpression: 'openIn = :notice',
    ExpressionAttributeValues: { ':notice': noticeId },
  };
}

function callsOfNotice(TableName: string, noticeId: string) {
  return {
    TableName,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :call)',
    ExpressionAttributeValues: { ':pk': `NOTICE#${noticeId}`, ':call': 'CALL#' },
  };
}

/** Which contact is which attempt, findable both ways. */
export function ringItems({ contactId, callId, attempt }: Ring, now: Date): readonly Item[] {
  const ring = { contactId, callId, attempt, expiresAtEpoch: forgetAfter(now.toISOString()) };
  return [
    { pk: `CONNECT#${contactId}`, sk: 'CALL', ...ring },
    { ...ringKey(ring), ...ring },
  ];
}

function ringKey({ callId, attempt }: Pick<Ring, 'callId' | 'attempt'>) {
  return { pk: `NOTICE#${noticeIdOf(callId)}`, sk: `RING#${ringName(callId, attempt)}` };
}

function ringOf({ contactId, callId, attempt }: Item): Ring {
  return { contactId: String(contactId), callId: String(callId), attempt: Number(attempt) };
}

function byCallId(items: readonly Item[]): ReadonlyMap<string, Call> {
  const calls = items.filter(({ sk }) => String(sk).startsWith('CALL#')).map(callOf);
  return new Map(calls.map((call) => [call.callId, call]));
}
