import { type DynamoDBDocumentClient, ScanCommand, type ScanCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Contact } from '../contacts/contact.ts';
import type { ContactReader } from './contact-reader.ts';

const CONTACT = 'CONTACT#';

/**
 * Everybody in the contact book: reads the whole table, so only for what is done now and then by an operator. Who was written this
 * very second may be missing. One whose entry
 * does not open is left out, as everywhere.
 */
export async function everyContact(
  documents: DynamoDBDocumentClient,
  table: string,
  reader: Pick<ContactReader, 'read'>,
): Promise<readonly Contact[]> {
  const keys: string[] = [];
  let from: ScanCommandInput['ExclusiveStartKey'];
  do {
    const page = await documents.send(
      new ScanCommand({
        TableName: table,
        FilterExpression: 'sk = :book AND begins_with(pk, :contact)',
        ExpressionAttributeValues: { ':book': 'BOOK', ':contact': CONTACT },
        ProjectionExpression: 'pk',
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      }),
    );
    keys.push(...(page.Items ?? []).map(({ pk }) => String(pk).slice(CONTACT.length)));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return [...(await reader.read('contact', keys)).values()];
}
