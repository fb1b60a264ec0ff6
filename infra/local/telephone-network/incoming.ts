import { calleeOf } from './callee/callee.ts';
import { type CallerScript, listenAsCaller } from './callee/caller.ts';
import type { FlowDocument } from './flow/document.ts';
import type { Line } from './line.ts';
import type { LineEnd, OpenRing, Ring } from './ring.ts';
import type { Switchboard } from './switchboard.ts';
import { Talk, type TalkPorts } from './talk.ts';

/** Somebody calls a number of the exchange. */
export interface IncomingOrder {
  readonly contactId: string;
  /** E.164; absent where it is withheld. */
  readonly from: string | undefined;
  /** The number that is called. */
  readonly to: string;
  readonly flow: FlowDocument;
  readonly switchboard: Switchboard;
}

/** What a record shows instead of a number that was withheld. */
const WITHHELD = 'withheld';
const SETUP_MS = 1_500;

/** The record of somebody who calls in; `number` is theirs, `callerId` the one they called. */
export function newIncoming(order: Pick<IncomingOrder, 'contactId' | 'from' | 'to'>, nth: number, now: number): OpenRing {
  return {
    ...{ number: order.from ?? WITHHELD, callerId: order.to, contactId: order.contactId, name: '', nth, wrongPerson: false },
    ...{ dialedAt: now, at: now, rang: false, ringSeconds: 0, talkSeconds: 0, ownerTookOver: false },
    ...{ answeredBy: undefined, pickedUpAt: undefined, endedAt: undefined, end: undefined, firstSoundAfterMs: undefined },
    ...{ heard: [], keys: [], keptRecording: undefined, path: [] },
  };
}

/** The exchange takes the call at once, and the flow talks with whoever called. */
export function openIncoming(ring: OpenRing, order: IncomingOrder, script: CallerScript, ports: TalkPorts): Line {
  const { clock } = ports;
  const { contactId, flow, switchboard, to } = order;
  const outbound = { contactId, name: '', number: ring.number, callerId: to, flow, ringTimeoutSeconds: 60, switchboard };
  let talk: Talk | undefined;
  const waiting = clock.at(clock.now() + SETUP_MS, 'a caller is put through', () => {
    ring.pickedUpAt = clock.now();
    switchboard.connected();
    const caller = calleeOf((line) => listenAsCaller(line, script));
    talk = new Talk(ring, outbound, caller, ports, finish);
    talk.begin();
  });

  function finish(end: LineEnd): void {
    if (ring.end !== undefined) return;
    waiting.cancel();
    ring.end = end;
    ring.answeredBy = 'human';
    ring.endedAt = clock.now();
    ring.talkSeconds = ring.pickedUpAt === undefined ? 0 : (ring.endedAt - ring.pickedUpAt) / 1000;
    talk?.end();
    switchboard.ended({ answeredBy: 'human', end });
  }

  return { ring, stop: () => finish('caller stopped') };
}

/** The exchange does not take the call: nobody is heard. */
export function refuseIncoming(ring: OpenRing): Ring {
  ring.end = 'not connected';
  ring.endedAt = ring.at;
  return ring;
}
