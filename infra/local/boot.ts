/** Starts the local cloud's core around whatever services it is given, and makes the template's resources with them. */
import { LeapingClock } from './clock/simulated-clock.ts';
import type { CloudWorld } from './cloud-world.ts';
import { createCloudformation } from './cloudformation/index.ts';
import { createEvents, type EventsService } from './events/index.ts';
import { Credentials } from './front/credentials.ts';
import { Front } from './front/front.ts';
import type { RequestCounts } from './front/request-counts.ts';
import type { LocalService, Principal, ResourceMaker } from './front/service.ts';
import { createIam, type Iam } from './iam/index.ts';
import { createLambda, type LambdaService } from './lambda/index.ts';
import type { PoolLimits } from './lambda/sandbox-pool.ts';
import { Logs } from './logs/index.ts';
import { seededStream } from './seeded-chance.ts';
import { createSts } from './sts/index.ts';
import { readSynthesized, type Template } from './template/read-template.ts';
import { createStack, type Stack, type StackResource } from './template/stack.ts';
import type { Instant, LocalQueue, World } from './world.ts';

export const ACCOUNT = '123456789012';
export const REGION = 'us-east-1';

export interface BootOptions {
  /** cdk.out, or any folder with a `*.template.json` and its `asset.<hash>` folders. */
  readonly template: string;
  readonly seed: number;
  readonly startAt: Instant;
  /** 0 takes any free port. */
  readonly port: number;
  readonly pool: PoolLimits;
  /** Where leaps may end; default: each millisecond. */
  readonly grainMs?: number;
  /** Changes the template before it is run: a test takes a grant away. */
  readonly alter: (template: Template) => Template;
}

/** The services that hold data, by other folders. */
export interface Neighbours {
  readonly services: readonly LocalService[];
  /** @throws when there is no such queue */
  readonly queueByArn: (arn: string) => LocalQueue;
}

export interface Core {
  readonly world: CloudWorld;
  readonly endpoint: string;
  readonly operatorKey: string;
  readonly stack: Stack;
  readonly requests: RequestCounts;
  readonly iam: Iam;
  readonly lambda: LambdaService;
  readonly logs: Logs;
  readonly services: readonly LocalService[];
  readonly complaints: readonly string[];
  stop(): Promise<void>;
}

const OPERATOR: Principal = { kind: 'operator', arn: `arn:aws:iam::${ACCOUNT}:root`, name: 'operator' };

/** @throws Error naming what the template asks for and this cloud does not do; nothing is left running then */
export async function boot(options: BootOptions, neighboursOf: (world: World) => Neighbours): Promise<Core> {
  const clock = new LeapingClock(options.startAt, options.grainMs);
  const iam = createIam(ACCOUNT);
  const credentials = new Credentials();
  const complaints: string[] = [];
  const complain = (problem: string): void => void complaints.push(problem);
  const front = new Front({
    credentials,
    now: () => clock.now(),
    busy: (work) => clock.busy(work),
    refusal: (caller, check) => iam.access.refusal(caller, check),
    complain,
  });
  const endpoint = await front.listen(options.port);
  try {
    const parts = assemble({ ...options, clock, iam, credentials, complain, endpoint }, neighboursOf);
    for (const service of parts.services) front.add(service);
    const stack = await deploy(options, parts, iam);
    parts.setStack(stack);
    parts.lambda.start();
    parts.events.start();
    clock.start();
    const stop = async (): Promise<void> => {
      clock.stop();
      await front.close();
      await parts.lambda.stop();
    };
    return {
      ...parts,
      endpoint,
      operatorKey: credentials.keyFor(OPERATOR),
      stack,
      requests: front.requests,
      iam,
      complaints,
      stop,
    };
  } catch (error) {
    await front.close();
    throw error;
  }
}

interface Ingredients extends BootOptions {
  readonly clock: LeapingClock;
  readonly iam: Iam;
  readonly credentials: Credentials;
  readonly complain: (problem: string) => void;
  readonly endpoint: string;
}

interface Parts {
  readonly world: CloudWorld;
  readonly services: readonly LocalService[];
  readonly lambda: LambdaService;
  readonly events: EventsService;
  readonly logs: Logs;
  readonly keys: Map<string, string>;
  setStack(stack: Stack): void;
}

/** Services know each other only through the world, which is complete before the first resource is made. */
function assemble(from: Ingredients, neighboursOf: (world: World) => Neighbours): Parts {
  const { clock, iam, credentials, complain, endpoint } = from;
  const logs = new Logs(ACCOUNT);
  const keys = new Map<string, string>();
  const refusal = (caller: Principal, action: string, resource: string): string | undefined =>
    iam.access.refusal(caller, { action, resource });
  const world: CloudWorld = {
    accountId: ACCOUNT,
    region: REGION,
    endpoint,
    clock,
    credentials,
    complain,
    random: (stream) => seededStream(from.seed, stream),
    publish: (event) => events.publish(event),
    queue: (arn) => neighbours.queueByArn(arn),
    allowed: (caller, action, resource, context) =>
      iam.access.allowed(caller, { action, resource, ...(context === undefined ? {} : { context }) }),
    invoke: (arn, payload, caller, timeLimitMs) => lambda.invokeAs(arn, payload, caller, timeLimitMs),
  };
  const { assumable } = iam;
  const lambda = createLambda(world, logs, { cdkOut: from.template, limits: from.pool, assumable, refusal });
  const { invokeLater } = lambda;
  const events = createEvents(world, { invokeLater, refusal, keyOfQueue: (arn) => keys.get(arn) });
  const neighbours = neighboursOf(world);
  let made: Stack | undefined;
  const cloudformation = createCloudformation(() => {
    if (made === undefined) throw new Error('the stack is still being made');
    return { stack: made, createdAt: from.startAt };
  });
  const setStack = (stack: Stack): void => {
    made = stack;
  };
  const services = [...neighbours.services, lambda, events, createSts(world), cloudformation];
  return { world, services, lambda, events, logs, keys, setStack };
}

function deploy(options: BootOptions, parts: Parts, iam: Iam): Promise<Stack> {
  const { stackName, template } = readSynthesized(options.template);
  // Last wins: policies belong to iam/, whoever else lists their types.
  const makers: Record<string, ResourceMaker> = Object.assign(
    {},
    ...parts.services.map((s) => s.resources),
    parts.logs.resources,
    iam.resources,
  );
  const notice = ({ type, attributes, properties }: StackResource): void => {
    iam.notice(type, attributes['Arn'], properties);
    const key = type === 'AWS::SQS::Queue' ? properties['KmsMasterKeyId'] : undefined;
    if (typeof key === 'string' && !key.startsWith('alias/')) parts.keys.set(attributes['Arn'] ?? '', keyArn(key));
  };
  return createStack(options.alter(template), { accountId: ACCOUNT, region: REGION, stackName }, makers, notice);
}

function keyArn(keyId: string): string {
  return keyId.startsWith('arn:') ? keyId : `arn:aws:kms:${REGION}:${ACCOUNT}:key/${keyId}`;
}
