/**
 * Reads a contact flow and refuses what Amazon Connect would refuse, all problems at once.
 * https://docs.aws.amazon.com/connect/latest/devguide/flow-language.html
 */
import type { FlowAction, FlowDocument } from '../../telephone-network/flow/document.ts';
import { ruleOf } from './action-rules.ts';
import { parameterProblems } from './check-parameters.ts';
import { transitionProblems } from './check-transitions.ts';

const ACTIONS_MAX = 250;
const IDENTIFIER_MAX = 50;
const FORBIDDEN = /[%:(\\/)=$,;[\]{}]/;

export class InvalidContactFlow extends Error {
  readonly problems: readonly string[];

  constructor(where: string, problems: readonly string[]) {
    super(`${where}: InvalidContactFlowException\n  ${problems.join('\n  ')}`);
    this.name = 'InvalidContactFlow';
    this.problems = problems;
  }
}

/** @throws InvalidContactFlow */
export function parseFlow(where: string, content: string): FlowDocument {
  const document = shapeOf(where, content);
  const problems = [...documentProblems(document), ...document.Actions.flatMap((action) => actionProblems(action, document))];
  if (problems.length > 0) throw new InvalidContactFlow(where, problems);
  return document;
}

function documentProblems(document: FlowDocument): string[] {
  const identifiers = document.Actions.map((action) => action.Identifier);
  const twice = identifiers.filter((identifier, i) => identifiers.indexOf(identifier) !== i);
  return [
    ...(document.Version === '2019-10-30' ? [] : [`Version must be 2019-10-30, not ${document.Version}`]),
    ...(identifiers.includes(document.StartAction) ? [] : [`StartAction ${document.StartAction} does not exist`]),
    ...(identifiers.length <= ACTIONS_MAX ? [] : [`has ${identifiers.length} actions, at most ${ACTIONS_MAX} are allowed`]),
    ...twice.map((identifier) => `two actions are called ${identifier}`),
  ];
}

function actionProblems(action: FlowAction, document: FlowDocument): string[] {
  const { Identifier, Type } = action;
  const rule = ruleOf(Type, action.Parameters);
  if (rule === undefined) return [`${Identifier}: ${Type} is not an action of voice flows that the local cloud plays`];
  const badName = Identifier.length > IDENTIFIER_MAX || Identifier.length === 0 || FORBIDDEN.test(Identifier);
  const identifiers = new Set(document.Actions.map((other) => other.Identifier));
  return [
    ...(badName ? [`an identifier has 1 to ${IDENTIFIER_MAX} characters and none of % : ( \\ / ) = $ , ; [ ] { }`] : []),
    ...parameterProblems(action.Parameters, rule),
    ...transitionProblems(action, rule, identifiers),
  ].map((problem) => `${Identifier} (${Type}): ${problem}`);
}

function shapeOf(where: string, content: string): FlowDocument {
  const document = parsed(where, content);
  if (isFlow(document)) return document;
  const shape = '{Version, StartAction, Actions: [{Identifier, Type, Parameters, Transitions}]}';
  throw new InvalidContactFlow(where, [`Content must be ${shape}`]);
}

function parsed(where: string, content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new InvalidContactFlow(where, [`Content is not JSON: ${error instanceof Error ? error.message : String(error)}`]);
  }
}

function isFlow(value: unknown): value is FlowDocument {
  if (!isRecord(value) || typeof value['Version'] !== 'string' || typeof value['StartAction'] !== 'string') return false;
  const { Actions } = value;
  return Array.isArray(Actions) && Actions.every(isAction);
}

function isAction(value: unknown): value is FlowAction {
  if (!isRecord(value) || typeof value['Identifier'] !== 'string' || typeof value['Type'] !== 'string') return false;
  const { Parameters, Transitions } = value;
  if (!isRecord(Parameters) || !isRecord(Transitions)) return false;
  const { NextAction, Errors = [], Conditions = [] } = Transitions;
  const ways = [Errors, Conditions].every((list) => Array.isArray(list) && list.every(isWay));
  return ways && (NextAction === undefined || typeof NextAction === 'string');
}

function isWay(value: unknown): boolean {
  if (!isRecord(value) || typeof value['NextAction'] !== 'string') return false;
  const { Condition, ErrorType } = value;
  if (typeof ErrorType === 'string') return true;
  return isRecord(Condition) && typeof Condition['Operator'] === 'string' && Array.isArray(Condition['Operands']);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
