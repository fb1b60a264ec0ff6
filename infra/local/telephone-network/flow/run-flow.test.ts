import { describe, expect, it } from 'vitest';
import { ask, flow, say, type TrialOptions, tryOut } from '../../../../test/fixtures/telephone-trial.ts';
import { people } from '../people-2026-11-24.ts';
import type { FlowAction } from './document.ts';

const ana = '+12175550111';
const arn = 'arn:aws:lambda:us-east-1:123456789012:function:answer';

function action(
  Identifier: string,
  Type: string,
  Parameters: FlowAction['Parameters'],
  Transitions: FlowAction['Transitions'],
): FlowAction {
  return { Identifier, Type, Parameters, Transitions };
}

function orElse(NextAction: string, otherwise: string): FlowAction['Transitions'] {
  return { NextAction, Errors: [{ ErrorType: 'NoMatchingError', NextAction: otherwise }] };
}

const invoke = action(
  'answer',
  'InvokeLambdaFunction',
  { LambdaFunctionARN: arn, InvocationTimeLimitSeconds: '4', LambdaInvocationAttributes: { key: 'k$.Attributes.callId' } },
  orElse('spoken', 'sorry'),
);
const spoken = action('spoken', 'MessageParticipant', { SSML: '$.External.announcement' }, orElse('end', 'sorry'));
const sorry = say('We could not load the message. Our number is $.SystemEndpoint.Address.', 'sorry', 'end');

async function heardOn(document: ReturnType<typeof flow>, options: TrialOptions = {}, seconds = 60) {
  const trial = tryOut(options);
  trial.network.person(ana, { picksUp: true });
  const { ring } = trial.call(ana, document);
  await trial.pass(seconds);
  return { ring, ...trial, texts: ring.heard.map(({ text }) => text) };
}

describe('a function asked by a flow', () => {
  it('gets the contact and the parameters, and its answer is spoken', async () => {
    const events: unknown[] = [];
    const { texts } = await heardOn(flow(invoke, spoken, sorry), {
      invoke: async (functionArn, event, limitMs) => {
        events.push(functionArn, event, limitMs);
        return { announcement: '<speak>School is closed.</speak>' };
      },
    });
    expect(texts).toEqual(['School is closed.']);
    expect(events).toMatchObject([
      arn,
      { Name: 'ContactFlowEvent', Details: { ContactData: { Attributes: { callId: 'n1.c1' } }, Parameters: { key: 'kn1.c1' } } },
      4000,
    ]);
  });

  it.each<[string, TrialOptions['invoke']]>([
    ['fails', () => Promise.reject(new Error('boom'))],
    ['answers something nested', async () => ({ announcement: { deep: 'x' } })],
    ['answers more than 32 KB', async () => ({ announcement: '<speak>Hello.</speak>', padding: 'x'.repeat(40_000) })],
    ['answers broken SSML', async () => ({ announcement: '<speak>Tom & Jerry</speak>' })],
    ['answers without the text', async () => ({ other: 'x' })],
    ['never answers', () => new Promise(() => {})],
  ])('that %s leads to the error branch', async (_what, invokeFunction) => {
    const { texts } = await heardOn(flow(invoke, spoken, sorry), invokeFunction === undefined ? {} : { invoke: invokeFunction });
    expect(texts).toEqual(['We could not load the message. Our number is +12025550100.']);
  });

  it('is waited for no longer than the limit, and a late answer changes nothing', async () => {
    const { ring } = await heardOn(flow(invoke, spoken, sorry), {
      invoke: () => new Promise((resolve) => setTimeout(() => resolve({ announcement: '<speak>Late.</speak>' }), 50)),
    });
    expect(ring.firstSoundAfterMs).toBe(4000 + 2 * 40 + 200);
    expect(ring.path).toEqual(['answer', 'sorry', 'end']);
  });
});

