import { invalidParameter } from './errors.ts';

/** One request's input: path parameters and JSON body together, under the names of the API. */
export type Input = Readonly<Record<string, unknown>>;

export function textIn(input: Input, name: string): string | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw invalidParameter(`${name} must be a string.`);
  return value;
}

export function requiredText(input: Input, name: string): string {
  const value = textIn(input, name);
  if (value === undefined || value === '') throw invalidParameter(`${name} is required.`);
  return value;
}

export function objectIn(input: Input, name: string): Input | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (!isInput(value)) throw invalidParameter(`${name} must be an object.`);
  return value;
}

export function isInput(value: unknown): value is Input {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function onlyKnown(operation: string, input: Input, known: readonly string[]): void {
  const unknown = Object.keys(input).filter((name) => !known.includes(name));
  if (unknown.length > 0) throw invalidParameter(`${operation}: the local cloud does not know ${unknown.join(', ')}.`);
}

const ATTRIBUTES_MAX_BYTES = 32_768;

/** @param before attributes the contact has already; all together are limited to 32,768 bytes */
export function attributesIn(input: Input, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const given = objectIn(input, 'Attributes') ?? {};
  const attributes: Record<string, string> = { ...before };
  for (const [name, value] of Object.entries(given)) {
    if (!/^[A-Za-z0-9_-]+$/.test(name))
      throw invalidParameter(`Attribute name ${name} holds characters other than A-Z a-z 0-9 _ -.`);
    if (typeof value !== 'string') throw invalidParameter(`Attribute ${name} must be a string.`);
    attributes[name] = value;
  }
  const bytes = Object.entries(attributes).reduce((sum, [name, value]) => sum + Buffer.byteLength(name + value), 0);
  if (bytes > ATTRIBUTES_MAX_BYTES)
    throw invalidParameter(`Attributes take ${bytes} bytes, at most ${ATTRIBUTES_MAX_BYTES} are allowed.`);
  return attributes;
}
