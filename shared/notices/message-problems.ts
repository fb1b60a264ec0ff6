import { POLICIES } from '../consent/policies.ts';
import type { DistrictSettings } from '../district/settings.ts';
import { blanksIn, childNamedIn, tellingParts } from './lint.ts';
import type { Message } from './notice.ts';
import type { Purpose } from './purpose.ts';
import { baseOf, ENGLISH_SENTENCES, seconds, sentencesIn } from './spoken-sentences.ts';

/** What keeps a message from being approved, or taken: code, BCP 47 language where it is one, and two sentences. */
export interface MessageProblem {
  readonly code: 'BLANK_UNFILLED' | 'CHILD_NAMED' | 'PURPOSE_MIXED' | 'INDIVIDUAL_CALLER_MISSING' | 'TOO_LONG';
  readonly language?: string;
  readonly problem: string;
  readonly suggestion: string;
  /** The word of our lists that it was known by. */
  readonly word?: string;
}

/** What stands beside the words of a message. */
export interface Beside {
  readonly individualCaller?: string | undefined;
  /** Words of our lists that somebody has looked at and answers for; `all`: whatever they are. Heard of an emergency alone. */
  readonly answeredFor?: readonly string[] | 'all' | undefined;
}

/** Whether somebody answers for a word: only an emergency has this way past our lists (ADR 32). */
export function isAnsweredFor(word: string, purpose: Purpose, { answeredFor = [] }: Beside): boolean {
  return purpose === 'emergency' && (answeredFor === 'all' || answeredFor.includes(word));
}

/** LAW-CORRECTIONS §5: what a whole pass should take, and what it may, in seconds of speech. */
export const TARGET_S = 26;
export const CEILING_S = 60;

/** Purposes whose calls say by name who is calling: what sells, and what may rest on no consent (47 CFR 64.1200(d)(4)). */
export function needsIndividualCaller(purpose: Purpose, { profile }: Pick<DistrictSettings, 'profile'>): boolean {
  const { landlineExemption, closureOnLandline } = POLICIES[profile];
  const exempt = landlineExemption.purposes.includes(purpose) || (purpose === 'closure' && closureOnLandline === 'exempt');
  return purpose === 'fundraising' || exempt;
}

/** Every reason at once, in the order in which they are to be mended; none: it may be spoken for this purpose. */
export function messageProblems(
  message: Message,
  purpose: Purpose,
  settings: DistrictSettings,
  beside: Beside,
): readonly MessageProblem[] {
  const { individualCaller } = beside;
  return [
    ...blankProblems(message, purpose, beside),
    ...(purpose === 'emergency' ? [] : childProblems(message)),
    ...mixedProblems(message, purpose, beside),
    ...callerProblems(purpose, settings, individualCaller),
    ...lengthProblems(message, purpose, settings, individualCaller),
  ];
}

function blankProblems(message: Message, purpose: Purpose, beside: Beside): readonly MessageProblem[] {
  const blank = blanksIn(message).find(({ word }) => !isAnsweredFor(word, purpose, beside));
  if (blank === undefined) return [];
  return [
    {
      code: 'BLANK_UNFILLED',
      ...blank,
      problem: 'The message has a blank that was not filled in; it would be spoken as it stands.',
      suggestion: 'Fill it in. Only {school} is filled by itself.',
    },
  ];
}

/** An emergency may have to say whom everybody is looking for (34 CFR 99.36). */
function childProblems(message: Message): readonly MessageProblem[] {
  const language = childNamedIn(message);
  if (language === undefined) return [];
  return [
    {
      code: 'CHILD_NAMED',
      language,
      problem: 'The message seems to name a child; whoever picks up would hear it, and so would every other family.',
      suggestion: 'Say "your child" or "a student in your care", and let the family call back.',
    },
  ];
}

function mixedProblems(message: Message, purpose: Purpose, beside: Beside): readonly MessageProblem[] {
  const part = tellingParts(purpose, message).find(({ word }) => !isAnsweredFor(word, purpose, beside));
  if (part === undefined) return [];
  return [
    {
      code: 'PURPOSE_MIXED',
      language: part.language,
      word: part.word,
      problem: `The message is for ${purpose}, and says something of ${part.purpose} ("${part.word}"); the whole is held to its strictest part.`,
      suggestion: `Take that part out, or approve the message for ${part.purpose}.`,
    },
  ];
}

function callerProblems(purpose: Purpose, settings: DistrictSettings, name: string | undefined): readonly MessageProblem[] {
  if (name !== undefined || !needsIndividualCaller(purpose, settings)) return [];
  return [
    {
      code: 'INDIVIDUAL_CALLER_MISSING',
      problem: `A call for ${purpose} says by name who is calling (47 CFR 64.1200(d)(4)), and this message has no individualCaller.`,
      suggestion: 'Add individualCaller to the approved message, e.g. "Dana Ruiz".',
    },
  ];
}

function lengthProblems(
  message: Message,
  purpose: Purpose,
  settings: DistrictSettings,
  individualCaller: string | undefined,
): readonly MessageProblem[] {
  return passSeconds(message, purpose, settings, individualCaller)
    .filter(({ seconds: whole }) => whole > CEILING_S)
    .map(({ language, seconds: whole }) => ({
      code: 'TOO_LONG',
      language,
      problem: `One whole pass takes about ${whole} seconds, all that must be said around it included; ${CEILING_S} are the ceiling.`,
      suggestion: `Shorten it by ${Math.ceil((whole - CEILING_S) * 2.5)} words or more; best is a pass of ${TARGET_S} seconds.`,
    }));
}

/** About how long one whole pass takes, per language; a recording's length is not known. The measured clip decides. */
export function passSeconds(
  message: Message,
  purpose: Purpose,
  { district, schools, callBackNumber, tollFreeNumber }: DistrictSettings,
  individualCaller: string | undefined,
): readonly { readonly language: string; readonly seconds: number }[] {
  const longest = [...schools].sort((one, other) => seconds(other.name) - seconds(one.name))[0]?.name ?? '';
  return Object.entries(message).flatMap(([language, { text }]) => {
    if (text === undefined) return [];
    const say = sentencesIn(baseOf(language)) ?? ENGLISH_SENTENCES;
    const pass = [
      say.identity({ schools: [longest], district: district.name }),
      say.optOut(purpose),
      individualCaller === undefined ? '' : say.individual(individualCaller, longest),
      text.replaceAll('{school}', longest),
      say.confirm(purpose),
      say.callBack(callBackNumber),
      ...(purpose === 'emergency' ? [] : [say.scopeOfNine]),
      say.tollFree(tollFreeNumber),
      say.wrongNumber,
    ];
    return [{ language, seconds: seconds(pass.join(' ')) }];
  });
}

/** A number to ring back that costs the caller: 900 and 976 (47 CFR 64.1200(b)(2)). @param e164 */
export function isPremium(e164: string): boolean {
  return /^\+1(900\d{7}|\d{3}976\d{4})$/.test(e164);
}
