import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { absenceName, absencesOf } from '../calls/absences.ts';
import type { DueCall, GateFacts } from '../calls/gate-facts.ts';
import { isRationed } from '../calls/weekly-budget.ts';
import type { LedgerKeys } from '../consent/ledger.ts';
import type { NumberEntry } from '../contacts/number-entry.ts';
import { absenceIn, absenceKey } from './absence-store.ts';
import { noticeKey } from './call-item.ts';
import { createConsentLedger, ledgerItemKeys } from './consent-ledger.ts';
import { bookKey, type ContactReader, type ContactReaderOptions, createContactReader } from './contact-reader.ts';
import { byKey, type Find, getFrom, getItems, type Item, type Key } from './dynamo-batches.ts';
import { noticeOf } from './notice-item.ts';
import { type Pause, pause as realPause } from './pause.ts';
import { reassignedKey, reassignedOf } from './reassigned-store.ts';
import { historyKeys, historyOf } from './ring-book.ts';

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

/** Book, agreements, stops, rings and notices in as few requests as DynamoDB allows: a BatchGet may span both tables. */
function createGateFacts(options: GateFactsOptions): GateFacts {
  const { documents, contactsTable, noticesTable, reader, ledger, pause = realPause } = options;
  return {
    async read(calls) {
      const keys = keysOf(calls);
      const absences = calls.flatMap(({ call, notice }) => absencesOf(call, notice));
      const wanted = [
        ...keys.numberKeys.map((id) => bookKey('number', id)),
        ...calls.flatMap(numberKeys),
        ...keys.contactKeys.map((id) => bookKey('contact', id)),
        ...ledgerItemKeys(keys),
        ...absences.map(absenceKey),
      ];
      const first = await getFrom(documents, contactsTable, wanted, pause);
      const numbers = await reader.openItems('number', first, keys.numberKeys);
      const due = calls.map((one) => ({ ...one, bystanders: bystandersOf(one, numbers) }));
      // Nearly every phone has nobody but those who are called on it; then this asks for nothing.
      const others = [...new Set(due.flatMap(({ bystanders }) => bystanders))].filter((id) => !keys.contactKeys.includes(id));
      const more = await getFrom(documents, contactsTable, others.flatMap(personKeys), pause);
      const items = [...first, ...more];
      const found = byKey(items);
      const contactKeys = [...keys.contactKeys, ...others];
      const [contacts, page] = await Promise.all([
        reader.openItems('contact', items, contactKeys),
        ledger.openItems(items, { ...keys, contactKeys }),
      ]);
      return {
        ...{ numbers, contacts, page },
        unreadable: new Set(contactKeys.filter((id) => !contacts.has(id) && found(bookKey('contact', id)) !== undefined)),
        bystanders: new Map(due.map(({ call, bystanders }) => [call.callId, bystanders])),
        rings: new Map(keys.numberKeys.map((id) => [id, historyOf(id, found)])),
        reassigned: new Map(keys.numberKeys.flatMap((id) => known(id, reassignedOf(id, found)))),
        absences: new Map(absences.flatMap((one) => known(absenceName(one), absenceIn(found(absenceKey(one)))))),
        marks: new Map(due.map((one) => [one.call.callId, markOf(one, found)])),
      };
    },
    async recheck(due) {
      const noticeIds = [...new Set(due.map(({ notice }) => notice.noticeId))];
      const wanted = { [contactsTable]: due.flatMap(changeableKeys), [noticesTable]: noticeIds.map(noticeKey) };
      const answer = await getItems(documents, wanted, pause);
      const found = byKey(answer.get(contactsTable) ?? []);
      return {
        marks: new Map(due.map((one) => [one.call.callId, markOf(one, found)])),
        notices: new Map((answer.get(noticesTable) ?? []).map(noticeOf).map((notice) => [notice.noticeId, notice])),
      };
    },
  };
}

/** Whoever has the phone beside those who are called on it. */
function bystandersOf({ call }: DueCall, numbers: ReadonlyMap<string, NumberEntry>): readonly string[] {
  const called = new Set(call.recipients.map(({ contactKey }) => contactKey));
  return (numbers.get(call.numberKey)?.contactKeys ?? []).filter((contactKey) => !called.has(contactKey));
}

/** What is known of a person: their entry, and what they and the office have said. */
function personKeys(contactKey: string): readonly Key[] {
  return [bookKey('contact', contactKey), ...ledgerItemKeys({ numberKeys: [], contactKeys: [contactKey] })];
}

/** The keys a decision about these calls rests on. */
function keysOf(due: readonly DueCall[]): LedgerKeys {
  return {
    numberKeys: [...new Set(due.map(({ call }) => call.numberKey))],
    contactKeys: [...new Set(due.flatMap(({ call }) => call.recipients.map(({ contactKey }) => contactKey)))],
  };
}

/**
 * What is kept of the number beside the book. No emergency is refused because of a reassignment or of the exemption's count, and
 * forty keys less a batch are a request less.
 */
function numberKeys({ call }: DueCall): readonly Key[] {
  const [noted, exempt] = historyKeys(call.numberKey);
  return call.purpose === 'emergency' ? [noted] : [noted, exempt, reassignedKey(call.numberKey)];
}

/**
 * What is read once more before the dial: what was agreed and stopped, whoever has the phone with what restricts them, the
 * absences; and, of calls a person gets only so many of in a week, rings that were noted meanwhile. Calls that rest on the exemption need not
 * ask: they are counted on condition.
 */
function changeableKeys(one: DueCall): readonly Key[] {
  const keys = keysOf([one]);
  return [
    ...ledgerItemKeys(keys),
    ...keys.contactKeys.map((id) => bookKey('contact', id)),
    ...(one.bystanders ?? []).flatMap(personKeys),
    ...absencesOf(one.call, one.notice).map(absenceKey),
    ...(isRationed(one.call.purpose) ? historyKeys(one.call.numberKey).slice(0, 1) : []),
  ];
}

function markOf(one: DueCall, found: Find): string {
  return changeableKeys(one)
    .map((key) => stampOf(found(key)))
    .join(' ');
}

/** Tells one write of an item from any other: its version; of an absence, what it says; of rings, the last one. */
function stampOf(item: Item | undefined): string {
  if (item === undefined) return '-';
  const { version, class: state, rings } = item;
  const last: unknown = Array.isArray(rings) ? rings.at(-1) : undefined;
  return JSON.stringify([version ?? 0, state ?? '', last ?? '']);
}

function known<T>(id: string, value: T | undefined): readonly (readonly [string, T])[] {
  return value === undefined ? [] : [[id, value]];
}
