/** AWS: APIReference/API_CancelMessageMoveTask.html. What has moved stays moved. */
import { resourceNotFound } from '../errors.ts';
import { type Operation, textOf } from '../operation.ts';

export const cancelMessageMoveTask: Operation = {
  honoured: ['TaskHandle'],
  inert: [],
  run: ({ queues, input }) => {
    const task = queues.moveTasks.find(({ handle, status }) => handle === textOf(input, 'TaskHandle') && status === 'RUNNING');
    if (task === undefined) throw resourceNotFound('Task does not exist.');
    task.status = 'CANCELLED';
    return { ApproximateNumberOfMessagesMoved: task.moved };
  },
};
