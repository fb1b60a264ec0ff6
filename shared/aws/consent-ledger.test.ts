import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { boundEnvelope } from '../../test/fixtures/bound-envelope.ts';
import { type DynamoInMemory, dynamoInMemory } from '../../test/fixtures/dynamo-in-memory.ts';
import { type ConsentRecord, grant, NO_CONSENTS } from '../consent/consent-record.ts';
import { consentOf, stopsOf, versionSum } from '../consent/ledger.ts';
import { applyKey, type StopKey, type StopRecord } from '../consent/number-stops.ts';
import { createConsentLedger, LedgerContended, ledgerItemKeys } from './consent-ledger.ts';
import { type Envelope, EnvelopeForged, EnvelopeUnavailable } from './envelope.ts';

let dynamo: DynamoInMemory;
const NOW = '2026-11-24T16:15:00.000Z';
let documents: DynamoDBDocumentClient;
let table = '';
let tables = 0;

beforeAll(async () => {
  dynamo = await dynamoInMemory();
  documents = dynamo.documents;
});
afterAll(() => dynamo.close());

beforeEach(async () => {
  tables += 1;
  table = `contacts-${tables}`;
  await dynamo.makeTable(table);
});

const envelope = boundEnvelope;

function ledger(over: Partial<Envelope> = {}) {
  const reported: string[] = [];
  const options = { documents, table, envelope: { ...envelope, ...over }, pause: async () => undefined };
  return { reported, ...createConsentLedger({ ...options, report: (fault) => reported.push(fault.where.key) }) };
}

const press = {
  callId: 'N1.abc',
  attempt: 1,
  purpose: 'event',
  basis: 'consent',
  at: '2026-11-24T20:05:00.000Z',
  recordedBy: 't',
  revokeAllFrom: '2027-01-31',
} as const;
const stop =
  (key: StopKey, attempt = 1) =>
  (record: StopRecord) =>
    applyKey(record, key, { ...press, attempt });
const form = { basis: 'written-form', at: '2026-08-20T12:00:00.000Z', capturedBy: 't', wording: 'w1', language: 'en' } as const;

describe('the ledger', () => {
  test('nothing recorded is nothing said, at version 0', async () => {
    const page = await ledger().readMany({ numberKeys: ['n1'], contactKeys: ['c1'] });
    expect(stopsOf(page, 'n1')).toEqual({ notMyNumber: false, allButEmergencies: false, emergencies: false, purposes: [] });
    expect(consentOf(page, 'c1', { numberKey: 'n1', purpose: 'event', at: NOW })).toBe('none');
    expect(versionSum(page, { numberKeys: ['n1'], contactKeys: ['c1'] })).toBe(0);
  });

  test('what was written is read back, and every write is one version more', async () => {
    const book = ledger();
    expect(await book.changeStops('n1', stop('8'))).toBe('written');
    expect(await book.changeStops('n1', stop('9', 2))).toBe('written');
    expect(await book.changeStops('n1', stop('9', 2))).toBe('unchanged');
    await book.changeConsents('c1', (record) => {
      const change = grant(record, 'n1', 'event', form);
      return change.kind === 'recorded' ? change.record : NO_CONSENTS;
    });
    const keys = { numberKeys: ['n1', 'n1'], contactKeys: ['c1', 'c2'] };
    const page = await book.readMany(keys);
    expect(stopsOf(page, 'n1')).toMatchObject({ allButEmergencies: true, purposes: ['event'] });
    expect(consentOf(page, 'c1', { numberKey: 'n1', purpose: 'event', at: NOW })).toBe('granted');
    expect(versionSum(page, keys)).toBe(3);
    expect(Object.fromEntries(await book.versions(keys))).toEqual({ 'stops:n1': 2, 'consents:c1': 1, 'consents:c2': 0 });
  });

  test('two who write at once both keep what they wrote', async () => {
    const book = ledger();
    await Promise.all(['7', '8', '9'].map((key, index) => book.changeStops('n1', stop(key as StopKey, index + 1))));
    const page = await book.readMany({ numberKeys: ['n1'], contactKeys: [] });
    expect(stopsOf(page, 'n1')).toMatchObject({ notMyNumber: true, allButEmergencies: true, purposes: ['event'] });
  });

  test('an item that changes under every attempt is given back to be tried again', async () => {
    const rival = ledger();
    let attempt = 1;
    const book = ledger({
      seal: async (binding, payload) => {
        attempt += 1;
        await rival.changeStops('n1', stop('9', attempt));
        return envelope.seal(binding, payload);
      },
    });
    await expect(book.changeStops('n1', stop('7'))).rejects.toThrow(LedgerContended);
  });
});

