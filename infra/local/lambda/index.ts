/**
 * AWS Lambda: the bundles of the template in worker threads, on simulated time, each with its own role and environment.
 * AWS: https://docs.aws.amazon.com/lambda/latest/dg/welcome.html
 */

import type { CloudWorld } from '../cloud-world.ts';
import type { FrontRequest, LocalService, Principal } from '../front/service.ts';
import { functionArn } from '../iam/index.ts';
import type { Logs } from '../logs/index.ts';
import type { InvocationResult } from '../world.ts';
import {
  defineFunction,
  type FunctionDefinition,
  HONOURED,
  INERT_PROPERTIES,
  INVOKE_CONFIG_PROPERTIES,
  withInvokeConfig,
} from './definition.ts';
import { errorResponse, functionNotFound, notImplemented } from './errors.ts';
import { EventSourceMapping, MAPPING_PROPERTIES, type MappingSettings, mappingSettings } from './event-source-mapping.ts';
import { Functions, type InvocationCount } from './functions.ts';
import { invoke, invokeCoverage } from './operations/invoke.ts';
import type { PoolLimits } from './sandbox-pool.ts';

export interface LambdaService extends LocalService {
  /** Starts the event source mappings: after all resources, their grants included, are made. */
  start(): void;
  stop(): Promise<void>;
  invocations(): readonly InvocationCount[];
  /** With the role's keys: for a process of its own that does a function's work. @param label e.g. `import-roster` */
  environmentOf(label: string): Record<string, string>;
  /** As `World.invoke`. */
  invokeAs(functionArn: string, payload: unknown, caller: Principal, timeLimitMs: number): Promise<InvocationResult>;
  /** As EventBridge and S3 invoke. @returns AWS's sentence of refusal, when the function's policy does not let the caller */
  invokeLater(functionArn: string, payload: unknown, caller: Principal): string | undefined;
}

export interface LambdaOptions {
  readonly cdkOut: string;
  readonly limits: PoolLimits;
  readonly assumable: (roleArn: string, service: string) => boolean;
  readonly refusal: (caller: Principal, action: string, resource: string) => string | undefined;
}

const INVOKE = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

export function createLambda(world: CloudWorld, logs: Logs, options: LambdaOptions): LambdaService {
  const functions = new Functions(world, logs, options.limits);
  const mappings: MappingSettings[] = [];
  const named = (name: string): FunctionDefinition => {
    const definition = functions.find(name);
    if (definition === undefined) throw functionNotFound(functionArn(name, world.accountId));
    return definition;
  };
  const target = (request: FrontRequest): string => decodeURIComponent(INVOKE.exec(request.rawPath)?.[1] ?? '');
  return {
    signingName: 'lambda',
    operationOf: (request) => {
      if (request.method === 'POST' && INVOKE.test(request.rawPath)) return 'Invoke';
      throw notImplemented(`${request.method} ${request.rawPath}`);
    },
    checks: (request) => [{ action: 'lambda:InvokeFunction', resource: named(target(request)).arn }],
    handle: (request) => invoke(functions, named(target(request)), request),
    // The operator waits for the function, and the function may wait for the clock.
    waits: () => true,
    deny: (_request, message) => errorResponse('AccessDeniedException', 403, message),
    resources: {
      'AWS::Lambda::Function': (id, properties) => {
        const definition = defineFunction(id, properties, options.cdkOut, (name) => functionArn(name, world.accountId));
        if (!options.assumable(definition.roleArn, 'lambda.amazonaws.com')) {
          throw new Error(`lambda.amazonaws.com may not assume the role ${definition.roleArn}`);
        }
        functions.add(definition);
        return { ref: definition.name, attributes: { Arn: definition.arn } };
      },
      'AWS::Lambda::EventInvokeConfig': (id, properties) => {
        functions.add(withInvokeConfig(named(String(properties['FunctionName'])), id, properties));
        return { ref: id, attributes: {} };
      },
      'AWS::Lambda::EventSourceMapping': (id, properties) => {
        const settings = mappingSettings(id, properties);
        named(settings.functionName);
        if (properties['Enabled'] !== false) mappings.push(settings);
        return {
          ref: id,
          attributes: {
            Id: id,
            EventSourceMappingArn: `arn:aws:lambda:${world.region}:${world.accountId}:event-source-mapping:${id}`,
          },
        };
      },
    },
    coverage: [
      invokeCoverage,
      { operation: 'AWS::Lambda::Function', honoured: HONOURED, inert: INERT_PROPERTIES },
      { operation: 'AWS::Lambda::EventInvokeConfig', ...INVOKE_CONFIG_PROPERTIES },
      { operation: 'AWS::Lambda::EventSourceMapping', ...MAPPING_PROPERTIES },
    ],
    stored: () => [],
    start: () => {
      for (const settings of mappings) startMapping(world, options, functions, named(settings.functionName), settings);
    },
    stop: () => functions.stop(),
    invocations: () => functions.counts(),
    environmentOf: (label) => functions.environmentOf(label),
    invokeAs: (arn, payload, caller, timeLimitMs) =>
      invokeAs(world, options, functions, named(arn), { payload, caller, timeLimitMs }),
    invokeLater: (arn, payload, caller) => {
      const definition = named(arn);
      const refused = options.refusal(caller, 'lambda:InvokeFunction', definition.arn);
      if (refused === undefined) void functions.runAsynchronously(definition, payload);
      return refused;
    },
  };
}

/** AWS refuses the mapping at deployment when the role may not read the queue: so does the local cloud, at the start. */
function startMapping(
  world: CloudWorld,
  options: LambdaOptions,
  functions: Functions,
  definition: FunctionDefinition,
  settings: MappingSettings,
): void {
  const caller: Principal = { kind: 'role', arn: definition.roleArn, name: definition.label };
  for (const action of ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']) {
    const refused = options.refusal(caller, action, settings.queueArn);
    if (refused !== undefined) throw new Error(`the event source mapping of ${definition.label} cannot work: ${refused}`);
  }
  const run = (event: unknown): Promise<InvocationResult> => functions.run(definition, event);
  new EventSourceMapping(settings, world.queue(settings.queueArn), world.clock, run).start();
}

interface Call {
  readonly payload: unknown;
  readonly caller: Principal;
  readonly timeLimitMs: number;
}

/** A caller that waits only so long gets an error then; the function runs on, as on AWS. */
function invokeAs(
  world: CloudWorld,
  options: LambdaOptions,
  functions: Functions,
  definition: FunctionDefinition,
  call: Call,
): Promise<InvocationResult> {
  const refused = options.refusal(call.caller, 'lambda:InvokeFunction', definition.arn);
  if (refused !== undefined) {
    return Promise.resolve({
      payload: { errorType: 'AccessDeniedException', errorMessage: refused },
      functionError: 'AccessDenied',
    });
  }
  const { promise, resolve } = Promise.withResolvers<InvocationResult>();
  const limit = world.clock.at(world.clock.now() + call.timeLimitMs, `${call.caller.name} waits for ${definition.label}`, () => {
    const errorMessage = `${definition.label} did not answer within ${call.timeLimitMs} ms`;
    resolve({ payload: { errorType: 'TimeLimitExceeded', errorMessage }, functionError: 'TimeLimitExceeded' });
  });
  void functions.run(definition, call.payload).then((result) => {
    limit.cancel();
    resolve(result);
  });
  return promise;
}
