import type { Utterance } from '../utterance.ts';
import type { FarEnd, Listener } from './far-end.ts';

/** Somebody who calls the district's number: what they wait to hear, and what they press then, one step after the other. */
export interface CallerScript {
  readonly steps?: readonly CallerStep[];
  /** Seconds after the line is open; absent: they stay to the end. */
  readonly hangsUpAfter?: number;
}

export interface CallerStep {
  /** Words of one thing that is said. */
  readonly hears: RegExp;
  /** Keys, pressed one after the other once these words have been said. */
  readonly presses: string;
}

const REACTION_MS = 1_000;
const BETWEEN_KEYS_MS = 400;

export function listenAsCaller(line: FarEnd, { steps = [], hangsUpAfter }: CallerScript): Listener {
  let at = 0;
  if (hangsUpAfter !== undefined) line.after(hangsUpAfter * 1000, 'a caller hangs up', () => line.hangUp());
  return {
    hears: (utterance) => {
      const step = steps[at];
      const heardAfterMs = step === undefined ? undefined : whenHeard(utterance, step.hears);
      if (step === undefined || heardAfterMs === undefined) return;
      at += 1;
      const begins = utterance.startsAt - line.now() + heardAfterMs + REACTION_MS;
      for (const [index, key] of [...step.presses].entries()) {
        line.after(begins + index * BETWEEN_KEYS_MS, 'a caller presses a key', () => line.press(key));
      }
    },
  };
}

/** Milliseconds into it, when the last of the words has been said; undefined where they are not in it. */
function whenHeard({ words }: Utterance, wanted: RegExp): number | undefined {
  let said = '';
  for (const { text, until } of words) {
    said += ` ${text}`;
    if (wanted.test(said)) return until;
  }
  return undefined;
}
