import {
  BatchExecuteStatementCommand,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestDoor, type TestDoor } from '../../../test/fixtures/service-door.ts';
import { createDynamoDb, type DynamoDbService } from './index.ts';

let door: TestDoor<DynamoDbService>;
let dynamo: DynamoDBClient;
const TableName = 'notices';
const attribute = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' });
const keys = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' },
  { AttributeName: range, KeyType: 'RANGE' },
];

beforeEach(async () => {
  door = await openTestDoor(createDynamoDb);
  dynamo = new DynamoDBClient(door.client);
  await door.service.resources['AWS::DynamoDB::Table']?.('Notices', {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keys('pk', 'sk'),
    AttributeDefinitions: ['pk', 'sk', 'openIn', 'due'].map(attribute),
    GlobalSecondaryIndexes: [{ IndexName: 'open', KeySchema: keys('openIn', 'due'), Projection: { ProjectionType: 'ALL' } }],
    TimeToLiveSpecification: { AttributeName: 'expiresAtEpoch', Enabled: true },
    DeletionProtectionEnabled: true,
    SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
  });
});

afterEach(() => door.close());

const item = (sk: string, more = {}) => ({ pk: { S: 'NOTICE#1' }, sk: { S: sk }, ...more });
const put = (sk: string, more = {}) => dynamo.send(new PutItemCommand({ TableName, Item: item(sk, more) }));
const get = async (sk: string) =>
  (await dynamo.send(new GetItemCommand({ TableName, Key: item(sk), ConsistentRead: true }))).Item;

/** API_PutItem.html: ReturnValuesOnConditionCheckFailure */
test('a failed condition says what stands there when asked to, and nothing when there is nothing', async () => {
  await put('CALL#1', { state: { S: 'dialing' } });
  const move = (Key: ReturnType<typeof item>, more = {}) =>
    dynamo.send(
      new UpdateItemCommand({
        TableName,
        Key,
        UpdateExpression: 'SET #s = :next',
        ConditionExpression: '#s = :planned',
        ExpressionAttributeNames: { '#s': 'state' },
        ExpressionAttributeValues: { ':next': { S: 'dialing' }, ':planned': { S: 'planned' } },
        ...more,
      }),
    );
  const asked = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' };
  const failure = { name: 'ConditionalCheckFailedException', message: 'The conditional request failed' };
  await expect(move(item('CALL#1'), asked)).rejects.toMatchObject({
    ...failure,
    Item: item('CALL#1', { state: { S: 'dialing' } }),
  });
  await expect(move(item('CALL#1'))).rejects.toSatisfy((error: { Item?: unknown }) => error.Item === undefined);
  await expect(move(item('none'), asked)).rejects.toSatisfy((error: { Item?: unknown }) => error.Item === undefined);
});

test('of many writers with the same condition one wins, and the others see its item', async () => {
  const write = (writer: number) =>
    dynamo.send(
      new PutItemCommand({
        TableName,
        Item: item('ONE', { writer: { N: String(writer) } }),
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
  const results = await Promise.allSettled(Array.from({ length: 20 }, (_, writer) => write(writer)));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const winner = (await get('ONE'))?.['writer'];
  const seen = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.Item.writer] : []));
  expect(seen).toEqual(Array.from({ length: 19 }, () => winner));
});

/** API_Query.html on a sparse index */
test('an index holds the items that have its keys, and forgets those that lose them', async () => {
  await put('CALL#1', { openIn: { S: '1' }, due: { S: '2026-11-24T12:00:00Z' } });
  await put('CALL#2', { openIn: { S: '1' }, due: { S: '2026-11-24T11:00:00Z' } });
  const open = async () => {
    const KeyConditionExpression = 'openIn = :n AND due < :t';
    const ExpressionAttributeValues = { ':n': { S: '1' }, ':t': { S: '2026-11-24T13:00:00Z' } };
    const found = await dynamo.send(
      new QueryCommand({ TableName, IndexName: 'open', KeyConditionExpression, ExpressionAttributeValues }),
    );
    return found.Items?.map(({ sk }) => sk?.S);
  };
  expect(await open()).toEqual(['CALL#2', 'CALL#1']);
  const UpdateExpression = 'REMOVE openIn, due';
  await dynamo.send(new UpdateItemCommand({ TableName, Key: item('CALL#2'), UpdateExpression }));
  expect(await open()).toEqual(['CALL#1']);
  expect(door.asked.at(-1)?.checks).toEqual([
    { action: 'dynamodb:Query', resource: 'arn:aws:dynamodb:us-east-1:123456789012:table/notices/index/open' },
  ]);
});

