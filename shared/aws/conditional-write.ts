import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Item, Key } from './dynamo-batches.ts';

/** Whether a conditional write took place: not where its condition did not hold. */
export async function happened(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** Puts the next version of an item; not where somebody wrote that version first. @param version counts writes, from 1 */
export function putNext(
  documents: DynamoDBDocumentClient,
  table: string,
  Item: Item & Key & { readonly version: number },
): Promise<boolean> {
  const condition =
    Item.version === 1
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : { ConditionExpression: 'version = :was', ExpressionAttributeValues: { ':was': Item.version - 1 } };
  return happened(() => documents.send(new PutCommand({ TableName: table, Item, ...condition })));
}
