import { compare, hangUp, invoke, listen, loop, mark, type Sound, silenceLogs, speakAs } from './actions.ts';
import { buildFlow, type FlowAction, type FlowDocument } from './flow.ts';
import { type StaticWords, staticSentence } from './static-sentences.ts';

export interface AnnouncementFlowParams extends StaticWords {
  /** May be CDK tokens. */
  readonly answerCallArn: string;
  readonly recordKeypressArn: string;
  /** Languages in which the flow speaks by itself, in order, with a voice each. */
  readonly defaultLanguages: readonly { readonly language: string; readonly voice: string; readonly engine: string }[];
}

/** Heard twice by itself: a screening assistant or a voicemail cuts the first pass (FIELD.md §0, 3 and 5). */
const PASSES = 2;
const REPEATS_ON_STAR = 3;
const WAIT_AFTER_SPEECH_S = 2;
const STOP_KEYS = { '7': 'mark 7', '8': 'mark 8', '9': 'mark 9' };

/**
 * The flow every callee hears. It knows no message: answer-call tells it what to say once somebody has picked up, so that
 * nothing spoken lies in Connect and a notice cancelled meanwhile is not spoken. Keys are heard from the first word to the
 * last; 7, 8 and 9 are recorded and end the call at once, without a word, also when recording fails: the contact
 * attribute `key` is set first, and record-outcome recovers the opt-out from it (47 CFR 64.1200(b)(3), AUDIT.md).
 */
export function announcementFlow(params: AnnouncementFlowParams): FlowDocument {
  return buildFlow([
    silenceLogs('no logs', 'ask'),
    invoke('ask', { lambdaArn: params.answerCallArn, parameters: {}, next: 'kind', failed: 'alone' }),
    compare(
      'kind',
      '$.External.kind',
      { silent: 'hang up', text: 'voice', recording: 'recording voice', framed: 'framed voice' },
      'alone',
    ),
    ...announcement('', TEXT),
    ...announcement('recording ', RECORDING),
    ...announcement('framed ', FRAMED),
    ...understood(params),
    ...['7', '8', '9'].flatMap((key) => stop(key, params)),
    ...withoutAnswerCall(params),
    hangUp('hang up'),
  ]);
}

/** One thing to be heard in a pass, and the name of its action. */
interface Part {
  readonly name: string;
  readonly sound: Sound;
  /** Seconds in which a key is awaited when it is over, before the next part is heard. */
  readonly seconds: number;
}

/** A message in text is one part; a recording needs somebody to say before it who calls, and after it whom to ring. */
const TEXT: readonly Part[] = [
  { name: 'announcement', sound: { ssml: '$.External.announcement' }, seconds: WAIT_AFTER_SPEECH_S },
];
const RECORDING: readonly Part[] = [
  { name: 'recording identity', sound: { ssml: '$.External.announcement' }, seconds: 1 },
  { name: 'recording', sound: { recording: '$.External.recording' }, seconds: 1 },
  { name: 'recording closing', sound: { ssml: '$.External.closing' }, seconds: WAIT_AFTER_SPEECH_S },
];

/** The same, where what is said around the recording has been recorded too; the voice is the thanks' alone. */
const FRAMED: readonly Part[] = [
  { name: 'framed identity', sound: { recording: '$.External.announcement' }, seconds: 1 },
  { name: 'framed recording', sound: { recording: '$.External.recording' }, seconds: 1 },
  { name: 'framed closing', sound: { recording: '$.External.closing' }, seconds: WAIT_AFTER_SPEECH_S },
];

/** Voice, then the parts `PASSES` times; `*` begins them again, and so does a key that means nothing. */
function announcement(prefix: string, parts: readonly Part[]): readonly FlowAction[] {
  const [voice, passes, again] = [`${prefix}voice`, `${prefix}passes`, `${prefix}again`];
  const first = parts[0]?.name ?? 'hang up';
  return [
    speakAs(voice, '$.External.voice', '$.External.engine', passes),
    loop(passes, PASSES, first, 'hang up'),
    ...parts.map(({ name, sound, seconds }, index) =>
      listen(name, {
        sound,
        seconds,
        keys: { '1': 'mark 1', ...STOP_KEYS, '*': again },
        silence: parts[index + 1]?.name ?? passes,
        otherKey: again,
        failed: 'alone',
      }),
    ),
    loop(again, REPEATS_ON_STAR, first, 'hang up'),
  ];
}

/** Key 1: recorded, thanked for, done. The thanks go through the function, because its answer replaces `$.External`. */
function understood({ recordKeypressArn }: AnnouncementFlowParams): readonly FlowAction[] {
  const parameters = { key: '1', thanks: '$.External.thanks' };
  return [
    mark('mark 1', { key: '1' }, 'record 1'),
    invoke('record 1', { lambdaArn: recordKeypressArn, parameters, next: 'thanks', failed: 'hang up' }),
    listen('thanks', {
      sound: { ssml: '$.External.thanks' },
      seconds: 1,
      keys: STOP_KEYS,
      silence: 'hang up',
      otherKey: 'hang up',
      failed: 'hang up',
    }),
  ];
}

/** Keys 7, 8, 9: no menu, no "are you sure", no speech (T-13). */
function stop(key: string, { recordKeypressArn }: AnnouncementFlowParams): readonly FlowAction[] {
  return [
    mark(`mark ${key}`, { key }, `record ${key}`),
    invoke(`record ${key}`, { lambdaArn: recordKeypressArn, parameters: { key }, next: 'hang up', failed: 'hang up' }),
  ];
}

/** answer-call did not answer: still say who calls and the number to ring, in each default language, twice, and take 9 and 7. */
function withoutAnswerCall(params: AnnouncementFlowParams): readonly FlowAction[] {
  const { defaultLanguages } = params;
  const voiceOf = (index: number) => `alone voice ${index + 1}`;
  const spoken = defaultLanguages.flatMap(({ language, voice, engine }, index) => {
    const next = index + 1 < defaultLanguages.length ? voiceOf(index + 1) : 'alone';
    const speech = `alone ${index + 1}`;
    return [
      speakAs(voiceOf(index), voice, engine, speech),
      listen(speech, {
        sound: { ssml: staticSentence(language, params) },
        seconds: 1,
        keys: { '7': 'mark 7', '9': 'mark 9' },
        silence: next,
        otherKey: next,
        failed: next,
      }),
    ];
  });
  return [loop('alone', PASSES, voiceOf(0), 'hang up'), ...spoken];
}
