/** AWS: amazondynamodb/latest/APIReference/API_DescribeTimeToLive.html */
import type { Operation } from '../operation.ts';

export const describeTimeToLive: Operation = {
  honoured: ['TableName'],
  inert: [],
  run: async ({ tables, input }) => {
    const { ttlAttribute } = tables.named(String(input['TableName']));
    const set = { TimeToLiveStatus: 'ENABLED', AttributeName: ttlAttribute };
    return { status: 200, body: { TimeToLiveDescription: ttlAttribute === undefined ? { TimeToLiveStatus: 'DISABLED' } : set } };
  },
};
