/**
 * What no import can be faster than: the same files through `csv-parse` alone, and the same items through `BatchWriteItem` alone.
 * The items are those of a table that an import has filled; they are written to the table of an empty cloud.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { parse } from 'csv-parse/sync';
import { documentClient } from '../../shared/aws/clients.ts';
import { type Item, writeItems } from '../../shared/aws/dynamo-batches.ts';
import { pause } from '../../shared/aws/pause.ts';

/** Where the filled table is; the environment names the empty one. */
export interface Source {
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly table: string;
}

export interface Ceiling {
  readonly parseMs: number;
  readonly writeMs: number;
  readonly items: number;
}

const [folder = '', source = '{}'] = process.argv.slice(2);
const { endpoint, accessKeyId, table }: Source = JSON.parse(source);

async function itemsOf(): Promise<Item[]> {
  const credentials = { accessKeyId, secretAccessKey: 'local' };
  const filled = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint, region: 'us-east-1', credentials }));
  const items: Item[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const page = await filled.send(
      new ScanCommand({ TableName: table, ...(from === undefined ? {} : { ExclusiveStartKey: from }) }),
    );
    items.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return items;
}

function parseAll(): number {
  const begun = performance.now();
  for (const file of readdirSync(folder)) parse(readFileSync(join(folder, file)), { relax_column_count: true });
  return performance.now() - begun;
}

const items = await itemsOf();
const parseMs = parseAll();
const writes = items.map((item) => ({ PutRequest: { Item: item } }));
const begun = performance.now();
await writeItems(documentClient(), process.env['CONTACTS_TABLE'] ?? '', writes, pause);
const told: Ceiling = { parseMs, writeMs: performance.now() - begun, items: items.length };
process.send?.(told, () => process.disconnect());
