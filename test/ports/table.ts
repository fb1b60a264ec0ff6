import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createDynamoDb } from '../../infra/local/dynamodb/index.ts';
import { openTestDoor } from '../fixtures/service-door.ts';

/** An embedded DynamoDB for one test file, with tables shaped as the template's. */
export interface TestTables {
  readonly documents: DynamoDBDocumentClient;
  /** A fresh table each time, with the notices table's index. */
  notices(): Promise<string>;
  close(): Promise<void>;
}

export async function startTables(): Promise<TestTables> {
  const door = await openTestDoor(createDynamoDb);
  const client = new DynamoDBClient(door.client);
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  const keys = (hash: string, range: string) => [
    { AttributeName: hash, KeyType: 'HASH' },
    { AttributeName: range, KeyType: 'RANGE' },
  ];
  let made = 0;
  return {
    documents,
    notices: async () => {
      made += 1;
      const TableName = `notices-${made}`;
      await door.service.resources['AWS::DynamoDB::Table']?.(TableName, {
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: ['pk', 'sk', 'openIn', 'due'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        KeySchema: keys('pk', 'sk'),
        GlobalSecondaryIndexes: [{ IndexName: 'open', KeySchema: keys('openIn', 'due'), Projection: { ProjectionType: 'ALL' } }],
      });
      return TableName;
    },
    close: () => door.close(),
  };
}
