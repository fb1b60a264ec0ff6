/** AWS: APIReference/API_GetQueueAttributes.html */
import { invalidAttributeName } from '../errors.ts';
import { type Operation, textOf, textsOf } from '../operation.ts';
import type { Queue } from '../queue.ts';

export const getQueueAttributes: Operation = {
  honoured: ['QueueUrl', 'AttributeNames'],
  inert: [],
  run: ({ queues, input }) => {
    const names = textsOf(input, 'AttributeNames');
    const all = attributesOf(queues.byUrl(textOf(input, 'QueueUrl')));
    const unknown = names.find((name) => name !== 'All' && !(name in all));
    if (unknown !== undefined) throw invalidAttributeName(unknown);
    const chosen = Object.entries(all).filter(([name, value]) => value !== '' && (names.includes('All') || names.includes(name)));
    return chosen.length === 0 ? {} : { Attributes: Object.fromEntries(chosen) };
  },
};

/** Everything as strings; what is not set is '' and left out of the answer. */
function attributesOf(queue: Queue): Readonly<Record<string, string>> {
  const { visible, inflight, delayed } = queue.counts();
  const { RedrivePolicy, SqsManagedSseEnabled, KmsMasterKeyId, KmsDataKeyReusePeriodSeconds, ...plain } = queue.settings;
  return {
    ...Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, String(value)])),
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inflight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: String(Math.floor(queue.createdAt / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.modifiedAt / 1000)),
    QueueArn: queue.arn,
    KmsMasterKeyId,
    KmsDataKeyReusePeriodSeconds: KmsMasterKeyId === '' ? '' : String(KmsDataKeyReusePeriodSeconds),
    SqsManagedSseEnabled: String(SqsManagedSseEnabled && KmsMasterKeyId === ''),
    RedrivePolicy: RedrivePolicy === undefined ? '' : JSON.stringify(RedrivePolicy),
  };
}