/** API_BatchWriteItem.html, API_BatchGetItem.html */
test('batches write, delete and read, and every table in them is asked for', async () => {
  await put('old');
  const RequestItems = { [TableName]: [{ PutRequest: { Item: item('new') } }, { DeleteRequest: { Key: item('old') } }] };
  await dynamo.send(new BatchWriteItemCommand({ RequestItems }));
  const Keys = [item('new'), item('old')];
  const found = await dynamo.send(new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys, ConsistentRead: true } } }));
  expect(found.Responses?.[TableName]).toEqual([item('new')]);
  const two = { [TableName]: { Keys }, other: { Keys } };
  await expect(dynamo.send(new BatchGetItemCommand({ RequestItems: two }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  expect(door.asked.at(-1)?.checks.map(({ resource }) => resource.split('/')[1])).toEqual(['notices', 'other']);
  door.setPolicy((_action, resource) => !resource.endsWith('/other'));
  await expect(dynamo.send(new BatchGetItemCommand({ RequestItems: two }))).rejects.toMatchObject({
    name: 'AccessDeniedException',
  });
});

/** developerguide/TTL.html */
test('expired items may still be read for a while, and are gone two simulated days later', async () => {
  const at = Math.floor(door.clock.now() / 1000) + 60;
  for (let i = 0; i < 10; i += 1) await put(`C#${i}`, { expiresAtEpoch: { N: String(at) } });
  await put('STAYS', { expiresAtEpoch: { N: String(at + 30 * 86_400) } });
  const left = async () => (await dynamo.send(new ScanCommand({ TableName }))).Count ?? 0;
  door.clock.advance(3_600_000);
  expect(await left()).toBe(11);
  door.clock.advance(12 * 3_600_000);
  const some = await left();
  expect(some).toBeGreaterThan(1);
  expect(some).toBeLessThan(11);
  door.clock.advance(48 * 3_600_000);
  expect(await left()).toBe(1);
  door.clock.advance(31 * 86_400_000);
  expect(await door.service.sweepExpired()).toBe(1);
});

/** API_DescribeTable.html, API_DescribeTimeToLive.html, API_DeleteTable.html */
test('a table describes itself and is protected against deletion', async () => {
  const { Table } = await dynamo.send(new DescribeTableCommand({ TableName }));
  expect(Table).toMatchObject({
    TableStatus: 'ACTIVE',
    TableArn: 'arn:aws:dynamodb:us-east-1:123456789012:table/notices',
    DeletionProtectionEnabled: true,
    CreationDateTime: new Date(door.clock.now()),
  });
  expect((await dynamo.send(new ListTablesCommand({}))).TableNames).toEqual([TableName]);
  const ttl = await dynamo.send(new DescribeTimeToLiveCommand({ TableName }));
  expect(ttl.TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAtEpoch' });
  await expect(dynamo.send(new DeleteTableCommand({ TableName }))).rejects.toMatchObject({ name: 'ValidationException' });
});

test('what dynalite would ignore is refused with 501: transactions, unknown fields, streams', async () => {
  const status = { $metadata: { httpStatusCode: 501 } };
  const TransactItems = [{ Delete: { TableName, Key: item('x') } }];
  await expect(dynamo.send(new TransactWriteItemsCommand({ TransactItems }))).rejects.toMatchObject(status);
  const novel = await fetch(door.world.endpoint, {
    method: 'POST',
    headers: { 'x-amz-target': 'DynamoDB_20120810.DeleteItem' },
    body: JSON.stringify({ TableName, Key: item('x'), Novelty: true }),
  });
  expect(novel.status).toBe(501);
  expect(await novel.json()).toMatchObject({ message: 'The local cloud does not know dynamodb:DeleteItem with Novelty.' });
  const make = door.service.resources['AWS::DynamoDB::Table'];
  expect(() => make?.('T', { StreamSpecification: { StreamViewType: 'NEW_IMAGE' } })).toThrow(/StreamSpecification/);
});

test('a scan of the stored bytes sees items, index copies and what lies in binary attributes', async () => {
  await put('CALL#1', { openIn: { S: '1' }, due: { S: 'x' }, sealed: { B: Buffer.from('Ana Morales') } });
  const found = [...door.service.stored()].filter(({ bytes }) => bytes.includes('Ana Morales'));
  expect(found.map(({ place }) => place.replace(/~.*/, ''))).toEqual(['dynamodb index-global', 'dynamodb item-notices']);
});

/** aws-resource-dynamodb-globaltable.html */
test('a global table with one replica is a table', async () => {
  await door.service.resources['AWS::DynamoDB::GlobalTable']?.('Contacts', {
    TableName: 'contacts',
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keys('pk', 'sk'),
    AttributeDefinitions: ['pk', 'sk'].map(attribute),
    Replicas: [{ Region: 'us-east-1', DeletionProtectionEnabled: true }],
  });
  await dynamo.send(new PutItemCommand({ TableName: 'contacts', Item: item('BOOK') }));
  const { Table } = await dynamo.send(new DescribeTableCommand({ TableName: 'contacts' }));
  expect(Table?.DeletionProtectionEnabled).toBe(true);
});

/** API_BatchExecuteStatement.html, ql-reference.insert.html, ql-reference.update.html, ql-iam.html */
test('of a batch of PartiQL writes each succeeds or fails alone, on its condition, and under its own right', async () => {
  const run = async (...statements: readonly (readonly [string, ...unknown[]])[]) => {
    const Statements = statements.map(([Statement, ...parameters]) => ({
      Statement,
      Parameters: parameters.map((one) => marshalled(one)),
    }));
    const { Responses = [] } = await dynamo.send(new BatchExecuteStatementCommand({ Statements }));
    return Responses.map(({ Error: error }) => error?.Code ?? 'done');
  };
  const insert = `INSERT INTO "notices" VALUE {'pk': ?, 'sk': ?, 'version': ?, 'rings': ?}`;
  const update = `UPDATE "notices" SET "rings" = ? SET "version" = ? WHERE "pk" = ? AND "sk" = ? AND "version" = ?`;
  expect(await run([insert, 'NOTICE#1', 'A', 1, 'first'], [update, 'x', 2, 'NOTICE#1', 'B', 1])).toEqual([
    'done',
    'ConditionalCheckFailed',
  ]);
  expect(await get('B')).toBeUndefined();
  expect(await run([insert, 'NOTICE#1', 'A', 1, 'again'], [update, 'second', 2, 'NOTICE#1', 'A', 1])).toEqual([
    'DuplicateItem',
    'done',
  ]);
  expect(await get('A')).toMatchObject({ rings: { S: 'second' }, version: { N: '2' } });
  expect(await run([update, 'late', 2, 'NOTICE#1', 'A', 1])).toEqual(['ConditionalCheckFailed']);
  expect(door.asked.at(-1)?.checks).toEqual([
    { action: 'dynamodb:PartiQLUpdate', resource: 'arn:aws:dynamodb:us-east-1:123456789012:table/notices' },
  ]);
  await expect(run(['DELETE FROM "notices" WHERE "pk" = ?', 'NOTICE#1'])).rejects.toThrow(/does not know/);
  door.setPolicy((action) => action !== 'dynamodb:PartiQLInsert');
  await expect(run([insert, 'NOTICE#1', 'C', 1, 'x'])).rejects.toThrow(/PartiQLInsert/);
});

function marshalled(value: unknown) {
  return typeof value === 'number' ? { N: String(value) } : { S: String(value) };
}
