/** AWS: amazondynamodb/latest/APIReference/API_DeleteTable.html */
import { fieldsOf } from '../engine.ts';
import { validationError } from '../errors.ts';
import type { Operation } from '../operation.ts';

export const deleteTable: Operation = {
  honoured: fieldsOf('DeleteTable'),
  inert: [],
  run: async ({ engine, tables, input }) => {
    const table = tables.find(input['TableName']);
    if (table?.deletionProtection) {
      throw validationError(
        'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
      );
    }
    const answer = await engine.run('DeleteTable', input);
    if (table !== undefined && answer.status === 200) tables.remove(table.name);
    return answer;
  },
};
