import { Duration, Stack } from 'aws-cdk-lib';
import { Dashboard as CloudWatchDashboard, GraphWidget, type IMetric, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { ringfence } from './alarms.ts';
import type { FunctionName } from './capacity.ts';
import type { PipelineFunction } from './pipeline-function.ts';
import type { Queues } from './queues.ts';

export interface DashboardProps {
  readonly districtName: string;
  readonly queues: Queues;
  readonly functions: ReadonlyMap<FunctionName, PipelineFunction>;
}

/** One page for the person who was just woken: are calls waiting, is Connect taking them, is anything stuck, is the trail sealed. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, { districtName, queues, functions }: DashboardProps) {
    super(scope, id);
    const minute = { period: Duration.minutes(1) };
    const lanes = [queues.urgent.queue, queues.routine.queue];
    const fns = [...functions.values()].map((each) => each.function);
    const answerCall = functions.get('answer-call')?.function;
    const timeToAnswer = answerCall === undefined ? [] : [answerCall.metricDuration({ ...minute, statistic: 'p99' })];
    new CloudWatchDashboard(this, 'Page', {
      dashboardName: Stack.of(this).stackName,
      widgets: [
        [new TextWidget({ markdown: `# ${districtName}: calls`, width: 24, height: 1 })],
        [
          graph(
            'Calls waiting',
            lanes.map((queue) => queue.metricApproximateNumberOfMessagesVisible(minute)),
          ),
          graph(
            'Oldest waiting call, seconds',
            lanes.map((queue) => queue.metricApproximateAgeOfOldestMessage(minute)),
          ),
          graph('Connect refuses · nobody reached', [
            ringfence('ConnectRefused', 'place-call', 'sum'),
            ringfence('NobodyReached60s', 'resume-deferred', 'sum'),
          ]),
        ],
        [
          graph(
            'Dead letters',
            queues.all().map(({ deadLetters }) => deadLetters.metricApproximateNumberOfMessagesVisible(minute)),
          ),
          graph('Oldest unsealed record, seconds', [ringfence('UnsealedSeconds', 'seal-audit', 'max')]),
          graph('From pick-up to words, ms', timeToAnswer),
        ],
        [
          graph(
            'Errors',
            fns.map((each) => each.metricErrors(minute)),
          ),
          graph(
            'Throttles',
            fns.map((each) => each.metricThrottles(minute)),
          ),
          graph(
            'Invocations',
            fns.map((each) => each.metricInvocations(minute)),
          ),
        ],
      ],
    });
  }
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: 8, height: 6 });
}
