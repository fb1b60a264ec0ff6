/** AWS: APIReference/API_ChangeMessageVisibility.html */
import { wholeNumber } from '../attributes.ts';
import { missingParameter } from '../errors.ts';
import { type Input, type Operation, textOf } from '../operation.ts';

export const changeMessageVisibility: Operation = {
  honoured: ['QueueUrl', 'ReceiptHandle', 'VisibilityTimeout'],
  inert: [],
  run: ({ queues, input }) => {
    queues.byUrl(textOf(input, 'QueueUrl')).changeVisibility(textOf(input, 'ReceiptHandle'), visibilityOf(input));
    return {};
  },
};

export function visibilityOf(input: Input): number {
  if (input['VisibilityTimeout'] === undefined) throw missingParameter('VisibilityTimeout');
  return wholeNumber('VisibilityTimeout', input['VisibilityTimeout'], [0, 43_200]);
}
