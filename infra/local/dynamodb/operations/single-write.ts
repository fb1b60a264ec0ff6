import type { EngineAnswer, EngineOperation, Json } from '../engine.ts';
import { fieldsOf } from '../engine.ts';
import { validationError } from '../errors.ts';
import { type Call, type Operation, objectIn } from '../operation.ts';
import { lockNameOf } from '../tables.ts';

/** PutItem, UpdateItem and DeleteItem alike: dynalite does the work, this adds what it leaves out. */
export function singleWrite(operation: EngineOperation, keyField: 'Item' | 'Key'): Operation {
  return {
    honoured: [...fieldsOf(operation), 'ReturnValuesOnConditionCheckFailure'],
    inert: ['ReturnItemCollectionMetrics'],
    run: (call) => write(call, operation, keyField),
  };
}

async function write(
  { tables, locks, engine, input }: Call,
  operation: EngineOperation,
  keyField: 'Item' | 'Key',
): Promise<EngineAnswer> {
  const { ReturnValuesOnConditionCheckFailure: onFailure = 'NONE', ...rest } = input;
  if (onFailure !== 'NONE' && onFailure !== 'ALL_OLD') {
    throw validationError(
      `1 validation error detected: Value '${onFailure}' at 'returnValuesOnConditionCheckFailure' failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, NONE]`,
    );
  }
  const table = tables.find(input['TableName']);
  if (table === undefined) return engine.run(operation, rest);
  const item = objectIn(input, keyField);
  return locks.within([lockNameOf(table, item)], async () => {
    const answer = await engine.run(operation, rest);
    const failed = String(answer.body['__type']).endsWith('#ConditionalCheckFailedException');
    if (!failed || onFailure === 'NONE') return answer;
    const Key = Object.fromEntries(table.keyNames.map((name) => [name, item[name]]));
    return withItem(answer, await engine.run('GetItem', { TableName: table.name, Key, ConsistentRead: true }));
  });
}

/** The item that failed the condition; left out when there is none, as AWS does. */
function withItem(answer: EngineAnswer, found: EngineAnswer): EngineAnswer {
  const item: unknown = found.body['Item'];
  const body: Json = item === undefined ? answer.body : { ...answer.body, Item: item };
  return { status: answer.status, body };
}
