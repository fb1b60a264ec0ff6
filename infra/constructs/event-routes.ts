import { Duration, Stack } from 'aws-cdk-lib';
import { CfnRule, type EventBus, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { PipelineFunction } from './pipeline-function.ts';
import type { QueueWithDeadLetters } from './queues.ts';

interface Route {
  /** Absent: the account's default bus, where AWS's own events arrive. */
  readonly busName?: string;
  readonly description: string;
  readonly pattern: object;
  readonly to: QueueWithDeadLetters;
  /** What is taken out of the event, by name: `{ key: '$.detail.object.key' }`. Nothing else of it travels on. */
  readonly take: Readonly<Record<string, string>>;
  /** The message, with `<name>` where a value goes. */
  readonly message: string;
}

/** From events to queues: each rule forwards a named few fields, so that what an event holds beside them reaches no queue. */
export class EventRoutes extends Construct {
  /** Files dropped under any of these prefixes of the intake bucket; and a person's yes to what is held of them. */
  drops(
    id: 'Roster' | 'Attendance' | 'Optouts',
    prefixes: readonly string[],
    { intake, bus }: { readonly intake: Bucket; readonly bus: EventBus },
    to: QueueWithDeadLetters,
  ): void {
    this.forward(`${id}Dropped`, {
      description: `Ringfence: files dropped under ${prefixes.join(' and ')}`,
      pattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: { bucket: { name: [intake.bucketName] }, object: { key: prefixes.map((prefix) => ({ prefix })) } },
      },
      to,
      take: {
        bucket: '$.detail.bucket.name',
        key: '$.detail.object.key',
        size: '$.detail.object.size',
        etag: '$.detail.object.etag',
      },
      message: '{"bucket":<bucket>,"key":<key>,"size":<size>,"etag":<etag>}',
    });
    // The file is taken again. The yes itself is on record, and the event only says so.
    this.forward(`${id}Approved`, {
      busName: bus.eventBusName,
      description: `Ringfence: ${id} Approved`,
      pattern: { 'detail-type': [`${id} Approved`] },
      to,
      take: { key: '$.detail.file' },
      message: '{"key":<key>}',
    });
  }

  /** Notices, from whoever may put events on the district's bus. */
  notices(bus: EventBus, to: QueueWithDeadLetters): void {
    for (const [type, detailType] of [
      ['raised', 'Notice Raised'],
      ['cancelled', 'Notice Cancelled'],
    ] as const) {
      this.forward(detailType.replace(' ', ''), {
        busName: bus.eventBusName,
        description: `Ringfence: ${detailType}`,
        pattern: { 'detail-type': [detailType] },
        to,
        take: { id: '$.id', time: '$.time', detail: '$.detail' },
        message: `{"type":"${type}","id":"<id>","time":"<time>","detail":<detail>}`,
      });
    }
  }

  /**
   * Ends of calls, out and in, and that the flow has put a key on one. Connect's event may hold the other side's number: only
   * these six fields travel on (P6).
   */
  contactEvents(instanceArn: string, to: QueueWithDeadLetters): void {
    this.forward('ContactEnded', {
      description: 'Ringfence: a call has ended, or a key was put on it',
      // Not by detail-type: AWS renames the product now and then.
      pattern: {
        source: ['aws.connect'],
        detail: { eventType: ['DISCONNECTED', 'CONTACT_DATA_UPDATED'], instanceArn: [instanceArn] },
      },
      to,
      take: {
        contactId: '$.detail.contactId',
        eventType: '$.detail.eventType',
        time: '$.time',
        reason: '$.detail.disconnectReason',
        connected: '$.detail.connectedToSystemTimestamp',
        method: '$.detail.initiationMethod',
      },
      // In quotation marks, because the last three may be missing, and what is left must still be JSON.
      message:
        '{"contactId":"<contactId>","eventType":"<eventType>","time":"<time>","reason":"<reason>","connected":"<connected>","method":"<method>"}',
    });
  }

  /** Runs the function at the start of each minute. A run that fails is not repeated: the next minute's does its work. */
  eachMinute(id: string, { function: target }: PipelineFunction): void {
    new Rule(this, id, {
      description: `Ringfence: ${id}`,
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaFunction(target, { retryAttempts: 0, maxEventAge: Duration.minutes(1) })],
    });
  }

  private forward(id: string, { busName, description, pattern, to, take, message }: Route): void {
    const rule = new CfnRule(this, id, {
      description,
      ...(busName === undefined ? {} : { eventBusName: busName }),
      eventPattern: pattern,
      targets: [
        {
          id: 'Queue',
          arn: to.queue.queueArn,
          // Without it, what cannot be delivered for a day is dropped in silence.
          deadLetterConfig: { arn: to.deadLetters.queueArn },
          inputTransformer: { inputPathsMap: { ...take }, inputTemplate: message },
        },
      ],
    });
    letDeliver(to.queue, `${id}Delivers`, rule);
    letDeliver(to.deadLetters, `${id}GivesUp`, rule);
  }
}

function letDeliver(queue: IQueue, sid: string, rule: CfnRule): void {
  queue.addToResourcePolicy(
    new PolicyStatement({
      sid,
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: {
        ArnEquals: { 'aws:SourceArn': rule.attrArn },
        StringEquals: { 'aws:SourceAccount': Stack.of(queue).account },
      },
    }),
  );
}
