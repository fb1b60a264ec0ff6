import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMS } from '@aws-sdk/client-kms';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDynamoDb, type DynamoDbService } from '../../infra/local/dynamodb/index.ts';
import { createKms, type KmsService } from '../../infra/local/kms/index.ts';
import { openPseudonyms, PepperUnavailable } from '../../shared/aws/pseudonyms.ts';
import { openTestDoor, type TestDoor } from '../fixtures/service-door.ts';

/** The pepper behind every pseudonym, against the local DynamoDB and KMS through AWS's own clients. */
let tables: TestDoor<DynamoDbService>;
let keys: TestDoor<KmsService>;
let documents: DynamoDBDocumentClient;
let kms: KMS;
let keyArn: string;

beforeEach(async () => {
  tables = await openTestDoor(createDynamoDb);
  keys = await openTestDoor(createKms);
  documents = DynamoDBDocumentClient.from(new DynamoDBClient(tables.client));
  kms = new KMS(keys.client);
  keyArn = (await keys.service.resources['AWS::KMS::Key']?.('Data', {}))?.attributes['Arn'] ?? '';
  await tables.service.resources['AWS::DynamoDB::Table']?.('Contacts', {
    TableName: 'contacts',
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
  });
});

afterEach(async () => {
  await tables.close();
  await keys.close();
});

const open = () => openPseudonyms({ documents, table: 'contacts', keyArn, district: 'elbert.example', kms });

test('everybody who opens the book sees the same pseudonyms, whoever came first', async () => {
  const all = await Promise.all([open(), open(), open()]);
  const later = await open();
  const [name = ''] = all.map((pseudonyms) => pseudonyms.number('+12025550123'));
  expect(name).toMatch(/^[A-Za-z0-9_-]{22}$/);
  for (const pseudonyms of [...all, later]) expect(pseudonyms.number('+12025550123')).toBe(name);
});

test('the same id of a student, a contact and a number has three pseudonyms', async () => {
  const { student, contact, number } = await open();
  expect(new Set([student('7'), contact('7'), number('7')]).size).toBe(3);
});

test('once the pepper is there, opening costs one read and one decrypt', async () => {
  await open();
  const [reads, decrypts] = [tables.asked.length, keys.asked.length];
  await open();
  expect(tables.asked.slice(reads).map(({ operation }) => operation)).toEqual(['GetItem']);
  expect(keys.asked.slice(decrypts).map(({ operation }) => operation)).toEqual(['Decrypt']);
});

test('a key that says no is a reason to try again, never to make a second pepper', async () => {
  const name = (await open()).student('7');
  keys.setPolicy(() => false);
  await expect(open()).rejects.toBeInstanceOf(PepperUnavailable);
  keys.setPolicy(() => true);
  expect((await open()).student('7')).toBe(name);
});
