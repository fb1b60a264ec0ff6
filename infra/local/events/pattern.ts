/**
 * Event patterns, compiled once; an operator that is not known throws then, not when an event comes.
 * AWS: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
import { matches } from '../iam/pattern.ts';

export type Matcher = (event: unknown) => boolean;
/** Judges one value of the event; `undefined` when the field is absent. */
type Test = (value: unknown) => boolean;

/** @throws Error naming the operator or the form that is not known */
export function compilePattern(pattern: unknown): Matcher {
  if (!isRecord(pattern)) throw new Error(`an event pattern is an object, not ${JSON.stringify(pattern)}`);
  const parts = Object.entries(pattern).map(([name, rule]) => (name === '$or' ? anyOf(rule) : field(name, rule)));
  return (event) => parts.every((part) => part(event));
}

function anyOf(rules: unknown): Matcher {
  if (!Array.isArray(rules)) throw new Error('$or takes a list of patterns');
  const options = rules.map(compilePattern);
  return (event) => options.some((option) => option(event));
}

function field(name: string, rule: unknown): Matcher {
  if (Array.isArray(rule)) {
    const tests = rule.map(compileTest);
    return (event) => candidates(event, name).some((value) => tests.some((test) => test(value)));
  }
  if (!isRecord(rule)) throw new Error(`event pattern, ${name}: a list or an object, not ${JSON.stringify(rule)}`);
  const nested = compilePattern(rule);
  return (event) => nestedEvents(event, name).some(nested);
}

/** A list in the event matches when one of its members does. */
function candidates(event: unknown, name: string): readonly unknown[] {
  const value = isRecord(event) ? event[name] : undefined;
  return Array.isArray(value) && value.length > 0 ? value : [value];
}

function nestedEvents(event: unknown, name: string): readonly unknown[] {
  const value = isRecord(event) ? event[name] : undefined;
  return Array.isArray(value) ? value : [value];
}

function compileTest(rule: unknown): Test {
  if (!isRecord(rule)) return (value) => value === rule;
  const [only, ...more] = Object.entries(rule);
  if (only === undefined || more.length > 0) throw new Error(`one operator at a time: ${JSON.stringify(rule)}`);
  const [name, argument] = only;
  const operator = OPERATORS[name];
  if (operator === undefined) throw new Error(`the local cloud does not know the event pattern operator ${name}`);
  return operator(argument);
}

const OPERATORS: Readonly<Record<string, (argument: unknown) => Test>> = {
  // Only leaves exist; what has fields of its own is not one.
  exists: (wanted) => (value) => (value !== undefined && !isRecord(value)) === wanted,
  prefix: (argument) => textTest(argument, (text, wanted) => text.startsWith(wanted)),
  suffix: (argument) => textTest(argument, (text, wanted) => text.endsWith(wanted)),
  wildcard: (argument) => onText((text) => matches(wildcardOf(argument), text)),
  'equals-ignore-case': (argument) => onText((text) => text.toLowerCase() === String(argument).toLowerCase()),
  numeric: compileNumeric,
  'anything-but': compileAnythingBut,
};

const onText =
  (test: (text: string) => boolean): Test =>
  (value) =>
    typeof value === 'string' && test(value);

/** `{prefix: "x"}` and `{prefix: {"equals-ignore-case": "x"}}`. */
function textTest(argument: unknown, test: (text: string, wanted: string) => boolean): Test {
  if (typeof argument === 'string') return onText((text) => test(text, argument));
  const wanted = isRecord(argument) ? argument['equals-ignore-case'] : undefined;
  if (typeof wanted !== 'string') throw new Error(`not a prefix or suffix: ${JSON.stringify(argument)}`);
  return onText((text) => test(text.toLowerCase(), wanted.toLowerCase()));
}

/** Event patterns know `*` alone; `?` is a letter like any other. */
function wildcardOf(argument: unknown): string {
  if (typeof argument !== 'string' || argument.includes('?'))
    throw new Error(`not a wildcard this cloud knows: ${JSON.stringify(argument)}`);
  return argument;
}

function compileNumeric(argument: unknown): Test {
  const parts = Array.isArray(argument) ? argument : [];
  const comparisons: ((value: number) => boolean)[] = [];
  for (let index = 0; index + 1 < parts.length; index += 2) comparisons.push(comparison(parts[index], Number(parts[index + 1])));
  if (comparisons.length === 0) throw new Error(`not a numeric match: ${JSON.stringify(argument)}`);
  return (value) => typeof value === 'number' && comparisons.every((compare) => compare(value));
}

function comparison(operator: unknown, bound: number): (value: number) => boolean {
  switch (operator) {
    case '=':
      return (value) => value === bound;
    case '<':
      return (value) => value < bound;
    case '<=':
      return (value) => value <= bound;
    case '>':
      return (value) => value > bound;
    case '>=':
      return (value) => value >= bound;
    default:
      throw new Error(`the local cloud does not know the numeric operator ${String(operator)}`);
  }
}

/** A value, a list of values, or one of the text operators around a value or a list. An absent field does not match. */
function compileAnythingBut(argument: unknown): Test {
  if (!isRecord(argument)) {
    const excluded: readonly unknown[] = Array.isArray(argument) ? argument : [argument];
    return (value) => value !== undefined && !excluded.includes(value);
  }
  const [only] = Object.entries(argument);
  if (only === undefined || !['prefix', 'suffix', 'wildcard', 'equals-ignore-case'].includes(only[0])) {
    throw new Error(`the local cloud does not know anything-but ${JSON.stringify(argument)}`);
  }
  const [name, values] = only;
  const excluded = (Array.isArray(values) ? values : [values]).map((value: unknown) => compileTest({ [name]: value }));
  return (value) => value !== undefined && !excluded.some((test) => test(value));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
