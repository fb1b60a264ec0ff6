import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { KEPT_DAYS, type NotedRing, type RingBook, type RingHistory, withRing } from '../calls/ring-history.ts';
import { PURPOSES } from '../notices/purpose.ts';
import { ringItems } from './call-store.ts';
import { happened } from './conditional-write.ts';
import { byKey, type Find, type Item, type Key, writeTables } from './dynamo-batches.ts';
import { type Pause, pause as realPause } from './pause.ts';

const NOTED = 'HISTORY';
const EXEMPT = 'HISTORY#EXEMPT';
const DAY_S = 86_400;

const rings = z.array(
  z.object({
    ring: z.string(),
    at: z.string(),
    purpose: z.enum(PURPOSES),
    basis: z.enum(['emergency', 'consent', 'exempt']),
    noticeId: z.string(),
  }),
);

/** The items of a number's rings, for a BatchGet of the caller's own: those noted, and those counted before they were dialed. */
export function historyKeys(numberKey: string): readonly [Key, Key] {
  const pk = `NUMBER#${numberKey}`;
  return [
    { pk, sk: NOTED },
    { pk, sk: EXEMPT },
  ];
}

/** What the items of `historyKeys` say, out of a BatchGet of the caller's own. */
export function historyOf(numberKey: string, found: Find): RingHistory {
  const [noted, exempt] = historyKeys(numberKey).map(found);
  return { noted: ringsIn(noted), exempt: ringsIn(exempt), exemptVersion: Number(exempt?.['version'] ?? 0) };
}

function ringsIn(item: Item | undefined): readonly NotedRing[] | 'unreadable' {
  if (item === undefined) return [];
  return rings.safeParse(item['rings']).data ?? 'unreadable';
}

export interface RingBookOptions {
  readonly documents: DynamoDBDocumentClient;
  readonly contactsTable: string;
  readonly noticesTable: string;
  readonly now: () => Date;
  readonly pause?: Pause;
}

/** The rings of numbers: plain items of the contacts table, pseudonyms and times only. */
export function createRingBook({ documents, contactsTable, noticesTable, now, pause = realPause }: RingBookOptions): RingBook {
  return {
    note: async (rung) => {
      const latest = new Map(rung.flatMap(({ numberKey, noted }) => (noted === undefined ? [] : [[numberKey, noted] as const])));
      const histories = [...latest].map(([numberKey, noted]) => ({
        ...historyKeys(numberKey)[0],
        ...historyItem(noted, now()),
      }));
      const contacts = rung.flatMap(({ ring }) => (ring === undefined ? [] : ringItems(ring, now())));
      const puts = (items: readonly Item[]) => items.map((item) => ({ PutRequest: { Item: item } }));
      await writeTables(documents, { [noticesTable]: puts(contacts), [contactsTable]: puts(histories) }, pause);
    },
    countExempt: (numberKey, before, ring) => {
      const counted = withRing(before.exempt === 'unreadable' ? [] : before.exempt, ring);
      return writeExempt(documents, contactsTable, numberKey, { counted, was: before.exemptVersion, now: now() });
    },
    uncount: async (numberKey, ring) => {
      const Key = historyKeys(numberKey)[1];
      const { Item } = await documents.send(new GetCommand({ TableName: contactsTable, Key, ConsistentRead: true }));
      const before = historyOf(numberKey, byKey(Item === undefined ? [] : [Item]));
      if (before.exempt === 'unreadable' || !before.exempt.some((one) => one.ring === ring)) return;
      const counted = before.exempt.filter((one) => one.ring !== ring);
      // Where somebody counts at the same moment, this one stays counted: the safe side.
      await writeExempt(documents, contactsTable, numberKey, { counted, was: before.exemptVersion, now: now() });
    },
  };
}

interface ExemptWrite {
  readonly counted: readonly NotedRing[];
  /** The version that was read; 0: there was none. */
  readonly was: number;
  readonly now: Date;
}

async function writeExempt(
  documents: DynamoDBDocumentClient,
  TableName: string,
  numberKey: string,
  { counted, was, now }: ExemptWrite,
): Promise<'counted' | 'changed'> {
  const { rings: held, expiresAt } = historyItem(counted, now);
  const [condition, values] = was === 0 ? ['attribute_not_exists(pk)', {}] : ['#version = :was', { ':was': was }];
  const update = new UpdateCommand({
    TableName,
    Key: historyKeys(numberKey)[1],
    UpdateExpression: 'SET rings = :rings, expiresAt = :expiresAt, #version = :next',
    ConditionExpression: condition,
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ...values, ':rings': held, ':expiresAt': expiresAt, ':next': was + 1 },
  });
  return (await happened(() => documents.send(update))) ? 'counted' : 'changed';
}

/** The table forgets it when no rule looks at any of it any more. */
function historyItem(held: readonly NotedRing[], now: Date) {
  return { rings: held.map((ring) => ({ ...ring })), expiresAt: Math.ceil(now.getTime() / 1_000) + (KEPT_DAYS + 1) * DAY_S };
}
