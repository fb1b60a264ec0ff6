import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { ConsentRecord } from '../consent/consent-record.ts';
import { ledgerItemKeys } from './consent-ledger.ts';
import { chunks, writeItems } from './dynamo-batches.ts';
import type { Envelope } from './envelope.ts';
import { pause as realPause } from './pause.ts';

export interface FirstConsentsOptions {
  readonly documents: DynamoDBDocumentClient;
  /** The contacts table. */
  readonly table: string;
  readonly envelope: Envelope;
}

export interface FirstConsent {
  readonly contactKey: string;
  readonly record: ConsentRecord;
}

/** Sealed and written at a time: 8 requests of 25. */
const GROUP = 200;

/**
 * Writes the first consent record of contacts who are not in the book yet, 25 in a request: a whole district's first import
 * feels the difference. Without a condition, which no batch can have: only for contacts whom nobody else can know of, and who
 * were just read to have no record. Durable when it resolves; any part may be durable before.
 */
export function createFirstConsents({ documents, table, envelope }: FirstConsentsOptions) {
  return async (consents: readonly FirstConsent[]): Promise<void> => {
    for (const group of chunks(consents, GROUP)) {
      const writes = await Promise.all(group.map((consent) => firstWrite(envelope, consent)));
      await writeItems(documents, table, writes, realPause);
    }
  };
}

/** The form of the ledger's items, at version 1: see `consent-ledger.ts`. */
async function firstWrite(envelope: Envelope, { contactKey, record }: FirstConsent) {
  const [key = { pk: '', sk: '' }] = ledgerItemKeys({ numberKeys: [], contactKeys: [contactKey] });
  const sealed = await envelope.seal({ key: `${key.pk}|${key.sk}`, kind: 'consent', version: 1 }, record);
  return { PutRequest: { Item: { ...key, version: 1, sealed } } };
}
