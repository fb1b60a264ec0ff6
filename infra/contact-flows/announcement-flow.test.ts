import { describe, expect, test } from 'vitest';
import { announcementFlow } from './announcement-flow.ts';
import { type FlowAction, successors } from './flow.ts';

const flow = announcementFlow({
  answerCallArn: 'arn:aws:lambda:us-east-1:123456789012:function:answer-call',
  recordKeypressArn: 'arn:aws:lambda:us-east-1:123456789012:function:record-keypress',
  district: 'Example & Sons Unified School District',
  callBackNumber: '+12022340123',
  tollFreeNumber: '+18002340199',
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

describe('what the callee hears', () => {
  test('nothing is logged, and the first question is what to say', () => {
    expect(action(flow.StartAction)).toMatchObject({
      Type: 'UpdateFlowLoggingBehavior',
      Parameters: { FlowLoggingBehavior: 'Disabled' },
    });
    expect(action('ask').Parameters).toMatchObject({
      InvocationTimeLimitSeconds: '8',
      ResponseValidation: { ResponseType: 'STRING_MAP' },
    });
    expect(successors(action(flow.StartAction))).toEqual(['ask']);
  });

  test('a cancelled notice is not spoken', () => {
    expect(keysOf('kind')).toEqual({ silent: 'hang up', text: 'voice', recording: 'recording voice', framed: 'framed voice' });
  });

  test('keys are heard from the first word to the last: all speech is in the action that listens', () => {
    const speaking = flow.Actions.filter(
      ({ Parameters }) => 'SSML' in Parameters || 'Text' in Parameters || 'Media' in Parameters,
    );
    expect(new Set(speaking.map(({ Type }) => Type))).toEqual(new Set(['GetParticipantInput']));
    for (const { Identifier } of speaking) expect(Object.keys(keysOf(Identifier))).toContain('9');
    for (const { Identifier } of speaking) expect(Object.keys(keysOf(Identifier))).toContain('7');
  });

  test('the message is heard twice by itself, and again on *, a bounded number of times', () => {
    expect(action('passes').Parameters).toEqual({ LoopCount: '2' });
    expect(onError('announcement', 'InputTimeLimitExceeded')).toBe('passes');
    expect(keysOf('announcement')['*']).toBe('again');
    expect(keysOf('again')).toEqual({ ContinueLooping: 'announcement', DoneLooping: 'hang up' });
    expect(Number(action('again').Parameters['LoopCount'])).toBeLessThanOrEqual(5);
  });

  test('around a recording somebody says who calls and whom to ring, and every part takes every key', () => {
    const parts = ['recording identity', 'recording', 'recording closing'];
    expect(keysOf('recording passes')).toEqual({ ContinueLooping: parts[0], DoneLooping: 'hang up' });
    expect(parts.map((part) => onError(part, 'InputTimeLimitExceeded'))).toEqual([...parts.slice(1), 'recording passes']);
    expect(action('recording').Parameters).toMatchObject({
      Media: { Uri: '$.External.recording', SourceType: 'S3', MediaType: 'Audio' },
    });
    for (const part of parts) expect(Object.keys(keysOf(part)).sort()).toEqual(['*', '1', '7', '8', '9']);
  });
});

describe('keys', () => {
  test.each(['7', '8', '9'])('%s is marked, recorded, and ends the call without a word, also when recording fails', (key) => {
    expect(keysOf('announcement')[key]).toBe(`mark ${key}`);
    expect(action(`mark ${key}`).Parameters).toEqual({ Attributes: { key }, TargetContact: 'Current' });
    expect(new Set(successors(action(`mark ${key}`)))).toEqual(new Set([`record ${key}`]));
    expect(action(`record ${key}`).Parameters).toMatchObject({ LambdaInvocationAttributes: { key } });
    expect(new Set(successors(action(`record ${key}`)))).toEqual(new Set(['hang up']));
  });

  test('1 is recorded before it is thanked for, and the thanks can be stopped too', () => {
    expect(successors(action('mark 1'))).toEqual(['record 1', 'record 1']);
    expect(successors(action('record 1'))).toEqual(['thanks', 'hang up']);
    expect(keysOf('thanks')).toEqual({ '7': 'mark 7', '8': 'mark 8', '9': 'mark 9' });
  });
});

describe('without answer-call', () => {
  test('it says who calls and the number to ring, in each default language, and takes 9 and 7', () => {
    expect(onError('ask', 'NoMatchingError')).toBe('alone');
    expect(onError('announcement', 'NoMatchingError')).toBe('alone');
    expect(action('alone 1').Parameters['SSML']).toMatch(/^<speak>This is an automated call from Example &amp; Sons .*press 9/);
    expect(action('alone 1').Parameters['SSML']).toContain('<say-as interpret-as="digits">0123</say-as>');
    expect(action('alone 2').Parameters['SSML']).toMatch(/Llamada automática/);
    expect(action('alone voice 2').Parameters).toMatchObject({ TextToSpeechVoice: 'Lupe' });
    expect(keysOf('alone 1')).toEqual({ '7': 'mark 7', '9': 'mark 9' });
  });

  test('every way through the flow ends in a hang-up', () => {
    const ends = flow.Actions.filter((one) => successors(one).length === 0);
    expect(ends.map(({ Identifier }) => Identifier)).toEqual(['hang up']);
  });
});
