import { type CallerFacts, UNKNOWN_CALLER } from '../../shared/consent/caller-facts.ts';
import { liftable } from '../../shared/consent/line-opt-in.ts';
import { mayStopOnePurpose } from '../../shared/consent/number-stops.ts';
import { lineSentencesIn } from '../../shared/notices/line-sentences.ts';
import { ENGLISH_SENTENCES, seconds, sentencesIn } from '../../shared/notices/spoken-sentences.ts';
import { lastAnnounced, type Repeated } from './announcements.ts';
import { type Spoken, speakerFor, spokenLanguages } from './languages.ts';
import type { LineCall, LinePorts } from './line.ts';

/** Keys of other languages, in the order in which they are offered. */
const LANGUAGE_KEYS = ['3', '4', '5'] as const;
/** Whoever vets callers hears the name twice, this far apart or farther (FIELD.md §0, 6). */
const NAME_AGAIN_AFTER_S = 5;
/** The flow waits a second for a key after each thing it says, and takes a moment to begin the next. */
const AROUND_S = 1.2;

/**
 * Everything a caller is told, and what their keys mean. What cannot be looked up is left out: who this is, and the office's
 * number, are said whatever is out of order.
 */
export async function greet(ports: LinePorts, call: LineCall): Promise<Readonly<Record<string, string>>> {
  const { settings, clock } = ports;
  const facts = await orElse(ports, UNKNOWN_CALLER, async () => factsOf(ports, call));
  const wishes = [...(call.language === '' ? [] : [call.language]), ...facts.languages.filter((language) => language !== 'und')];
  const spoken = speakerFor(wishes, settings);
  const now = clock.now();
  const rehearses = call.caller !== undefined && settings.rehearsalNumbers.includes(call.caller);
  const nothing: Repeated = { words: lineSentencesIn(spoken.language).nothingAnnounced, recording: '' };
  const repeated = await orElse(ports, nothing, async () =>
    lastAnnounced(await ports.announced(), { now, settings, rehearses, wishes, spoken }),
  );
  const identity = lineSentencesIn(spoken.language).identity(settings.district.name);
  return {
    ...voiceOf(spoken),
    ...otherLanguages(spoken, ports),
    kind: repeated.recording === '' ? 'text' : 'recording',
    opening: opening(identity, spoken, ports),
    announced: speak(identity, repeated.words),
    recording: repeated.recording,
    choices: choices(facts, spoken, now.toISOString(), ports),
    otherNumber: speak(lineSentencesIn(spoken.language).whichForOther),
    askNumber: speak(lineSentencesIn(spoken.language).askNumber),
  };
}

/** What every answer must hold, because it takes the place of the one before. */
export function voiceOf({ language, voice, engine }: Spoken): Readonly<Record<string, string>> {
  return { language, voice, engine };
}

export function speak(...parts: readonly string[]): string {
  return `<speak>${parts.join(' ')}</speak>`;
}

async function factsOf(ports: LinePorts, { caller }: LineCall): Promise<CallerFacts> {
  return caller === undefined ? UNKNOWN_CALLER : ports.callerFacts(await ports.nameNumber(caller));
}

async function orElse<T>({ report }: LinePorts, otherwise: T, find: () => Promise<T>): Promise<T> {
  try {
    return await find();
  } catch (error) {
    report(error);
    return otherwise;
  }
}

/** The name, and how to stop calls; then as much silence as keeps the name's second time far enough from its first. */
function opening(identity: string, spoken: Spoken, { settings }: LinePorts): string {
  const stop = (sentencesIn(spoken.language) ?? ENGLISH_SENTENCES).optOut('event');
  const offers = othersThan(spoken, settings).map((other, index) => offerOf(other, index));
  const spent = [stop, ...offers].reduce((sum, words) => sum + seconds(words) + AROUND_S, 0);
  const left = Math.max(0, NAME_AGAIN_AFTER_S - spent);
  return speak(identity, stop, ...(left === 0 ? [] : [`<break time="${Math.round(left * 1_000)}ms"/>`]));
}

function othersThan({ language }: Spoken, settings: LinePorts['settings']): readonly Spoken[] {
  return spokenLanguages(settings)
    .filter((other) => other.language !== language)
    .slice(0, LANGUAGE_KEYS.length);
}

function offerOf({ language }: Spoken, index: number): string {
  return lineSentencesIn(language).inThisLanguage(LANGUAGE_KEYS[index] ?? '');
}

/** Each other language, offered in its own words by its own voice. */
function otherLanguages(spoken: Spoken, { settings }: LinePorts): Readonly<Record<string, string>> {
  const others = othersThan(spoken, settings);
  const offered = others.map((other, index) => [
    [`language${index + 1}`, other.language],
    [`voice${index + 1}`, other.voice],
    [`engine${index + 1}`, other.engine],
    [`offer${index + 1}`, speak(offerOf(other, index))],
  ]);
  return { languages: String(others.length), ...Object.fromEntries(offered.flat()) };
}

function choices({ stops, lastRing }: CallerFacts, spoken: Spoken, at: string, { settings }: LinePorts): string {
  const sentences = lineSentencesIn(spoken.language);
  const offers8 = lastRing !== undefined && mayStopOnePurpose(lastRing.basis, lastRing.purpose, at, settings.revokeAllFrom);
  const offers2 = stops.kind === 'held' && liftable(stops.value).length > 0;
  return speak(
    sentences.stopNine,
    sentences.stopSeven,
    ...(offers8 ? [sentences.stopEight] : []),
    ...(offers2 ? [sentences.optInTwo] : []),
    sentences.otherNumber,
    sentences.office(settings.callBackNumber),
    sentences.repeat,
  );
}
