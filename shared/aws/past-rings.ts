import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { pastRings } from '../calls/ring-history.ts';
import type { Rings } from '../calls/weekly-budget.ts';
import type { Clock } from '../clock/clock.ts';
import { byKey, getFrom } from './dynamo-batches.ts';
import { pause } from './pause.ts';
import { historyKeys, historyOf } from './ring-book.ts';

interface PastRingsOptions {
  readonly documents: DynamoDBDocumentClient;
  /** The contacts table. */
  readonly table: string;
  readonly clock: Clock;
}

/** No call is being decided about, so no ring is its own. */
const NO_CALL = { callId: '', attempt: 0 };

/** Reads when numbers rang, fifty numbers a request. */
export function createPastRings({
  documents,
  table,
  clock,
}: PastRingsOptions): (numberKeys: readonly string[]) => Promise<Rings> {
  return async (numberKeys) => {
    const found = byKey(await getFrom(documents, table, numberKeys.flatMap(historyKeys), pause));
    const at = clock.now().toISOString();
    return new Map(numberKeys.map((numberKey) => [numberKey, pastRings(historyOf(numberKey, found), NO_CALL, at)]));
  };
}