describe('the ways through a flow', () => {
  const compare = (value: string) =>
    action(
      'which',
      'Compare',
      { ComparisonValue: value },
      {
        NextAction: 'sorry',
        Errors: [{ ErrorType: 'NoMatchingCondition', NextAction: 'sorry' }],
        Conditions: [{ NextAction: 'ask', Condition: { Operator: 'TextStartsWith', Operands: ['n1.'] } }],
      },
    );

  it('compare takes the condition that holds, else the error', async () => {
    expect((await heardOn(flow(compare('$.Attributes.callId'), ask('Yes.'), sorry))).texts).toEqual(['Yes.']);
    expect((await heardOn(flow(compare('$.Attributes.nothing'), ask('Yes.'), sorry))).ring.path).toContain('sorry');
  });

  it('loop goes round as often as it says', async () => {
    const loop = action(
      'loop',
      'Loop',
      { LoopCount: '2' },
      {
        Conditions: ['ContinueLooping', 'DoneLooping'].map((value, i) => ({
          NextAction: i === 0 ? 'ask' : 'end',
          Condition: { Operator: 'Equals', Operands: [value] },
        })),
      },
    );
    expect((await heardOn(flow(loop, ask('Again.', {}, 'loop')))).texts).toEqual(['Again.', 'Again.']);
  });

  it('a key becomes an attribute, a function hears of it, the line drops', async () => {
    const trial = tryOut({ invoke: async () => ({}) });
    trial.network.person(ana, { picksUp: true, presses: '9' });
    const remember = action('remember', 'UpdateContactAttributes', { Attributes: { key: '9' } }, orElse('answer', 'end'));
    const record = { ...invoke, Transitions: orElse('end', 'end') };
    const { ring } = trial.call(ana, flow(ask('To opt out, press 9.', { '9': 'remember' }), remember, record));
    await trial.pass(20);
    expect(trial.attributes['key']).toBe('9');
    expect(ring.path).toEqual(['ask', 'remember', 'answer', 'end']);
    expect((ring.endedAt ?? 0) - (ring.keys[0]?.at ?? 0)).toBeLessThanOrEqual(1000);
  });
});

describe('what a flow says', () => {
  it('speaks in the voice it was given, and takes the error branch for one that is not there', async () => {
    const voice = (TextToSpeechVoice: string, TextToSpeechEngine: string) =>
      action('voice', 'UpdateContactTextToSpeechVoice', { TextToSpeechVoice, TextToSpeechEngine }, orElse('ask', 'sorry'));
    const { ring } = await heardOn(flow(voice('Lupe', 'neural'), ask('Hola.'), sorry));
    expect(ring.heard[0]).toMatchObject({ voice: 'Lupe', language: 'es-US' });
    expect((await heardOn(flow(voice('Nobody', 'neural'), ask('Hola.'), sorry))).ring.path).toContain('sorry');
    expect((await heardOn(flow(voice('Penelope', 'neural'), ask('Hola.'), sorry))).ring.path).toContain('sorry');
  });

  it('plays a recording, and takes the error branch for one that is not there', async () => {
    const Media = { Uri: 's3://notices/hmong.wav', SourceType: 'S3', MediaType: 'Audio' };
    const play = action('play', 'MessageParticipant', { Media }, orElse('end', 'sorry'));
    const known = await heardOn(flow(play, sorry), { recording: () => ({ transcript: 'Nyob zoo.' }) });
    expect(known.ring.heard).toMatchObject([{ text: 'Nyob zoo.', recording: 's3://notices/hmong.wav' }]);
    expect((await heardOn(flow(play, sorry), { recording: () => undefined })).ring.path).toContain('sorry');
  });

  it('that never waits is cut off', async () => {
    const round = action('round', 'UpdateContactAttributes', { Attributes: {} }, orElse('round', 'round'));
    expect((await heardOn(flow(round))).ring.end).toBe('flow ended');
  });
});

describe('machine detection', () => {
  it('branches on machine detection where it is on, and takes the error branch where it is off', async () => {
    const check = action(
      'check',
      'CheckOutboundCallStatus',
      {},
      {
        ...orElse('sorry', 'sorry'),
        Conditions: [{ NextAction: 'ask', Condition: { Operator: 'Equals', Operands: ['VoicemailBeep'] } }],
      },
    );
    const trial = tryOut({ profile: { ...people, detection: { ...people.detection, machineAsHuman: 0 } } });
    trial.network.person(ana, { voicemail: true, greeting: 10 });
    const on = trial.call(ana, flow(check, ask('After the beep.'), sorry), { detection: { waitsForBeep: true } }).ring;
    await trial.pass(90);
    expect(trial.told).toContain('VoicemailBeep');
    expect(on.keptRecording?.text).toBe('After the beep.');
    expect((await heardOn(flow(check, ask('After the beep.'), sorry))).ring.path).toContain('sorry');
  });
});
