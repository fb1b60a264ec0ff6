import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Contact } from '../contacts/contact.ts';
import { bookEntry, type ContactReader } from './contact-reader.ts';
import { lookThrough } from './dynamo-batches.ts';

/**
 * Everybody in the contact book: reads the whole table, so only for what is done now and then by an operator. One whose entry
 * does not open is left out, as everywhere.
 */
export async function everyContact(
  documents: DynamoDBDocumentClient,
  table: string,
  reader: Pick<ContactReader, 'read'>,
): Promise<readonly Contact[]> {
  const keys: string[] = [];
  await lookThrough(documents, table, ['pk', 'sk'], async (items) => {
    for (const { pk, sk } of items) {
      const entry = bookEntry(String(pk), String(sk));
      if (entry?.kind === 'contact') keys.push(entry.id);
    }
  });
  return [...(await reader.read('contact', keys)).values()];
}
