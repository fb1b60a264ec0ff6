/**
 * CloudFormation's intrinsic functions, as far as a synthesized template uses them; any other throws.
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export interface Names {
  ref(logicalId: string): string;
  attribute(logicalId: string, name: string): string;
  condition(name: string): boolean;
}

/** What `AWS::NoValue` resolves to: its property disappears. */
const NO_VALUE = Symbol('AWS::NoValue');

type Resolver = (argument: unknown, names: Names) => unknown;

/** @throws Error naming the function that is not supported */
export function resolve(value: unknown, names: Names): unknown {
  const resolved = walk(value, names);
  return resolved === NO_VALUE ? undefined : resolved;
}

export function resolveCondition(value: unknown, names: Names): boolean {
  const [name, argument] = intrinsicOf(value) ?? [];
  const test = name === undefined ? undefined : CONDITIONS[name];
  if (test === undefined) throw new Error(`not a condition the local cloud knows: ${JSON.stringify(value)}`);
  return test(argument, names);
}

function walk(value: unknown, names: Names): unknown {
  if (Array.isArray(value)) return value.map((item) => walk(item, names)).filter((item) => item !== NO_VALUE);
  if (typeof value !== 'object' || value === null) return value;
  const intrinsic = intrinsicOf(value);
  if (intrinsic !== undefined) return evaluate(intrinsic, names);
  const entries = Object.entries(value).map(([key, item]) => [key, walk(item, names)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== NO_VALUE));
}

function intrinsicOf(value: unknown): [name: string, argument: unknown] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length !== 1 || only === undefined) return undefined;
  return only[0] === 'Ref' || only[0] === 'Condition' || only[0].startsWith('Fn::') ? only : undefined;
}

function evaluate([name, argument]: [string, unknown], names: Names): unknown {
  // `{Condition: {...}}` inside a policy statement is data; only `{Condition: "Name"}` would be an intrinsic, and only in Conditions.
  if (name === 'Condition') return { Condition: walk(argument, names) };
  const resolver = FUNCTIONS[name];
  if (resolver === undefined) throw new Error(`the local cloud does not resolve ${name}: ${JSON.stringify(argument)}`);
  return resolver(argument, names);
}

const FUNCTIONS: Readonly<Record<string, Resolver>> = {
  Ref: (argument, names) => (argument === 'AWS::NoValue' ? NO_VALUE : names.ref(text(argument, 'Ref'))),
  'Fn::GetAtt': (argument, names) => {
    const [id, ...rest] = typeof argument === 'string' ? argument.split('.') : list(argument, 'Fn::GetAtt');
    return names.attribute(text(id, 'Fn::GetAtt'), rest.map((part) => text(part, 'Fn::GetAtt')).join('.'));
  },
  'Fn::Join': (argument, names) => {
    const [separator, parts] = list(argument, 'Fn::Join');
    return list(walk(parts, names), 'Fn::Join').map(String).join(text(separator, 'Fn::Join'));
  },
  'Fn::Select': (argument, names) => {
    const [index, from] = list(argument, 'Fn::Select');
    const found = list(walk(from, names), 'Fn::Select')[Number(walk(index, names))];
    if (found === undefined) throw new Error(`Fn::Select finds nothing at ${JSON.stringify(index)}`);
    return found;
  },
  'Fn::Split': (argument, names) => {
    const [separator, from] = list(argument, 'Fn::Split');
    return text(walk(from, names), 'Fn::Split').split(text(separator, 'Fn::Split'));
  },
  'Fn::Sub': (argument, names) => substitute(argument, names),
  'Fn::If': (argument, names) => {
    const [condition, yes, no] = list(argument, 'Fn::If');
    return walk(names.condition(text(condition, 'Fn::If')) ? yes : no, names);
  },
};

const CONDITIONS: Readonly<Record<string, (argument: unknown, names: Names) => boolean>> = {
  'Fn::Equals': (argument, names) => {
    const [a, b] = list(walk(argument, names), 'Fn::Equals');
    return String(a) === String(b);
  },
  'Fn::And': (argument, names) => list(argument, 'Fn::And').every((item) => resolveCondition(item, names)),
  'Fn::Or': (argument, names) => list(argument, 'Fn::Or').some((item) => resolveCondition(item, names)),
  'Fn::Not': (argument, names) => !resolveCondition(list(argument, 'Fn::Not')[0], names),
  Condition: (argument, names) => names.condition(text(argument, 'Condition')),
};

function substitute(argument: unknown, names: Names): string {
  const [format, variables] = typeof argument === 'string' ? [argument, {}] : list(argument, 'Fn::Sub');
  const given: Readonly<Record<string, unknown>> = typeof variables === 'object' && variables !== null ? { ...variables } : {};
  return text(format, 'Fn::Sub').replace(/\$\{(!?)([^}]+)\}/g, (whole, literal: string, name: string) => {
    if (literal === '!') return whole.replace('!', '');
    if (name in given) return String(walk(given[name], names));
    const [id, ...attribute] = name.split('.');
    return attribute.length === 0 ? names.ref(name) : names.attribute(id ?? '', attribute.join('.'));
  });
}

function text(value: unknown, where: string): string {
  if (typeof value === 'string') return value;
  throw new Error(`${where} expects text, got ${JSON.stringify(value)}`);
}

function list(value: unknown, where: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new Error(`${where} expects a list, got ${JSON.stringify(value)}`);
}
