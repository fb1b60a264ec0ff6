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

  function reach(): void {
    ring.at = clock.now();
    const { by, afterSeconds } = callee.answer;
    if (WITHOUT_A_SOUND.includes(by)) finish('not connected', by);
    else ringPhone(by, afterSeconds);
  }

  function ringPhone(by: AnsweredBy, afterSeconds: number): void {
    ring.rang = true;
    const pickedUp = by !== 'nobody' && afterSeconds <= order.ringTimeoutSeconds;
    if (!pickedUp) after(order.ringTimeoutSeconds * 1000, 'a phone stops ringing', () => finish('not connected', 'nobody'));
    else after(afterSeconds * 1000, 'a phone is picked up', pickUp);
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
    ring.ringSeconds = ring.rang ? ((ring.pickedUpAt ?? ring.endedAt) - ring.at) / 1000 : 0;
    ring.talkSeconds = ring.pickedUpAt === undefined ? 0 : (ring.endedAt - ring.pickedUpAt) / 1000;
    talk?.end();
    ended();
    order.switchboard.ended({ answeredBy: by, end });
  }

  after(order.setupMs ?? between(ports.chance, SETUP_MS), 'a call reaches its line', reach);
  return { ring, stop: () => finish('caller stopped', ring.answeredBy ?? 'caller gave up') };
}
