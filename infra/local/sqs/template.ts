/** AWS: AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html */
import { seededBytes } from '../front/seeded-bytes.ts';
import type { ResourceMaker } from '../front/service.ts';
import { type KnownProperties, type Properties, refuseUnknown, textAt } from '../front/template-properties.ts';
import type { World } from '../world.ts';
import { withAttributes } from './attributes.ts';
import type { Queues } from './state.ts';

export const queueProperties: KnownProperties = {
  honoured: [
    'QueueName',
    'DelaySeconds',
    'MaximumMessageSize',
    'MessageRetentionPeriod',
    'ReceiveMessageWaitTimeSeconds',
    'VisibilityTimeout',
    'RedrivePolicy',
    'KmsMasterKeyId',
  ],
  inert: ['KmsDataKeyReusePeriodSeconds', 'SqsManagedSseEnabled', 'RedriveAllowPolicy', 'Tags'],
};

/** @throws when the queue for dead letters does not exist: a message would be lost at the moment it is needed most */
export function queueMaker(world: World, queues: Queues): ResourceMaker {
  const bytes = seededBytes(world, 'sqs.names');
  return (logicalId, properties) => {
    const where = `AWS::SQS::Queue ${logicalId}`;
    refuseUnknown(where, properties, queueProperties);
    const name = textAt(where, properties, 'QueueName') ?? `${logicalId}-${bytes(6).toString('hex').toUpperCase()}`;
    const queue = queues.create(name.slice(0, 80));
    queue.settings = withAttributes(queue.settings, attributesIn(properties));
    const target = queue.settings.RedrivePolicy?.deadLetterTargetArn;
    if (target !== undefined && queues.byArn(target) === undefined) throw new Error(`${where}: there is no queue ${target}`);
    return { ref: queue.url, attributes: { Arn: queue.arn, QueueName: queue.name, QueueUrl: queue.url } };
  };
}

function attributesIn({ QueueName, Tags, ...attributes }: Properties): Properties {
  return attributes;
}
