/**
 * A function as the template declares it.
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { numberAt, objectAt, type Properties, refuseUnknown, textAt } from '../front/template-properties.ts';

export interface FunctionDefinition {
  readonly name: string;
  /** For counts and logs: the service name its Powertools go by, else the function's name. */
  readonly label: string;
  readonly arn: string;
  readonly roleArn: string;
  /** File URL of the bundle's module. */
  readonly module: string;
  readonly handler: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly logGroup: string;
  /** Invocations at a time; 0 refuses all, absent means as many as are asked for. */
  readonly reservedConcurrency?: number;
  /** What happens to an asynchronous event that fails. */
  readonly whenAsync: AsyncPolicy;
}

export interface AsyncPolicy {
  /** 0–2, two unless an EventInvokeConfig says otherwise. */
  readonly retries: number;
  /** An event older than this is not tried again. */
  readonly maxAgeMs: number;
  /** Queue of the dead-letter setting or the on-failure destination. */
  readonly deadLetterArn?: string;
}

export const HONOURED = [
  'FunctionName',
  'Runtime',
  'Handler',
  'Code',
  'Role',
  'Environment',
  'Timeout',
  'MemorySize',
  'LoggingConfig',
  'ReservedConcurrentExecutions',
  'DeadLetterConfig',
  'PackageType',
]; // prettier-ignore
export const INERT_PROPERTIES = [
  'Description',
  'Architectures',
  'TracingConfig',
  'KmsKeyArn',
  'Tags',
  'EphemeralStorage',
  'RecursiveLoop',
];

const SIX_HOURS_MS = 6 * 3_600_000;
const RUNTIMES = /^nodejs(22|24)\.x$/;

/** @throws Error naming what this cloud cannot run: another runtime, an image, a bundle that is not there */
export function defineFunction(
  id: string,
  properties: Properties,
  cdkOut: string,
  arnOf: (name: string) => string,
): FunctionDefinition {
  refuseUnknown(id, properties, { honoured: HONOURED, inert: INERT_PROPERTIES });
  const runtime = required(id, properties, 'Runtime');
  if (!RUNTIMES.test(runtime)) throw new Error(`only nodejs22.x and nodejs24.x run here, not ${runtime}`);
  const name = textAt(id, properties, 'FunctionName') ?? id;
  const [file, handler] = splitHandler(required(id, properties, 'Handler'));
  const reserved = numberAt(id, properties, 'ReservedConcurrentExecutions');
  const deadLetterArn = textAt(id, objectAt(id, properties, 'DeadLetterConfig'), 'TargetArn');
  const environment = variables(id, properties);
  return {
    name,
    label: environment['POWERTOOLS_SERVICE_NAME'] ?? name,
    arn: arnOf(name),
    roleArn: required(id, properties, 'Role'),
    module: findModule(id, objectAt(id, properties, 'Code'), cdkOut, file),
    handler,
    timeoutMs: (numberAt(id, properties, 'Timeout') ?? 3) * 1000,
    memoryMb: numberAt(id, properties, 'MemorySize') ?? 128,
    environment,
    logGroup: textAt(id, objectAt(id, properties, 'LoggingConfig'), 'LogGroup') ?? `/aws/lambda/${name}`,
    ...(reserved === undefined ? {} : { reservedConcurrency: reserved }),
    whenAsync: { retries: 2, maxAgeMs: SIX_HOURS_MS, ...(deadLetterArn === undefined ? {} : { deadLetterArn }) },
  };
}

export const INVOKE_CONFIG_PROPERTIES = {
  honoured: ['FunctionName', 'Qualifier', 'MaximumRetryAttempts', 'MaximumEventAgeInSeconds', 'DestinationConfig'],
  inert: [],
};

/** @returns the function with what an `AWS::Lambda::EventInvokeConfig` says about it */
export function withInvokeConfig(definition: FunctionDefinition, id: string, properties: Properties): FunctionDefinition {
  refuseUnknown(id, properties, INVOKE_CONFIG_PROPERTIES);
  const onFailure = objectAt(id, objectAt(id, properties, 'DestinationConfig'), 'OnFailure');
  const destination = textAt(id, onFailure, 'Destination');
  if (destination !== undefined && !destination.startsWith('arn:aws:sqs:'))
    throw new Error(`only queues are destinations here, not ${destination}`);
  const { whenAsync } = definition;
  const ageSeconds = numberAt(id, properties, 'MaximumEventAgeInSeconds');
  return {
    ...definition,
    whenAsync: {
      ...whenAsync,
      retries: numberAt(id, properties, 'MaximumRetryAttempts') ?? whenAsync.retries,
      maxAgeMs: ageSeconds === undefined ? whenAsync.maxAgeMs : ageSeconds * 1000,
      ...(destination === undefined ? {} : { deadLetterArn: destination }),
    },
  };
}

function variables(id: string, properties: Properties): Record<string, string> {
  const declared = objectAt(id, objectAt(id, properties, 'Environment'), 'Variables');
  return Object.fromEntries(Object.entries(declared).map(([name, value]) => [name, String(value)]));
}

function splitHandler(handler: string): [file: string, name: string] {
  const dot = handler.lastIndexOf('.');
  return [handler.slice(0, dot), handler.slice(dot + 1)];
}

/** `S3Key` is `<hash>.zip`; the folder it was made from lies beside the template. Old folders stay behind: only the hash decides. */
function findModule(id: string, code: Properties, cdkOut: string, file: string): string {
  const hash = required(id, code, 'S3Key')
    .replace(/\.zip$/, '')
    .split('/')
    .at(-1);
  const folder = join(cdkOut, `asset.${hash}`);
  const candidates = ['mjs', 'js', 'cjs'].map((extension) => join(folder, `${file}.${extension}`));
  const found = candidates.find((path) => existsSync(path));
  if (found === undefined) throw new Error(`the bundle is missing: none of ${candidates.join(', ')}`);
  return pathToFileURL(found).href;
}

function required(id: string, properties: Properties, name: string): string {
  const value = textAt(id, properties, name);
  if (value === undefined) throw new Error(`${id}: ${name} is missing`);
  return value;
}
