import { describe, expect, it } from 'vitest';
import { ask, flow, say } from '../../../../test/fixtures/telephone-trial.ts';
import type { FlowAction, FlowDocument } from '../../telephone-network/flow/document.ts';
import { InvalidContactFlow, parseFlow } from './parse-flow.ts';

function problems(document: FlowDocument): readonly string[] {
  try {
    parseFlow('flow', JSON.stringify(document));
    return [];
  } catch (error) {
    if (error instanceof InvalidContactFlow) return error.problems;
    throw error;
  }
}

const change = (action: FlowAction, parts: Partial<FlowAction>) => flow({ ...action, ...parts });
const question = ask('Press 9.', { '9': 'end' });
const message = say('Hello.', 'hello', 'end');

describe('a contact flow that Connect would take', () => {
  it('is taken', () => {
    expect(problems(flow(question))).toEqual([]);
    expect(problems(flow(message))).toEqual([]);
  });
});

const { Errors = [], Conditions = [] } = question.Transitions;

describe('a contact flow that Connect would refuse', () => {
  it.each<[string, FlowDocument, RegExp]>([
    ['another version', { ...flow(question), Version: '2020-01-01' }, /Version must be 2019-10-30/],
    ['a start that is not there', { ...flow(question), StartAction: 'nowhere' }, /StartAction nowhere/],
    ['two actions of one name', flow(question, question), /two actions are called ask/],
    ['an unknown action', change(question, { Type: 'TransferToQueue' }), /not an action of voice flows/],
    ['a name with a bracket', change(question, { Identifier: 'ask(1)' }), /none of/],
    ['a long name', change(question, { Identifier: 'a'.repeat(51) }), /1 to 50 characters/],
    ['a lost way', change(question, { Transitions: { ...question.Transitions, NextAction: 'gone' } }), /leads to gone/],
    [
      'a missing error branch',
      change(question, { Transitions: { NextAction: 'end', Conditions, Errors: Errors.slice(1) } }),
      /InputTimeLimitExceeded/,
    ],
    [
      'a foreign error branch',
      change(message, { Transitions: { ...message.Transitions, Errors: [...Errors] } }),
      /does not know the error NoMatchingCondition/,
    ],
    ['no way on', change(message, { Transitions: { Errors: message.Transitions.Errors ?? [] } }), /NextAction is missing/],
    ['a key that no phone has', change(question, ask('x', { A: 'end' })), /cannot be A/],
    [
      'a number that is not a string',
      change(question, { Parameters: { ...question.Parameters, InputTimeLimitSeconds: 5 } }),
      /must be a string/,
    ],
    [
      'a limit out of range',
      change(question, { Parameters: { ...question.Parameters, InputTimeLimitSeconds: '181' } }),
      /from 1 to 180/,
    ],
    ['text and SSML at once', change(message, { Parameters: { Text: 'a', SSML: '<speak>a</speak>' } }), /exactly one of/],
    ['nothing to say', change(message, { Parameters: {} }), /exactly one of/],
    ['SSML without speak', change(message, { Parameters: { SSML: 'hello' } }), /wrapped in <speak>/],
    ['too much to say', change(message, { Parameters: { Text: 'x'.repeat(3001) } }), /at most 6000 and 3000/],
    [
      'a parameter of another action',
      change(message, { Parameters: { Text: 'a', LoopCount: '1' } }),
      /LoopCount is not a parameter/,
    ],
    [
      'a mixture of fixed and reference',
      change(question, { Parameters: { ...question.Parameters, InputTimeLimitSeconds: '1$.Attributes.x' } }),
      /not a mixture/,
    ],
  ])('%s', (_what, document, expected) => {
    expect(problems(document).join('\n')).toMatch(expected);
  });
});

describe('a contact flow that Connect would refuse as well', () => {
  it('a loop with one way out, a comparison of a fixed value, an end that goes on', () => {
    const Condition = { Operator: 'Equals', Operands: ['ContinueLooping'] };
    const loop = {
      Identifier: 'l',
      Type: 'Loop',
      Parameters: { LoopCount: '2' },
      Transitions: { Conditions: [{ NextAction: 'end', Condition }] },
    };
    expect(problems(flow(loop)).join()).toMatch(/no way out for DoneLooping/);
    const Errors = [{ ErrorType: 'NoMatchingCondition', NextAction: 'end' }];
    const fixed = {
      Identifier: 'c',
      Type: 'Compare',
      Parameters: { ComparisonValue: 'x' },
      Transitions: { NextAction: 'end', Errors },
    };
    expect(problems(flow(fixed)).join()).toMatch(/one reference/);
    const end = { Identifier: 'e', Type: 'DisconnectParticipant', Parameters: {}, Transitions: { NextAction: 'end' } };
    expect(problems(flow(end)).join()).toMatch(/Transitions must be \{\}/);
  });

  it('something that is not a flow at all', () => {
    expect(() => parseFlow('flow', 'nonsense')).toThrow(/not JSON/);
    expect(() => parseFlow('flow', '{"Version":"2019-10-30"}')).toThrow(/Content must be/);
  });
});
