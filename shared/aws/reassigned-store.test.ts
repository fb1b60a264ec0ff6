import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DynamoInMemory, dynamoInMemory } from '../../test/fixtures/dynamo-in-memory.ts';
import { type ReassignedAnswer, withAnswer } from '../consent/reassigned.ts';
import { byKey } from './dynamo-batches.ts';
import { AnswersContended, createReassignedStore, reassignedKey, reassignedOf } from './reassigned-store.ts';

let dynamo: DynamoInMemory;
const table = 'contacts';
let documents: DynamoDBDocumentClient;

beforeAll(async () => {
  dynamo = await dynamoInMemory();
  documents = dynamo.documents;
  await dynamo.makeTable(table);
});
afterAll(() => dynamo.close());

const AT = '2026-11-24T16:15:00.000Z';
const answer = (queryId: string): ReassignedAnswer => ({
  ...{ consentDate: '2026-08-14', answer: 'no', askedAt: AT, fileVersion: '2026-11', via: 'csv' },
  ...{ queryId, safeHarbour: true, coversGiven: false },
});
const store = () => createReassignedStore({ documents, table, pause: async () => undefined });

test('an answer is kept, read back as it was, and the same again costs no write', async () => {
  const keep = () => store().change('n1', (item) => withAnswer(item, answer('q1'), AT));
  expect(await keep()).toBe('written');
  expect(await keep()).toBe('unchanged');
  expect(await store().read(['n1', 'n2'])).toEqual(new Map([['n1', { answers: [answer('q1')] }]]));
});

test('the item holds pseudonyms and dates, and is where the gate looks', async () => {
  const { Item } = await documents.send(new GetCommand({ TableName: table, Key: reassignedKey('n1') }));
  expect(Item).toMatchObject({ pk: 'NUMBER#n1', sk: 'REASSIGNED', version: 1 });
  expect(reassignedOf('n1', byKey([{ pk: 'NUMBER#n0', sk: 'REASSIGNED' }, Item ?? {}]))).toEqual({ answers: [answer('q1')] });
});

test('two loads at once lose nothing', async () => {
  const ids = ['a', 'b', 'c'];
  await Promise.all(ids.map((id) => store().change('n3', (item) => withAnswer(item, answer(id), AT))));
  const kept = (await store().read(['n3'])).get('n3')?.answers.map(({ queryId }) => queryId);
  expect(kept?.sort()).toEqual(ids);
});

test('under changes without end it gives up, and says so', async () => {
  let version = 0;
  const send = async (command: PutCommand | GetCommand) => {
    if (!(command instanceof PutCommand)) return documents.send(command);
    version += 10;
    await documents.send(new PutCommand({ TableName: table, Item: { ...reassignedKey('n4'), version, answers: [] } }));
    return documents.send(command);
  };
  // Only `send` is used of it; somebody else always writes a moment earlier.
  const busy = { send } as unknown as DynamoDBDocumentClient;
  const change = createReassignedStore({ documents: busy, table, pause: async () => undefined }).change('n4', (item) =>
    withAnswer(item, answer('q'), AT),
  );
  await expect(change).rejects.toThrow(AnswersContended);
});

test('an item that has lost its form counts as never asked', () => {
  const broken = { ...reassignedKey('n5'), answers: [{ answer: 'perhaps' }] };
  expect(reassignedOf('n5', byKey([broken]))).toBeUndefined();
});
