import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { Template } from '../../infra/local/template/read-template.ts';
import { queues } from './operator.ts';
import type { Day } from './scenario.ts';

const QUEUE = 'what-a-sender-hears';

/** Adds to a template what a system that raises notices has on its side: a rule on the district's bus, and a queue behind it. */
export function withListeningSender(template: Template): Template {
  const [bus = ''] = Object.entries(template.Resources).find(([, { Type }]) => Type === 'AWS::Events::EventBus') ?? [];
  const arn = { 'Fn::GetAtt': ['SenderQueue', 'Arn'] };
  const deliver = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: arn,
  };
  return {
    ...template,
    Resources: {
      ...template.Resources,
      SenderQueue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: QUEUE } },
      SenderQueuePolicy: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: { Queues: [{ Ref: 'SenderQueue' }], PolicyDocument: { Version: '2012-10-17', Statement: [deliver] } },
      },
      SenderRule: {
        Type: 'AWS::Events::Rule',
        Properties: {
          EventBusName: { Ref: bus },
          EventPattern: { 'detail-type': ['Notice Rejected'] },
          Targets: [{ Id: 'Sender', Arn: arn }],
        },
      },
    },
  };
}

export interface Rejected {
  readonly noticeId: string;
  readonly code: string;
  readonly field: string;
  readonly problem: string;
  readonly suggestion: string;
}

/** What the sender has been told since it looked last. */
export async function heardBySender({ stage }: Day): Promise<readonly Rejected[]> {
  const QueueUrl = `${stage.cloud.endpoint}/123456789012/${QUEUE}`;
  const { Messages = [] } = await queues().send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  return Messages.map(({ Body = '{}' }) => JSON.parse(Body).detail);
}
