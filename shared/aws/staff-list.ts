import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { StaffChange, StaffList } from '../roster/book/changes.ts';
import { type Key, queryAll, type Write } from './dynamo-batches.ts';

const STAFF = 'STAFF';
const CONTACT = 'CONTACT#';

/** One line a person: who works where. A district's whole staff is a query. */
export const staffKey = (contactKey: string): Key => ({ pk: STAFF, sk: `${CONTACT}${contactKey}` });

/** @param table the contacts table */
export async function readStaff(documents: DynamoDBDocumentClient, table: string): Promise<StaffList> {
  const items = await queryAll(documents, {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :staff',
    ExpressionAttributeValues: { ':staff': STAFF },
  });
  return new Map(
    items.map(({ sk, schools }) => [String(sk).slice(CONTACT.length), Array.isArray(schools) ? schools.map(String) : []]),
  );
}

export function staffWrite({ contactKey, worksAt }: StaffChange): Write {
  const Key = staffKey(contactKey);
  return worksAt === undefined ? { DeleteRequest: { Key } } : { PutRequest: { Item: { ...Key, schools: worksAt } } };
}
