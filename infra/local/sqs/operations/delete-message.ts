/** AWS: APIReference/API_DeleteMessage.html */
import { type Operation, textOf } from '../operation.ts';

export const deleteMessage: Operation = {
  honoured: ['QueueUrl', 'ReceiptHandle'],
  inert: [],
  run: ({ queues, input }) => {
    queues.byUrl(textOf(input, 'QueueUrl')).deleteMessage(textOf(input, 'ReceiptHandle'));
    return {};
  },
};
