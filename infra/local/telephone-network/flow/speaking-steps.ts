import { speechOfSsml, speechOfText } from '../speech.ts';
import type { Utterance } from '../utterance.ts';
import type { FlowAction } from './document.ts';
import { type FlowCall, next, noMatchingError, type Step } from './flow-call.ts';
import { interpolate } from './values.ts';
import { languageOf } from './voices.ts';

const BILLED_CHARACTERS_MAX = 3000;
const CHARACTERS_MAX = 6000;

/** Plays something. Keys pressed meanwhile are lost: nothing listens. */
export const messageParticipant: Step = (call, action, leave) => {
  const speech = speechOf(call, action);
  if (speech === undefined) return leave(noMatchingError);
  call.say(speech, 0, () => leave(next));
};

const BETWEEN_DIGITS_MS = 5_000;

/**
 * Plays something and hears keys from its first word until the time limit after its last; a key cuts the words short. With
 * StoreInput it gathers digits instead of one key.
 */
export const getParticipantInput: Step = (call, action, leave) => {
  const speech = speechOf(call, action);
  if (speech === undefined) return leave(noMatchingError);
  const limit = Number(interpolate(String(action.Parameters['InputTimeLimitSeconds'] ?? '5'), call.values()));
  if (action.Parameters['StoreInput'] === 'True') return gatherDigits(call, action, speech, limit, () => leave(next));
  call.listen((key) => {
    call.setStoredInput(key);
    leave({ kind: 'value', value: key });
  });
  call.say(speech, limit * 1000, () => leave({ kind: 'error', type: 'InputTimeLimitExceeded' }));
};

/**
 * Until `#`, the longest input, or a pause between two digits; `*` begins anew. Nothing typed is stored as `Timeout`, and is no
 * error. https://docs.aws.amazon.com/connect/latest/adminguide/store-customer-input.html
 */
function gatherDigits(call: FlowCall, { Parameters }: FlowAction, speech: Speech, limit: number, done: () => void): void {
  const most = longestInput(Parameters['InputValidation']);
  let digits = '';
  let presses = 0;
  const store = () => {
    call.setStoredInput(digits === '' ? 'Timeout' : digits);
    done();
  };
  call.listen((key) => {
    presses += 1;
    const now = presses;
    if (key === '#') return store();
    digits = key === '*' ? '' : digits + key;
    if (digits.length >= most) return store();
    call.after(BETWEEN_DIGITS_MS, 'no further digit comes', () => {
      if (presses === now) store();
    });
  });
  call.say(speech, limit * 1000, () => {
    if (presses === 0) store();
  });
}

function longestInput(validation: unknown): number {
  const custom = validation as { readonly CustomValidation?: { readonly MaximumLength?: string } } | undefined; // checked when deployed
  return Number(custom?.CustomValidation?.MaximumLength ?? '20');
}

export const updateContactTextToSpeechVoice: Step = (call, action, leave) => {
  const values = call.values();
  const name = interpolate(String(action.Parameters['TextToSpeechVoice'] ?? ''), values);
  const engine = interpolate(String(action.Parameters['TextToSpeechEngine'] ?? 'standard'), values).toLowerCase();
  const language = languageOf(name, engine);
  if (language === undefined) return leave(noMatchingError);
  call.voice = { name, engine, language };
  leave(next);
};

type Speech = Pick<Utterance, 'text' | 'words' | 'durationMs' | 'recording'>;

/** Nothing where Connect would take the error branch: empty or broken text, too long, a recording that is not there. */
function speechOf(call: FlowCall, action: FlowAction): Speech | undefined {
  const { Text, SSML, Media } = action.Parameters;
  if (typeof Media === 'object' && Media !== null && 'Uri' in Media) {
    const uri = interpolate(String(Media.Uri), call.values());
    const words = call.recording(uri);
    return words === undefined ? undefined : { ...words, recording: uri };
  }
  const written = interpolate(String(SSML ?? Text ?? ''), call.values());
  if (written.length === 0 || written.length > CHARACTERS_MAX) return undefined;
  try {
    const speech = SSML === undefined ? speechOfText(written) : speechOfSsml(written);
    if (speech.billedCharacters > BILLED_CHARACTERS_MAX || speech.words.length === 0) return undefined;
    return { text: speech.words.map((word) => word.text).join(' '), words: speech.words, durationMs: speech.durationMs };
  } catch {
    return undefined; // Connect does not say what was wrong with the text either
  }
}
