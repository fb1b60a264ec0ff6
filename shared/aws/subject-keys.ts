import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type Item, type Key, queryAll } from './dynamo-batches.ts';
import type { Envelope, EnvelopeForged } from './envelope.ts';
import type { Pause } from './pause.ts';

export interface SubjectStoreOptions {
  readonly documents: DynamoDBDocumentClient;
  /** The contacts table. */
  readonly table: string;
  readonly noticesTable: string;
  readonly envelope: Envelope;
  /** Told of every blob that is not what it is offered as. */
  readonly report: (fault: EnvelopeForged) => void;
  readonly pause?: Pause;
}

export const inspectionKey = (contactKey: string): Key => ({ pk: `CONTACT#${contactKey}`, sk: 'INSPECTION' });
/** One partition for all of them, so that nobody has to read the whole table to find who came back. */
export const tombstoneKey = (contactKey: string): Key => ({ pk: 'ERASED', sk: `CONTACT#${contactKey}` });

/** Open and closed tasks of these schools that name one of the keys: a person's, or a number's. */
export async function taskItems(
  { documents, noticesTable }: SubjectStoreOptions,
  schools: readonly string[],
  keys: readonly string[],
): Promise<readonly Item[]> {
  const wanted = new Set(keys);
  const items = await Promise.all([...new Set(schools)].map((id) => queryAll(documents, tasksOfSchool(noticesTable, id))));
  return items.flat().filter((one) => mentions(one, wanted));
}

/** Whether one of the keys stands anywhere in the item, as a value. */
function mentions(value: unknown, keys: ReadonlySet<string>): boolean {
  if (typeof value === 'string') return keys.has(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((part) => mentions(part, keys));
}

function tasksOfSchool(TableName: string, schoolId: string) {
  return {
    TableName,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :office AND begins_with(sk, :task)',
    ExpressionAttributeValues: { ':office': `OFFICE#${schoolId}`, ':task': 'TASK#' },
  };
}
