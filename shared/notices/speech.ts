import type { Purpose } from './purpose.ts';
import { type Caller, escaped, type Sentences } from './spoken-sentences.ts';

export interface Speech {
  readonly sentences: Sentences;
  readonly purpose: Purpose;
  readonly caller: Caller;
  /** Who calls by name, and for which school or district; absent where the call need not say so. */
  readonly individual?: { readonly name: string; readonly place: string };
  /** E.164. */
  readonly callBackNumber: string;
  /** E.164. */
  readonly tollFreeNumber: string;
  /** Whether "only these calls: press 8" may be offered. */
  readonly offer8: boolean;
}

/** A period makes a pause; between identity and opt-out there may be none, or the two seconds are spent on it. */
const NO_PAUSE = '<break strength="none"/>';

/** One whole pass: who calls, how to stop it, the message, and what to do with it. A pass must make sense on a tape too. */
export function wholePass(speech: Speech, text: string): string {
  return speak([opening(speech), escaped(text), ...closing(speech)]);
}

/** What comes before a recording, and what comes after it. */
export function aroundRecording(speech: Speech): { readonly before: string; readonly after: string } {
  return { before: speak([opening(speech)]), after: speak(closing(speech)) };
}

export function thanks({ sentences }: Pick<Speech, 'sentences'>): string {
  return speak([sentences.thanks]);
}

/** The named person stands behind the opt-out, not before it: nothing may come between it and the identity ((b)(3)). */
function opening({ sentences, purpose, caller, individual }: Speech): string {
  const named = individual === undefined ? '' : ` ${sentences.individual(individual.name, individual.place)}`;
  return `${sentences.identity(caller)}${NO_PAUSE} ${sentences.optOut(purpose)}${named}`;
}

function closing({ sentences, purpose, callBackNumber, tollFreeNumber, offer8 }: Speech): readonly string[] {
  return [
    sentences.confirm(purpose),
    sentences.callBack(callBackNumber),
    ...(purpose === 'emergency' ? [] : [sentences.scopeOfNine]),
    sentences.tollFree(tollFreeNumber),
    sentences.wrongNumber,
    ...(offer8 ? [sentences.onlyThese] : []),
  ];
}

function speak(parts: readonly string[]): string {
  return `<speak>${parts.join(' ')}</speak>`;
}
