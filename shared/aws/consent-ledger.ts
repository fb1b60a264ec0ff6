import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { type ConsentRecord, NO_CONSENTS } from '../consent/consent-record.ts';
import type { ConsentLedger, LedgerKeys, LedgerPage, Reading } from '../consent/ledger.ts';
import { NO_STOPS, type StopRecord } from '../consent/number-stops.ts';
import { TryAgain } from '../faults/fault.ts';
import { chunksOf } from '../packed/chunks.ts';
import { putNext } from './conditional-write.ts';
import { byKey, type Find, getFrom, type Item, type Key } from './dynamo-batches.ts';
import { type Envelope, EnvelopeForged } from './envelope.ts';
import { type Pause, pause as realPause } from './pause.ts';

/** Several writers at once changed the same item, again and again. */
export class LedgerContended extends TryAgain<{ key: string; tries: number }> {
  readonly code = 'LEDGER_CONTENDED';
}

export interface ConsentLedgerOptions {
  readonly documents: DynamoDBDocumentClient;
  /** The contacts table. */
  readonly table: string;
  readonly envelope: Envelope;
  /** Told of every blob that is not what it is offered as, e.g. `(fault) => log.error(fault.code, fault.where)`. */
  readonly report: (fault: EnvelopeForged) => void;
  readonly pause?: Pause;
}

/** Which item, and what is in it when there is none. */
interface Kind<T> {
  readonly kind: 'optout' | 'consent';
  readonly keyOf: (id: string) => Key;
  readonly empty: T;
}

const STOPS: Kind<StopRecord> = { kind: 'optout', keyOf: (id) => ({ pk: `NUMBER#${id}`, sk: 'OPTOUT' }), empty: NO_STOPS };
const CONSENTS: Kind<ConsentRecord> = {
  kind: 'consent',
  keyOf: (id) => ({ pk: `CONTACT#${id}`, sk: 'CONSENT' }),
  empty: NO_CONSENTS,
};

/** Whose record of consents an item is: the contact's key; undefined where it is none. */
export function consentsOf(pk: string, sk: string): string | undefined {
  const { pk: prefix, sk: ofConsents } = CONSENTS.keyOf('');
  return sk === ofConsents && pk.startsWith(prefix) ? pk.slice(prefix.length) : undefined;
}

const MAX_TRIES = 5;
const FIRST_PAUSE_MS = 20;
const READ_TOGETHER = 100;
const WRITE_TOGETHER = 20;

/** The ledger's items of a BatchGet of the caller's own, so that a batch of calls is one request with its book entries. */
export function ledgerItemKeys({ numberKeys, contactKeys }: LedgerKeys): readonly Key[] {
  return [...numberKeys.map(STOPS.keyOf), ...contactKeys.map(CONSENTS.keyOf)];
}

/** The CONSENT and OPTOUT items of the contacts table; every change is conditional on the version that was read. */
export function createConsentLedger(options: ConsentLedgerOptions): ConsentLedger & {
  /** Opens what a BatchGet over `ledgerItemKeys` brought; other items are passed over. */
  openItems(items: readonly Item[], keys: LedgerKeys): Promise<LedgerPage>;
} {
  const { documents, table, pause = realPause } = options;
  const read = (keys: LedgerKeys) => getFrom(documents, table, ledgerItemKeys(keys), pause);
  const openItems = async (items: readonly Item[], keys: LedgerKeys): Promise<LedgerPage> => {
    const found = byKey(items);
    const [stops, consents] = await Promise.all([
      openAll(options, STOPS, found, keys.numberKeys),
      openAll(options, CONSENTS, found, keys.contactKeys),
    ]);
    return { stops, consents };
  };
  return {
    openItems,
    readMany: async (keys) => openItems(await read(keys), keys),
    versions: async (keys) => {
      const found = byKey(await read(keys));
      const versionOf = (key: Key) => versionIn(found(key));
      return new Map([
        ...keys.numberKeys.map((id) => [`stops:${id}`, versionOf(STOPS.keyOf(id))] as const),
        ...keys.contactKeys.map((id) => [`consents:${id}`, versionOf(CONSENTS.keyOf(id))] as const),
      ]);
    },
    changeStops: (numberKey, change) => changeItem(options, STOPS, numberKey, change),
    changeConsents: (contactKey, change) => changeItem(options, CONSENTS, contactKey, change),
    changeManyConsents: async (contactKeys, change) => {
      let written = 0;
      for (const group of chunksOf([...new Set(contactKeys)], READ_TOGETHER)) {
        const found = byKey(await read({ numberKeys: [], contactKeys: group }));
        for (const few of chunksOf(group, WRITE_TOGETHER)) {
          const results = await Promise.all(
            few.map((id) => changeRead(options, id, found(CONSENTS.keyOf(id)), (record) => change(record, id))),
          );
          written += results.filter((result) => result === 'written').length;
        }
      }
      return written;
    },
  };
}

