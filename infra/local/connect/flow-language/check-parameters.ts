import { isReference } from '../../telephone-network/flow/values.ts';
import type { ActionRule, ParameterRule } from './action-rules.ts';

/** @returns a sentence for everything Connect would refuse in an action's parameters */
export function parameterProblems(parameters: Readonly<Record<string, unknown>>, rule: ActionRule): string[] {
  return [...memberProblems('', parameters, rule.parameters), ...exclusionProblems(parameters, rule.exactlyOneOf)];
}

function exclusionProblems(parameters: Readonly<Record<string, unknown>>, names: readonly string[] | undefined): string[] {
  if (names === undefined) return [];
  const given = names.filter((name) => parameters[name] !== undefined);
  return given.length === 1 ? [] : [`needs exactly one of ${names.join(', ')}, has ${given.join(', ') || 'none'}`];
}

function memberProblems(
  prefix: string,
  given: Readonly<Record<string, unknown>>,
  rules: Readonly<Record<string, ParameterRule>>,
): string[] {
  const unknown = Object.keys(given).filter((name) => rules[name] === undefined);
  const known = Object.entries(rules).flatMap(([name, rule]) => {
    const value = given[name];
    if (value === undefined) return rule.required === true ? [`${prefix}${name} is missing`] : [];
    return valueProblems(`${prefix}${name}`, value, rule);
  });
  return [...unknown.map((name) => `${prefix}${name} is not a parameter of this action`), ...known];
}

function valueProblems(name: string, value: unknown, rule: ParameterRule): string[] {
  if (rule.holds === 'record')
    return isRecord(value) ? memberProblems(`${name}.`, value, rule.members ?? {}) : [`${name} must be an object`];
  if (rule.holds === 'map of texts') return mapProblems(name, value);
  if (typeof value !== 'string') return [`${name} must be a string, also where it is a number or a truth value`];
  if (value === '') return [`${name} is empty`];
  if (rule.holds === 'text') return textProblems(name, value);
  if (isReference(value)) return [];
  if (rule.holds === 'reference') return [`${name} must be one reference such as $.Attributes.x`];
  if (value.includes('$.')) return [`${name} must be fixed or one whole reference, not a mixture`];
  return fixedProblems(name, value, rule);
}

function fixedProblems(name: string, value: string, { oneOf, range }: ParameterRule): string[] {
  if (oneOf !== undefined && !oneOf.includes(value)) return [`${name} must be ${oneOf.join(' or ')}, not ${value}`];
  if (range === undefined) return [];
  const [from, to] = range;
  const inRange = /^\d+$/.test(value) && Number(value) >= from && Number(value) <= to;
  return inRange ? [] : [`${name} must be a whole number from ${from} to ${to}, not ${value}`];
}

const TEXT_MAX = 6000;
const BILLED_MAX = 3000;

function textProblems(name: string, value: string): string[] {
  const billed = value.replace(/<[^>]*>/g, '').length;
  const long = value.length > TEXT_MAX || billed > BILLED_MAX;
  const long1 = long
    ? [`${name} has ${value.length} characters, ${billed} of them billed: at most ${TEXT_MAX} and ${BILLED_MAX}`]
    : [];
  const unwrapped = name === 'SSML' && !isReference(value) && !/^\s*<speak[\s>][\s\S]*<\/speak>\s*$/.test(value);
  return unwrapped ? [...long1, 'SSML must be wrapped in <speak>'] : long1;
}

function mapProblems(name: string, value: unknown): string[] {
  if (!isRecord(value)) return [`${name} must be an object of strings`];
  const wrong = Object.entries(value).filter(([, member]) => typeof member !== 'string');
  return wrong.map(([member]) => `${name}.${member} must be a string`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
