/** Every property of the template against CloudFormation's own resource schemas: what would fail at deployment fails here. */
import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import type { PropertyType, Resource, SpecDatabase, TypeDefinition } from '@aws-cdk/service-spec-types';
import { beforeAll, describe, expect, test } from 'vitest';
import { type DistrictTemplate, districtTemplate, sampleConfig } from '../test/fixtures/district-template.ts';

let spec: SpecDatabase;
let template: DistrictTemplate;

beforeAll(async () => {
  spec = await loadAwsServiceSpec();
  template = districtTemplate(sampleConfig({ provisionedAnswering: 1 }));
});

type Properties = Resource['properties'];
const INTRINSICS = ['Ref', 'Fn::GetAtt', 'Fn::Join', 'Fn::Select', 'Fn::Split', 'Fn::Sub'];

function resourceOf(type: string): Resource {
  const [found] = spec.lookup('resource', 'cloudFormationType', 'equals', type);
  if (found === undefined) throw new Error(`CloudFormation knows no ${type}`);
  return found;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isIntrinsic(value: unknown): boolean {
  return isObject(value) && Object.keys(value).length === 1 && INTRINSICS.includes(Object.keys(value)[0] ?? '');
}

/** What the schema has against the value, each with its path. */
function objections(where: string, value: unknown, type: PropertyType): string[] {
  if (isIntrinsic(value)) return [];
  switch (type.type) {
    case 'string':
      return typeof value === 'string' ? allowed(where, value, type.allowedValues) : [`${where}: not a string`];
    case 'integer':
      return Number.isInteger(value) ? allowed(where, value, type.allowedValues) : [`${where}: not an integer`];
    case 'number':
      return typeof value === 'number' ? [] : [`${where}: not a number`];
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${where}: not a boolean`];
    case 'array':
      return Array.isArray(value)
        ? value.flatMap((each, at) => objections(`${where}[${at}]`, each, type.element))
        : [`${where}: not a list`];
    case 'map':
      return isObject(value)
        ? Object.entries(value).flatMap(([key, each]) => objections(`${where}.${key}`, each, type.element))
        : [`${where}: not a map`];
    case 'ref':
      return isObject(value) ? withIn(where, value, definition(type.reference.$ref).properties) : [`${where}: not an object`];
    case 'union': {
      const each = type.types.map((one) => objections(where, value, one));
      return each.find((found) => found.length === 0) ?? each[0] ?? [];
    }
    default:
      return []; // json, tag and date-time may have whatever shape
  }
}

function allowed(where: string, value: unknown, values: readonly unknown[] | undefined): string[] {
  return values === undefined || values.includes(value) ? [] : [`${where}: "${value}" is none of ${values.join(', ')}`];
}

function definition(id: string): TypeDefinition {
  return spec.get('typeDefinition', id);
}

function withIn(where: string, value: Record<string, unknown>, properties: Properties): string[] {
  const missing = Object.entries(properties).filter(([name, { required }]) => required === true && value[name] === undefined);
  return [
    ...missing.map(([name]) => `${where}.${name}: required and missing`),
    ...Object.entries(value).flatMap(([name, each]) => {
      const property = properties[name];
      return property === undefined ? [`${where}.${name}: unknown`] : objections(`${where}.${name}`, each, property.type);
    }),
  ];
}

function* getAtts(value: unknown): Generator<readonly [string, string]> {
  if (Array.isArray(value)) for (const each of value) yield* getAtts(each);
  if (!isObject(value)) return;
  const attribute = value['Fn::GetAtt'];
  if (Array.isArray(attribute)) yield [String(attribute[0]), String(attribute[1])];
  else for (const each of Object.values(value)) yield* getAtts(each);
}

describe('the template', () => {
  test('has nothing that CloudFormation does not know, and lacks nothing it requires', () => {
    const found = Object.entries(template.resources).flatMap(([id, { Type, Properties = {} }]) =>
      withIn(id, Properties, resourceOf(Type).properties),
    );
    expect(found).toEqual([]);
  });

  test('asks resources only for attributes they have', () => {
    const asked = [...getAtts(template.resources), ...getAtts(template.outputs)];
    const wrong = asked.filter(([id, name]) => {
      const type = template.resources[id]?.Type;
      return type === undefined || !(name in resourceOf(type).attributes);
    });
    expect(asked.length).toBeGreaterThan(50);
    expect(wrong).toEqual([]);
  });

  test('goes in no circle: every resource can be made after those it names', () => {
    const needs = (id: string): string[] => {
      const resource = template.resources[id];
      return [...getAtts(resource), ...refs(resource)].map(([target]) => target).concat(resource?.DependsOn ?? []);
    };
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (id: string, path: readonly string[]): void => {
      if (path.includes(id)) circles.push([...path, id].join(' → '));
      if (done.has(id) || path.includes(id) || template.resources[id] === undefined) return;
      for (const next of needs(id)) visit(next, [...path, id]);
      done.add(id);
    };
    for (const id of Object.keys(template.resources)) visit(id, []);
    expect(circles).toEqual([]);
  });
});

function* refs(value: unknown): Generator<readonly [string, string]> {
  if (Array.isArray(value)) for (const each of value) yield* refs(each);
  if (!isObject(value)) return;
  if (typeof value['Ref'] === 'string') yield [value['Ref'], 'Ref'];
  else for (const each of Object.values(value)) yield* refs(each);
}

describe('the check itself', () => {
  const against = (type: string, properties: Record<string, unknown>) => withIn('X', properties, resourceOf(type).properties);

  test.each([
    ['an unknown property', 'AWS::SQS::Queue', { VisibilityTimeOut: 30 }, 'X.VisibilityTimeOut: unknown'],
    ['a wrong type', 'AWS::SQS::Queue', { VisibilityTimeout: 'long' }, 'X.VisibilityTimeout: not an integer'],
    ['a missing property', 'AWS::KMS::Alias', { AliasName: 'alias/x' }, 'X.TargetKeyId: required and missing'],
  ])('notices %s', (_what, type, properties, objection) => {
    expect(against(type, properties)).toContain(objection);
  });

  test('notices a value that is not among the allowed ones, deep inside', () => {
    const found = against('AWS::KMS::Key', { KeySpec: 'ED25519', KeyPolicy: {} });
    expect(found.join()).toMatch(/^X\.KeySpec: "ED25519" is none of SYMMETRIC_DEFAULT/);
  });
});
