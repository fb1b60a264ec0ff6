/** AWS: APIReference/API_PurgeQueue.html. Empties at once; AWS takes up to 60 s. */
import { purgeInProgress } from '../errors.ts';
import { type Operation, textOf } from '../operation.ts';

export const purgeQueue: Operation = {
  honoured: ['QueueUrl'],
  inert: [],
  run: ({ world, queues, input }) => {
    const queue = queues.byUrl(textOf(input, 'QueueUrl'));
    const now = world.clock.now();
    if (queue.purgedAt !== undefined && now - queue.purgedAt < 60_000) throw purgeInProgress(queue.name);
    queue.purgedAt = now;
    queue.purge();
    return {};
  },
};
