/**
 * The simulated telephone network: phones, the people behind them, and the ground truth of what rang.
 *
 * It knows nothing of the product. It hears what is said and does what people do: lets it ring, picks up, listens, presses a key
 * it was offered, hangs up. Every person is drawn from the seed and the number alone, so that a run repeats whatever its order.
 */
import type { World } from '../world.ts';
import { calleeFor } from './callee/callee.ts';
import type { CallerScript } from './callee/caller.ts';
import { type IncomingOrder, newIncoming, openIncoming, refuseIncoming } from './incoming.ts';
import { type Line, openLine } from './line.ts';
import { people } from './people-2026-11-24.ts';
import { meet, type Person } from './person.ts';
import type { Profile } from './profile.ts';
import type { OpenRing, Ring } from './ring.ts';
import { act, type Script } from './script.ts';
import { speechOfText } from './speech.ts';
import type { Order } from './switchboard.ts';
import type { TalkPorts } from './talk.ts';
import { Witness } from './witness.ts';

export type { CallerScript } from './callee/caller.ts';
export { elbert, newDistrict, people, poorData } from './people-2026-11-24.ts';
export type { AnsweredBy, Profile } from './profile.ts';
export type { HeardWords, KeptRecording, LineEnd, PressedKey, Ring } from './ring.ts';
export type { Script } from './script.ts';

export interface NetworkOptions {
  readonly profile?: Profile;
  /** Where the people live: decides the hour of their day. Default America/Chicago. */
  readonly timeZone?: string;
  /** The words of a recording that a flow plays, by its URI. Default: every recording exists and nobody knows its words. */
  readonly recording?: (uri: string) => { readonly transcript: string } | undefined;
}

export interface TelephoneNetwork {
  /** Places a call; what becomes of it is told to the order's switchboard. */
  dial(order: Order): Line;
  /** Somebody calls a number of the exchange; without an order, it does not take the call. Their own record, not a ring. */
  callIn(
    call: Pick<IncomingOrder, 'contactId' | 'from' | 'to'>,
    script: CallerScript,
    order?: Pick<IncomingOrder, 'flow' | 'switchboard'>,
  ): Pick<Line, 'ring'>;
  /** Everybody who called in, in order. */
  callsIn(): readonly Ring[];
  /** What this number does at its next rings, one script a ring; the last one stays. */
  person(number: string, ...scripts: readonly [Script, ...Script[]]): void;
  /** What everybody without a script does; undefined: as the population does. */
  everybody(script: Script | undefined): void;
  /** Everything that reached a line, in the order it was dialed; of one number when it is given. */
  rings(number?: string): readonly Ring[];
  /** Marks rings a scenario expected. */
  claim(...rings: readonly Ring[]): void;
  /** Rings nobody expected. */
  unclaimed(): readonly Ring[];
  /** Calls going on now, and the most there ever were at once. */
  active(): number;
  concurrentPeak(): number;
}

const HOUR_MS = 3_600_000;
const UNKNOWN_RECORDING = 'a recorded message in a language this network does not know '.repeat(7);

export function createTelephoneNetwork(world: Pick<World, 'clock' | 'random'>, options: NetworkOptions = {}): TelephoneNetwork {
  const profile = options.profile ?? people;
  const portsFor = (stream: string) => talkPorts(world, profile, options, stream);
  const localHour = hourIn(options.timeZone ?? 'America/Chicago');
  const witness = new Witness();
  const persons = new Map<string, Person>();
  const callsIn: OpenRing[] = [];
  const scripts = new Map<string, { readonly list: readonly Script[]; from: number }>();
  let everybody: Script | undefined;

  function known(number: string): Person {
    const person = persons.get(number) ?? meet(number, profile, world.random);
    persons.set(number, person);
    return person;
  }

  function scriptFor(number: string, nth: number): Script | undefined {
    const own = scripts.get(number);
    if (own === undefined) return everybody;
    return own.list[Math.min(nth - own.from, own.list.length - 1)];
  }

  function dial(order: Order): Line {
    const { number } = order;
    const before = witness.rings(number);
    const nth = before.length + 1;
    const now = world.clock.now();
    const script = scriptFor(number, nth);
    const callee = calleeFor(
      {
        person: known(number),
        nth,
        previous: before.at(-1)?.answeredBy,
        hour: localHour(now),
        window: Math.floor(now / (profile.mood.windowHours * HOUR_MS)),
      },
      profile,
      world.random,
      script === undefined ? undefined : act(script),
    );
    const ring = newRing(order, nth, now, callee.wrongPerson);
    witness.begins(ring);
    return openLine(ring, order, callee, portsFor(`phone ${number}: line ${nth}`), () => witness.ends());
  }

  const callIn: TelephoneNetwork['callIn'] = (call, script, order) => {
    const nth = callsIn.filter(({ number }) => number === call.from).length + 1;
    const ring = newIncoming(call, nth, world.clock.now());
    callsIn.push(ring);
    if (order === undefined) return { ring: refuseIncoming(ring) };
    return openIncoming(ring, { ...call, ...order }, script, portsFor(`caller ${ring.number}: ${nth}`));
  };

  return {
    dial,
    callIn,
    callsIn: () => [...callsIn],
    person: (number, ...list) => void scripts.set(number, { list, from: witness.rings(number).length + 1 }),
    everybody: (script) => {
      everybody = script;
    },
    rings: (number) => witness.rings(number),
    claim: (...rings) => witness.claim(...rings),
    unclaimed: () => witness.unclaimed(),
    active: () => witness.active(),
    concurrentPeak: () => witness.concurrentPeak(),
  };
}

/** What one conversation needs; its chance is its own. */
function talkPorts(
  { clock, random }: Pick<World, 'clock' | 'random'>,
  profile: Profile,
  { recording }: NetworkOptions,
  stream: string,
): TalkPorts {
  return { clock, profile, chance: random(stream), recording: (uri) => wordsOf(uri, recording) };
}

function newRing(order: Order, nth: number, now: number, wrongPerson: boolean): OpenRing {
  const { number, callerId, contactId, name } = order;
  return {
    ...{ number, callerId, contactId, name, nth, wrongPerson },
    ...{ dialedAt: now, at: now, rang: false, ringSeconds: 0, talkSeconds: 0, ownerTookOver: false },
    ...{ answeredBy: undefined, pickedUpAt: undefined, endedAt: undefined, end: undefined, firstSoundAfterMs: undefined },
    ...{ heard: [], keys: [], keptRecording: undefined, path: [] },
  };
}

function wordsOf(uri: string, known: NetworkOptions['recording']) {
  const found = known === undefined ? { transcript: UNKNOWN_RECORDING } : known(uri);
  if (found === undefined) return undefined;
  const { words, durationMs } = speechOfText(found.transcript);
  return { text: found.transcript, words, durationMs };
}

function hourIn(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, hour: '2-digit', hourCycle: 'h23' });
  return (at) => Number(format.format(at));
}
