import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { CallerFacts } from '../consent/caller-facts.ts';
import type { PastRing } from '../consent/gate-input.ts';
import { createConsentLedger } from './consent-ledger.ts';
import { type ContactReaderOptions, createContactReader } from './contact-reader.ts';

/** What is known of a number whose owner, or whoever says so, is on the line. Four requests for a known number, three for another. */
export function createCallerFacts(options: ContactReaderOptions) {
  const reader = createContactReader(options);
  const ledger = createConsentLedger(options);
  return async (numberKey: string): Promise<CallerFacts> => {
    const [numbers, lastRing] = await Promise.all([reader.read('number', [numberKey]), lastRingOf(options, numberKey)]);
    const contactKeys = numbers.get(numberKey)?.contactKeys ?? [];
    const [contacts, page] = await Promise.all([
      reader.read('contact', contactKeys),
      ledger.readMany({ numberKeys: [numberKey], contactKeys }),
    ]);
    return {
      languages: contactKeys.flatMap((key) => contacts.get(key)?.language ?? []),
      contactKeys,
      stops: page.stops.get(numberKey) ?? { kind: 'unreadable', version: 0 },
      consents: page.consents,
      lastRing,
    };
  };
}

/** The newest entry of what place-call notes about its rings: pseudonyms and times, in the clear. */
async function lastRingOf(
  { documents, table }: { readonly documents: DynamoDBDocumentClient; readonly table: string },
  numberKey: string,
): Promise<PastRing | undefined> {
  const Key = { pk: `NUMBER#${numberKey}`, sk: 'HISTORY' };
  const { Item } = await documents.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
  // Only place-call writes these items.
  const rings = (Item?.['rings'] ?? []) as readonly PastRing[];
  return rings.reduce<PastRing | undefined>((last, ring) => (last === undefined || ring.at > last.at ? ring : last), undefined);
}
