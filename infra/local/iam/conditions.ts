/**
 * Condition blocks of policies.
 * AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
import type { AccessContext } from '../front/service.ts';
import { arnMatches, matches } from './pattern.ts';

export type Condition = (context: AccessContext) => boolean;

interface Operator {
  /** Whether one value of the request satisfies one value of the policy. */
  readonly test: (wanted: string, given: string) => boolean;
  /** True for the Not… operators: no value of the policy may match, and an absent key satisfies. */
  readonly negated: boolean;
}

const numeric = (compare: (given: number, wanted: number) => boolean): Operator => ({
  test: (wanted, given) => compare(Number(given), Number(wanted)),
  negated: false,
});
const plain = (test: Operator['test']): Operator => ({ test, negated: false });
const not = (test: Operator['test']): Operator => ({ test, negated: true });
const same = (wanted: string, given: string): boolean => wanted === given;
const sameIgnoringCase = (wanted: string, given: string): boolean => wanted.toLowerCase() === given.toLowerCase();
const like = (wanted: string, given: string): boolean => matches(wanted, given);

const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: plain(same),
  StringNotEquals: not(same),
  StringEqualsIgnoreCase: plain(sameIgnoringCase),
  StringNotEqualsIgnoreCase: not(sameIgnoringCase),
  StringLike: plain(like),
  StringNotLike: not(like),
  ArnEquals: plain(arnMatches),
  ArnLike: plain(arnMatches),
  ArnNotEquals: not(arnMatches),
  ArnNotLike: not(arnMatches),
  Bool: plain(sameIgnoringCase),
  NumericEquals: numeric((given, wanted) => given === wanted),
  NumericLessThan: numeric((given, wanted) => given < wanted),
  NumericLessThanEquals: numeric((given, wanted) => given <= wanted),
  NumericGreaterThan: numeric((given, wanted) => given > wanted),
  NumericGreaterThanEquals: numeric((given, wanted) => given >= wanted),
};

/** @throws Error naming an operator that is not known: guessing would allow or deny what AWS does not */
export function compileConditions(block: Readonly<Record<string, Readonly<Record<string, unknown>>>>): Condition {
  const all = Object.entries(block).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => compileOne(operator, key, asList(values))),
  );
  return (context) => all.every((condition) => condition(context));
}

function compileOne(name: string, key: string, wanted: readonly string[]): Condition {
  const refused = wanted.find((value) => value.includes('${'));
  if (refused !== undefined) throw new Error(`policy variables are not known here: ${refused}`);
  const [, set, base, ifExists] = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/.exec(name) ?? [];
  if (base === 'Null') return (context) => (valuesOf(context, key).length === 0) === (wanted[0]?.toLowerCase() === 'true');
  const operator = base === undefined ? undefined : OPERATORS[base];
  if (operator === undefined) throw new Error(`the local cloud does not know the condition operator ${name}`);
  const satisfies = (given: string): boolean => wanted.some((value) => operator.test(value, given)) !== operator.negated;
  const whenAbsent = set === 'ForAllValues' || (set === undefined && (ifExists !== undefined || operator.negated));
  return (context) => {
    const given = valuesOf(context, key);
    if (given.length === 0) return whenAbsent;
    return set === 'ForAllValues' || (operator.negated && set === undefined) ? given.every(satisfies) : given.some(satisfies);
  };
}

/** Condition keys do not mind their case. */
function valuesOf(context: AccessContext, key: string): readonly string[] {
  const value = context[key] ?? Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

function asList(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).map(String);
}
