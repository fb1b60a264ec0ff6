import type { Principal } from '../front/service.ts';
import type { World } from '../world.ts';
import { missingParameter, notImplemented } from './errors.ts';
import type { Queues } from './state.ts';

export type Input = Readonly<Record<string, unknown>>;
export type Output = Readonly<Record<string, unknown>>;

export interface Call {
  readonly world: World;
  readonly queues: Queues;
  readonly caller: Principal;
  readonly input: Input;
}

/** An operation and the fields of its request: honoured ones do something, inert ones are accepted, others answer 501. */
export interface Operation {
  readonly honoured: readonly string[];
  readonly inert: readonly string[];
  readonly run: (call: Call) => Output | Promise<Output>;
}

/** @throws 501 for a field the operation does not list: FIFO's, and whatever AWS adds */
export function refuseUnknownFields(name: string, operation: Operation, input: Input): void {
  const unknown = Object.keys(input).find((field) => !operation.honoured.includes(field) && !operation.inert.includes(field));
  if (unknown !== undefined) throw notImplemented(`${name}.${unknown}`);
}

/** @throws MissingParameter when it is absent or empty */
export function textOf(input: Input, name: string): string {
  const value = input[name];
  if (typeof value !== 'string' || value === '') throw missingParameter(name);
  return value;
}

export function optionalText(input: Input, name: string): string | undefined {
  return input[name] === undefined ? undefined : textOf(input, name);
}

export function textsOf(input: Input, name: string): readonly string[] {
  const value = input[name];
  return Array.isArray(value) ? value.map(String) : [];
}

export function mapOf(input: Input, name: string): Input {
  return isInput(input[name]) ? input[name] : {};
}

export function isInput(value: unknown): value is Input {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
