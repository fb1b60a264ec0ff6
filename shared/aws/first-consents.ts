import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { ConsentRecord } from '../consent/consent-record.ts';
import { ledgerItemKeys } from './consent-ledger.ts';
import type { Envelope } from './envelope.ts';

export interface FirstConsentsOptions {
  readonly documents: DynamoDBDocumentClient;
  /** The contacts table. */
  readonly table: string;
  readonly envelope: Envelope;
}

/**
 * Writes the first consent record of a contact, who was just read to have none: half the requests of reading each again, which
 * a whole district's first import feels. `exists`: somebody was quicker, and nothing was written.
 * Durable when it answers `written`.
 */
export function createFirstConsents({ documents, table, envelope }: FirstConsentsOptions) {
  return async (contactKey: string, record: ConsentRecord): Promise<'written' | 'exists'> => {
    const [key = { pk: '', sk: '' }] = ledgerItemKeys({ numberKeys: [], contactKeys: [contactKey] });
    // The form of the ledger's items, at version 1: see `consent-ledger.ts`.
    const sealed = await envelope.seal({ key: `${key.pk}|${key.sk}`, kind: 'consent', version: 1 }, record);
    const Item = { ...key, version: 1, sealed };
    try {
      await documents.send(new PutCommand({ TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' }));
      return 'written';
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return 'exists';
      throw error;
    }
  };
}
