import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { NotedChange } from '../roster/book/changes.ts';
import { queryAll, type Write } from './dynamo-batches.ts';

const NOTED = 'NOTED';
const NUMBER = 'NUMBER#';

/** Keys of numbers whose field said "do not call" when it was read last. @param table the contacts table */
export async function readNoted(documents: DynamoDBDocumentClient, table: string): Promise<ReadonlySet<string>> {
  const items = await queryAll(documents, {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :noted',
    ExpressionAttributeValues: { ':noted': NOTED },
  });
  return new Set(items.map(({ sk }) => String(sk).slice(NUMBER.length)));
}

export function notedWrite({ numberKey, isThere }: NotedChange): Write {
  const Key = { pk: NOTED, sk: `${NUMBER}${numberKey}` };
  return isThere ? { PutRequest: { Item: Key } } : { DeleteRequest: { Key } };
}
