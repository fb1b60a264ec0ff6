/** AWS: APIReference/API_ListDeadLetterSourceQueues.html. The answer's field begins with a small letter there too. */
import { type Operation, textOf } from '../operation.ts';

export const listDeadLetterSourceQueues: Operation = {
  honoured: ['QueueUrl'],
  inert: ['MaxResults'],
  run: ({ queues, input }) => ({
    queueUrls: queues.sourcesOf(queues.byUrl(textOf(input, 'QueueUrl'))).map((queue) => queue.url),
  }),
};
