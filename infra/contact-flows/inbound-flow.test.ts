import { describe, expect, test } from 'vitest';
import { parseFlow } from '../local/connect/flow-language/parse-flow.ts';
import { type FlowAction, successors } from './flow.ts';
import { inboundFlow } from './inbound-flow.ts';

const flow = inboundFlow({
  answerInboundArn: 'arn:aws:lambda:us-east-1:123456789012:function:answer-inbound',
  district: 'Example & Sons Unified School District',
  callBackNumber: '+12022340123',
  defaultLanguages: [
    { language: 'en', voice: 'Joanna', engine: 'neural' },
    { language: 'es', voice: 'Lupe', engine: 'neural' },
  ],
});

function action(name: string): FlowAction {
  const found = flow.Actions.find(({ Identifier }) => Identifier === name);
  if (found === undefined) throw new Error(`no action ${name}`);
  return found;
}

const keysOf = (name: string) =>
  Object.fromEntries((action(name).Transitions.Conditions ?? []).map((c) => [c.Condition.Operands[0], c.NextAction]));
const onError = (name: string, type: string) =>
  action(name).Transitions.Errors?.find(({ ErrorType }) => ErrorType === type)?.NextAction;
const listening = flow.Actions.filter(
  ({ Type, Parameters }) => Type === 'GetParticipantInput' && Parameters['StoreInput'] === 'False',
).map(({ Identifier }) => Identifier);

test('is one that Amazon Connect takes, by the rules of its flow language', () => {
  expect(parseFlow('call back', JSON.stringify(flow)).Actions).toHaveLength(flow.Actions.length);
});

describe('what somebody hears who calls back', () => {
  test('nothing is logged, and the first question is what to say', () => {
    expect(action(flow.StartAction)).toMatchObject({
      Type: 'UpdateFlowLoggingBehavior',
      Parameters: { FlowLoggingBehavior: 'Disabled' },
    });
    expect(action('greet').Parameters).toMatchObject({ LambdaInvocationAttributes: { step: 'greet' } });
  });

  test('no attribute is ever set: Connect keeps those for 24 months', () => {
    const types = new Set(flow.Actions.map(({ Type }) => Type));
    for (const type of ['UpdateContactAttributes', 'UpdateContactData', 'TagContact']) expect(types).not.toContain(type);
  });

  test('9, 8 and 7 are heard from the first word to the last of all that is said before an answer', () => {
    const before = ['opening', 'offer 3', 'offer 2', 'offer 1', 'announced', 'recording', 'choices', 'agree', 'said'];
    for (const name of before) expect(keysOf(name)).toMatchObject({ '9': 'record 9', '8': 'record 8', '7': 'record 7' });
    expect(listening.filter((name) => !before.includes(name)).sort()).toEqual(
      ['alone 1', 'alone 2', 'claim said', 'not kept 1', 'not kept 2', 'which for other'].sort(),
    );
  });

  test('everything is said twice by itself and a bounded number of times on *', () => {
    expect(action('passes').Parameters).toEqual({ LoopCount: '2' });
    expect(onError('choices', 'InputTimeLimitExceeded')).toBe('passes');
    expect(keysOf('choices')['*']).toBe('again');
    expect(keysOf('repeats')).toEqual({ ContinueLooping: 'announced', DoneLooping: 'hang up' });
  });

  test('another language is a key away, offered last to first, each by its own voice', () => {
    expect(keysOf('languages')).toEqual({ '1': 'offer voice 1', '2': 'offer voice 2', '3': 'offer voice 3' });
    expect(action('greet in 4').Parameters).toMatchObject({
      LambdaInvocationAttributes: { step: 'greet', language: '$.External.language2' },
    });
    expect(keysOf('change to 4')).toEqual({ ContinueLooping: 'greet in 4', DoneLooping: 'hang up' });
  });
});

describe('keys', () => {
  test.each(['7', '8', '9'])('%s is recorded and ends the call without a word; a number that is not shown is typed', (key) => {
    expect(action(`record ${key}`).Parameters).toMatchObject({ LambdaInvocationAttributes: { step: 'stop', key } });
    expect(keysOf(`kept ${key}`)).toEqual({ yes: 'hang up', number: `typing ${key}`, ...(key === '7' ? { said: 'claim' } : {}) });
    expect(action(`record typed ${key}`).Parameters).toMatchObject({
      LambdaInvocationAttributes: { step: 'stop', key, typed: '$.StoredCustomerInput' },
    });
    expect(keysOf(`tries ${key}`)).toEqual({ ContinueLooping: `number ${key}`, DoneLooping: 'not kept' });
  });

  test.each(['7', '8', '9'])('%s that cannot be recorded is tried once more, and then said not to be kept', (key) => {
    expect(onError(`record ${key}`, 'NoMatchingError')).toBe(`record ${key} again`);
    expect(onError(`record ${key} again`, 'NoMatchingError')).toBe('not kept');
    expect(onError(`record typed ${key} again`, 'NoMatchingError')).toBe('not kept');
    expect(action('not kept 1').Parameters['SSML']).toMatch(/nothing has changed\. Please call our office: /);
    expect(action('not kept 2').Parameters['SSML']).toMatch(/nada ha cambiado/);
  });

  test('another telephone can be stopped by 9 and 7, and by nothing else: an opt-in is not taken for a typed number', () => {
    expect(keysOf('which for other')).toEqual({ '7': 'typing 7', '9': 'typing 9' });
    const typed = flow.Actions.filter(({ Parameters }) => JSON.stringify(Parameters).includes('$.StoredCustomerInput'));
    expect(typed.every(({ Parameters }) => JSON.stringify(Parameters).includes('"step":"stop"'))).toBe(true);
  });

  test('what a 7 did not stop is said, and no key pressed meanwhile stops anything of the caller’s own', () => {
    expect(action('claim').Transitions.NextAction).toBe('claim said');
    expect(action('claim said').Parameters).toMatchObject({ SSML: '$.External.said' });
    expect(keysOf('claim said')).toEqual({});
    expect(new Set(successors(action('claim said')))).toEqual(new Set(['hang up', 'not kept']));
  });

  test('2 asks once what it will mean; only 1 after it is an agreement', () => {
    expect(keysOf('choices')['2']).toBe('ask to opt in');
    expect(keysOf('may opt in')).toEqual({ yes: 'agree' });
    expect(keysOf('agree')['1']).toBe('record opt in');
    expect(onError('agree', 'InputTimeLimitExceeded')).toBe('hang up');
    expect(flow.Actions.filter((one) => successors(one).includes('record opt in')).map(({ Identifier }) => Identifier)).toEqual([
      'agree',
    ]);
  });
});

describe('without answer-inbound', () => {
  test('it says whose line this is and the office’s number, in each default language, and takes 9 and 7', () => {
    expect(onError('greet', 'NoMatchingError')).toBe('alone');
    expect(action('alone 1').Parameters['SSML']).toMatch(/^<speak>This is the automated line of Example &amp; Sons .*press 9/);
    expect(action('alone 1').Parameters['SSML']).toContain('<say-as interpret-as="digits">0123</say-as>');
    expect(action('alone voice 2').Parameters).toMatchObject({ TextToSpeechVoice: 'Lupe' });
    expect(keysOf('alone 1')).toEqual({ '7': 'record 7', '9': 'record 9' });
  });

  test('every way through the flow ends in a hang-up', () => {
    expect(flow.Actions.filter((one) => successors(one).length === 0).map(({ Identifier }) => Identifier)).toEqual(['hang up']);
  });
});
