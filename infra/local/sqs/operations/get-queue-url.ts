/** AWS: APIReference/API_GetQueueUrl.html */

import { queueDoesNotExist } from '../errors.ts';
import { type Operation, optionalText, textOf } from '../operation.ts';

export const getQueueUrl: Operation = {
  honoured: ['QueueName', 'QueueOwnerAWSAccountId'],
  inert: [],
  run: ({ world, queues, input }) => {
    if ((optionalText(input, 'QueueOwnerAWSAccountId') ?? world.accountId) !== world.accountId) throw queueDoesNotExist();
    return { QueueUrl: queues.byName(textOf(input, 'QueueName')).url };
  },
};
