import { compare, gather, hangUp, invoke, listen, loop, silenceLogs, speakAs } from './actions.ts';
import { buildFlow, type FlowAction, type FlowDocument } from './flow.ts';
import { inboundSentence } from './inbound-sentences.ts';
import type { StaticWords } from './static-sentences.ts';

export interface InboundFlowParams extends Pick<StaticWords, 'district' | 'callBackNumber'> {
  /** May be a CDK token. */
  readonly answerInboundArn: string;
  /** Languages in which the flow speaks by itself, in order, with a voice each. */
  readonly defaultLanguages: readonly { readonly language: string; readonly voice: string; readonly engine: string }[];
}

/** What was announced and what may be pressed, heard twice by itself, then the line is free for others. */
const PASSES = 2;
const REPEATS = 3;
/** After the last word. Whoever vets callers hears the name again after as long. */
const WAIT_S = 5;
const TYPING_STARTS_S = 10;
/** Ten digits, or eleven with the country's 1; `#` behind ten must still belong to them. */
const LONGEST_NUMBER = 11;
const TRIES_AT_TYPING = 3;

const STOPS = ['7', '8', '9'] as const;
const STOP_KEYS = { '7': 'record 7', '8': 'record 8', '9': 'record 9' };
/** Other languages by key; `answer-inbound` names as many as there are. */
const LANGUAGE_KEYS = ['3', '4', '5'] as const;
const MENU = {
  ...STOP_KEYS,
  '2': 'ask to opt in',
  '*': 'again',
  '#': 'other number',
  ...Object.fromEntries(LANGUAGE_KEYS.map((key) => [key, `change to ${key}`])),
};

/**
 * The flow that somebody hears who calls the district's number. It sets no attribute and knows no number: answer-inbound is told
 * the caller's by Connect, and says what to say. Keys are heard from the first word to the last; 7, 8 and 9 are recorded and end
 * the call at once, without a word (T-13). Where they could not be recorded, or a 7 stops less than it seems to, that is said:
 * silence would be a lie.
 */
export function inboundFlow(params: InboundFlowParams): FlowDocument {
  return buildFlow([
    silenceLogs('no logs', 'greet'),
    ask('greet', params, { step: 'greet' }, 'voice', 'alone'),
    ...greeting(),
    ...LANGUAGE_KEYS.flatMap((key, index) => [
      loop(`change to ${key}`, REPEATS, `greet in ${key}`, 'hang up'),
      ask(`greet in ${key}`, params, { step: 'greet', language: `$.External.language${index + 1}` }, 'voice', 'alone'),
    ]),
    ...STOPS.flatMap((key) => stop(key, params)),
    speakAs('other number', '$.External.voice', '$.External.engine', 'which for other'),
    choose('which for other', '$.External.otherNumber', { '9': 'typing 9', '7': 'typing 7' }, 'passes'),
    ...claim(),
    ...optIn(params),
    ...spokenByItself('alone', 'line', params, { '7': 'record 7', '9': 'record 9' }),
    ...spokenByItself('not kept', 'notKept', params, {}),
    hangUp('hang up'),
  ]);
}

/** Who this is; what was announced, in words or as a recording; what may be pressed. The name is said again at each pass. */
function greeting(): readonly FlowAction[] {
  const part = (name: string, ssml: string, seconds: number, silence: string) =>
    listen(name, { sound: { ssml }, seconds, keys: MENU, silence, otherKey: 'again', failed: 'alone' });
  return [
    speakAs('voice', '$.External.voice', '$.External.engine', 'opening'),
    part('opening', '$.External.opening', 1, 'languages'),
    compare('languages', '$.External.languages', { '3': 'offer voice 3', '2': 'offer voice 2', '1': 'offer voice 1' }, 'passes'),
    // The last first, so that each of them leads to the one before: an English voice cannot say "للعربية".
    ...[3, 2, 1].flatMap((n) => [
      speakAs(`offer voice ${n}`, `$.External.voice${n}`, `$.External.engine${n}`, `offer ${n}`),
      part(`offer ${n}`, `$.External.offer${n}`, 1, n === 1 ? 'own voice' : `offer voice ${n - 1}`),
    ]),
    speakAs('own voice', '$.External.voice', '$.External.engine', 'passes'),
    loop('passes', PASSES, 'announced', 'hang up'),
    part('announced', '$.External.announced', 1, 'kind'),
    compare('kind', '$.External.kind', { recording: 'recording' }, 'choices'),
    listen('recording', {
      sound: { recording: '$.External.recording' },
      seconds: 1,
      keys: MENU,
      silence: 'choices',
      otherKey: 'again',
      failed: 'choices',
    }),
    part('choices', '$.External.choices', WAIT_S, 'passes'),
    speakAs('again', '$.External.voice', '$.External.engine', 'repeats'),
    loop('repeats', REPEATS, 'announced', 'hang up'),
  ];
}

