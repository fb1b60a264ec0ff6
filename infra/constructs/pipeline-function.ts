import { join } from 'node:path';
import { type Duration, RemovalPolicy, Size } from 'aws-cdk-lib';
import { type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, Code, EventSourceMapping, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { CAPACITY, type FunctionName } from './capacity.ts';
import { allow } from './grant.ts';
import type { QueueWithDeadLetters } from './queues.ts';
import { acknowledgeWildcards } from './wildcards.ts';

export interface PipelineFunctionProps {
  readonly name: FunctionName;
  /** Folder that holds `<name>/index.mjs`. */
  readonly bundles: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Everything the function may do, beside writing its own log. */
  readonly grants: readonly PolicyStatement[];
  readonly dataKey: IKey;
  readonly logPrefix: string;
  /** Days; a value CloudWatch knows. */
  readonly logDays: RetentionDays;
}

export interface Reading {
  /** How many batches of ten may be under way at once; at least 2, says AWS. */
  readonly batchesAtOnce?: number;
  /** How long to wait for a batch to fill up: fewer invocations, later answers. Absent: not at all. */
  readonly gather?: Duration;
  /** Default 10. */
  readonly batchSize?: number;
}

/** The only way a Lambda is defined here: own role without managed policies, own encrypted log, one runtime. */
export class PipelineFunction extends Construct {
  readonly function: LambdaFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: PipelineFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Log', {
      logGroupName: `${props.logPrefix}/${props.name}`,
      encryptionKey: props.dataKey,
      retention: props.logDays,
      // What must be kept is in the audit trail; a log is for repairs.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const writeLog = allow('WriteOwnLog', ['logs:CreateLogStream', 'logs:PutLogEvents'], logGroup.logGroupArn);
    for (const statement of [...props.grants, writeLog]) this.role.addToPolicy(statement);
    acknowledgeWildcards(this.role, props.grants);

    const { timeout, memoryMiB, diskMiB, nodeOptions = '', environment = {} } = CAPACITY[props.name];
    this.function = new LambdaFunction(this, 'Function', {
      description: `Ringfence ${props.name}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(join(props.bundles, props.name)),
      handler: 'index.handler',
      role: this.role,
      logGroup,
      timeout,
      memorySize: memoryMiB,
      ...(diskMiB === undefined ? {} : { ephemeralStorageSize: Size.mebibytes(diskMiB) }),
      environment: {
        ...props.environment,
        ...environment,
        WRITER: props.name,
        POWERTOOLS_SERVICE_NAME: props.name,
        POWERTOOLS_METRICS_NAMESPACE: 'Ringfence',
        LOG_LEVEL: 'INFO',
        NODE_OPTIONS: `--enable-source-maps ${nodeOptions}`.trim(),
      },
    });
  }

  /** Feeds the function from a queue, ten messages at a time; a message that failed comes back alone. */
  reads(id: string, { queue }: QueueWithDeadLetters, { batchesAtOnce, gather, batchSize = 10 }: Reading = {}): void {
    new EventSourceMapping(this, id, {
      target: this.function,
      eventSourceArn: queue.queueArn,
      batchSize,
      reportBatchItemFailures: true,
      ...(batchesAtOnce === undefined ? {} : { maxConcurrency: batchesAtOnce }),
      ...(gather === undefined ? {} : { maxBatchingWindow: gather }),
    });
  }
}
