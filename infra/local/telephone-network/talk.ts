import type { Deadline, Instant, SimulatedClock } from '../world.ts';
import type { Callee } from './callee/callee.ts';
import type { FarEnd, Listener } from './callee/far-end.ts';
import { detectionOf } from './detection.ts';
import type { Chance } from './draw.ts';
import type { FlowCall } from './flow/flow-call.ts';
import { runFlow } from './flow/run-flow.ts';
import type { FlowValues } from './flow/values.ts';
import type { Profile } from './profile.ts';
import type { OpenRing } from './ring.ts';
import type { Order } from './switchboard.ts';
import { type Utterance, wordsBetween } from './utterance.ts';

/** Between two actions of a flow, and before a voice begins: what a real exchange takes. */
const ACTION_MS = 40;
const VOICE_STARTS_MS = 200;

export interface TalkPorts {
  readonly clock: SimulatedClock;
  readonly profile: Profile;
  readonly chance: Chance;
  recording(uri: string): Pick<Utterance, 'text' | 'words' | 'durationMs'> | undefined;
}

/** A call that has been picked up: the flow on one side, the callee on the other, and the record of both. */
export class Talk {
  readonly #ring: OpenRing;
  readonly #order: Order;
  readonly #callee: Callee;
  readonly #ports: TalkPorts;
  readonly #drop: (by: 'callee hung up' | 'flow ended') => void;
  readonly #ofTheCall = new Set<Deadline>();
  readonly #ofTheAction = new Set<Deadline>();
  #listener: Listener = { hears: () => {} };
  #speaking: Utterance | undefined;
  #pressed: ((key: string) => void) | undefined;
  #values: { external: unknown; storedInput: string | undefined } = { external: {}, storedInput: undefined };
  #keeps: { from: Instant; until: Instant | undefined } | undefined;
  #voice = { name: 'Joanna', engine: 'standard', language: 'en-US' };
  /** What was said with its words' times, entry by entry beside the ring's own record of it. */
  readonly #said: Utterance[] = [];
  /** Time the exchange has spent since the last word; it delays the next. */
  #lagMs = 0;

  constructor(
    ring: OpenRing,
    order: Order,
    callee: Callee,
    ports: TalkPorts,
    drop: (by: 'callee hung up' | 'flow ended') => void,
  ) {
    this.#ring = ring;
    this.#order = order;
    this.#callee = callee;
    this.#ports = ports;
    this.#drop = drop;
  }

  begin(): void {
    this.#listener = this.#callee.pickUp(this.#farEnd());
    runFlow(this.#order.flow, this.#flowCall(), {
      entered: (identifier) => {
        this.#lagMs += ACTION_MS;
        this.#ring.path = [...this.#ring.path, identifier];
      },
      left: () => this.#leaveAction(),
      hangUp: () => this.#drop('flow ended'),
    });
  }

  /** The line has dropped: nothing may happen on it any more. */
  end(): void {
    this.#leaveAction();
    for (const deadline of this.#ofTheCall) deadline.cancel();
    this.#ofTheCall.clear();
    if (this.#keeps === undefined) return;
    const { from } = this.#keeps;
    const until = Math.min(this.#ports.clock.now(), this.#keeps.until ?? Number.POSITIVE_INFINITY);
    if (until > from) this.#ring.keptRecording = { from, until, text: this.#saidBetween(from, until) };
  }

  #leaveAction(): void {
    this.#pressed = undefined;
    for (const deadline of this.#ofTheAction) deadline.cancel();
    this.#ofTheAction.clear();
    this.#closeUtterance();
  }

  #after(group: Set<Deadline>, ms: number, what: string, act: () => void): void {
    const { clock } = this.#ports;
    const deadline = clock.at(clock.now() + Math.max(0, Math.round(ms)), what, () => {
      if (group.delete(deadline)) act();
    });
    group.add(deadline);
  }

  #say(speech: Pick<Utterance, 'text' | 'words' | 'durationMs' | 'recording'>, silenceMs: number, done: () => void): void {
    const now = this.#ports.clock.now();
    const voice = this.#voice;
    const startsAt = now + this.#lagMs + VOICE_STARTS_MS;
    this.#lagMs = 0;
    this.#speaking = { ...speech, startsAt, voice: voice.name, language: voice.language };
    this.#listener.hears(this.#speaking);
    this.#after(this.#ofTheAction, startsAt + speech.durationMs + silenceMs - now, 'a voice has finished speaking', done);
  }

  #closeUtterance(): void {
    const spoken = this.#speaking;
    this.#speaking = undefined;
    if (spoken === undefined) return;
    const end = spoken.startsAt + spoken.durationMs;
    const until = Math.min(this.#ports.clock.now(), end);
    if (until <= spoken.startsAt) return;
    this.#ring.firstSoundAfterMs ??= spoken.startsAt - (this.#ring.pickedUpAt ?? spoken.startsAt);
    const { startsAt: at, voice, language, recording } = spoken;
    const heard = { at, until, text: wordsBetween(spoken, at, until), cut: until < end, voice, language };
    this.#ring.heard = [...this.#ring.heard, recording === undefined ? heard : { ...heard, recording }];
    this.#said.push(spoken);
  }

  #saidBetween(from: Instant, until: Instant): string {
    const now = this.#ports.clock.now();
    const utterances = this.#speaking === undefined ? this.#said : [...this.#said, this.#speaking];
    const parts = utterances.map((utterance, i) => {
      const cutAt = this.#ring.heard[i]?.until ?? now;
      return wordsBetween(utterance, from, Math.min(until, cutAt));
    });
    return parts.filter((part) => part !== '').join(' ');
  }

  #farEnd(): FarEnd {
    const { clock, profile, chance } = this.#ports;
    return {
      now: () => clock.now(),
      pickedUpAt: clock.now(),
      profile,
      chance,
      after: (ms, what, act) => this.#after(this.#ofTheCall, ms, what, act),
      press: (key) => {
        const pressed = this.#pressed;
        this.#ring.keys = [...this.#ring.keys, { at: clock.now(), key, taken: pressed !== undefined }];
        pressed?.(key);
      },
      hangUp: () => this.#drop('callee hung up'),
      heard: (from, until) => this.#saidBetween(from, until),
      records: (from, until) => {
        this.#keeps = { from, until };
      },
      becomesHuman: () => {
        this.#ring.ownerTookOver = true;
      },
    };
  }

  #flowCall(): FlowCall {
    const { clock, recording } = this.#ports;
    const { switchboard, detection } = this.#order;
    const talk = this;
    return {
      now: () => clock.now(),
      after: (ms, what, act) => this.#after(this.#ofTheAction, ms, what, act),
      switchboard,
      detection,
      values: (): FlowValues => ({ contact: switchboard.contactData(), ...this.#values }),
      setExternal: (external) => {
        this.#values = { ...this.#values, external };
      },
      setStoredInput: (storedInput) => {
        this.#values = { ...this.#values, storedInput };
      },
      get voice() {
        return talk.#voice;
      },
      set voice(voice) {
        talk.#voice = voice;
      },
      rounds: new Map(),
      say: (speech, silenceMs, done) => this.#say(speech, silenceMs, done),
      recording,
      listen: (pressed) => {
        this.#pressed = pressed;
      },
      detect: () => detectionOf(this.#callee, detection?.waitsForBeep ?? false, this.#ports.profile, this.#ports.chance),
      busy: (work) => void clock.busy(work),
    };
  }
}