describe('when something is wrong', () => {
  test('a moved, replayed or emptied item is unreadable and reported, never "no opt-out", and is not written over', async () => {
    const book = ledger();
    await book.changeStops('n1', stop('9'));
    const { Item } = await documents.send(new GetCommand({ TableName: table, Key: { pk: 'NUMBER#n1', sk: 'OPTOUT' } }));
    await documents.send(new PutCommand({ TableName: table, Item: { ...Item, pk: 'NUMBER#n2' } }));
    await documents.send(new PutCommand({ TableName: table, Item: { ...Item, version: 7 } }));
    await documents.send(new PutCommand({ TableName: table, Item: { pk: 'CONTACT#c1', sk: 'CONSENT', version: 2 } }));
    const page = await book.readMany({ numberKeys: ['n1', 'n2'], contactKeys: ['c1'] });
    expect([
      stopsOf(page, 'n1'),
      stopsOf(page, 'n2'),
      consentOf(page, 'c1', { numberKey: 'n1', purpose: 'event', at: NOW }),
    ]).toEqual(Array(3).fill('unreadable'));
    expect(page.stops.get('n1')).toEqual({ kind: 'unreadable', version: 7 });
    expect(book.reported.sort()).toEqual(['CONTACT#c1|CONSENT', 'NUMBER#n1|OPTOUT', 'NUMBER#n2|OPTOUT']);
    await expect(book.changeStops('n1', stop('7'))).rejects.toThrow(EnvelopeForged);
  });

  test('when KMS does not answer nothing is known, and it is said so', async () => {
    await ledger().changeStops('n1', stop('9'));
    const open = () => Promise.reject(new EnvelopeUnavailable('no answer', { key: '', kind: '', version: 0 }));
    await expect(ledger({ open }).readMany({ numberKeys: ['n1'], contactKeys: [] })).rejects.toThrow(EnvelopeUnavailable);
  });
});

describe('many at once', () => {
  test('an import changes many contacts, writes only what differs, and loses nothing to somebody who writes meanwhile', async () => {
    const rival = ledger();
    const agree = (numberKey: string) => (record: ConsentRecord) => {
      const change = grant(record, numberKey, 'event', form);
      return change.kind === 'recorded' ? change.record : record;
    };
    await rival.changeConsents('c0', agree('n1'));
    let rivals = 1;
    const book = ledger({
      seal: async (binding, payload) => {
        rivals -= 1;
        if (rivals === 0) await rival.changeConsents('c7', agree('n2'));
        return envelope.seal(binding, payload);
      },
    });
    const contactKeys = Array.from({ length: 130 }, (_, index) => `c${index}`);
    expect(await book.changeManyConsents(contactKeys, agree('n1'))).toBe(129);
    expect(await book.changeManyConsents(contactKeys, agree('n1'))).toBe(0);
    const page = await book.readMany({ numberKeys: [], contactKeys });
    expect(contactKeys.every((key) => consentOf(page, key, { numberKey: 'n1', purpose: 'event', at: NOW }) === 'granted')).toBe(
      true,
    );
    expect(consentOf(page, 'c7', { numberKey: 'n2', purpose: 'event', at: NOW })).toBe('granted');
  });

  test('more than a hundred numbers are read in several requests', async () => {
    const book = ledger();
    const numberKeys = Array.from({ length: 230 }, (_, index) => `n${index}`);
    await book.changeStops('n229', stop('9'));
    const page = await book.readMany({ numberKeys, contactKeys: [] });
    expect(page.stops.size).toBe(230);
    expect(stopsOf(page, 'n229')).toMatchObject({ allButEmergencies: true });
  });

  test('items read together with others are opened from among them', async () => {
    const book = ledger();
    await book.changeStops('n1', stop('9'));
    const [key] = ledgerItemKeys({ numberKeys: ['n1'], contactKeys: [] });
    const { Item = {} } = await documents.send(new GetCommand({ TableName: table, Key: { ...key } }));
    const page = await book.openItems([{ pk: 'NUMBER#n1', sk: 'BOOK' }, Item], { numberKeys: ['n1'], contactKeys: [] });
    expect(stopsOf(page, 'n1')).toMatchObject({ allButEmergencies: true });
  });
});
