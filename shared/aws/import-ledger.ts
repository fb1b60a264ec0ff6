import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { type ExportChain, NO_CHAIN } from '../roster/export-chain.ts';
import type { Approval, ImportLedger, LastTaken, LedgerEntry, Turn } from '../roster/import-ledger.ts';

export interface ImportLedgerOptions {
  readonly documents: DynamoDBDocumentClient;
  /** The contacts table. */
  readonly table: string;
}

const TURN = { pk: 'IMPORT', sk: 'TURN' } as const;
const TAKEN = { pk: 'IMPORT', sk: 'TAKEN' } as const;
const CHAIN = { pk: 'IMPORT', sk: 'CHAIN' } as const;

const approvalKey = (hash: string) => ({ pk: 'IMPORT', sk: `APPROVAL#${hash}` });

/** What a name is bound to that is sealed beside a yes: the item's `pk|sk`. */
export function approvalName(hash: string): string {
  const { pk, sk } = approvalKey(hash);
  return `${pk}|${sk}`;
}

/** Which files were imported, and whose turn it is to change the book. */
export function createImportLedger({ documents, table }: ImportLedgerOptions): ImportLedger {
  const put = async (Item: object, condition?: object): Promise<boolean> => {
    try {
      await documents.send(new PutCommand({ TableName: table, Item: { ...Item }, ...condition }));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };
  const read = async (Key: { pk: string; sk: string }) =>
    (await documents.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }))).Item;
  return {
    async find(hash) {
      const item = await read({ pk: 'IMPORT', sk: `LEDGER#${hash}` });
      // Only `note` writes these.
      return item === undefined ? undefined : (item['entry'] as LedgerEntry);
    },
    note: async (hash, entry) => {
      await put({ pk: 'IMPORT', sk: `LEDGER#${hash}`, entry });
    },
    async approvalOf(hash) {
      const item = await read(approvalKey(hash));
      // Only `approve` writes these.
      return item === undefined ? undefined : (item['approval'] as Approval);
    },
    approve: async (hash, approval) => {
      await put({ ...approvalKey(hash), approval });
    },
    async lastTaken() {
      const item = await read(TAKEN);
      // Only `noteTaken` writes it.
      return item === undefined ? undefined : (item['taken'] as LastTaken);
    },
    noteTaken: async (taken) => {
      await put({ ...TAKEN, taken });
    },
    async chain() {
      const item = await read(CHAIN);
      // Only `noteChain` writes it.
      return item === undefined ? NO_CHAIN : (item['chain'] as ExportChain);
    },
    noteChain: async (chain) => {
      await put({ ...CHAIN, chain });
    },
    async takeTurn(turn, now) {
      const free = 'attribute_not_exists(pk) OR #until < :now OR #message = :message';
      const taken = await put({ ...TURN, ...turn }, conditionOn(free, { ':now': now, ':message': turn.message }));
      if (taken) return { kind: 'ours' };
      const item = await read(TURN);
      return { kind: 'theirs', unit: String(item?.['unit'] ?? '') };
    },
    keepTurn: (turn) => put({ ...TURN, ...turn }, conditionOn('#message = :message', { ':message': turn.message })),
    endTurn: async (turn) => {
      await put({ ...TURN, ...turn, until: '' }, conditionOn('#message = :message', { ':message': turn.message }));
    },
  };
}

function conditionOn(ConditionExpression: string, values: Readonly<Record<string, string>>) {
  const names: Record<string, keyof Turn> = { '#message': 'message' };
  if (ConditionExpression.includes('#until')) names['#until'] = 'until';
  return { ConditionExpression, ExpressionAttributeNames: names, ExpressionAttributeValues: { ...values } };
}
