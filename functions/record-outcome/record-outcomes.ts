import { z } from 'zod';
import type { Call } from '../../shared/calls/call.ts';
import type { Leftover, Ring } from '../../shared/calls/call-book.ts';
import { type Evidence, outcomeOf, wasPickedUp } from '../../shared/calls/outcome-of.ts';
import { readEach } from '../../shared/calls/read-each.ts';
import { scrubNow } from '../../shared/calls/scrub.ts';
import { type EndedAttempt, settle } from '../../shared/calls/settle.ts';
import { type Fault, TryAgain } from '../../shared/faults/fault.ts';
import { carryOutLostKeys } from './lost-keys.ts';
import type { OutcomePorts } from './ports.ts';
import { ringFrom } from './ring-from.ts';

/** A contact event, as the rule's whitelist lets it through. Connect's words are open sets. */
const contactEvent = z.object({
  contactId: z.string().min(1).max(256),
  eventType: z.string(),
  time: z.iso.datetime({ offset: true }),
  reason: z.string().optional(),
  connected: z.string().optional(),
  method: z.string().optional(),
});

/** A timestamp before this is none (AWS-REFERENCE §2). */
const LONG_AGO = Date.UTC(2000);

/** Shorter than the shortest announcement heard twice. */
const TWO_PASSES_S = 45;

interface Message {
  readonly messageId: string;
  readonly body: unknown;
}

interface Over {
  readonly messageId: string;
  readonly contactId: string;
  /** RFC 3339 UTC. */
  readonly at: string;
  readonly reason: string | undefined;
  /** Media was established: somebody or something picked up. */
  readonly pickedUp: boolean;
  /** From the connection to the end; NaN where nothing was established. */
  readonly talkSeconds: number;
}

/** An event that says less than we need, and Connect cannot be asked just now, or has not caught up with itself. */
class NotToldYet extends TryAgain<{ contactId: string; why: string }> {
  readonly code = 'OUTCOME_NOT_TOLD_YET';
}

/**
 * Takes contact events: keys that were set, how each ring ended, and what follows. Events come unordered, doubled, or before our own note of the
 * ring; none is dropped that may be ours.
 * Durable: the calls of all messages without a fault are settled, and their numbers erased at Connect or listed to be.
 */
export async function recordOutcomes(ports: OutcomePorts, messages: readonly Message[]): Promise<ReadonlyMap<string, Fault>> {
  const { read, faults } = readEach(messages, contactEvent);
  const calledIn = read.filter(({ body }) => body.method === 'INBOUND');
  const ofType = (type: string) =>
    read.filter((one) => !calledIn.includes(one) && one.body.eventType.toUpperCase() === type).map(overOf);
  const [over, touched] = [ofType('DISCONNECTED'), ofType('CONTACT_DATA_UPDATED')];
  const rings = await ports.calls.ringsOf([...new Set([...over, ...touched].map(({ contactId }) => contactId))]);
  const lost = await carryOutLostKeys(ports, touched, rings, faults);
  const told = await Promise.all(over.map((one) => askWhereNeeded(ports, one, rings, faults)));
  const known = told.filter((one) => one !== undefined);
  const calls = await ports.calls.get([...new Set(known.map(({ ring }) => ring.callId))]);
  const withCall = known.flatMap((one) => {
    const call = calls.get(one.ring.callId);
    return call === undefined ? [] : [{ ...one, call }];
  });
  const keyed = await Promise.all(withCall.map((one) => findKey(ports, one, lost > 0)));
  await settle(ports, keyed.map(endedOf));
  // If we die here: settled, and the numbers still at Connect; the redelivery settles nothing and comes to this line again.
  await scrubNow(ports, [
    ...keyed.map(({ ring, askLater }): Leftover => ({ ...ring, askForKey: askLater })),
    ...calledIn.flatMap(ofCaller),
  ]);
  return faults;
}

/** Somebody called the district's number and has hung up: it was no call of ours, and Connect forgets theirs all the same. */
function ofCaller({ body: { contactId, eventType } }: { readonly body: z.infer<typeof contactEvent> }): readonly Leftover[] {
  return eventType.toUpperCase() === 'DISCONNECTED' ? [{ contactId, callId: '', attempt: 0, askForKey: false }] : [];
}

interface Told {
  readonly over: Over;
  readonly ring: Ring;
  readonly evidence: Evidence;
  readonly asked: boolean;
}

