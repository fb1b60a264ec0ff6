/** AWS: APIReference/API_ListMessageMoveTasks.html */
import { wholeNumber } from '../attributes.ts';
import { resourceNotFound } from '../errors.ts';
import { type Operation, type Output, textOf } from '../operation.ts';
import type { MoveTask } from '../state.ts';

export const listMessageMoveTasks: Operation = {
  honoured: ['SourceArn', 'MaxResults'],
  inert: [],
  run: ({ queues, input }) => {
    const arn = textOf(input, 'SourceArn');
    if (queues.byArn(arn) === undefined) {
      throw resourceNotFound("The resource that you specified for the SourceArn parameter doesn't exist.");
    }
    const max = wholeNumber('MaxResults', input['MaxResults'] ?? 1, [1, 10]);
    return {
      Results: queues.moveTasks
        .filter((task) => task.sourceArn === arn)
        .slice(0, max)
        .map(shown),
    };
  },
};

function shown(task: MoveTask): Output {
  return {
    ...(task.status === 'RUNNING' ? { TaskHandle: task.handle } : {}),
    Status: task.status,
    SourceArn: task.sourceArn,
    ...(task.destinationArn === undefined ? {} : { DestinationArn: task.destinationArn }),
    MaxNumberOfMessagesPerSecond: task.perSecond,
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.toMove,
    StartedTimestamp: task.startedAt,
  };
}
