import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type FunctionName, visibilityFor } from './capacity.ts';

/** A failed message comes back after 5, 10, 20 … at most 300 seconds: twelve times is half an hour of an outage. */
const MAX_RECEIVES = 12;

/** A queue with the place where its poison goes. */
export class QueueWithDeadLetters extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: { readonly reader: FunctionName; readonly dataKey: IKey }) {
    super(scope, id);
    const locked = {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: props.dataKey,
      // One request to KMS in five minutes instead of one a message.
      dataKeyReuse: Duration.minutes(5),
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    };
    this.deadLetters = new Queue(this, 'DeadLetters', locked);
    this.queue = new Queue(this, 'Queue', {
      ...locked,
      visibilityTimeout: visibilityFor(props.reader),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MAX_RECEIVES },
    });
  }
}

/** Every queue of the pipeline, in the order in which data flows. Messages hold ids, never a name, a number or a text. */
export class Queues extends Construct {
  readonly intakeRoster: QueueWithDeadLetters;
  readonly intakeAttendance: QueueWithDeadLetters;
  readonly intakeOptouts: QueueWithDeadLetters;
  readonly notices: QueueWithDeadLetters;
  readonly urgent: QueueWithDeadLetters;
  readonly routine: QueueWithDeadLetters;
  readonly outcomes: QueueWithDeadLetters;

  constructor(scope: Construct, id: string, { dataKey }: { readonly dataKey: IKey }) {
    super(scope, id);
    this.intakeRoster = new QueueWithDeadLetters(this, 'IntakeRoster', { reader: 'import-roster', dataKey });
    this.intakeAttendance = new QueueWithDeadLetters(this, 'IntakeAttendance', { reader: 'import-attendance', dataKey });
    this.intakeOptouts = new QueueWithDeadLetters(this, 'IntakeOptouts', { reader: 'import-optouts', dataKey });
    this.notices = new QueueWithDeadLetters(this, 'Notices', { reader: 'plan-notice', dataKey });
    this.urgent = new QueueWithDeadLetters(this, 'CallsUrgent', { reader: 'place-call', dataKey });
    this.routine = new QueueWithDeadLetters(this, 'CallsRoutine', { reader: 'place-call', dataKey });
    this.outcomes = new QueueWithDeadLetters(this, 'Outcomes', { reader: 'record-outcome', dataKey });
  }

  all(): readonly QueueWithDeadLetters[] {
    return [this.intakeRoster, this.intakeAttendance, this.intakeOptouts, this.notices, this.urgent, this.routine, this.outcomes];
  }
}
