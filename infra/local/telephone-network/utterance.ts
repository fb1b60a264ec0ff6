import type { Instant } from '../world.ts';
import type { SpokenWord } from './speech.ts';

/** Something the caller's side begins to say: whoever picked up hears it word by word, if they stay. */
export interface Utterance {
  /** The words without tags. A recording's words as far as the world knows them. */
  readonly text: string;
  readonly words: readonly SpokenWord[];
  readonly startsAt: Instant;
  readonly durationMs: number;
  readonly voice: string;
  readonly language: string;
  /** The object that was played, instead of a voice. */
  readonly recording?: string;
}

/** The words said between two moments. */
export function wordsBetween(utterance: Utterance, from: Instant, until: Instant): string {
  const { startsAt, words } = utterance;
  return words
    .filter((word) => startsAt + word.from >= from && startsAt + word.until <= until)
    .map((word) => word.text)
    .join(' ');
}
