import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { NO_ANSWERS, type ReassignedItem } from '../consent/reassigned.ts';
import { TryAgain } from '../faults/fault.ts';
import { getItems, type Item, type Key } from './dynamo-batches.ts';
import { type Pause, pause as realPause } from './pause.ts';

/** Several loads at once changed the same number's answers, again and again. */
export class AnswersContended extends TryAgain<{ key: string }> {
  readonly code = 'ANSWERS_CONTENDED';
}

const day = z.string().regex(/^\d{4}-\d\d-\d\d$/);
const held = z.object({
  answers: z.array(
    z.object({
      consentDate: day,
      answer: z.enum(['yes', 'no', 'no-data']),
      askedAt: z.string(),
      fileVersion: z.string(),
      queryId: z.string(),
      via: z.enum(['csv', 'api']),
      safeHarbour: z.boolean().default(false),
      coversGiven: z.boolean().default(false),
    }),
  ),
});

/** The item of one number, for a BatchGet of the caller's own. */
export function reassignedKey(numberKey: string): Key {
  return { pk: `NUMBER#${numberKey}`, sk: 'REASSIGNED' };
}

/**
 * The answers of one number among items that were read together with others; `undefined` where there are none. An item that
 * does not have its form counts as never asked: then a call that needs an answer is refused.
 */
export function reassignedIn(items: readonly Item[], numberKey: string): ReassignedItem | undefined {
  const { pk, sk } = reassignedKey(numberKey);
  const item = items.find((one) => one['pk'] === pk && one['sk'] === sk);
  return item === undefined ? undefined : held.safeParse(item).data;
}

/** Answers of the Reassigned Numbers Database, one plain item a number: pseudonyms and dates, nothing else. */
export interface ReassignedStore {
  /** By number key; a number without answers is absent. Consistent. */
  read(numberKeys: readonly string[]): Promise<ReadonlyMap<string, ReassignedItem>>;
  /**
   * Reads, applies, writes on condition, again after a conflict. `unchanged`: `change` gave back what it was given.
   * Durable when it resolves. @throws AnswersContended
   */
  change(numberKey: string, change: (item: ReassignedItem) => ReassignedItem): Promise<'written' | 'unchanged'>;
}

const MAX_TRIES = 5;
const FIRST_PAUSE_MS = 20;

export function createReassignedStore(options: {
  readonly documents: DynamoDBDocumentClient;
  /** The contacts table. */
  readonly table: string;
  readonly pause?: Pause;
}): ReassignedStore {
  const { documents, table, pause = realPause } = options;
  const itemsOf = async (numberKeys: readonly string[]) =>
    (await getItems(documents, { [table]: numberKeys.map(reassignedKey) }, pause)).get(table) ?? [];
  return {
    read: async (numberKeys) => {
      const items = await itemsOf(numberKeys);
      const byPk = new Map(items.map((item) => [item['pk'], item]));
      return new Map(
        numberKeys.flatMap((numberKey): [string, ReassignedItem][] => {
          const item = byPk.get(reassignedKey(numberKey).pk);
          const found = item === undefined ? undefined : reassignedIn([item], numberKey);
          return found === undefined ? [] : [[numberKey, found]];
        }),
      );
    },
    change: async (numberKey, change) => {
      for (let round = 1; round <= MAX_TRIES; round += 1) {
        const [item] = await itemsOf([numberKey]);
        const before = (item === undefined ? undefined : reassignedIn([item], numberKey)) ?? NO_ANSWERS;
        const changed = change(before);
        if (changed === before) return 'unchanged';
        if (await put(documents, table, numberKey, changed, Number(item?.['version'] ?? 0))) return 'written';
        await pause(FIRST_PAUSE_MS * 2 ** round);
      }
      const key = reassignedKey(numberKey).pk;
      throw new AnswersContended('the answers changed under every attempt', { key }, 'It is tried again.');
    },
  };
}

/** Whether it was written: not where somebody wrote meanwhile. */
async function put(
  documents: DynamoDBDocumentClient,
  table: string,
  numberKey: string,
  { answers }: ReassignedItem,
  was: number,
): Promise<boolean> {
  const condition =
    was === 0
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : { ConditionExpression: 'version = :was', ExpressionAttributeValues: { ':was': was } };
  const Item = { ...reassignedKey(numberKey), version: was + 1, answers };
  try {
    await documents.send(new PutCommand({ TableName: table, Item, ...condition }));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
