import { afterAll, beforeAll, expect, test } from 'vitest';
import { boundEnvelope } from '../../test/fixtures/bound-envelope.ts';
import { aCall, aNotice } from '../../test/ports/a-call.ts';
import { startTables, type TestTables } from '../../test/ports/table.ts';
import { NO_CONSENTS } from '../consent/consent-record.ts';
import { withRestriction } from '../consent/restrictions.ts';
import type { Contact } from '../contacts/contact.ts';
import { createConsentLedger } from './consent-ledger.ts';
import { createContactBook } from './contact-book.ts';
import type { BulkEnvelope, EnvelopeForged } from './envelope.ts';
import { gateFactsOf } from './gate-facts.ts';

let tables: TestTables;
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.close());

const envelope = boundEnvelope;

const person = (contactKey: string): Contact => ({
  ...{ contactKey, role: 'guardian', givenName: 'A', familyName: 'B', language: 'en', edges: [], givenForSchoolContact: true },
  numbers: [{ numberKey: 'home', e164: '+13122341000', label: 'home', lineType: 'landline' }],
  ...{ auditSubject: `subject-${contactKey}`, auditNumberKey: 'k' },
});
const HOME = { e164: '+13122341000', lineType: 'landline', contactKeys: ['ana', 'ben', 'cleo'] } as const;

test('everybody who has the phone is read, and looked at again before the dial', async () => {
  const [table, notices] = [await tables.notices(), await tables.notices()];
  const reported: string[] = [];
  const options = {
    documents: tables.documents,
    table,
    envelope,
    report: ({ code }: EnvelopeForged) => void reported.push(code),
  };
  const [book, ledger] = [createContactBook(options), createConsentLedger(options)];
  const quietly = async () => undefined;
  const put = (id: string, value: Contact, version = 1) => ({ kind: 'put', id, value, print: 'p', version }) as const;
  await book.write('number', [{ kind: 'put', id: 'home', value: HOME, print: 'p', version: 1 }], quietly);
  await book.write('contact', [put('ana', person('ana')), put('ben', person('ben'))], quietly);
  const due = {
    call: aCall({ numberKey: 'home', recipients: [{ contactKey: 'ana', students: ['s'] }] }),
    notice: aNotice({}),
  };
  const facts = gateFactsOf(options, notices);
  const read = await facts.read([due]);
  const bystanders = read.bystanders.get(due.call.callId) ?? [];
  expect([[...bystanders], [...read.contacts.keys()].sort()]).toEqual([
    ['ben', 'cleo'],
    ['ana', 'ben'],
  ]);
  const again = async () => (await facts.recheck([{ ...due, bystanders }])).marks.get(due.call.callId);
  expect(await again()).toBe(read.marks.get(due.call.callId));

  const evidence = { pointer: 'order 12', sha256: 'a'.repeat(64) };
  await ledger.changeConsents('ben', (record) =>
    withRestriction(record, 's', { state: 'set', at: '2026-11-24T12:00:00.000Z', recordedBy: 'Dana', evidence }),
  );
  expect(await again()).not.toBe(read.marks.get(due.call.callId));
  const consents = (await facts.read([due])).page.consents;
  expect([consents.get('ben'), consents.get('cleo')]).toMatchObject([
    { kind: 'held', value: { restrictions: { s: [{ state: 'set' }] } } },
    { kind: 'held', value: NO_CONSENTS },
  ]);

  const before = await again();
  await book.write('contact', [put('ben', person('ben'), 2)], quietly);
  expect(await again()).not.toBe(before);
  expect(reported).toEqual([]);
});

test('an entry that is there and does not open is known as such', async () => {
  const [table, notices] = [await tables.notices(), await tables.notices()];
  const options = { documents: tables.documents, table, envelope, report: () => undefined };
  const book = createContactBook(options);
  const bound = { binding: { key: 'CONTACT#other|BOOK', kind: 'contact', version: 1 }, payload: person('ana') };
  const moved: BulkEnvelope = { ...envelope, sealAll: async (items) => items.map(() => Buffer.from(JSON.stringify(bound))) };
  const forge = createContactBook({ ...options, envelope: moved });
  const put = (id: string) => ({ kind: 'put', id, value: person(id), print: 'p', version: 1 }) as const;
  await book.write('number', [{ kind: 'put', id: 'home', value: HOME, print: 'p', version: 1 }], async () => undefined);
  await forge.write('contact', ['ana', 'ben'].map(put), async () => undefined);
  const call = aCall({ numberKey: 'home', recipients: [{ contactKey: 'ana', students: ['s'] }] });
  const read = await gateFactsOf(options, notices).read([{ call, notice: aNotice({}) }]);
  expect([[...read.unreadable].sort(), read.contacts.size]).toEqual([['ana', 'ben'], 0]);
});
