import { CfnOutput, Fn, type Stack } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { DistrictConfig } from '../district-config.ts';
import type { AuditBucket } from './audit-bucket.ts';
import type { Buckets } from './buckets.ts';
import type { CallBack } from './call-back.ts';
import type { ConnectLine } from './connect-line.ts';
import type { Keys } from './keys.ts';
import type { Queues } from './queues.ts';
import type { Tables } from './tables.ts';

/** What the CLI, the local cloud and a person look up after a deployment. Their names are a contract: they do not change. */
interface Outputs {
  readonly ContactsTableName: string;
  readonly NoticesTableName: string;
  readonly IntakeBucketName: string;
  readonly AuditBucketName: string;
  readonly ViewBucketName: string;
  readonly RecordingsBucketName: string;
  readonly BusName: string;
  readonly UrgentQueueUrl: string;
  readonly RoutineQueueUrl: string;
  readonly NoticesQueueUrl: string;
  readonly OutcomesQueueUrl: string;
  /** Comma separated. */
  readonly DeadLetterQueueUrls: string;
  readonly DataKeyArn: string;
  readonly AuditSigningKeyArn: string;
  readonly ConnectInstanceId: string;
  /** E.164; the ARN where the district named a number of its own. */
  readonly PhoneNumber: string;
  readonly PhoneNumberArn: string;
  /** The flow that answers the number, once `ringfence line connect` has put it there. */
  readonly CallBackFlowId: string;
  /** The district's domain. */
  readonly District: string;
  /** As people know it. */
  readonly DistrictName: string;
  /** IANA zone. */
  readonly Timezone: string;
  /** Days back to which the tables can be restored: how long an erased person stays in the backups. */
  readonly BackupDays: string;
  /** Years for which nobody can delete an audit record. */
  readonly AuditYears: string;
  /** Days after which a dropped export is deleted. */
  readonly ExportDays: string;
  /** YYYY-MM-DD: from when a stop of one kind of call stops all but emergencies. */
  readonly RevokeAllFrom: string;
}

/** Where the values come from. */
export interface Published {
  readonly tables: Tables;
  readonly buckets: Buckets;
  readonly audit: AuditBucket;
  readonly bus: EventBus;
  readonly queues: Queues;
  readonly keys: Keys;
  readonly line: ConnectLine;
  readonly callBack: CallBack;
  readonly config: DistrictConfig;
}

export function publishOutputs(
  stack: Stack,
  { tables, buckets, audit, bus, queues, keys, line, callBack, config }: Published,
): void {
  const outputs: Outputs = {
    ContactsTableName: tables.contacts.tableName,
    NoticesTableName: tables.notices.tableName,
    IntakeBucketName: buckets.intake.bucketName,
    AuditBucketName: audit.bucket.bucketName,
    ViewBucketName: buckets.view.bucketName,
    RecordingsBucketName: buckets.recordings.bucketName,
    BusName: bus.eventBusName,
    UrgentQueueUrl: queues.urgent.queue.queueUrl,
    RoutineQueueUrl: queues.routine.queue.queueUrl,
    NoticesQueueUrl: queues.notices.queue.queueUrl,
    OutcomesQueueUrl: queues.outcomes.queue.queueUrl,
    DeadLetterQueueUrls: Fn.join(
      ',',
      queues.all().map(({ deadLetters }) => deadLetters.queueUrl),
    ),
    DataKeyArn: keys.data.keyArn,
    AuditSigningKeyArn: keys.auditSigning.keyArn,
    ConnectInstanceId: line.instanceId,
    PhoneNumber: line.phoneNumber,
    PhoneNumberArn: line.phoneNumberArn,
    CallBackFlowId: callBack.flowId,
    District: config.district.domain,
    DistrictName: config.district.name,
    Timezone: config.district.timezone,
    BackupDays: String(config.deployment.pitrDays),
    AuditYears: String(config.deployment.retentionYears),
    ExportDays: String(config.deployment.exportsExpireDays),
    RevokeAllFrom: config.revokeAllFrom,
  };
  for (const [name, value] of Object.entries(outputs)) new CfnOutput(stack, name, { value });
}
