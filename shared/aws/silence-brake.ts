import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { countSilenced, type SilenceBrake, type Silenced } from '../consent/silence-brake.ts';
import { putNext } from './conditional-write.ts';

export interface SilenceBrakeOptions {
  readonly documents: DynamoDBDocumentClient;
  /** The contacts table. */
  readonly table: string;
}

const TRIES = 5;

/** One item a way, of some hundred entries at most: pseudonyms and moments. Two requests for each that is let through. */
export function createSilenceBrake({ documents, table }: SilenceBrakeOptions): SilenceBrake {
  return {
    async pass(way, asked, limit) {
      const Key = { pk: 'SILENCED', sk: way };
      for (let attempt = 1; attempt <= TRIES; attempt += 1) {
        const { Item } = await documents.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
        // Only this writes it.
        const before = (Item?.['taken'] ?? []) as readonly Silenced[];
        const taken = countSilenced(before, asked, limit);
        if (taken === undefined) return false;
        if (before.some(({ id }) => id === asked.id)) return true;
        if (await putNext(documents, table, { ...Key, taken, version: Number(Item?.['version'] ?? 0) + 1 })) return true;
      }
      return false;
    },
  };
}
