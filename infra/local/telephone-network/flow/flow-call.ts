import type { Instant } from '../../world.ts';
import type { Detected, Detection, Switchboard } from '../switchboard.ts';
import type { Utterance } from '../utterance.ts';
import type { FlowAction } from './document.ts';
import type { FlowValues } from './values.ts';

/** How an action is left: by its next, by the condition that holds, by an error, or with the call. */
export type Exit =
  | { readonly kind: 'next' }
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'error'; readonly type: string }
  | { readonly kind: 'hang up' };

/** What an action can do on the call it runs on. */
export interface FlowCall {
  now(): Instant;
  /** Runs `act` unless the line has dropped or the action was left by then. */
  after(ms: number, what: string, act: () => void): void;
  readonly switchboard: Switchboard;
  readonly detection: Detection | undefined;
  values(): FlowValues;
  setExternal(value: unknown): void;
  setStoredInput(value: string): void;
  voice: { name: string; engine: string; language: string };
  /** Rounds a Loop action has begun, by its identifier. */
  readonly rounds: Map<string, number>;
  /** Begins to say something now; `done` when it is all said and `silenceMs` have passed since. */
  say(speech: Pick<Utterance, 'text' | 'words' | 'durationMs' | 'recording'>, silenceMs: number, done: () => void): void;
  /** The words of a recording, when the world knows it. */
  recording(uri: string): Pick<Utterance, 'text' | 'words' | 'durationMs'> | undefined;
  /** Hears keys until the action is left. */
  listen(pressed: (key: string) => void): void;
  /** What machine detection finds, and how long it takes. */
  detect(): { readonly status: Detected; readonly afterMs: number };
  /** Keeps the clock from leaping while a function is at work. */
  busy(work: Promise<void>): void;
}

export type Step = (call: FlowCall, action: FlowAction, leave: (exit: Exit) => void) => void;

export const next: Exit = { kind: 'next' };
export const noMatchingError: Exit = { kind: 'error', type: 'NoMatchingError' };
