import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import {
  KEPT_DAYS,
  NEVER_RANG,
  type NotedRing,
  type RingBook,
  type RingHistory,
  type RungNumber,
  withRing,
} from '../calls/ring-history.ts';
import { PURPOSES } from '../notices/purpose.ts';
import { ringItems } from './call-store.ts';
import { happened } from './conditional-write.ts';
import { byKey, type Find, getFrom, type Item, type Key, TableBusy } from './dynamo-batches.ts';
import { type Pause, pause as realPause } from './pause.ts';
import { execute, insertion, replacement, type Statement } from './statements.ts';

const NOTED = 'HISTORY';
const EXEMPT = 'HISTORY#EXEMPT';
const DAY_S = 86_400;
/** A number is rung by one call of a notice: so many notices at once do not ring it. */
const MAX_ROUNDS = 12;

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
  const versionOf = (item: Item | undefined) => Number(item?.['version'] ?? 0);
  return {
    ...{ noted: ringsIn(noted), notedVersion: versionOf(noted) },
    ...{ exempt: ringsIn(exempt), exemptVersion: versionOf(exempt) },
  };
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
      const contacts = rung.flatMap(({ ring }) => (ring === undefined ? [] : ringItems(ring, now())));
      // Their keys belong to one attempt alone: who is there already says the same.
      const first = contacts.map((item) => insertion(noticesTable, item));
      const rang = Map.groupBy(
        rung.filter(({ rang: one }) => one !== undefined),
        ({ numberKey }) => numberKey,
      );
      let due = [...rang].flatMap(([numberKey, of]) => noting(numberKey, of[0]?.rang?.before ?? NEVER_RANG, of));
      for (let round = 0; first.length + due.length > 0; round += 1) {
        if (round === MAX_ROUNDS) throw contended(contactsTable);
        const before = round === 0 ? first : [];
        const statements = [...before, ...due.map((one) => statementOf(contactsTable, one, now()))];
        const answers = (await execute(documents, statements, pause)).slice(before.length);
        const lost = due.filter((_, at) => answers[at] === 'conflict');
        if (lost.length === 0) return;
        // Somebody else has noted a ring of these numbers since: theirs stays, and ours goes behind it.
        const keys = lost.map(({ numberKey }) => historyKeys(numberKey)[0]);
        const found = byKey(await getFrom(documents, contactsTable, keys, pause));
        due = lost.flatMap(({ numberKey, of }) => noting(numberKey, historyOf(numberKey, found), of));
      }
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

/** What is to be noted of one number. */
interface Noting {
  readonly numberKey: string;
  readonly of: readonly RungNumber[];
  readonly rings: readonly NotedRing[];
  /** The version that was read; 0: there was none. */
  readonly was: number;
}

/** What does not have its form is not written over: somebody must look at it, and the gate permits nothing that counts rings. */
function noting(numberKey: string, { noted, notedVersion }: RingHistory, of: readonly RungNumber[]): readonly Noting[] {
  if (noted === 'unreadable') return [];
  const rings = of.reduce((so, { rang }) => (rang === undefined ? so : withRing(so, rang.ring)), noted);
  return [{ numberKey, of, rings, was: notedVersion }];
}

function statementOf(table: string, { numberKey, rings, was }: Noting, now: Date): Statement {
  const [key] = historyKeys(numberKey);
  const item = { ...historyItem(rings, now), version: was + 1 };
  return was === 0 ? insertion(table, { ...key, ...item }) : replacement(table, key, item, was);
}

/** So many others note rings of one number that ours never fits behind theirs. */
function contended(table: string): TableBusy {
  return new TableBusy('others keep noting rings of the same numbers', { tables: [table], left: 1 }, 'It is tried again.');
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
