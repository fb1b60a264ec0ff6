/**
 * Contact flow language as Amazon Connect takes it, and the checks that CreateContactFlow would make only after a deploy.
 * https://docs.aws.amazon.com/connect/latest/devguide/flow-language.html
 */
export interface FlowAction {
  readonly Identifier: string;
  readonly Type: string;
  readonly Parameters: Readonly<Record<string, unknown>>;
  readonly Transitions: FlowTransitions;
}

export interface FlowTransitions {
  readonly NextAction?: string;
  readonly Errors?: readonly { readonly ErrorType: string; readonly NextAction: string }[];
  readonly Conditions?: readonly {
    readonly NextAction: string;
    readonly Condition: { readonly Operator: 'Equals'; readonly Operands: readonly string[] };
  }[];
}

export interface FlowDocument {
  readonly Version: '2019-10-30';
  readonly StartAction: string;
  readonly Metadata: object;
  readonly Actions: readonly FlowAction[];
}

/** A flow that Connect would refuse, or that would strand a listener. */
export class FlowUnsound extends Error {
  readonly code = 'FLOW_UNSOUND';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`the contact flow is unsound: ${problems.join(' · ')}`);
    this.name = 'FlowUnsound';
    this.problems = problems;
  }
}

const MAX_ACTIONS = 250;
const MAX_IDENTIFIER = 50;
const MAX_SPOKEN = 3_000;
const FORBIDDEN = /[%:(\\/)=$,;[\]{}]/;

/** Error types each action must lead somewhere, in Connect's words. `Loop` and flow logging have none; hanging up ends. */
const REQUIRED_ERRORS: Readonly<Record<string, readonly string[]>> = {
  UpdateFlowLoggingBehavior: [],
  UpdateContactTextToSpeechVoice: ['NoMatchingError'],
  GetParticipantInput: ['InputTimeLimitExceeded', 'NoMatchingCondition', 'NoMatchingError'],
  InvokeLambdaFunction: ['NoMatchingError'],
  UpdateContactAttributes: ['NoMatchingError'],
  Compare: ['NoMatchingCondition'],
  Loop: [],
  DisconnectParticipant: [],
};

/**
 * Puts actions together to a flow; the first one starts it.
 * @throws FlowUnsound naming every problem at once.
 */
export function buildFlow(actions: readonly FlowAction[]): FlowDocument {
  const problems = [...problemsOfSize(actions), ...actions.flatMap((action) => problemsOf(action, actions)), ...lost(actions)];
  if (problems.length > 0) throw new FlowUnsound(problems);
  return { Version: '2019-10-30', StartAction: actions[0]?.Identifier ?? '', Metadata: {}, Actions: actions };
}

/** Every action that can follow this one. */
export function successors({ Transitions: { NextAction, Errors = [], Conditions = [] } }: FlowAction): readonly string[] {
  const branches = [...Errors, ...Conditions].map((branch) => branch.NextAction);
  return NextAction === undefined ? branches : [NextAction, ...branches];
}

function problemsOfSize(actions: readonly FlowAction[]): readonly string[] {
  const names = actions.map(({ Identifier }) => Identifier);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  return [
    ...(actions.length === 0 ? ['it has no action'] : []),
    ...(actions.length > MAX_ACTIONS ? [`it has ${actions.length} actions; Connect takes ${MAX_ACTIONS}`] : []),
    ...twice.map((name) => `two actions are called ${name}`),
  ];
}

function problemsOf(action: FlowAction, all: readonly FlowAction[]): readonly string[] {
  const { Identifier: name, Type: type, Transitions: transitions } = action;
  const required = gathersDigits(action) ? ['NoMatchingError'] : REQUIRED_ERRORS[type];
  if (required === undefined) return [`${name}: ${type} is not an action we know the errors of`];
  const handled = (transitions.Errors ?? []).map(({ ErrorType }) => ErrorType);
  const ends = type === 'DisconnectParticipant';
  return [
    ...(name.length > MAX_IDENTIFIER || FORBIDDEN.test(name) ? [`${name}: not a name Connect takes`] : []),
    ...required.filter((error) => !handled.includes(error)).map((error) => `${name}: ${error} leads nowhere`),
    ...successors(action)
      .filter((next) => !all.some(({ Identifier }) => Identifier === next))
      .map((next) => `${name}: leads to ${next}, which does not exist`),
    ...(ends || transitions.NextAction !== undefined ? [] : [`${name}: nothing follows it`]),
    ...(ends && successors(action).length > 0 ? [`${name}: something follows a hang-up`] : []),
    ...spoken(action)
      .filter((text) => text.length > MAX_SPOKEN)
      .map((text) => `${name}: speaks ${text.length} characters; Connect takes ${MAX_SPOKEN}`),
  ];
}

/** Then no key decides where it goes on, and nothing typed is no error. */
function gathersDigits({ Type, Parameters }: FlowAction): boolean {
  return Type === 'GetParticipantInput' && Parameters['StoreInput'] === 'True';
}

function spoken({ Parameters: { Text, SSML } }: FlowAction): readonly string[] {
  return [Text, SSML].filter((text) => typeof text === 'string');
}

function lost(actions: readonly FlowAction[]): readonly string[] {
  const byName = new Map(actions.map((action) => [action.Identifier, action]));
  const reached = new Set<string>();
  const waiting = actions[0] === undefined ? [] : [actions[0].Identifier];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const action = byName.get(name);
    if (action === undefined || reached.has(name)) continue;
    reached.add(name);
    waiting.push(...successors(action));
  }
  return actions.filter(({ Identifier }) => !reached.has(Identifier)).map(({ Identifier }) => `${Identifier}: is never reached`);
}
