/** AWS: amazondynamodb/latest/APIReference/API_DescribeTable.html */
import { fieldsOf } from '../engine.ts';
import { type Operation, objectIn } from '../operation.ts';

export const describeTable: Operation = {
  honoured: fieldsOf('DescribeTable'),
  inert: [],
  run: async ({ engine, tables, input }) => {
    const answer = await engine.run('DescribeTable', input);
    const table = tables.find(input['TableName']);
    if (table === undefined || answer.status !== 200) return answer;
    const { deletionProtection: DeletionProtectionEnabled, createdAt } = table;
    const Table = { ...objectIn(answer.body, 'Table'), DeletionProtectionEnabled, CreationDateTime: createdAt / 1000 };
    return { status: 200, body: { Table } };
  },
};
