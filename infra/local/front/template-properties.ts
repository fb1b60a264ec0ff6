/** Template properties a resource type knows: those that do something here, and those that are accepted and inert. */
export interface KnownProperties {
  readonly honoured: readonly string[];
  readonly inert: readonly string[];
}

export type Properties = Readonly<Record<string, unknown>>;

/**
 * Throws when a resource of the template says something this cloud does not know, so that nothing runs here
 * which would be understood differently by AWS.
 */
export function refuseUnknown(where: string, properties: Properties, known: KnownProperties): void {
  const unknown = Object.keys(properties).filter((name) => !known.honoured.includes(name) && !known.inert.includes(name));
  if (unknown.length > 0) {
    throw new Error(`${where}: the local cloud does not know ${unknown.join(', ')}. Honour it or list it as inert.`);
  }
}

/** @returns the nested object, or an empty one when the property is absent */
export function objectAt(where: string, properties: Properties, name: string): Properties {
  const value = properties[name];
  if (value === undefined) return {};
  if (isProperties(value)) return value;
  throw new Error(`${where}: ${name} must be an object, got ${JSON.stringify(value)}`);
}

export function listAt(where: string, properties: Properties, name: string): readonly Properties[] {
  const value = properties[name];
  if (value === undefined) return [];
  if (Array.isArray(value) && value.every(isProperties)) return value;
  throw new Error(`${where}: ${name} must be a list of objects, got ${JSON.stringify(value)}`);
}

export function textAt(where: string, properties: Properties, name: string): string | undefined {
  const value = properties[name];
  if (value === undefined || typeof value === 'string') return value;
  throw new Error(`${where}: ${name} must be a string, got ${JSON.stringify(value)}`);
}

/** CloudFormation takes `"30"` for 30. */
export function numberAt(where: string, properties: Properties, name: string): number | undefined {
  const value = properties[name];
  if (value === undefined) return undefined;
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number)) return number;
  throw new Error(`${where}: ${name} must be a number, got ${JSON.stringify(value)}`);
}

/** CloudFormation takes `"true"` for true. */
export function flagAt(where: string, properties: Properties, name: string): boolean {
  const value = properties[name];
  if (value === undefined || value === false || value === 'false') return false;
  if (value === true || value === 'true') return true;
  throw new Error(`${where}: ${name} must be true or false, got ${JSON.stringify(value)}`);
}

function isProperties(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
