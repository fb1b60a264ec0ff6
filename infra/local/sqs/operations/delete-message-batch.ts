/** AWS: APIReference/API_DeleteMessageBatch.html */
import { eachEntry, entriesOf } from '../batch.ts';
import { type Operation, textOf } from '../operation.ts';

export const deleteMessageBatch: Operation = {
  honoured: ['QueueUrl', 'Entries'],
  inert: [],
  run: ({ queues, input }) => {
    const queue = queues.byUrl(textOf(input, 'QueueUrl'));
    return eachEntry(entriesOf(input, 'DeleteMessageBatchRequestEntry', ['ReceiptHandle']), (entry) => {
      queue.deleteMessage(textOf(entry, 'ReceiptHandle'));
      return {};
    });
  },
};
