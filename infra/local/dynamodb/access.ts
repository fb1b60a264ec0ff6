/** What IAM is asked. AWS: service-authorization/latest/reference/list_amazondynamodb.html */
import type { AccessCheck, AccessContext } from '../front/service.ts';
import type { World } from '../world.ts';
import type { Json } from './engine.ts';
import { objectIn } from './operation.ts';
import { readStatement, statementsIn } from './operations/batch-execute-statement.ts';

type Place = Pick<World, 'accountId' | 'region'>;

/** Tables of a batch are all asked for; Query and Scan of an index ask for the index. */
export function checksOf(world: Place, operation: string, input: Json): readonly AccessCheck[] {
  const action = `dynamodb:${operation}`;
  if (operation === 'ListTables') return [{ action, resource: '*' }];
  if (operation === 'BatchExecuteStatement') return statementChecks(world, input);
  const context = operation === 'Scan' ? { context: scanContext(input) } : {};
  return resourcesIn(input).map((path) => ({ action, resource: arnOf(world, path), ...context }));
}

/** Words of expressions that name no attribute. */
const WORDS = /^(and|or|not|between|in|size|contains|begins_with|attribute_(exists|not_exists|type))$/i;

/**
 * Attributes named in any expression, and the Select parameter where it is given.
 * AWS: amazondynamodb/latest/developerguide/specifying-conditions.html
 */
function scanContext(input: Json): AccessContext {
  const names = objectIn(input, 'ExpressionAttributeNames');
  const named = ['ProjectionExpression', 'FilterExpression'].flatMap((field) =>
    [...String(input[field] ?? '').matchAll(/(?<![:#\w.\]])#?[A-Za-z_]\w*/g)].map(([word]) => word),
  );
  const attributes = named.filter((word) => !WORDS.test(word)).map((word) => String(names[word] ?? word));
  const { Select } = input;
  return {
    'dynamodb:Attributes': [...new Set(attributes)],
    ...(Select === undefined ? {} : { 'dynamodb:Select': String(Select) }),
  };
}

/** AWS: amazondynamodb/latest/developerguide/ql-iam.html; the request itself is no action. */
function statementChecks(world: Place, input: Json): readonly AccessCheck[] {
  const actions = { insert: 'dynamodb:PartiQLInsert', update: 'dynamodb:PartiQLUpdate' } as const;
  const asked = statementsIn(input).map((one) => readStatement(one['Statement']));
  const checks = asked.map(({ kind, table }) => ({ action: actions[kind], resource: arnOf(world, table) }));
  return [...new Map(checks.map((check) => [`${check.action} ${check.resource}`, check])).values()];
}

function resourcesIn(input: Json): readonly string[] {
  if (input['RequestItems'] !== undefined) return Object.keys(objectIn(input, 'RequestItems'));
  const table = String(input['TableName']);
  return [input['IndexName'] === undefined ? table : `${table}/index/${String(input['IndexName'])}`];
}

function arnOf(world: Place, path: string): string {
  return path.startsWith('arn:') ? path : `arn:aws:dynamodb:${world.region}:${world.accountId}:table/${path}`;
}
