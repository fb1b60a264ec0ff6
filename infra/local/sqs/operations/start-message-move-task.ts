/** AWS: APIReference/API_StartMessageMoveTask.html. Moved messages get a new id and a new sent time, as AWS documents. */
import { wholeNumber } from '../attributes.ts';
import { resourceNotFound, unsupportedOperation } from '../errors.ts';
import { type Call, type Operation, optionalText, textOf } from '../operation.ts';
import type { Queue } from '../queue.ts';
import type { MoveTask } from '../state.ts';

export const startMessageMoveTask: Operation = {
  honoured: ['SourceArn', 'DestinationArn', 'MaxNumberOfMessagesPerSecond'],
  inert: [],
  run: (call) => {
    const { queues, input, world } = call;
    const source = existing(call, textOf(input, 'SourceArn'), 'SourceArn');
    if (queues.sourcesOf(source).length === 0)
      throw unsupportedOperation('Source queue must be configured as a Dead Letter Queue.');
    const destinationArn = optionalText(input, 'DestinationArn');
    if (destinationArn !== undefined) existing(call, destinationArn, 'DestinationArn');
    if (queues.moveTasks.some((task) => task.sourceArn === source.arn && task.status === 'RUNNING')) {
      throw unsupportedOperation(
        'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
      );
    }
    const task: MoveTask = {
      handle: Buffer.from(JSON.stringify({ taskId: queues.newId(), sourceArn: source.arn })).toString('base64'),
      sourceArn: source.arn,
      destinationArn,
      perSecond: wholeNumber('MaxNumberOfMessagesPerSecond', input['MaxNumberOfMessagesPerSecond'] ?? 500, [1, 500]),
      startedAt: world.clock.now(),
      toMove: source.counts().visible,
      moved: 0,
      status: 'RUNNING',
    };
    queues.moveTasks.unshift(task);
    world.clock.at(world.clock.now(), `sqs ${source.name}: messages move back`, () => moveSome(call, source, task));
    return { TaskHandle: task.handle };
  },
};

/** One second's worth of messages, then again a second later until none is left. */
function moveSome(call: Call, source: Queue, task: MoveTask): void {
  const { queues, world } = call;
  for (let i = 0; i < task.perSecond && task.status === 'RUNNING'; i += 1) {
    const message = source.takeOut();
    if (message === undefined) {
      task.status = 'COMPLETED';
      return;
    }
    const target = queues.byArn(task.destinationArn ?? message.movedFrom ?? '');
    if (target === undefined) {
      // Sent to the dead-letter queue by hand: it has no source to go back to.
      source.accept(message, 0);
      task.status = 'FAILED';
      return;
    }
    const { body, md5, attributes, systemAttributes, groupId, senderId } = message;
    target.accept(
      { id: queues.newId(), body, md5, attributes, systemAttributes, groupId, senderId, sentAt: world.clock.now() },
      0,
    );
    task.moved += 1;
  }
  if (task.status !== 'RUNNING') return;
  if (source.counts().visible === 0) task.status = 'COMPLETED';
  else world.clock.at(world.clock.now() + 1000, `sqs ${source.name}: messages move back`, () => moveSome(call, source, task));
}

function existing({ queues }: Call, arn: string, name: string): Queue {
  const queue = queues.byArn(arn);
  if (queue === undefined) throw resourceNotFound(`The resource that you specified for the ${name} parameter doesn't exist.`);
  return queue;
}
