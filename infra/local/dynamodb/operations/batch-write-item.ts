/** AWS: amazondynamodb/latest/APIReference/API_BatchWriteItem.html. Nothing is left unprocessed here. */
import { fieldsOf, type Json } from '../engine.ts';
import { isJson, type Operation, objectIn } from '../operation.ts';
import { lockNameOf, type Tables } from '../tables.ts';

export const batchWriteItem: Operation = {
  honoured: fieldsOf('BatchWriteItem'),
  inert: ['ReturnItemCollectionMetrics'],
  run: ({ engine, locks, tables, input }) =>
    locks.within(lockNames(tables, objectIn(input, 'RequestItems')), () => engine.run('BatchWriteItem', input)),
};

function lockNames(tables: Tables, requestItems: Json): readonly string[] {
  return Object.entries(requestItems).flatMap(([name, requests]) => {
    const table = tables.find(name);
    if (table === undefined || !Array.isArray(requests)) return [];
    return requests.filter(isJson).map((request) => lockNameOf(table, written(request)));
  });
}

function written(request: Json): Json {
  return { ...objectIn(objectIn(request, 'PutRequest'), 'Item'), ...objectIn(objectIn(request, 'DeleteRequest'), 'Key') };
}
