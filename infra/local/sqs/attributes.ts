/** Queue attributes: ranges and defaults. AWS: APIReference/API_SetQueueAttributes.html */
import { invalidAttributeName, invalidValue } from './errors.ts';

export interface Settings {
  readonly DelaySeconds: number;
  readonly MaximumMessageSize: number;
  readonly MessageRetentionPeriod: number;
  readonly ReceiveMessageWaitTimeSeconds: number;
  readonly VisibilityTimeout: number;
  readonly KmsDataKeyReusePeriodSeconds: number;
  readonly KmsMasterKeyId: string;
  readonly SqsManagedSseEnabled: boolean;
  readonly Policy: string;
  readonly RedriveAllowPolicy: string;
  readonly RedrivePolicy: { readonly deadLetterTargetArn: string; readonly maxReceiveCount: number } | undefined;
}

/** AWS's own, in seconds and bytes. */
export const defaults: Settings = {
  DelaySeconds: 0,
  MaximumMessageSize: 1_048_576,
  MessageRetentionPeriod: 345_600,
  ReceiveMessageWaitTimeSeconds: 0,
  VisibilityTimeout: 30,
  KmsDataKeyReusePeriodSeconds: 300,
  KmsMasterKeyId: '',
  SqsManagedSseEnabled: true,
  Policy: '',
  RedriveAllowPolicy: '',
  RedrivePolicy: undefined,
};

const ranges: Readonly<Record<string, readonly [number, number]>> = {
  DelaySeconds: [0, 900],
  MaximumMessageSize: [1024, 1_048_576],
  MessageRetentionPeriod: [60, 1_209_600],
  ReceiveMessageWaitTimeSeconds: [0, 20],
  VisibilityTimeout: [0, 43_200],
  KmsDataKeyReusePeriodSeconds: [60, 86_400],
};

/** Settings with some attributes set anew; values arrive as strings over the wire, as anything from a template. */
export function withAttributes(settings: Settings, changes: Readonly<Record<string, unknown>>): Settings {
  const read = Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, readAttribute(name, value)]));
  return { ...settings, ...read };
}

function readAttribute(name: string, value: unknown): unknown {
  const range = ranges[name];
  if (range !== undefined) return wholeNumber(name, value, range);
  if (name === 'SqsManagedSseEnabled') return value === true || value === 'true';
  if (name === 'RedrivePolicy') return readRedrive(value);
  if (name === 'KmsMasterKeyId' || name === 'Policy' || name === 'RedriveAllowPolicy') {
    return typeof value === 'string' ? value : JSON.stringify(value);
  }
  throw invalidAttributeName(name);
}

/** Query clients send digits, JSON clients numbers. @throws InvalidParameterValue with AWS's sentence */
export function wholeNumber(name: string, value: unknown, [min, max]: readonly [number, number]): number {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number) || number < min || number > max) {
    throw invalidValue(name, value, `${name} must be >= ${min} and <= ${max}.`);
  }
  return number;
}

/** JSON text over the wire, an object in a template. */
function readRedrive(value: unknown): Settings['RedrivePolicy'] {
  if (value === '' || value === undefined) return undefined;
  const policy: unknown = typeof value === 'string' ? JSON.parse(value) : value;
  if (typeof policy !== 'object' || policy === null || !('deadLetterTargetArn' in policy) || !('maxReceiveCount' in policy)) {
    throw invalidValue(
      'RedrivePolicy',
      JSON.stringify(value),
      'Redrive policy does not contain mandatory attribute: maxReceiveCount.',
    );
  }
  const deadLetterTargetArn = String(policy.deadLetterTargetArn);
  return { deadLetterTargetArn, maxReceiveCount: wholeNumber('maxReceiveCount', policy.maxReceiveCount, [1, 1000]) };
}
