/**
 * The local cloud: runs the synthesized template on a laptop, the very bundles included.
 * What it does not know it refuses: a resource type at the start, an operation with 501.
 */
import { boot, type Core, REGION } from './boot.ts';
import type { Leaps } from './clock/simulated-clock.ts';
import { type ConnectOptions, createConnect, type LocalConnect } from './connect/index.ts';
import { createDynamoDb } from './dynamodb/index.ts';
import type { RequestCounts } from './front/request-counts.ts';
import type { CoverageRow, LocalService } from './front/service.ts';
import type { Denial } from './iam/access.ts';
import { createKms } from './kms/index.ts';
import type { InvocationCount } from './lambda/functions.ts';
import type { PoolLimits } from './lambda/sandbox-pool.ts';
import type { Logs } from './logs/index.ts';
import { createS3 } from './s3/index.ts';
import { createSqs, type SqsService } from './sqs/index.ts';
import type { TelephoneNetwork } from './telephone-network/index.ts';
import { INERT } from './template/inert.ts';
import type { Template } from './template/read-template.ts';
import type { Instant, World } from './world.ts';

export interface LocalCloudOptions {
  /** Path of cdk.out. */
  readonly template: string;
  /** Default 1. */
  readonly seed?: number;
  /** Default 2026-11-24T11:30:00Z. */
  readonly startAt?: Instant | Date | string;
  /** Default: whichever is free. */
  readonly port?: number;
  /** Changes the template before it is run, e.g. takes one grant away. */
  readonly alter?: (template: Template) => Template;
  /** Quotas, readings, faults, people of Connect and its telephone network; default: drawn from the seed. */
  readonly connect?: (world: World) => ConnectOptions;
  /** Warm environments; each costs about 70 MB. */
  readonly pool?: PoolLimits;
}

export interface LocalCloudClock {
  now(): Instant;
  /** Runs until `instant` (ms since the epoch, or a Date) and all that is due by then is done, leaping where nothing happens. */
  runUntil(instant: Instant | Date): Promise<void>;
  /** Runs until nothing is under way and nothing but schedules and housekeeping lies ahead. */
  runUntilIdle(): Promise<void>;
  readonly leaps: Leaps;
}

export interface StoredBytes {
  readonly place: string;
  readonly bytes: Buffer;
}

export interface LocalCloud {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  /** For a process that acts as the operator: endpoint, keys, region. */
  readonly operatorEnv: Readonly<Record<string, string>>;
  readonly stackName: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly clock: LocalCloudClock;
  readonly connect: LocalConnect;
  readonly sqs: SqsService;
  /** The witness: what rang. */
  readonly phones: TelephoneNetwork;
  readonly requests: RequestCounts;
  readonly logs: Logs;
  /** Every refusal by IAM, in order. */
  readonly deniedRequests: readonly Denial[];
  /** What went wrong without stopping anything: lost events, operations answered with 501. A clean day has none. */
  readonly complaints: readonly string[];
  invocations(): readonly InvocationCount[];
  /** With the role's keys: for a process of its own that does a function's work. @param label e.g. `import-roster` */
  environmentOf(label: string): Readonly<Record<string, string>>;
  /** Every stored byte: tables, objects, queues, logs, Connect's contacts. */
  stored(): Iterable<StoredBytes>;
  coverage(): readonly ({ readonly service: string } & CoverageRow)[];
  stop(): Promise<void>;
}

const SIMULATED_START = '2026-11-24T11:30:00Z';
/** Every function stays warm, and the busiest may have a second environment: a minute's tick must not cost a cold start. */
const POOL: PoolLimits = { total: 24, perFunction: 2 };
/**
 * People on telephones know no finer time, and each leap costs a look at all threads. Much coarser, and the starts of a second
 * would come in heaps of more than Connect takes at once.
 */
const GRAIN_MS = 100;

/** @throws Error naming what the template asks for and the local cloud does not do */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const { template, seed = 1, port = 0, pool = POOL } = options;
  const startAt = new Date(options.startAt ?? SIMULATED_START).getTime();
  const alter = options.alter ?? ((unchanged) => unchanged);
  let parts: { readonly connect: LocalConnect; readonly sqs: SqsService } | undefined;
  const core = await boot({ template, seed, startAt, port, pool, alter, grainMs: GRAIN_MS }, (world) => {
    const [connect, sqs] = [createConnect(world, options.connect?.(world)), createSqs(world)];
    parts = { connect, sqs };
    // A long poll waits for the simulated clock: it must not hold it.
    const polling: LocalService = { ...sqs, waits: (_request, operation) => operation === 'ReceiveMessage' };
    const services = [createS3(world), polling, createDynamoDb(world), createKms(world), connect];
    return { services, queueByArn: (arn) => sqs.queueByArn(arn) };
  });
  if (parts === undefined) throw new Error('the local cloud started without its services');
  return present(core, parts.connect, parts.sqs);
}

function present(core: Core, connect: LocalConnect, sqs: SqsService): LocalCloud {
  const { clock } = core.world;
  return {
    endpoint: core.endpoint,
    operatorEnv: {
      AWS_ENDPOINT_URL: core.endpoint,
      AWS_ACCESS_KEY_ID: core.operatorKey,
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
    },
    stackName: core.stack.stackName,
    outputs: core.stack.outputs,
    clock: {
      now: () => clock.now(),
      runUntil: (instant) => clock.runUntil(new Date(instant).getTime()),
      runUntilIdle: () => clock.runUntilIdle(),
      get leaps() {
        return clock.leaps;
      },
    },
    connect,
    sqs,
    phones: connect.network,
    requests: core.requests,
    logs: core.logs,
    deniedRequests: core.iam.access.denials,
    complaints: core.complaints,
    invocations: () => core.lambda.invocations(),
    environmentOf: (label) => core.lambda.environmentOf(label),
    stored: () => storedIn(core),
    coverage: () => coverageOf(core),
    stop: () => core.stop(),
  };
}

function* storedIn(core: Core): Iterable<StoredBytes> {
  for (const service of core.services) yield* service.stored();
  yield* core.logs.stored();
}

function coverageOf(core: Core): ({ readonly service: string } & CoverageRow)[] {
  const rows = core.services.flatMap((service) => service.coverage.map((row) => ({ service: service.signingName, ...row })));
  const inert = Object.entries(INERT).map(([operation, { reason }]) => ({
    service: 'template',
    operation,
    honoured: [],
    inert: [reason],
  }));
  return [
    ...rows,
    ...core.logs.coverage.map((row) => ({ service: 'logs', ...row })),
    ...core.iam.coverage.map((row) => ({ service: 'iam', ...row })),
    ...inert,
  ];
}
