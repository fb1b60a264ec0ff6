/** What IAM is asked. AWS: service-authorization/latest/reference/list_amazondynamodb.html */
import type { AccessCheck } from '../front/service.ts';
import type { World } from '../world.ts';
import type { Json } from './engine.ts';
import { objectIn } from './operation.ts';

/** Tables of a batch are all asked for; Query and Scan of an index ask for the index. */
export function checksOf(world: World, operation: string, input: Json): readonly AccessCheck[] {
  const action = `dynamodb:${operation}`;
  if (operation === 'ListTables') return [{ action, resource: '*' }];
  return resourcesIn(input).map((path) => ({ action, resource: arnOf(world, path) }));
}

function resourcesIn(input: Json): readonly string[] {
  if (input['RequestItems'] !== undefined) return Object.keys(objectIn(input, 'RequestItems'));
  const table = String(input['TableName']);
  return [input['IndexName'] === undefined ? table : `${table}/index/${String(input['IndexName'])}`];
}

function arnOf(world: World, path: string): string {
  return path.startsWith('arn:') ? path : `arn:aws:dynamodb:${world.region}:${world.accountId}:table/${path}`;
}
