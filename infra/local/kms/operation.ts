import type { World } from '../world.ts';
import type { EncryptionContext } from './ciphertext.ts';
import { invalidField, invalidUsage, notImplemented } from './errors.ts';
import { type Key, refuseUnlessEnabled } from './key.ts';
import type { Keys } from './state.ts';

export type Input = Readonly<Record<string, unknown>>;
export type Output = Readonly<Record<string, unknown>>;

export interface Call {
  readonly world: World;
  readonly keys: Keys;
  readonly input: Input;
}

/** An operation and the fields of its request: honoured ones do something, inert ones are accepted, others answer 501. */
export interface Operation {
  readonly honoured: readonly string[];
  readonly inert: readonly string[];
  readonly run: (call: Call) => Output;
}

/** @throws 501 for a field the operation does not list, such as DryRun or Recipient */
export function refuseUnknownFields(name: string, operation: Operation, input: Input): void {
  const unknown = Object.keys(input).find((field) => !operation.honoured.includes(field) && !operation.inert.includes(field));
  if (unknown !== undefined) throw notImplemented(`kms:${name} with ${unknown}`);
}

/** The key a request names, enabled and meant for this use. */
export function usableKey({ keys, input }: Call, usage: Key['usage'], operation: string, field = 'KeyId'): Key {
  const key = keys.named(textOf(input, field));
  refuseUnlessEnabled(key);
  if (key.usage !== usage) throw invalidUsage(key.arn, key.usage, operation);
  return key;
}

/** @throws ValidationException when it is absent or empty */
export function textOf(input: Input, name: string): string {
  const value = input[name];
  if (typeof value !== 'string' || value === '') throw invalidField(fieldName(name), 'Member must not be null');
  return value;
}

export function optionalText(input: Input, name: string): string | undefined {
  return input[name] === undefined ? undefined : textOf(input, name);
}

/** Bytes travel in base64; `limit` is AWS's for the field. */
export function bytesOf(input: Input, name: string, limit: number): Buffer {
  const bytes = Buffer.from(textOf(input, name), 'base64');
  if (bytes.length < 1) throw invalidField(fieldName(name), 'Member must have length greater than or equal to 1');
  if (bytes.length > limit) throw invalidField(fieldName(name), `Member must have length less than or equal to ${limit}`);
  return bytes;
}

/** Names and values are visible in CloudTrail on AWS; here they are in nobody's log. */
export function contextOf(input: Input, name = 'EncryptionContext'): EncryptionContext {
  const value: unknown = input[name] ?? {};
  if (typeof value !== 'object' || value === null) throw invalidField(fieldName(name), 'Member must be a map');
  return Object.fromEntries(Object.entries(value).map(([key, text]) => [key, String(text)]));
}

function fieldName(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
