import type { Deadline } from '../world.ts';
import type { Callee } from './callee/callee.ts';
import { between } from './draw.ts';
import type { AnsweredBy } from './profile.ts';
import type { LineEnd, OpenRing, Ring } from './ring.ts';
import type { Order } from './switchboard.ts';
import { Talk, type TalkPorts } from './talk.ts';

/** A call from dialing to the dropped line. */
export interface Line {
  readonly ring: Ring;
  /** The caller's side ends it. Does nothing once it has ended. */
  stop(): void;
}

const SETUP_MS = [1000, 3000] as const;
/** Tones and refusals of the network come at once, no phone makes a sound. */
const WITHOUT_A_SOUND: readonly AnsweredBy[] = ['busy', 'invalid number', 'blocked', 'network problem', 'unreachable'];

/** Dials, rings, and lets flow and callee talk. `ended` is called exactly once, after the ring's record is complete. */
export function openLine(ring: OpenRing, order: Order, callee: Callee, ports: TalkPorts, ended: () => void): Line {
  const { clock } = ports;
  let waiting: Deadline | undefined;
  let talk: Talk | undefined;

  function after(ms: number, what: string, act: () => void): void {
    if (ms <= 0) act();
    else waiting = clock.at(clock.now() + Math.round(ms), what, act);
  }

  /** One deadline from dialing to what comes of it: each costs the clock a leap. */
  function dial(): void {
    const setupMs = Math.round(order.setupMs ?? between(ports.chance, SETUP_MS));
    const { by, afterSeconds } = callee.answer;
    ring.at = clock.now() + setupMs;
    ring.rang = !WITHOUT_A_SOUND.includes(by);
    const pickedUp = by !== 'nobody' && afterSeconds <= order.ringTimeoutSeconds;
    const limitMs = setupMs + order.ringTimeoutSeconds * 1000;
    if (!ring.rang) after(setupMs, 'a network answers with a tone', () => finish('not connected', by));
    else if (pickedUp) after(setupMs + afterSeconds * 1000, 'a phone is picked up', pickUp);
    else after(limitMs, 'a phone stops ringing', () => finish('not connected', 'nobody'));
  }

  function pickUp(): void {
    ring.pickedUpAt = clock.now();
    ring.answeredBy = callee.answer.by;
    order.switchboard.connected();
    talk = new Talk(ring, order, callee, ports, (end) => finish(end, callee.answer.by));
    talk.begin();
  }

  function finish(end: LineEnd, by: AnsweredBy): void {
    if (ring.end !== undefined) return;
    waiting?.cancel();
    ring.end = end;
    ring.answeredBy = by;
    ring.endedAt = clock.now();
    // Stopped while it was being set up: no phone made a sound.
    if (ring.endedAt < ring.at) ring.rang = false;
    ring.ringSeconds = ring.rang ? ((ring.pickedUpAt ?? ring.endedAt) - ring.at) / 1000 : 0;
    ring.talkSeconds = ring.pickedUpAt === undefined ? 0 : (ring.endedAt - ring.pickedUpAt) / 1000;
    talk?.end();
    ended();
    order.switchboard.ended({ answeredBy: by, end });
  }

  dial();
  return { ring, stop: () => finish('caller stopped', ring.answeredBy ?? 'caller gave up') };
}
