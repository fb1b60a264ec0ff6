/** AWS: APIReference/API_SendMessageBatch.html */
import { eachEntry, entriesOf } from '../batch.ts';
import { batchTooLong } from '../errors.ts';
import { mapOf, type Operation, textOf } from '../operation.ts';
import { acceptMessage, messageFields, readAttributes, sizeOf } from './send-message.ts';

export const sendMessageBatch: Operation = {
  honoured: ['QueueUrl', 'Entries'],
  inert: [],
  run: (call) => {
    const queue = call.queues.byUrl(textOf(call.input, 'QueueUrl'));
    const entries = entriesOf(call.input, 'SendMessageBatchRequestEntry', messageFields);
    const bytes = entries
      .map((entry) => sizeOf(String(entry['MessageBody'] ?? ''), readAttributes(mapOf(entry, 'MessageAttributes'))))
      .reduce((sum, size) => sum + size, 0);
    if (bytes > 1_048_576) throw batchTooLong(bytes);
    return eachEntry(entries, (entry) => acceptMessage(call, queue, entry));
  },
};
