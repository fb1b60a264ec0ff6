import type { Instant } from '../world.ts';
import type { AnsweredBy } from './profile.ts';

/** One thing heard on the line, as far as it was said before a key or a dropped line cut it. */
export interface HeardWords {
  readonly at: Instant;
  readonly until: Instant;
  readonly text: string;
  readonly cut: boolean;
  readonly voice: string;
  readonly language: string;
  readonly recording?: string;
}

export interface PressedKey {
  readonly at: Instant;
  readonly key: string;
  /** False: nothing was listening for keys at that moment, the tone is lost. */
  readonly taken: boolean;
}

/** Why the line dropped. */
export type LineEnd = 'callee hung up' | 'flow ended' | 'caller stopped' | 'not connected';

/** What a machine kept: the message somebody will play back. */
export interface KeptRecording {
  readonly from: Instant;
  readonly until: Instant;
  readonly text: string;
}

/** One call that reached a telephone line, and everything that happened on it: the ground truth. */
export interface Ring {
  readonly number: string;
  readonly callerId: string;
  readonly contactId: string;
  /** The caller's own name for the attempt. */
  readonly name: string;
  /** 1 for the first call this number ever got. */
  readonly nth: number;
  readonly dialedAt: Instant;
  /**
   * When the phone began to ring, or the network answered with a tone or a refusal. Known from the start: it lies up to three
   * seconds ahead while the call is being set up.
   */
  readonly at: Instant;
  /** Whether a phone made a sound (not: busy, invalid, blocked, stopped before). */
  readonly rang: boolean;
  readonly answeredBy: AnsweredBy | undefined;
  readonly wrongPerson: boolean;
  /** A screening assistant picked up, and its owner took over. */
  readonly ownerTookOver: boolean;
  readonly pickedUpAt: Instant | undefined;
  readonly endedAt: Instant | undefined;
  readonly end: LineEnd | undefined;
  readonly ringSeconds: number;
  readonly talkSeconds: number;
  /** From the pick-up to the first word. */
  readonly firstSoundAfterMs: number | undefined;
  readonly heard: readonly HeardWords[];
  readonly keys: readonly PressedKey[];
  readonly keptRecording: KeptRecording | undefined;
  /** Identifiers of the flow's actions, in the order they were run. */
  readonly path: readonly string[];
}

/** The ring while it is going on. */
export type OpenRing = { -readonly [K in keyof Ring]: Ring[K] };
