/**
 * AWS: amazondynamodb/latest/APIReference/API_BatchExecuteStatement.html, .../developerguide/ql-reference.insert.html, …update.html
 * Of PartiQL, one item inserted, and one item updated on equalities, all values as parameters; any other statement answers 501.
 */
import type { EngineAnswer, Json } from '../engine.ts';
import { notImplemented, tableNotFound, validationError } from '../errors.ts';
import { type Call, isJson, type Operation } from '../operation.ts';
import { putItem } from './put-item.ts';
import { updateItem } from './update-item.ts';

export interface Statement {
  readonly kind: 'insert' | 'update';
  readonly table: string;
  /** Names to be set, each for a parameter. */
  readonly set: readonly string[];
  /** Names that must be equal to the parameters behind those. */
  readonly where: readonly string[];
}

const INSERT = /^INSERT INTO "([^"]+)" VALUE \{((?:'[^']+': \?(?:, )?)+)\}$/;
const UPDATE = /^UPDATE "([^"]+)"((?: SET "[^"]+" = \?)+) WHERE ("[^"]+" = \?(?: AND "[^"]+" = \?)*)$/;
const MOST = 25;

/** Also for IAM, which is asked about each statement's table. @throws 501 */
export function readStatement(text: unknown): Statement {
  const [, inserted, values] = INSERT.exec(String(text)) ?? [];
  if (inserted !== undefined) return { kind: 'insert', table: inserted, set: namesIn(values), where: [] };
  const [, updated, set, where] = UPDATE.exec(String(text)) ?? [];
  if (updated === undefined) throw notImplemented(`dynamodb:BatchExecuteStatement with the statement ${String(text)}`);
  return { kind: 'update', table: updated, set: namesIn(set), where: namesIn(where) };
}

export function statementsIn(input: Json): readonly Json[] {
  const statements = input['Statements'];
  return Array.isArray(statements) ? statements.filter(isJson) : [];
}

function namesIn(text = ''): readonly string[] {
  return [...text.matchAll(/['"]([^'"]+)['"]/g)].map(([, name = '']) => name);
}

export const batchExecuteStatement: Operation = {
  honoured: ['Statements'],
  inert: ['ReturnConsumedCapacity'],
  run: async (call) => {
    const statements = statementsIn(call.input);
    if (statements.length === 0 || statements.length > MOST)
      throw validationError(
        `1 validation error detected: Value at 'statements' failed to satisfy constraint: 1 to ${MOST} statements`,
      );
    const read = statements.map((one) => ({ statement: readStatement(one['Statement']), parameters: parametersOf(one) }));
    const Responses = await Promise.all(read.map(({ statement, parameters }) => execute(call, statement, parameters)));
    return { status: 200, body: { Responses } };
  },
};

function parametersOf(statement: Json): readonly unknown[] {
  const known = ['Statement', 'Parameters'];
  const unknown = Object.keys(statement).find((field) => !known.includes(field));
  if (unknown !== undefined) throw notImplemented(`dynamodb:BatchExecuteStatement with ${unknown}`);
  return Array.isArray(statement['Parameters']) ? statement['Parameters'] : [];
}

async function execute(call: Call, statement: Statement, parameters: readonly unknown[]): Promise<Json> {
  const { kind, table: TableName, set, where } = statement;
  if (parameters.length !== set.length + where.length)
    throw validationError("Number of parameters in request and statement don't match.");
  const table = call.tables.find(TableName);
  if (table === undefined) return failed(TableName, 'ResourceNotFound', tableNotFound(TableName).message);
  const values = Object.fromEntries(set.map((name, at) => [name, parameters[at]]));
  if (kind === 'insert') {
    const ConditionExpression = `attribute_not_exists(${table.keyNames[0]})`;
    return answered(
      TableName,
      'DuplicateItem',
      await putItem.run({ ...call, input: { TableName, Item: values, ConditionExpression } }),
    );
  }
  const equal = where.map((name, at) => [name, parameters[set.length + at]] as const);
  const Key = Object.fromEntries(equal.filter(([name]) => table.keyNames.includes(name)));
  const others = equal.filter(([name]) => !table.keyNames.includes(name));
  const conditions = [`attribute_exists(${table.keyNames[0]})`, ...others.map((_, at) => `#w${at} = :w${at}`)];
  const input = {
    ...{ TableName, Key },
    UpdateExpression: `SET ${set.map((_, at) => `#s${at} = :s${at}`).join(', ')}`,
    ConditionExpression: conditions.join(' AND '),
    ExpressionAttributeNames: {
      ...named('#s', set),
      ...named(
        '#w',
        others.map(([name]) => name),
      ),
    },
    ExpressionAttributeValues: {
      ...named(':s', Object.values(values)),
      ...named(
        ':w',
        others.map(([, value]) => value),
      ),
    },
  };
  return answered(TableName, 'ConditionalCheckFailed', await updateItem.run({ ...call, input }));
}

function named<T>(prefix: string, list: readonly T[]): Readonly<Record<string, T>> {
  return Object.fromEntries(list.map((one, at) => [`${prefix}${at}`, one]));
}

/** A statement that fails fails alone. */
function answered(TableName: string, onCondition: string, { status, body }: EngineAnswer): Json {
  if (status === 200) return { TableName };
  const isCondition = String(body['__type']).endsWith('#ConditionalCheckFailedException');
  return failed(TableName, isCondition ? onCondition : 'ValidationError', String(body['message'] ?? ''));
}

function failed(TableName: string, Code: string, Message: string): Json {
  return { TableName, Error: { Code, Message } };
}
