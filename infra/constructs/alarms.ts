import { Duration, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, MathExpression, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { DistrictConfig } from '../district-config.ts';
import type { FunctionName } from './capacity.ts';
import { allow } from './grant.ts';
import type { PipelineFunction } from './pipeline-function.ts';
import type { Queues } from './queues.ts';

export interface AlarmsProps {
  readonly config: Pick<DistrictConfig, 'deployment' | 'exportLimits'>;
  readonly dataKey: IKey;
  readonly queues: Queues;
  readonly functions: ReadonlyMap<FunctionName, PipelineFunction>;
}

interface Watch {
  readonly metric: IMetric;
  readonly above?: number;
  /** Instead: it sounds at less than this. */
  readonly below?: number;
  /** How many minutes (or periods of the metric) in a row. Default 1. */
  readonly times?: number;
  /** What the person reads who gets the e-mail. */
  readonly says: string;
  readonly silenceIsBad?: boolean;
}

/** What wakes somebody: each alarm is a promise that may just be breaking, and says what to look at. */
export class Alarms extends Construct {
  private readonly topic: Topic;

  constructor(scope: Construct, id: string, { config, dataKey, queues, functions }: AlarmsProps) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', { displayName: 'Ringfence alarms', masterKey: dataKey, enforceSSL: true });
    this.topic.addSubscription(new EmailSubscription(config.deployment.alarmEmail));
    this.letCloudWatchPublish();

    for (const lettered of queues.all()) {
      this.watch(`${lettered.node.id}DeadLetters`, {
        metric: lettered.deadLetters.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'max' }),
        above: 0,
        says: `A message of ${lettered.node.id} was given up after five tries. Read its record message.poisoned, mend, then redrive the queue.`,
      });
    }
    for (const [name, { function: watched }] of functions) {
      this.watch(`${name} errors`, {
        metric: watched.metricErrors({ period: Duration.minutes(5) }),
        above: 0,
        says: `${name} failed outright. Its log says why; a message it was reading comes back by itself.`,
      });
    }
    this.watchPromises(queues);
    this.watchExports(config.exportLimits);
  }

  private watchPromises(queues: Queues): void {
    this.watch('UrgentCallsWait', {
      metric: queues.urgent.queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1), statistic: 'max' }),
      above: 120,
      times: 2,
      says: 'An urgent call has waited more than two minutes. Is Connect at its quota of concurrent calls, or refusing?',
    });
    this.watch('SealingBehind', {
      metric: ringfence('UnsealedSeconds', 'seal-audit', 'max'),
      above: 300,
      times: 2,
      silenceIsBad: true,
      says: 'Audit records have waited more than five minutes for their seal, or seal-audit does not run. They are locked, but not yet in the tree.',
    });
    this.watch('ConnectRefuses', {
      metric: ringfence('ConnectRefused', 'place-call', 'sum'),
      above: 0,
      says: 'Connect refuses to place calls (not for want of quota): outbound calling may be off, or the deployment incomplete.',
    });
    this.watchForgery();
    this.watch('OptoutsRejected', {
      metric: ringfence('OptoutsRejected', 'import-optouts', 'sum'),
      above: 0,
      says: 'A file of opt-outs was not taken: people who asked us to stop still get calls. Its report under reports/optouts/ says why; mend it and drop it again today.',
    });
    this.watch('WrongNumbersHeld', {
      metric: ringfence('WrongNumbersHeld', 'import-optouts', 'sum'),
      above: 0,
      says: 'A file of opt-outs calls more telephones wrong numbers than silenceLimits takes unseen. All but emergencies stop there now; emergencies still ring, until a named person has looked. Its report under reports/optouts/ says how many. If they are: ringfence optouts approve.',
    });
    this.watch('LineSilencesBraked', {
      metric: ringfence('LineSilencesBraked', 'answer-inbound', 'sum'),
      above: 0,
      says: 'More callers than silenceLimits allow pressed 7 on the call-back line. A caller id can be forged: is somebody silencing families? Further ones stop everything but emergencies, and stand on the office’s list (ringfence tasks list).',
    });
    this.watch('NobodyReached', {
      metric: ringfence('NobodyReached60s', 'resume-deferred', 'sum'),
      above: 0,
      says: 'An emergency notice has reached nobody 60 s after it was raised. Reach families another way now, then look.',
    });
  }

  private watchExports({ warnAfterHours, staleAfterDays }: DistrictConfig['exportLimits']): void {
    this.watch('RosterHeld', {
      metric: ringfence('RosterHeld', 'import-roster', 'sum'),
      above: 0,
      says: 'An export is unlike the last one and waits for a named person; calls go on with the contacts of the last. Its report under reports/roster/ says why. If it is right after all: ringfence roster approve.',
    });
    this.watch('SchoolsUnknown', {
      metric: ringfence('StudentsAtUnknownSchools', 'import-roster', 'sum'),
      above: 0,
      says: 'Students of the export are at schools that are not in the settings. Emergencies and closures for the whole district reach them; notices to a school do not. The report under reports/roster/ names the schools: add them to the settings, and deploy.',
    });
    this.watch('ExportsStopped', {
      // AWS lets alarms look back a day, and a week where the period is an hour.
      metric: ringfence('FreshExportTaken', 'import-roster', 'sum').with({ period: Duration.hours(1) }),
      below: 1,
      times: warnAfterHours,
      silenceIsBad: true,
      says: `For ${warnAfterHours} hours no export was taken whose two files were fresh (after a first deployment: none yet). reports/roster/ says what became of the last ones; if there is none, the job in the student information system did not run. Calls go on with the contacts of the last one, and after ${staleAfterDays} days only in emergencies and about closures.`,
    });
  }

  /** Somebody who can write to the tables, and cannot seal, has tried; or an item was damaged. */
  private watchForgery(): void {
    const readers: readonly FunctionName[] = [
      'import-roster',
      'import-attendance',
      'import-optouts',
      'plan-notice',
      'place-call',
      'record-keypress',
      'answer-inbound',
      'record-outcome',
      'resume-deferred',
    ];
    const counted = readers.map((name, index) => [`m${index}`, ringfence('EnvelopeForged', name, 'sum')] as const);
    this.watch('EnvelopeForged', {
      metric: new MathExpression({
        // One that has never met a forgery has no such metric; the others count all the same.
        expression: 'SUM(METRICS())',
        usingMetrics: Object.fromEntries(counted),
        label: 'Sealed items that are not what they are offered as',
        period: Duration.minutes(1),
      }),
      above: 0,
      says: 'A sealed item was changed, moved or replayed: consent or a stop may have been forged. Nobody is called on it, in an emergency neither. Find out in CloudTrail who wrote the item last; the log ENVELOPE_FORGED names it.',
    });
  }

  private watch(id: string, { metric, above = 0, below, times = 1, says, silenceIsBad = false }: Watch): void {
    const alarm = new Alarm(this, id, {
      alarmName: `${Stack.of(this).stackName} ${id}`,
      alarmDescription: says,
      metric,
      threshold: below ?? above,
      comparisonOperator:
        below === undefined ? ComparisonOperator.GREATER_THAN_THRESHOLD : ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: times,
      treatMissingData: silenceIsBad ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
  }

  private letCloudWatchPublish(): void {
    const publish = allow('AlarmsOfThisAccount', ['sns:Publish'], this.topic.topicArn, {
      StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
    });
    publish.addPrincipals(new ServicePrincipal('cloudwatch.amazonaws.com'));
    this.topic.addToResourcePolicy(publish);
  }
}

/** A metric the functions emit; Powertools adds the function's name as dimension `service`. */
export function ringfence(metricName: string, service: FunctionName, statistic: 'max' | 'sum'): Metric {
  return new Metric({
    namespace: 'Ringfence',
    metricName,
    dimensionsMap: { service },
    statistic,
    period: Duration.minutes(1),
  });
}
