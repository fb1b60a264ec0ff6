import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Missing, MissingChange } from '../roster/book/retirement.ts';
import { queryAll, type Write } from './dynamo-batches.ts';

const MISSING = 'MISSING';
const PREFIX: Readonly<Record<MissingChange['kind'], string>> = { student: 'STUDENT#', contact: 'CONTACT#' };

/** Who was in none of the last exports: pseudonyms and days. A few lines on most nights. @param table the contacts table */
export async function readMissing(documents: DynamoDBDocumentClient, table: string): Promise<Missing> {
  const items = await queryAll(documents, {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :missing',
    ExpressionAttributeValues: { ':missing': MISSING },
  });
  const of = (prefix: string) =>
    new Map(
      items
        .filter(({ sk }) => String(sk).startsWith(prefix))
        .map(({ sk, days }) => [String(sk).slice(prefix.length), Array.isArray(days) ? days.map(String) : []]),
    );
  return { students: of(PREFIX.student), contacts: of(PREFIX.contact) };
}

export function missingWrite({ kind, id, days }: MissingChange): Write {
  const Key = { pk: MISSING, sk: `${PREFIX[kind]}${id}` };
  return days === undefined ? { DeleteRequest: { Key } } : { PutRequest: { Item: { ...Key, days } } };
}
