/**
 * Runs a contact flow on one answered call, action by action, the way Amazon Connect does.
 * https://docs.aws.amazon.com/connect/latest/devguide/flow-language-actions.html
 */
import type { FlowAction, FlowCondition, FlowDocument } from './document.ts';
import type { Exit, FlowCall } from './flow-call.ts';
import { steps } from './steps.ts';

/** A flow that goes round without ever waiting would never end here; Connect gives up as well. */
const ACTIONS_MAX = 1000;

export interface FlowRun {
  /** The action with this identifier begins. */
  entered(identifier: string): void;
  /** Nothing of the action that was left may still happen. */
  left(): void;
  hangUp(): void;
}

export function runFlow(flow: FlowDocument, call: FlowCall, run: FlowRun): void {
  const actions = new Map(flow.Actions.map((action) => [action.Identifier, action]));
  let begun = 0;

  function enter(identifier: string | undefined): void {
    const action = actions.get(identifier ?? '');
    begun += 1;
    if (action === undefined || begun > ACTIONS_MAX) run.hangUp();
    else play(action);
  }

  function play(action: FlowAction): void {
    const step = steps[action.Type];
    if (step === undefined) throw new Error(`the network does not play ${action.Type}: the flow should not have been deployed`);
    run.entered(action.Identifier);
    let open = true;
    step(call, action, (exit) => {
      if (!open) return;
      open = false;
      run.left();
      if (exit.kind === 'hang up') run.hangUp();
      else enter(wayOut(action, exit));
    });
  }

  enter(flow.StartAction);
}

/** @returns nothing where the flow has no way for this exit: the call is disconnected, as in Connect */
export function wayOut({ Transitions }: FlowAction, exit: Exit): string | undefined {
  if (exit.kind === 'value') {
    const held = Transitions.Conditions?.find(({ Condition }) => holds(Condition, exit.value));
    return held?.NextAction ?? errorWay(Transitions, 'NoMatchingCondition') ?? Transitions.NextAction;
  }
  if (exit.kind === 'error') return errorWay(Transitions, exit.type);
  return Transitions.NextAction;
}

function errorWay(transitions: FlowAction['Transitions'], type: string): string | undefined {
  return transitions.Errors?.find((error) => error.ErrorType === type)?.NextAction;
}

const operators: Readonly<Record<string, (value: string, operand: string) => boolean>> = {
  Equals: (value, operand) => value === operand,
  TextStartsWith: (value, operand) => value.startsWith(operand),
  TextEndsWith: (value, operand) => value.endsWith(operand),
  TextContains: (value, operand) => value.includes(operand),
  NumberGreaterThan: (value, operand) => Number(value) > Number(operand),
  NumberGreaterOrEqualTo: (value, operand) => Number(value) >= Number(operand),
  NumberLessThan: (value, operand) => Number(value) < Number(operand),
  NumberLessOrEqualTo: (value, operand) => Number(value) <= Number(operand),
};

function holds({ Operator, Operands }: FlowCondition['Condition'], value: string): boolean {
  const operator = operators[Operator];
  if (operator === undefined) throw new Error(`the network does not know the operator ${Operator}`);
  return Operands.some((operand) => operator(value, operand));
}