async function openAll<T>(
  options: ConsentLedgerOptions,
  kind: Kind<T>,
  found: Find,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Reading<T>>> {
  const distinct = [...new Set(ids)];
  const readings = await Promise.all(
    distinct.map(async (id) => {
      const item = found(kind.keyOf(id));
      try {
        return [id, { kind: 'held', ...(await open(options, kind, id, item)) }] as const;
      } catch (error) {
        // KMS out of reach is not a fact about the item: the whole reading fails, and is tried again.
        if (!(error instanceof EnvelopeForged)) throw error;
        options.report(error);
        return [id, { kind: 'unreadable', version: versionIn(item) }] as const;
      }
    }),
  );
  return new Map<string, Reading<T>>(readings);
}

async function open<T>(
  { envelope }: ConsentLedgerOptions,
  kind: Kind<T>,
  id: string,
  item: Item | undefined,
): Promise<{ value: T; version: number }> {
  if (item === undefined) return { value: kind.empty, version: 0 };
  const version = versionIn(item);
  const binding = bindingOf(kind, id, version);
  const sealed = item['sealed'];
  if (sealed instanceof Uint8Array) return { value: await envelope.open<T>(binding, sealed), version };
  throw new EnvelopeForged('the item has no sealed record', { ...binding, why: 'nothing sealed' }, 'Treat as tampering.');
}

/**
 * Read, apply, write. An item that does not open is never written over: whatever it said would be lost.
 * @throws EnvelopeForged, LedgerContended
 */
async function changeItem<T>(
  options: ConsentLedgerOptions,
  kind: Kind<T>,
  id: string,
  change: (value: T) => T,
): Promise<'written' | 'unchanged'> {
  const { documents, table, pause = realPause } = options;
  for (let round = 1; round <= MAX_TRIES; round += 1) {
    const found = await documents.send(new GetCommand({ TableName: table, Key: kind.keyOf(id), ConsistentRead: true }));
    const { value, version } = await open(options, kind, id, found.Item);
    const changed = change(value);
    if (changed === value) return 'unchanged';
    if (await write(options, kind, id, { value: changed, version: version + 1 })) return 'written';
    await pause(FIRST_PAUSE_MS * 2 ** round);
  }
  const key = bindingOf(kind, id, 0).key;
  throw new LedgerContended('the item changed under every attempt', { key, tries: MAX_TRIES }, 'It is tried again.');
}

/** Applies a change to what was read a moment ago; where that has changed since, it is read anew. */
async function changeRead(
  options: ConsentLedgerOptions,
  contactKey: string,
  item: Item | undefined,
  change: (record: ConsentRecord) => ConsentRecord,
): Promise<'written' | 'unchanged'> {
  const { value, version } = await open(options, CONSENTS, contactKey, item);
  const changed = change(value);
  if (changed === value) return 'unchanged';
  if (await write(options, CONSENTS, contactKey, { value: changed, version: version + 1 })) return 'written';
  return changeItem(options, CONSENTS, contactKey, change);
}

/** Whether it was written: not where somebody wrote the same version first. */
async function write<T>(
  { documents, table, envelope }: ConsentLedgerOptions,
  kind: Kind<T>,
  id: string,
  { value, version }: { readonly value: T; readonly version: number },
): Promise<boolean> {
  const sealed = await envelope.seal(bindingOf(kind, id, version), value);
  return putNext(documents, table, { ...kind.keyOf(id), version, sealed });
}

function bindingOf<T>({ kind, keyOf }: Kind<T>, id: string, version: number) {
  const { pk, sk } = keyOf(id);
  return { key: `${pk}|${sk}`, kind, version };
}

function versionIn(item: Item | undefined): number {
  return Number(item?.['version'] ?? 0);
}
