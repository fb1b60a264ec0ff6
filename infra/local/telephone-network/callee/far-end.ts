import type { Instant } from '../../world.ts';
import type { Chance } from '../draw.ts';
import type { Profile } from '../profile.ts';
import type { Utterance } from '../utterance.ts';

/** The phone in the hand of whoever, or whatever, picked up. */
export interface FarEnd {
  now(): Instant;
  readonly pickedUpAt: Instant;
  readonly profile: Profile;
  /** This call's own chance. */
  readonly chance: Chance;
  /** Runs `act` unless the line has dropped by then. */
  after(ms: number, what: string, act: () => void): void;
  press(key: string): void;
  hangUp(): void;
  /** Everything said between two moments, as far as it was said. */
  heard(from: Instant, until: Instant): string;
  /** Marks what a machine keeps; without an end it keeps recording until the line drops. */
  records(from: Instant, until?: Instant): void;
  /** The owner takes over from the assistant. */
  becomesHuman(): void;
}

/** Whoever is on the line, told whenever something begins to be said. */
export interface Listener {
  hears(utterance: Utterance): void;
}

export const deaf: Listener = { hears: () => {} };
