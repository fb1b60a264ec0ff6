import type { FlowAction, FlowCondition } from '../../telephone-network/flow/document.ts';
import type { ActionRule } from './action-rules.ts';

const operators = [
  ...['Equals', 'TextStartsWith', 'TextEndsWith', 'TextContains'],
  ...['NumberGreaterThan', 'NumberGreaterOrEqualTo', 'NumberLessThan', 'NumberLessOrEqualTo'],
];

/** @returns a sentence for every way out that Connect would miss, or would not know */
export function transitionProblems(action: FlowAction, rule: ActionRule, identifiers: ReadonlySet<string>): string[] {
  const { NextAction, Errors = [], Conditions = [] } = action.Transitions;
  if (rule.ends === true) return Object.keys(action.Transitions).length === 0 ? [] : ['ends the call: Transitions must be {}'];
  const targets = [
    NextAction,
    ...Errors.map((error) => error.NextAction),
    ...Conditions.map((condition) => condition.NextAction),
  ];
  const lost = targets.filter((target) => target !== undefined && !identifiers.has(target));
  const nextMissing = NextAction === undefined && rule.conditions === 'none';
  return [
    ...lost.map((target) => `leads to ${target}, which does not exist`),
    ...(nextMissing ? ['NextAction is missing'] : []),
    ...errorProblems(
      Errors.map((error) => error.ErrorType),
      rule.errors,
    ),
    ...conditionProblems(Conditions, rule.conditions),
  ];
}

function errorProblems(given: readonly string[], wanted: readonly string[]): string[] {
  return [
    ...wanted.filter((type) => !given.includes(type)).map((type) => `has no way out for the error ${type}`),
    ...given.filter((type) => !wanted.includes(type)).map((type) => `does not know the error ${type}`),
    ...given.filter((type, i) => given.indexOf(type) !== i).map((type) => `has two ways out for the error ${type}`),
  ];
}

function conditionProblems(given: readonly FlowCondition[], rule: ActionRule['conditions']): string[] {
  if (rule === 'none') return given.length === 0 ? [] : ['has no conditions'];
  const operands = given.flatMap(({ Condition }) => Condition.Operands);
  const problems = [
    ...given
      .filter(({ Condition }) => !operators.includes(Condition.Operator))
      .map((c) => `does not know ${c.Condition.Operator}`),
    ...given.filter(({ Condition }) => Condition.Operands.length !== 1).map(() => 'a condition needs exactly one operand'),
    ...operands.filter((operand, i) => operands.indexOf(operand) !== i).map((operand) => `has two conditions for ${operand}`),
  ];
  if (rule === 'any') return problems;
  const wrong = given.filter(({ Condition }) => Condition.Operator !== 'Equals').map(() => 'knows the operator Equals only');
  const unknown = operands.filter((operand) => !rule.equals.includes(operand)).map((operand) => `cannot be ${operand}`);
  const missing = rule.all
    ? rule.equals.filter((value) => !operands.includes(value)).map((value) => `has no way out for ${value}`)
    : [];
  return [...problems, ...wrong, ...unknown, ...missing];
}
