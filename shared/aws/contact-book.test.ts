/** The importers' adapters over a DynamoDB that keeps its word: what is written is what is read, and conditions hold. */
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { boundEnvelope } from '../../test/fixtures/bound-envelope.ts';
import { type DynamoInMemory, dynamoInMemory } from '../../test/fixtures/dynamo-in-memory.ts';
import { NO_CONSENTS } from '../consent/consent-record.ts';
import { consentOf } from '../consent/ledger.ts';
import type { Student } from '../contacts/contact.ts';
import type { Change } from '../roster/book/changes.ts';
import { applyForms } from '../roster/book/forms.ts';
import { NO_CHAIN } from '../roster/export-chain.ts';
import { createAbsenceBook } from './absence-store.ts';
import { createConsentLedger } from './consent-ledger.ts';
import { createContactBook } from './contact-book.ts';
import { createContactReader } from './contact-reader.ts';
import type { EnvelopeForged } from './envelope.ts';
import { createFirstConsents } from './first-consents.ts';
import { createImportLedger } from './import-ledger.ts';

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
  table = `book-${tables}`;
  await dynamo.makeTable(table);
});

const envelope = boundEnvelope;

const quietly = async () => undefined;
const student = (studentKey: string): Student => ({
  studentKey,
  sisId: `S-${studentKey}`,
  schoolIds: ['north'],
  grade: '03',
  contactKeys: [],
});
const put = (id: string, version = 1): Change<Student> => ({
  kind: 'put',
  id,
  value: student(id),
  print: `print-${id}`,
  version,
});

describe('the contact book', () => {
  const reported: string[] = [];
  const options = () => ({ documents, table, envelope, report: ({ code }: EnvelopeForged) => void reported.push(code) });

  test('gives back what was written, opened where asked, and to the readers of the book as well', async () => {
    const ids = Array.from({ length: 950 }, (_, n) => `k${n}`);
    const done: number[] = [];
    const book = createContactBook(options());
    await book.write(
      'student',
      ids.map((id) => put(id)),
      async (count) => void done.push(count),
    );
    expect(done).toEqual([500, 950]);
    expect(await book.opened('student', ['k7', 'nobody'])).toEqual(
      new Map([['k7', { version: 1, print: 'print-k7', value: student('k7') }]]),
    );
    expect(await createContactReader(options()).read('student', ['k7'])).toEqual(new Map([['k7', student('k7')]]));
  });

  test('removes, and keeps the index of each school', async () => {
    const book = createContactBook(options());
    await book.write('student', [put('a'), put('b')], quietly);
    await book.write('student', [{ kind: 'remove', id: 'a' }], quietly);
    expect([...(await book.opened('student', ['a', 'b'])).keys()]).toEqual(['b']);
    await book.writeIndex([
      { schoolId: 'north', studentKey: 'a', grade: '03' },
      { schoolId: 'south', studentKey: 'a', grade: '03' },
      { schoolId: 'north', studentKey: 'b', grade: 'KG' },
    ]);
    await book.writeIndex([{ schoolId: 'south', studentKey: 'a' }]);
    const index = await book.enrolled(['north', 'south', 'west']);
    expect([...index].map(([key, schools]) => [key, [...schools]])).toEqual([
      ['a', [['north', '03']]],
      ['b', [['north', 'KG']]],
    ]);
  });

  test('keeps which numbers have a note, one line each', async () => {
    const book = createContactBook(options());
    await book.writeNoted([
      { numberKey: 'n1', isThere: true },
      { numberKey: 'n2', isThere: true },
    ]);
    await book.writeNoted([{ numberKey: 'n1', isThere: false }]);
    expect([...(await book.noted())]).toEqual(['n2']);
  });

  test('an entry that was moved from elsewhere is reported, has no value and no print, so that it is written anew', async () => {
    const book = createContactBook(options());
    await book.write('student', [put('a')], quietly);
    const { Item } = await documents.send(new GetCommand({ TableName: table, Key: { pk: 'STUDENT#a', sk: 'BOOK' } }));
    await documents.send(new PutCommand({ TableName: table, Item: { ...Item, pk: 'STUDENT#b' } }));
    expect((await book.opened('student', ['b'])).get('b')).toEqual({ version: 1, print: '' });
    expect(reported).toEqual(['ENVELOPE_FORGED']);
  });
});

test('the contact book is looked through as a whole, without what is sealed and what else lies in its table', async () => {
  const book = createContactBook({ documents, table, envelope, report: () => undefined });
  // Several pages of each of the eight parts: a page ends after a megabyte.
  const long = { ...student('x'), sisId: 'S'.repeat(20_000) };
  const ids = Array.from({ length: 950 }, (_, n) => `k${n}`);
  await book.write(
    'student',
    ids.map((id) => ({ kind: 'put', id, value: long, print: `print-${id}`, version: 2 }) as const),
    quietly,
  );
  await createFirstConsents({ documents, table, envelope })([{ contactKey: 'c', record: NO_CONSENTS }]);
  await book.writeIndex([{ schoolId: 'north', studentKey: 'a', grade: '03' }]);
  const [seen, pages]: [Map<string, unknown>, number[]] = [new Map(), []];
  const lines: unknown[] = [];
  const see = {
    entry: (kind: string, id: string, printed: unknown) => void seen.set(`${kind} ${id}`, printed),
    line: (line: unknown) => void lines.push(line),
  };
  await book.lookThrough(see, async () => void pages.push(seen.size));
  expect(seen).toEqual(new Map(ids.map((id) => [`student ${id}`, { version: 2, print: `print-${id}` }])));
  expect(lines).toEqual([{ schoolId: 'north', studentKey: 'a', grade: '03' }]);
  const recorded: string[] = [];
  await book.recorded((contactKey) => recorded.push(contactKey));
  expect(recorded).toEqual(['c']);
  expect(pages.length).toBeGreaterThan(8);
});

