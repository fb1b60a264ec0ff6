/** AWS: APIReference/API_ChangeMessageVisibilityBatch.html */
import { eachEntry, entriesOf } from '../batch.ts';
import { type Operation, textOf } from '../operation.ts';
import { visibilityOf } from './change-message-visibility.ts';

export const changeMessageVisibilityBatch: Operation = {
  honoured: ['QueueUrl', 'Entries'],
  inert: [],
  run: ({ queues, input }) => {
    const queue = queues.byUrl(textOf(input, 'QueueUrl'));
    const entries = entriesOf(input, 'ChangeMessageVisibilityBatchRequestEntry', ['ReceiptHandle', 'VisibilityTimeout']);
    return eachEntry(entries, (entry) => {
      queue.changeVisibility(textOf(entry, 'ReceiptHandle'), visibilityOf(entry));
      return {};
    });
  },
};
