import type { EventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import type { DistrictConfig } from '../district-config.ts';
import type { AuditBucket } from './audit-bucket.ts';
import type { Buckets } from './buckets.ts';
import { FUNCTION_NAMES, type FunctionName } from './capacity.ts';
import type { ConnectLine } from './connect-line.ts';
import { environmentOf, type Surroundings } from './environment.ts';
import { grantsOf, type Places } from './grants.ts';
import type { Keys } from './keys.ts';
import { PipelineFunction } from './pipeline-function.ts';
import type { Queues } from './queues.ts';
import type { Tables } from './tables.ts';

export interface WorkshopProps {
  readonly config: DistrictConfig;
  readonly bundles: string;
  readonly logPrefix: string;
  readonly keys: Keys;
  readonly tables: Tables;
  readonly buckets: Buckets;
  readonly audit: AuditBucket;
  readonly queues: Queues;
  readonly bus: EventBus;
  readonly line: ConnectLine;
}

/** Makes the functions, each once: with its bundle, what it is told (`environment.ts`) and what it may do (`grants.ts`). */
export class Workshop extends Construct {
  private readonly props: WorkshopProps;
  private readonly surroundings: Partial<Surroundings>;
  private readonly grants: ReturnType<typeof grantsOf>;
  private readonly made = new Map<FunctionName, PipelineFunction>();

  constructor(scope: Construct, id: string, props: WorkshopProps) {
    super(scope, id);
    this.props = props;
    this.surroundings = surroundingsOf(props);
    this.grants = grantsOf(placesOf(props));
  }

  /** @param more what came into being after the rest: the contact flow needs two of the functions before the others call through it. */
  make(name: FunctionName, more: Partial<Surroundings> = {}): PipelineFunction {
    const { bundles, logPrefix, keys, audit, config } = this.props;
    const made = new PipelineFunction(this, pascalCase(name), {
      name,
      bundles,
      environment: environmentOf(name, { ...this.surroundings, ...more }),
      grants: this.grants[name],
      dataKey: keys.data,
      logPrefix,
      logDays: config.deployment.logDays,
    });
    audit.reserve(`records/${name}/`, made.role, `Only${pascalCase(name)}WritesItsRecords`);
    this.made.set(name, made);
    return made;
  }

  /** All of them; asked for before all are made, it says which is missing. */
  all(): ReadonlyMap<FunctionName, PipelineFunction> {
    const missing = FUNCTION_NAMES.filter((name) => !this.made.has(name));
    if (missing.length > 0) throw new Error(`not made yet: ${missing.join(', ')}`);
    return this.made;
  }
}

function surroundingsOf({ config, keys, tables, buckets, audit, queues, bus, line }: WorkshopProps): Partial<Surroundings> {
  return {
    CONTACTS_TABLE: tables.contacts.tableName,
    NOTICES_TABLE: tables.notices.tableName,
    DATA_KEY_ARN: keys.data.keyArn,
    DISTRICT: config.district.domain,
    AUDIT_BUCKET: audit.bucket.bucketName,
    AUDIT_SIGNING_KEY_ARN: keys.auditSigning.keyArn,
    VIEW_BUCKET: buckets.view.bucketName,
    INTAKE_BUCKET: buckets.intake.bucketName,
    BUS_NAME: bus.eventBusName,
    URGENT_QUEUE_URL: queues.urgent.queue.queueUrl,
    ROUTINE_QUEUE_URL: queues.routine.queue.queueUrl,
    CONNECT_INSTANCE_ID: line.instanceId,
    CONNECT_QUEUE_ID: line.queueId,
  };
}

function placesOf({ config, keys, tables, buckets, audit, queues, bus, line }: WorkshopProps): Places {
  return {
    contacts: { arn: tables.contacts.tableArn, name: tables.contacts.tableName },
    notices: { arn: tables.notices.tableArn, name: tables.notices.tableName },
    district: config.district.domain,
    dataKey: keys.data.keyArn,
    auditSigningKey: keys.auditSigning.keyArn,
    intake: buckets.intake.bucketArn,
    audit: audit.bucket.bucketArn,
    view: buckets.view.bucketArn,
    bus: bus.eventBusArn,
    queues: {
      intakeRoster: queues.intakeRoster.queue.queueArn,
      intakeAttendance: queues.intakeAttendance.queue.queueArn,
      intakeOptouts: queues.intakeOptouts.queue.queueArn,
      notices: queues.notices.queue.queueArn,
      urgent: queues.urgent.queue.queueArn,
      routine: queues.routine.queue.queueArn,
      outcomes: queues.outcomes.queue.queueArn,
    },
    connectInstance: line.instanceArn,
  };
}

/** `place-call` → `PlaceCall`. */
function pascalCase(name: string): string {
  return name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