/** Once more before giving up; a number that is withheld, or is to be another, is typed. */
function stop(key: (typeof STOPS)[number], params: InboundFlowParams): readonly FlowAction[] {
  const own = { step: 'stop', key, language: '$.External.language' };
  const typed = { ...own, typed: '$.StoredCustomerInput' };
  const [kept, typing, number] = [`kept ${key}`, `typing ${key}`, `number ${key}`];
  return [
    ask(`record ${key}`, params, own, kept, `record ${key} again`),
    ask(`record ${key} again`, params, own, kept, 'not kept'),
    compare(kept, '$.External.kept', { yes: 'hang up', number: typing, ...(key === '7' ? { said: 'claim' } : {}) }, 'not kept'),
    // An offer in another language may have left its voice behind.
    speakAs(typing, '$.External.voice', '$.External.engine', `tries ${key}`),
    loop(`tries ${key}`, TRIES_AT_TYPING, number, 'not kept'),
    gather(number, {
      sound: { ssml: '$.External.askNumber' },
      seconds: TYPING_STARTS_S,
      longest: LONGEST_NUMBER,
      next: `record typed ${key}`,
      failed: 'not kept',
    }),
    ask(`record typed ${key}`, params, typed, kept, `record typed ${key} again`),
    ask(`record typed ${key} again`, params, typed, kept, 'not kept'),
  ];
}

/** What a 7 did and did not stop. No key is heard: one meant for the typed number would stop the caller's own. */
function claim(): readonly FlowAction[] {
  const sound = { ssml: '$.External.said' };
  const [silence, otherKey, failed] = ['hang up', 'hang up', 'not kept'];
  return [
    speakAs('claim', '$.External.voice', '$.External.engine', 'claim said'),
    listen('claim said', { sound, seconds: 1, keys: {}, silence, otherKey, failed }),
  ];
}

/** A grant is asked for once more, in words that say what comes of it; nothing pressed changes nothing. */
function optIn(params: InboundFlowParams): readonly FlowAction[] {
  const language = '$.External.language';
  return [
    ask('ask to opt in', params, { step: 'ask', language }, 'opt in voice', 'not kept'),
    speakAs('opt in voice', '$.External.voice', '$.External.engine', 'may opt in'),
    compare('may opt in', '$.External.may', { yes: 'agree' }, 'said'),
    choose('agree', '$.External.said', { ...STOP_KEYS, '1': 'record opt in' }, 'hang up'),
    ask('record opt in', params, { step: 'agree', language }, 'said', 'not kept'),
    listen('said', {
      sound: { ssml: '$.External.said' },
      seconds: 2,
      keys: STOP_KEYS,
      silence: 'hang up',
      otherKey: 'hang up',
      failed: 'not kept',
    }),
  ];
}

function choose(name: string, ssml: string, keys: Readonly<Record<string, string>>, otherwise: string): FlowAction {
  return listen(name, { sound: { ssml }, seconds: WAIT_S, keys, silence: otherwise, otherKey: otherwise, failed: 'not kept' });
}

/** In each default language: the line itself, twice, a pause apart; that a key was not kept, once. */
function spokenByItself(
  name: string,
  which: 'line' | 'notKept',
  { defaultLanguages, ...words }: InboundFlowParams,
  keys: Readonly<Record<string, string>>,
): readonly FlowAction[] {
  const spoken = defaultLanguages.flatMap(({ language, voice, engine }, index) => {
    const next = index + 1 < defaultLanguages.length ? `${name} voice ${index + 2}` : name;
    const speech = `${name} ${index + 1}`;
    return [
      speakAs(`${name} voice ${index + 1}`, voice, engine, speech),
      listen(speech, {
        sound: { ssml: inboundSentence(which, language, words) },
        seconds: which === 'line' ? WAIT_S : 1,
        keys,
        silence: next,
        otherKey: next,
        failed: next,
      }),
    ];
  });
  return [loop(name, which === 'line' ? PASSES : 1, `${name} voice 1`, 'hang up'), ...spoken];
}

function ask(
  name: string,
  { answerInboundArn }: InboundFlowParams,
  parameters: Readonly<Record<string, string>>,
  next: string,
  failed: string,
): FlowAction {
  return invoke(name, { lambdaArn: answerInboundArn, parameters, next, failed });
}
