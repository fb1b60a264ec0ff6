import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Leftover } from '../calls/call-book.ts';
import type { NoticeBook, PlannedCounts, Planning } from '../notices/notice-book.ts';
import type { Lane } from '../notices/purpose.ts';
import { noticeKey } from './call-item.ts';
import { happened } from './conditional-write.ts';
import { getFrom, type Item, queryAll } from './dynamo-batches.ts';
import { noticeItem, noticeOf } from './notice-item.ts';
import { type Pause, pause as realPause } from './pause.ts';

export interface NoticeTableOptions {
  readonly documents: DynamoDBDocumentClient;
  /** The notices table. */
  readonly table: string;
  readonly pause?: Pause;
}

/** `state` is a reserved word of DynamoDB's expressions. */
const STATE = { '#state': 'state' } as const;
const listKey = (noticeId: string) => ({ pk: 'NOTICES', sk: `OPEN#${noticeId}` });

interface Update {
  readonly set: string;
  readonly when: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** The notices in the notices table. */
export function createNoticeBook({ documents, table: TableName, pause = realPause }: NoticeTableOptions): NoticeBook {
  const item = async (noticeId: string) =>
    (await documents.send(new GetCommand({ TableName, Key: noticeKey(noticeId), ConsistentRead: true }))).Item;

  const update = (noticeId: string, change: Update): Promise<boolean> =>
    happened(() => documents.send(new UpdateCommand({ TableName, Key: noticeKey(noticeId), ...expressionsOf(change) })));

  return {
    get: async (noticeId) => {
      const found = await item(noticeId);
      return found === undefined ? undefined : noticeOf(found);
    },
    sealedMessage: async (noticeId) => {
      const sealed: unknown = (await item(noticeId))?.['sealed'];
      return sealed instanceof Uint8Array ? sealed : undefined;
    },
    create: async (notice, sealed, planning) => {
      const Item = { ...noticeItem(notice, sealed), planner: planning.planner, planningUntil: planning.until };
      const put = new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' });
      return (await happened(() => documents.send(put))) ? 'created' : 'exists';
    },
    takeOver: async (noticeId, { planner, until }, now) => {
      const ours = await update(noticeId, {
        set: 'SET planner = :planner, planningUntil = :until',
        when: '#state = :raised AND planningUntil <= :now',
        values: { ':planner': planner, ':until': until, ':now': now, ':raised': 'raised' },
      });
      return ours ? 'ours' : 'theirs';
    },
    giveUp: async (noticeId, { planner }) => {
      const values = { ':planner': planner, ':past': '' };
      await update(noticeId, { set: 'SET planningUntil = :past', when: 'planner = :planner', values });
    },
    list: (noticeId, lane) => list(documents, TableName, noticeId, lane),
    open: (noticeId, known, planning) => open(update, noticeId, known, planning),
    cancel: async (noticeId, at) => {
      const cancelled = await update(noticeId, {
        set: 'SET #state = :cancelled, cancelledAt = :at',
        when: '#state IN (:raised, :open)',
        values: { ':cancelled': 'cancelled', ':at': at, ':raised': 'raised', ':open': 'open' },
      });
      if (!cancelled) return (await item(noticeId)) === undefined ? 'unknown' : 'over';
      // If we die here: the calls of a routine notice end with the next sweep that looks at all.
      await list(documents, TableName, noticeId, 'urgent');
      return 'cancelled';
    },
    noteReached: async (noticeId) => {
      await update(noticeId, { set: 'SET reached = :yes', when: 'attribute_exists(pk)', values: { ':yes': true } });
    },
    close: async (noticeId, from, counts, deadlines) => {
      const met = deadlines === undefined ? {} : { ':deadlines': deadlines };
      const values = { ':closed': 'closed', ':from': from, ':counts': counts, ...met };
      const set = `SET #state = :closed, counts = :counts${deadlines === undefined ? '' : ', deadlines = :deadlines'}`;
      await update(noticeId, { set, when: '#state = :from', values });
      // If we die here: the notice is closed and still listed; the next sweep takes it off.
      await documents.send(new DeleteCommand({ TableName, Key: listKey(noticeId) }));
    },
    toSweep: (which) => toSweep({ documents, table: TableName, pause }, which),
  };
}

function expressionsOf({ set, when, values }: Update) {
  return {
    UpdateExpression: set,
    ConditionExpression: when,
    ExpressionAttributeValues: values,
    ...(`${set} ${when}`.includes('#state') ? { ExpressionAttributeNames: STATE } : {}),
  };
}

async function list(documents: DynamoDBDocumentClient, TableName: string, noticeId: string, lane: Lane): Promise<void> {
  await documents.send(new PutCommand({ TableName, Item: { ...listKey(noticeId), noticeId, lane } }));
}

async function toSweep({ documents, table, pause = realPause }: NoticeTableOptions, which: 'all' | 'urgent') {
  const listed = await queryAll(documents, {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :list',
    ExpressionAttributeValues: { ':list': 'NOTICES' },
  });
  const isNotice = ({ sk }: Item) => String(sk).startsWith('OPEN#');
  const wanted = listed.filter((item) => isNotice(item) && (which === 'all' || item['lane'] !== 'routine'));
  const items = await getFrom(
    documents,
    table,
    wanted.map(({ noticeId }) => noticeKey(String(noticeId))),
    pause,
  );
  return { notices: items.map(noticeOf), leftovers: listed.filter((item) => !isNotice(item)).map(leftoverOf) };
}

function leftoverOf({ contactId, callId, attempt, askForKey }: Item): Leftover {
  return { contactId: String(contactId), callId: String(callId), attempt: Number(attempt), askForKey: askForKey === true };
}

async function open(
  update: (noticeId: string, update: Update) => Promise<boolean>,
  noticeId: string,
  { planned, weekSpent }: PlannedCounts,
  { planner }: Planning,
): Promise<'opened' | 'lost'> {
  const opened = await update(noticeId, {
    set: `SET #state = :open, planned = :planned${weekSpent > 0 ? ', weekSpent = :spent' : ''}`,
    when: '#state = :raised AND planner = :planner',
    values: {
      ...{ ':open': 'open', ':raised': 'raised', ':planned': planned, ':planner': planner },
      ...(weekSpent > 0 ? { ':spent': weekSpent } : {}),
    },
  });
  return opened ? 'opened' : 'lost';
}
