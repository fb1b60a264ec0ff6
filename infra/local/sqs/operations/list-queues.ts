/** AWS: APIReference/API_ListQueues.html */
import { wholeNumber } from '../attributes.ts';
import { type Operation, optionalText } from '../operation.ts';

export const listQueues: Operation = {
  honoured: ['QueueNamePrefix', 'MaxResults', 'NextToken'],
  inert: [],
  run: ({ queues, input }) => {
    const prefix = optionalText(input, 'QueueNamePrefix') ?? '';
    const urls = queues
      .all()
      .filter((queue) => queue.name.startsWith(prefix))
      .map((queue) => queue.url);
    const from = Number(optionalText(input, 'NextToken') ?? 0);
    const to = from + wholeNumber('MaxResults', input['MaxResults'] ?? 1000, [1, 1000]);
    const page = urls.slice(from, to);
    return { ...(page.length > 0 ? { QueueUrls: page } : {}), ...(to < urls.length ? { NextToken: String(to) } : {}) };
  },
};