/** Whose ring it was, and why it ended: from our own notes, else from Connect. Undefined: not ours, or come again later. */
async function askWhereNeeded(
  ports: OutcomePorts,
  over: Over,
  rings: ReadonlyMap<string, Ring>,
  faults: Map<string, Fault>,
): Promise<Told | undefined> {
  const noted = rings.get(over.contactId);
  try {
    const evidence = evidenceIn(over);
    if (noted !== undefined && evidence !== undefined) return { over, ring: noted, evidence, asked: false };
    return await askConnect(ports, over, noted);
  } catch (error) {
    if (!(error instanceof TryAgain)) throw error;
    faults.set(over.messageId, error);
    return undefined;
  }
}

/** What the event itself says of how it ended; undefined: too little, Connect must be asked. */
function evidenceIn({ reason, pickedUp }: Over): Evidence | undefined {
  if (reason !== undefined) return { reason };
  return pickedUp ? { pickedUp } : undefined;
}

/** A ring we have no note of is an uncertain one, repaired here: its attributes say which call it is. */
async function askConnect({ desk, measures }: OutcomePorts, over: Over, noted: Ring | undefined): Promise<Told | undefined> {
  const { contactId, reason } = over;
  const status = reason === undefined ? await desk.describe(contactId) : undefined;
  if (status !== undefined && status.endedAt === undefined)
    throw new NotToldYet('Connect has not ended the contact yet', { contactId, why: 'not over' }, 'It is asked again.');
  const attributes = status?.attributes ?? (await desk.attributes(contactId)) ?? {};
  const ring = noted ?? ringFrom(contactId, attributes);
  if (ring === undefined) {
    // Somebody rang the district's number, or another system dials on the same instance.
    measures.count('ForeignContacts');
    return undefined;
  }
  const { key } = attributes;
  const said = reason ?? status?.reason;
  const evidence = {
    ...(said === undefined ? {} : { reason: said }),
    ...(status?.amd === undefined ? {} : { amd: status.amd }),
    ...(key === undefined ? {} : { key }),
  };
  return { over, ring, evidence, asked: true };
}

type Keyed = Told & { readonly call: Call; readonly askLater: boolean };

/**
 * Connect says of itself when the flow has put a key on a contact; its events are best effort. So once one key proves to
 * have been lost, nobody's silence is believed: every call of the batch that was picked up and has no key is asked about.
 * Where Connect is too busy, the call is settled all the same and the sweeper asks: a stop may be late then, but it is not
 * lost, and the line is not held up for it.
 */
async function findKey({ desk }: OutcomePorts, told: Told & { readonly call: Call }, keysGetLost: boolean): Promise<Keyed> {
  const { call, ring, evidence, asked } = told;
  const mayHaveLostOne =
    (keysGetLost || endedByFlowEarly(told.over)) &&
    call.key === undefined &&
    call.attempt === ring.attempt &&
    wasPickedUp(outcomeOf(evidence).outcome);
  if (asked || !mayHaveLostOne) return { ...told, askLater: false };
  try {
    const key = (await desk.attributes(ring.contactId))?.['key'];
    return { ...told, evidence: key === undefined ? evidence : { ...evidence, key }, askLater: false };
  } catch (error) {
    if (!(error instanceof TryAgain)) throw error;
    return { ...told, askLater: true };
  }
}

/** The flow hangs up early after a key alone: without one it says everything twice. */
function endedByFlowEarly({ reason, talkSeconds }: Over): boolean {
  return reason === 'CONTACT_FLOW_DISCONNECT' && talkSeconds < TWO_PASSES_S;
}

function endedOf({ over, ring, evidence, asked, call }: Keyed): EndedAttempt {
  const { attempt, contactId } = ring;
  return { call, attempt, contactId, at: over.at, evidence, source: asked && over.reason === undefined ? 'describe' : 'event' };
}

function overOf({ messageId, body }: { readonly messageId: string; readonly body: z.infer<typeof contactEvent> }): Over {
  const { contactId, time, reason, connected = '' } = body;
  // Connect writes 1970 where nothing was established.
  const pickedUp = Date.parse(connected) > LONG_AGO;
  const talkSeconds = pickedUp ? (Date.parse(time) - Date.parse(connected)) / 1_000 : Number.NaN;
  return {
    messageId,
    contactId,
    at: new Date(time).toISOString(),
    reason: reason === '' ? undefined : reason,
    pickedUp,
    talkSeconds,
  };
}
