/** Resource types that are accepted and do nothing here, each with the reason. What is in neither table stops the start. */
import type { CreatedResource } from '../front/service.ts';

export interface InertType {
  readonly reason: string;
  /** ARN service and resource prefix, e.g. `sns` and ``. */
  readonly arn: readonly [service: string, prefix: string];
  /** Whether `Ref` is the ARN (SNS) rather than the name. */
  readonly refIsArn?: boolean;
  readonly nameProperty?: string;
}

const WATCHED = 'CloudWatch watches the deployment; on a laptop the day’s report does';

export const INERT: Readonly<Record<string, InertType>> = {
  'AWS::CloudWatch::Alarm': { reason: WATCHED, arn: ['cloudwatch', 'alarm:'], nameProperty: 'AlarmName' },
  'AWS::CloudWatch::CompositeAlarm': { reason: WATCHED, arn: ['cloudwatch', 'alarm:'], nameProperty: 'AlarmName' },
  'AWS::CloudWatch::Dashboard': { reason: WATCHED, arn: ['cloudwatch', 'dashboard/'], nameProperty: 'DashboardName' },
  'AWS::Logs::MetricFilter': { reason: WATCHED, arn: ['logs', 'metric-filter:'] },
  'AWS::SNS::Topic': { reason: 'alarms go nowhere from a laptop', arn: ['sns', ''], refIsArn: true, nameProperty: 'TopicName' },
  'AWS::SNS::Subscription': { reason: 'nobody is mailed from a laptop', arn: ['sns', ''], refIsArn: true },
  'AWS::SNS::TopicPolicy': { reason: 'nothing publishes to the topic here', arn: ['sns', ''] },
  'AWS::Events::Archive': {
    reason: 'nothing is replayed from it here',
    arn: ['events', 'archive/'],
    nameProperty: 'ArchiveName',
  },
  'AWS::CDK::Metadata': { reason: 'tells AWS which constructs were used', arn: ['cdk', ''] },
};

export function makeInert(
  type: InertType,
  id: string,
  properties: Readonly<Record<string, unknown>>,
  account: string,
): CreatedResource {
  const named = type.nameProperty === undefined ? undefined : properties[type.nameProperty];
  const name = typeof named === 'string' ? named : id;
  const [service, prefix] = type.arn;
  const arn = `arn:aws:${service}:us-east-1:${account}:${prefix}${name}`;
  return { ref: type.refIsArn === true ? arn : name, attributes: { Arn: arn, TopicArn: arn, TopicName: name } };
}