describe('the import ledger', () => {
  const turn = (message: string, until: string, unit = 'u') => ({ unit, message, until });

  test('knows a file by its hash', async () => {
    const ledger = createImportLedger({ documents, table });
    const entry = { at: '2026-11-24T11:30:00.000Z', key: 'roster/n.zip', result: 'imported', counts: { students: 2 } } as const;
    expect(await ledger.find('h')).toBeUndefined();
    await ledger.note('h', entry);
    expect(await ledger.find('h')).toEqual(entry);
  });

  test('knows what a delta rests on: at first nothing', async () => {
    const ledger = createImportLedger({ documents, table });
    expect(await ledger.chain()).toEqual(NO_CHAIN);
    const links = [{ key: 'roster/n.zip', sha256: 'h', uploadedAt: '2026-11-24T11:29:00.000Z', bytes: 12 }];
    await ledger.noteChain({ links, untaken: [] });
    expect(await ledger.chain()).toEqual({ links, untaken: [] });
  });

  test('gives the turn to one message at a time; its own delivery goes on, another waits until the time is up or the turn ended', async () => {
    const ledger = createImportLedger({ documents, table });
    expect(await ledger.takeTurn(turn('m1', '2026-11-24T12:02'), '2026-11-24T12:00')).toEqual({ kind: 'ours' });
    expect(await ledger.takeTurn(turn('m2', '2026-11-24T12:03'), '2026-11-24T12:01')).toEqual({ kind: 'theirs', unit: 'u' });
    expect(await ledger.takeTurn(turn('m1', '2026-11-24T12:03'), '2026-11-24T12:01')).toEqual({ kind: 'ours' });
    expect(await ledger.keepTurn(turn('m1', '2026-11-24T12:05'))).toBe(true);
    expect(await ledger.takeTurn(turn('m2', '2026-11-24T12:08'), '2026-11-24T12:06')).toEqual({ kind: 'ours' });
    expect(await ledger.keepTurn(turn('m1', '2026-11-24T12:09'))).toBe(false);
    await ledger.endTurn(turn('m2', ''));
    expect(await ledger.takeTurn(turn('m3', '2026-11-24T12:09'), '2026-11-24T12:07')).toEqual({ kind: 'ours' });
  });
});

test('an absence belongs to the first file that reported it, also when that file comes again', async () => {
  const absences = createAbsenceBook({ documents, table });
  const file = { key: 'attendance/a.csv', uploadedAt: NOW, hash: 'h1' };
  const other = { ...file, hash: 'h2' };
  const absence = { day: '2026-11-24', studentKey: 'a', noticeId: 'att-1', file };
  expect(await absences.claim(absence)).toBe('ours');
  expect(await absences.claim(absence)).toBe('ours');
  expect(await absences.claim({ ...absence, noticeId: 'att-2', file: other })).toBe('told-before');
  expect(await absences.claim({ ...absence, day: '2026-11-25', file: other })).toBe('ours');
  const { Item } = await documents.send(
    new GetCommand({ TableName: table, Key: { pk: 'ATTENDANCE#2026-11-24', sk: 'STUDENT#a' } }),
  );
  expect(Item).toMatchObject({ class: 'unexcused', noticeId: 'att-1', expiresAt: Date.parse('2026-12-24T00:00:00Z') / 1_000 });
});

test('first consent records are such as the ledger reads and changes', async () => {
  const first = createFirstConsents({ documents, table, envelope });
  const answers = [{ purpose: 'event', answer: 'yes', date: '2026-08-20', form: 'F', wording: 'v3' }] as const;
  const record = applyForms(NO_CONSENTS, answers, {
    numberKeys: ['n'],
    language: 'en',
    seenAt: NOW,
    revokeAllFrom: '2027-01-31',
  });
  await first(['c', 'd'].map((contactKey) => ({ contactKey, record })));
  const ledger = createConsentLedger({ documents, table, envelope, report: () => undefined });
  const page = await ledger.readMany({ numberKeys: ['n'], contactKeys: ['c'] });
  expect(consentOf(page, 'c', { numberKey: 'n', purpose: 'event', at: NOW })).toBe('granted');
  expect(
    await ledger.changeConsents('c', (read) =>
      applyForms(read, answers, { numberKeys: ['m'], language: 'en', seenAt: NOW, revokeAllFrom: '2027-01-31' }),
    ),
  ).toBe('written');
});
