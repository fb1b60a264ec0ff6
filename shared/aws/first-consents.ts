import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { ConsentRecord } from '../consent/consent-record.ts';
import { chunksOf } from '../packed/chunks.ts';
import { ledgerItemKeys } from './consent-ledger.ts';
import { writeItems } from './dynamo-batches.ts';
import type { BulkEnvelope } from './envelope.ts';
import { pause as realPause } from './pause.ts';

export interface FirstConsentsOptions {
  readonly documents: DynamoDBDocumentClient;
  /** The contacts table. */
  readonly table: string;
  readonly envelope: BulkEnvelope;
}

export interface FirstConsent {
  readonly contactKey: string;
  readonly record: ConsentRecord;
}

/** Sealed and written at a time: 20 requests of 25. */
const GROUP = 500;

/**
 * Writes the first consent record of contacts who are not in the book yet, 25 in a request: a whole district's first import
 * feels the difference. Without a condition, which no batch can have: only for contacts whom nobody else can know of, and who
 * were just read to have no record. Durable when it resolves; any part may be durable before.
 */
export function createFirstConsents({ documents, table, envelope }: FirstConsentsOptions) {
  return async (consents: readonly FirstConsent[]): Promise<void> => {
    for (const group of chunksOf(consents, GROUP)) {
      await writeItems(documents, table, await firstWrites(envelope, group), realPause);
    }
  };
}

/** The form of the ledger's items, at version 1: see `consent-ledger.ts`. */
async function firstWrites(envelope: BulkEnvelope, consents: readonly FirstConsent[]) {
  const keys = ledgerItemKeys({ numberKeys: [], contactKeys: consents.map(({ contactKey }) => contactKey) });
  const items = consents.map(({ record }, nth) => ({ key: keys[nth] ?? { pk: '', sk: '' }, record }));
  const sealed = await envelope.sealAll(
    items.map(({ key: { pk, sk }, record }) => ({
      binding: { key: `${pk}|${sk}`, kind: 'consent', version: 1 },
      payload: record,
    })),
  );
  return items.map(({ key }, nth) => ({ PutRequest: { Item: { ...key, version: 1, sealed: sealed[nth] } } }));
}
