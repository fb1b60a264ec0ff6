import { type AttributeValue, ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  type DynamoDBDocumentClient,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { TryAgain } from '../faults/fault.ts';
import { chunksOf, sideBySide } from '../packed/chunks.ts';
import { Turnstile } from '../packed/turnstile.ts';
import type { Pause } from './pause.ts';

/** An item as the table holds it. Its form is checked by whoever reads it. */
export type Item = Record<string, unknown>;
export interface Key {
  readonly pk: string;
  readonly sk: string;
}
export type Write = { readonly PutRequest: { readonly Item: Item } } | { readonly DeleteRequest: { readonly Key: Key } };

/** DynamoDB left part of a batch undone, again and again: it is short of capacity. */
export class TableBusy extends TryAgain<{ tables: readonly string[]; left: number }> {
  readonly code = 'TABLE_BUSY';
}

const MAX_KEYS = 100;
const MAX_WRITES = 25;
const MAX_ROUNDS = 6;
const FIRST_PAUSE_MS = 50;
/** Requests under way at a time. */
const SIDE_BY_SIDE = 8;

/**
 * Reads items, several tables in one request, consistently; hands back by table. Missing items are absent.
 * @param only the attributes that are wanted; absent: whole items
 */
export async function getItems(
  documents: DynamoDBDocumentClient,
  wanted: Readonly<Record<string, readonly Key[]>>,
  pause: Pause,
  only?: readonly string[],
): Promise<ReadonlyMap<string, readonly Item[]>> {
  const flat = Object.entries(wanted).flatMap(([table, keys]) => distinct(keys).map((key) => ({ table, key })));
  const found = new Map<string, Item[]>(Object.keys(wanted).map((table) => [table, []]));
  const projected = only === undefined ? {} : projectionOf(only);
  await sideBySide(chunksOf(flat, MAX_KEYS), SIDE_BY_SIDE, async (group) => {
    let left = byTable(group);
    for (let round = 0; Object.keys(left).length > 0; round += 1) {
      await rest(round, left, pause);
      const RequestItems = Object.fromEntries(
        Object.entries(left).map(([table, Keys]) => [table, { Keys: [...Keys], ConsistentRead: true, ...projected }]),
      );
      const answer = await documents.send(new BatchGetCommand({ RequestItems }));
      for (const [table, items] of Object.entries(answer.Responses ?? {})) found.get(table)?.push(...items);
      // Keys come back as they were sent.
      left = Object.fromEntries(
        Object.entries(answer.UnprocessedKeys ?? {}).map(([table, { Keys }]) => [table, (Keys ?? []) as Key[]]),
      );
    }
  });
  return found;
}

/** By placeholders, as many a name is a reserved word. */
function projectionOf(attributes: readonly string[]) {
  return {
    ProjectionExpression: attributes.map((_, place) => `#${place}`).join(', '),
    ExpressionAttributeNames: Object.fromEntries(attributes.map((name, place) => [`#${place}`, name])),
  };
}

/** The same from one table. */
export async function getFrom(
  documents: DynamoDBDocumentClient,
  table: string,
  keys: readonly Key[],
  pause: Pause,
): Promise<readonly Item[]> {
  return (await getItems(documents, { [table]: keys }, pause)).get(table) ?? [];
}

/** Some attributes of an item as DynamoDB writes them, numbers as well. */
export type Texts = Readonly<Record<string, string>>;

/** Finds one item among those that were read together. */
export type Find = (key: Key) => Item | undefined;

export function byKey(items: readonly Item[]): Find {
  const held = new Map(items.map((item) => [nameOf(item), item]));
  return (key) => held.get(nameOf(key));
}

/** Of one client, whoever writes: so much is sealed ahead that the table is never waited for, and it is not flooded. */
const WRITES_UNDER_WAY = 24;
const turnstiles = new WeakMap<DynamoDBDocumentClient, Turnstile>();

function turnstileOf(documents: DynamoDBDocumentClient): Turnstile {
  const known = turnstiles.get(documents) ?? new Turnstile(WRITES_UNDER_WAY);
  turnstiles.set(documents, known);
  return known;
}

/** Writes and deletes, 25 a request. Durable when it resolves; an item of the same key is overwritten. */
export async function writeItems(
  documents: DynamoDBDocumentClient,
  table: string,
  writes: readonly Write[],
  pause: Pause,
): Promise<void> {
  // Whoever has begun is done first: otherwise all would be done at once, and sealed anew while the table waits.
  const turn = turnstileOf(documents);
  const write = async (group: readonly Write[]) => {
    let left: Record<string, Write[]> = { [table]: [...group] };
    for (let round = 0; Object.keys(left).length > 0; round += 1) {
      await rest(round, left, pause);
      const RequestItems = Object.fromEntries(
        Object.entries(left).map(([name, some]) => [name, some.map((write) => ({ ...write }))]),
      );
      const answer = await documents.send(new BatchWriteCommand({ RequestItems }));
      // What is left undone comes back as it was sent.
      left = (answer.UnprocessedItems ?? {}) as Record<string, Write[]>;
    }
  };
  await sideBySide(chunksOf(writes, MAX_WRITES), SIDE_BY_SIDE, write, turn);
}

/** Every item of a query, page after page. */
export async function queryAll(documents: DynamoDBDocumentClient, query: QueryCommandInput): Promise<readonly Item[]> {
  const items: Item[] = [];
  let from: QueryCommandInput['ExclusiveStartKey'];
  do {
    const page = await documents.send(new QueryCommand({ ...query, ...(from === undefined ? {} : { ExclusiveStartKey: from }) }));
    items.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return items;
}

/**
 * Looks through a whole table for a few attributes of each item, texts or numbers, consistently, some parts of it at a time. Items
 * that have none of them come as empty. DynamoDB counts what it looks at, not what it hands out.
 * @param see awaited page by page
 */
export async function lookThrough(
  documents: DynamoDBDocumentClient,
  table: string,
  attributes: readonly string[],
  see: (items: readonly Texts[]) => Promise<void>,
): Promise<void> {
  const projected = projectionOf(attributes);
  const parts = Array.from({ length: SIDE_BY_SIDE }, (_, Segment) => Segment);
  await sideBySide(parts, SIDE_BY_SIDE, async (Segment) => {
    let from: QueryCommandInput['ExclusiveStartKey'];
    do {
      const page = await documents.send(
        new ScanCommand({
          ...{ TableName: table, ConsistentRead: true, Segment, TotalSegments: SIDE_BY_SIDE },
          // Its rights are for certain attributes, and AWS holds them against nothing but what is named.
          ...{ Select: 'SPECIFIC_ATTRIBUTES', ...projected },
          ...(from === undefined ? {} : { ExclusiveStartKey: from }),
        }),
      );
      await see((page.Items ?? []).map((item) => textsOf(item, attributes)));
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
  });
}

/** Of a whole book, what the library makes of each item in a dozen steps takes as long as DynamoDB does. */
function textsOf(item: Readonly<Record<string, AttributeValue>>, attributes: readonly string[]): Texts {
  const texts: Record<string, string> = {};
  for (const name of attributes) {
    const text = item[name]?.S ?? item[name]?.N;
    if (text !== undefined) texts[name] = text;
  }
  return texts;
}

/** Waits before a further round, longer each time. @throws TableBusy when there were enough. @param left by table */
export async function rest(round: number, left: Readonly<Record<string, readonly unknown[]>>, pause: Pause): Promise<void> {
  if (round === 0) return;
  const count = Object.values(left).reduce((sum, list) => sum + list.length, 0);
  if (round >= MAX_ROUNDS)
    throw new TableBusy(
      'DynamoDB left items of a batch undone',
      { tables: Object.keys(left), left: count },
      'It is tried again.',
    );
  await pause(FIRST_PAUSE_MS * 2 ** round);
}

function distinct(keys: readonly Key[]): readonly Key[] {
  return [...new Map(keys.map((key) => [nameOf(key), key])).values()];
}

function nameOf({ pk, sk }: Item | Key): string {
  return `${pk}|${sk}`;
}

function byTable(list: readonly { readonly table: string; readonly key: Key }[]): Record<string, Key[]> {
  const tables: Record<string, Key[]> = {};
  for (const { table, key } of list) tables[table] = [...(tables[table] ?? []), { pk: key.pk, sk: key.sk }];
  return tables;
}
