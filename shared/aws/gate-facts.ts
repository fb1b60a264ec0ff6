import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Call } from '../calls/call.ts';
import type { GateFacts } from '../calls/gate-facts.ts';
import type { LedgerKeys } from '../consent/ledger.ts';
import { noticeKey } from './call-item.ts';
import { createConsentLedger, ledgerItemKeys } from './consent-ledger.ts';
import { bookKey, type ContactReader, type ContactReaderOptions, createContactReader } from './contact-reader.ts';
import { getItems, type Item } from './dynamo-batches.ts';
import { noticeOf } from './notice-item.ts';
import { type Pause, pause as realPause } from './pause.ts';

interface GateFactsOptions {
  readonly documents: DynamoDBDocumentClient;
  readonly contactsTable: string;
  readonly noticesTable: string;
  readonly reader: ContactReader;
  readonly ledger: Pick<ReturnType<typeof createConsentLedger>, 'openItems'>;
  readonly pause?: Pause;
}

/** The facts out of one contact book and the notices beside it. @param noticesTable name of the notices table */
export function gateFactsOf(book: ContactReaderOptions, noticesTable: string): GateFacts {
  const { documents, table: contactsTable } = book;
  return createGateFacts({
    documents,
    contactsTable,
    noticesTable,
    reader: createContactReader(book),
    ledger: createConsentLedger(book),
  });
}

/** Book, agreements, stops and notices in as few requests as DynamoDB allows: a BatchGet may span both tables. */
function createGateFacts(options: GateFactsOptions): GateFacts {
  const { documents, contactsTable, noticesTable, reader, ledger, pause = realPause } = options;
  return {
    async read(calls) {
      const keys = keysOf(calls);
      const books = [
        ...keys.numberKeys.map((id) => bookKey('number', id)),
        ...keys.contactKeys.map((id) => bookKey('contact', id)),
      ];
      const found = await getItems(documents, { [contactsTable]: [...books, ...ledgerItemKeys(keys)] }, pause);
      const items = found.get(contactsTable) ?? [];
      const [numbers, contacts, page] = await Promise.all([
        reader.openItems('number', items, keys.numberKeys),
        reader.openItems('contact', items, keys.contactKeys),
        ledger.openItems(items, keys),
      ]);
      return { numbers, contacts, page };
    },
    async recheck(calls) {
      const noticeIds = [...new Set(calls.map(({ noticeId }) => noticeId))];
      const wanted = { [contactsTable]: ledgerItemKeys(keysOf(calls)), [noticesTable]: noticeIds.map(noticeKey) };
      const found = await getItems(documents, wanted, pause);
      const versions = versionsIn(found.get(contactsTable) ?? []);
      return {
        consentVersions: new Map(calls.map((call) => [call.callId, sumFor(call, versions)])),
        notices: new Map((found.get(noticesTable) ?? []).map(noticeOf).map((notice) => [notice.noticeId, notice])),
      };
    },
  };
}

/** The keys a decision about this call rests on. */
function keysOf(calls: readonly Call[]): LedgerKeys {
  return {
    numberKeys: [...new Set(calls.map(({ numberKey }) => numberKey))],
    contactKeys: [...new Set(calls.flatMap(({ recipients }) => recipients.map(({ contactKey }) => contactKey)))],
  };
}

function sumFor(call: Call, versions: ReadonlyMap<string, number>): number {
  return ledgerItemKeys(keysOf([call])).reduce((sum, { pk, sk }) => sum + (versions.get(`${pk}|${sk}`) ?? 0), 0);
}

function versionsIn(items: readonly Item[]): ReadonlyMap<string, number> {
  return new Map(items.map(({ pk, sk, version }) => [`${pk}|${sk}`, Number(version ?? 0)]));
}
