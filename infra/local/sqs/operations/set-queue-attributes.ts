/** AWS: APIReference/API_SetQueueAttributes.html. Changes are honoured at once; AWS takes up to 60 s. */
import { withAttributes } from '../attributes.ts';
import { invalidValue, notImplemented } from '../errors.ts';
import { mapOf, type Operation, textOf } from '../operation.ts';

export const setQueueAttributes: Operation = {
  honoured: ['QueueUrl', 'Attributes'],
  inert: [],
  run: ({ world, queues, input }) => {
    const queue = queues.byUrl(textOf(input, 'QueueUrl'));
    // The front door's IAM reads queue policies from the template alone.
    if ('Policy' in mapOf(input, 'Attributes')) throw notImplemented('SetQueueAttributes.Attributes.Policy');
    const settings = withAttributes(queue.settings, mapOf(input, 'Attributes'));
    const target = settings.RedrivePolicy?.deadLetterTargetArn;
    if (target !== undefined && queues.byArn(target) === undefined) {
      throw invalidValue('RedrivePolicy', JSON.stringify(settings.RedrivePolicy), 'Dead letter target does not exist.');
    }
    queue.settings = settings;
    queue.modifiedAt = world.clock.now();
    return {};
  },
};
