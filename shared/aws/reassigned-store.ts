import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { NO_ANSWERS, type ReassignedItem } from '../consent/reassigned.ts';
import { TryAgain } from '../faults/fault.ts';
import { putNext } from './conditional-write.ts';
import { byKey, type Find, getFrom, type Key } from './dynamo-batches.ts';
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
 * The answers of one number, out of a BatchGet of the caller's own; `undefined` where there are none. An item that does not have
 * its form counts as never asked: then a call that needs an answer is refused.
 */
export function reassignedOf(numberKey: string, found: Find): ReassignedItem | undefined {
  const item = found(reassignedKey(numberKey));
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
  const read = async (numberKeys: readonly string[]) =>
    byKey(await getFrom(documents, table, numberKeys.map(reassignedKey), pause));
  return {
    read: async (numberKeys) => {
      const found = await read(numberKeys);
      return new Map(
        numberKeys.flatMap((numberKey): [string, ReassignedItem][] => {
          const item = reassignedOf(numberKey, found);
          return item === undefined ? [] : [[numberKey, item]];
        }),
      );
    },
    change: async (numberKey, change) => {
      for (let round = 1; round <= MAX_TRIES; round += 1) {
        const found = await read([numberKey]);
        const before = reassignedOf(numberKey, found) ?? NO_ANSWERS;
        const changed = change(before);
        if (changed === before) return 'unchanged';
        const version = Number(found(reassignedKey(numberKey))?.['version'] ?? 0) + 1;
        const item = { ...reassignedKey(numberKey), version, answers: changed.answers };
        if (await putNext(documents, table, item)) return 'written';
        await pause(FIRST_PAUSE_MS * 2 ** round);
      }
      const key = reassignedKey(numberKey).pk;
      throw new AnswersContended('the answers changed under every attempt', { key }, 'It is tried again.');
    },
  };
}
