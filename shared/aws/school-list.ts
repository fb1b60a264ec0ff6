import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { queryAll, type Write } from './dynamo-batches.ts';

const SCHOOLS = 'SCHOOLS';
const SCHOOL = 'SCHOOL#';

/**
 * Ids of all schools that an export has had students at, in the settings or not: what "the whole district" is. One that has no
 * students any more stays on the list. @param table the contacts table
 */
export async function readSchools(documents: DynamoDBDocumentClient, table: string): Promise<readonly string[]> {
  const items = await queryAll(documents, {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :schools',
    ExpressionAttributeValues: { ':schools': SCHOOLS },
  });
  return items.map(({ sk }) => String(sk).slice(SCHOOL.length));
}

export function schoolWrite(schoolId: string): Write {
  return { PutRequest: { Item: { pk: SCHOOLS, sk: `${SCHOOL}${schoolId}` } } };
}
