import type { World } from '../world.ts';
import type { Engine, EngineAnswer, Json } from './engine.ts';
import { notImplemented } from './errors.ts';
import type { KeyLocks } from './key-locks.ts';
import type { Tables } from './tables.ts';

export interface Call {
  readonly world: World;
  readonly engine: Engine;
  readonly tables: Tables;
  readonly locks: KeyLocks;
  readonly input: Json;
}

/** An operation and the fields of its request: honoured ones do something, inert ones are accepted, others answer 501. */
export interface Operation {
  readonly honoured: readonly string[];
  readonly inert: readonly string[];
  readonly run: (call: Call) => Promise<EngineAnswer>;
}

/** @throws 501 for a field that dynalite would drop in silence */
export function refuseUnknownFields(name: string, operation: Operation, input: Json): void {
  const unknown = Object.keys(input).find((field) => !operation.honoured.includes(field) && !operation.inert.includes(field));
  if (unknown !== undefined) throw notImplemented(`dynamodb:${name} with ${unknown}`);
}

export function objectIn(input: Json, name: string): Json {
  const value = input[name];
  return isJson(value) ? value : {};
}

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
