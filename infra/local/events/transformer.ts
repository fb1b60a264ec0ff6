/**
 * What a target gets: the event, a part of it, a constant, or a template filled from it.
 * AWS: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
import { objectAt, type Properties, refuseUnknown, textAt } from '../front/template-properties.ts';

export interface RuleOrigin {
  readonly ruleName: string;
  readonly ruleArn: string;
}

/** @throws InvalidInput when the filled template is no JSON */
export type Transformer = (event: Readonly<Record<string, unknown>>) => string;

/** The target's input cannot be made: AWS does not deliver it, it goes to the target's dead-letter queue. */
export class InvalidInput extends Error {}

/** @throws Error at start-up for a path or variable that is not known */
export function compileTransformer(target: Properties, origin: RuleOrigin): Transformer {
  const input = textAt('Target', target, 'Input');
  if (input !== undefined) return () => input;
  const path = textAt('Target', target, 'InputPath');
  if (path !== undefined) return (event) => JSON.stringify(follow(event, compilePath(path))) ?? 'null';
  if (target['InputTransformer'] === undefined) return (event) => JSON.stringify(event);
  return compileTemplate(objectAt('Target', target, 'InputTransformer'), origin);
}

type Value = (event: Readonly<Record<string, unknown>>) => unknown;

function compileTemplate(transformer: Properties, origin: RuleOrigin): Transformer {
  refuseUnknown('InputTransformer', transformer, { honoured: ['InputPathsMap', 'InputTemplate'], inert: [] });
  const template = textAt('InputTransformer', transformer, 'InputTemplate') ?? '';
  const values = new Map<string, Value>(Object.entries(reserved(origin)));
  for (const [name, path] of Object.entries(objectAt('InputTransformer', transformer, 'InputPathsMap'))) {
    const steps = compilePath(String(path));
    values.set(name, (event) => follow(event, steps));
  }
  const parts = split(template, values);
  return (event) => {
    const text = parts.map((part) => (typeof part === 'string' ? part : insert(part, event))).join('');
    return checked(text, origin);
  };
}

function reserved({ ruleArn, ruleName }: RuleOrigin): Record<string, Value> {
  return {
    'aws.events.rule-arn': () => ruleArn,
    'aws.events.rule-name': () => ruleName,
    'aws.events.event': (event) => event,
    'aws.events.event.json': (event) => event,
    'aws.events.event.ingestion-time': (event) => event['time'],
  };
}

interface Variable {
  readonly value: Value;
  readonly quoted: boolean;
}

/** Text and variables in turn; a variable knows whether it stands inside a JSON string. */
function split(template: string, values: ReadonlyMap<string, Value>): (string | Variable)[] {
  const parts: (string | Variable)[] = [];
  let quoted = false;
  let rest = template;
  for (let found = /<([\w.-]+)>/.exec(rest); found !== null; found = /<([\w.-]+)>/.exec(rest)) {
    const before = rest.slice(0, found.index);
    quoted = quotesIn(before) % 2 === 1 ? !quoted : quoted;
    const value = values.get(found[1] ?? '');
    if (value === undefined) throw new Error(`InputTemplate uses <${found[1]}>, which InputPathsMap does not name`);
    parts.push(before, { value, quoted });
    rest = rest.slice(found.index + found[0].length);
  }
  return [...parts, rest];
}

function quotesIn(text: string): number {
  return [...text.replace(/\\./g, '').matchAll(/"/g)].length;
}

/** A path that leads nowhere makes no variable: nothing is inserted. */
function insert({ value, quoted }: Variable, event: Readonly<Record<string, unknown>>): string {
  const found = value(event);
  if (found === undefined) return '';
  if (!quoted) return JSON.stringify(found);
  return JSON.stringify(typeof found === 'string' ? found : JSON.stringify(found)).slice(1, -1);
}

function checked(text: string, origin: RuleOrigin): string {
  try {
    JSON.parse(text);
    return text;
  } catch {
    throw new InvalidInput(`rule ${origin.ruleName}: the input template gives no JSON: ${text}`);
  }
}

/** `$.detail.name`, `$['detail-type']`, `$.resources[0]`. */
function compilePath(path: string): readonly (string | number)[] {
  const steps: (string | number)[] = [];
  let rest = path.startsWith('$') ? path.slice(1) : `?${path}`;
  while (rest !== '') {
    const [whole, name, index, quotedName] = /^(?:\.([\w:-]+)|\[(\d+)\]|\['([^']+)'\])/.exec(rest) ?? [];
    if (whole === undefined) throw new Error(`the local cloud does not know the JSON path ${path}`);
    steps.push(index === undefined ? (name ?? quotedName ?? '') : Number(index));
    rest = rest.slice(whole.length);
  }
  return steps;
}

function follow(event: unknown, steps: readonly (string | number)[]): unknown {
  return steps.reduce<unknown>((value, step) => {
    if (typeof value !== 'object' || value === null) return undefined;
    // `as`: arrays and objects are both read by key here.
    return Object.hasOwn(value, step) ? (value as Record<string | number, unknown>)[step] : undefined;
  }, event);
}
