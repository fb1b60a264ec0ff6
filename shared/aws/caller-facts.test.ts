import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTables, type TestTables } from '../../test/ports/table.ts';
import { createCallerFacts } from './caller-facts.ts';
import type { Envelope } from './envelope.ts';

let tables: TestTables;
let table = '';
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.close());
beforeEach(async () => {
  table = await tables.notices();
});

/** Sealed is what says so: these items were written by the test. */
const envelope: Envelope = {
  seal: async (_binding, value) => Buffer.from(JSON.stringify(value)),
  open: async <T>(_binding: unknown, sealed: Uint8Array) => JSON.parse(Buffer.from(sealed).toString('utf8')) as T, // as it was sealed
};

async function put(pk: string, sk: string, more: Readonly<Record<string, unknown>>): Promise<void> {
  await tables.documents.send(new PutCommand({ TableName: table, Item: { pk, sk, version: 1, ...more } }));
}
const sealed = (value: unknown) => ({ sealed: Buffer.from(JSON.stringify(value)) });
const facts = (numberKey: string) =>
  createCallerFacts({ documents: tables.documents, table, envelope, report: () => undefined })(numberKey);
const ring = (at: string, basis: string) => ({ ring: `c#${at}`, at, purpose: 'event', basis, noticeId: 'n' });

test('a number in the book: who gave it, in which languages, what stands on it, and its last ring of either kind', async () => {
  await put('NUMBER#n1', 'BOOK', sealed({ e164: '+13125550111', contactKeys: ['ana', 'ben'] }));
  await put('CONTACT#ana', 'BOOK', sealed({ contactKey: 'ana', language: 'es' }));
  await put('CONTACT#ben', 'BOOK', sealed({ contactKey: 'ben', language: 'und' }));
  await put('NUMBER#n1', 'OPTOUT', sealed({ stops: [{ id: 's' }], lifts: [] }));
  await put('NUMBER#n1', 'HISTORY', { rings: [ring('2026-11-20T15:00:00.000Z', 'consent')] });
  await put('NUMBER#n1', 'HISTORY#EXEMPT', { rings: [ring('2026-11-23T15:00:00.000Z', 'exempt')] });
  const known = await facts('n1');
  expect(known).toMatchObject({ contactKeys: ['ana', 'ben'], languages: ['es', 'und'] });
  expect(known.stops).toMatchObject({ kind: 'held', value: { stops: [{ id: 's' }] } });
  expect(known.lastRing).toMatchObject({ basis: 'exempt' });
});

test('a number nobody knows has no stops and never rang', async () => {
  expect(await facts('n2')).toMatchObject({ contactKeys: [], languages: [], stops: { kind: 'held', value: { stops: [] } } });
  expect((await facts('n2')).lastRing).toBeUndefined();
});

test('a history that cannot be read says nothing about the last ring', async () => {
  await put('NUMBER#n3', 'HISTORY', { rings: [{ at: 'once' }] });
  await put('NUMBER#n3', 'HISTORY#EXEMPT', { rings: [ring('2026-11-23T15:00:00.000Z', 'consent')] });
  expect((await facts('n3')).lastRing).toBeUndefined();
});
