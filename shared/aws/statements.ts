import { BatchExecuteStatementCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { GiveUp } from '../faults/fault.ts';
import { chunksOf } from '../packed/chunks.ts';
import { type Item, type Key, rest } from './dynamo-batches.ts';
import type { Pause } from './pause.ts';

/** One conditional write; several of them go in one request, each of which succeeds or fails alone. */
export interface Statement {
  readonly Statement: string;
  readonly Parameters: unknown[];
  readonly table: string;
}

/** A statement that will fail however often it is tried. */
export class StatementRefused extends GiveUp<{ table: string; code: string }> {
  readonly code = 'STATEMENT_REFUSED';
}

const MOST = 25;
/** Codes of a condition that did not hold. AWS: API_BatchStatementError.html */
const CONFLICTS = ['ConditionalCheckFailed', 'DuplicateItem'];
/** Codes of a table that has no time just now. */
const BUSY = [
  'ItemCollectionSizeLimitExceeded',
  'RequestLimitExceeded',
  'ProvisionedThroughputExceeded',
  'TransactionConflict',
  'ThrottlingError',
  'InternalServerError',
];

/** Puts an item that is not there yet. */
export function insertion(table: string, item: Item): Statement {
  const names = Object.keys(item);
  const fields = names.map((name) => `'${name}': ?`).join(', ');
  return { table, Statement: `INSERT INTO "${table}" VALUE {${fields}}`, Parameters: Object.values(item) };
}

/** Sets attributes of an item that nobody has written since that version. */
export function replacement(table: string, { pk, sk }: Key, set: Item, version: number): Statement {
  const fields = Object.keys(set).map((name) => ` SET "${name}" = ?`);
  return {
    table,
    Statement: `UPDATE "${table}"${fields.join('')} WHERE "pk" = ? AND "sk" = ? AND "version" = ?`,
    Parameters: [...Object.values(set), pk, sk, version],
  };
}

/**
 * Executes them, 25 a request. @returns for each whether its condition held
 * @throws TableBusy when the table goes on having no time; StatementRefused
 */
export async function execute(
  documents: DynamoDBDocumentClient,
  statements: readonly Statement[],
  pause: Pause,
): Promise<readonly ('done' | 'conflict')[]> {
  const answers = new Map<Statement, 'done' | 'conflict'>();
  for (const group of chunksOf(statements, MOST)) {
    let due = group;
    for (let round = 0; due.length > 0; round += 1) {
      await rest(round, Object.fromEntries(Map.groupBy(due, ({ table }) => table)), pause);
      const Statements = due.map(({ Statement, Parameters }) => ({ Statement, Parameters }));
      const { Responses = [] } = await documents.send(new BatchExecuteStatementCommand({ Statements }));
      const codes = due.map((one, at) => [one, codeOf(Responses[at])] as const);
      for (const [one, code] of codes) if (!BUSY.includes(code)) answers.set(one, code === '' ? 'done' : conflictIn(one, code));
      due = codes.flatMap(([one, code]) => (BUSY.includes(code) ? [one] : []));
    }
  }
  return statements.map((one) => answers.get(one) ?? 'conflict');
}

/** Empty: it was done. No answer at all is taken for a fault of the moment. */
function codeOf(response: { readonly Error?: { readonly Code?: string | undefined } | undefined } | undefined): string {
  if (response === undefined) return 'InternalServerError';
  return response.Error === undefined ? '' : (response.Error.Code ?? 'InternalServerError');
}

function conflictIn({ table }: Statement, code: string): 'conflict' {
  if (CONFLICTS.includes(code)) return 'conflict';
  throw new StatementRefused('DynamoDB refuses a statement', { table, code }, 'Deploy table, role and function together.');
}
