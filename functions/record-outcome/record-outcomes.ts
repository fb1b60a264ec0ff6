import { z } from 'zod';
import type { Call } from '../../shared/calls/call.ts';
import type { Leftover, Ring } from '../../shared/calls/call-book.ts';
import { noticeIdOf } from '../../shared/calls/call-id.ts';
import type { ContactDesk } from '../../shared/calls/dialer.ts';
import { type Evidence, outcomeOf, wasPickedUp } from '../../shared/calls/outcome-of.ts';
import { readEach } from '../../shared/calls/read-each.ts';
import { scrubNow } from '../../shared/calls/scrub.ts';
import { type EndedAttempt, type SettlePorts, settle } from '../../shared/calls/settle.ts';
import { type Fault, TryAgain } from '../../shared/faults/fault.ts';

/** A contact event, as the rule's whitelist lets it through. Connect's words are open sets. */
const contactEvent = z.object({
  contactId: z.string().min(1).max(256),
  eventType: z.string(),
  time: z.iso.datetime({ offset: true }),
  reason: z.string().optional(),
});

export interface OutcomePorts extends SettlePorts {
  readonly desk: ContactDesk;
}

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
}

/** An event that says less than we need, and Connect cannot be asked just now, or has not caught up with itself. */
class NotToldYet extends TryAgain<{ contactId: string; why: string }> {
  readonly code = 'OUTCOME_NOT_TOLD_YET';
}

/**
 * Takes contact events: how each ring ended, and what follows. Events come unordered, doubled, or before our own note of the
 * ring; none is dropped that may be ours.
 * Durable: the calls of all messages without a fault are settled, and their numbers erased at Connect or listed to be.
 */
export async function recordOutcomes(ports: OutcomePorts, messages: readonly Message[]): Promise<ReadonlyMap<string, Fault>> {
  const { read, faults } = readEach(messages, contactEvent);
  const over = read.filter(({ body }) => body.eventType.toUpperCase() === 'DISCONNECTED').map(overOf);
  // An event without a reason sends us to Connect anyway, which knows the call by its attributes.
  const reasoned = over.filter(({ reason }) => reason !== undefined);
  const rings = await ports.calls.ringsOf(reasoned.map(({ contactId }) => contactId));
  const told = await Promise.all(over.map((one) => askWhereNeeded(ports, one, rings, faults)));
  const known = told.filter((one) => one !== undefined);
  const calls = await ports.calls.get([...new Set(known.map(({ ring }) => ring.callId))]);
  const withCall = known.flatMap((one) => {
    const call = calls.get(one.ring.callId);
    return call === undefined ? [] : [{ ...one, call }];
  });
  const keyed = await Promise.all(withCall.map((one) => findKey(ports, one)));
  await settle(ports, keyed.map(endedOf));
  // If we die here: settled, and the numbers still at Connect; the redelivery settles nothing and comes to this line again.
  await scrubNow(
    ports,
    keyed.map(({ ring, askLater }): Leftover => ({ ...ring, askForKey: askLater })),
  );
  return faults;
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
    if (noted !== undefined && over.reason !== undefined)
      return { over, ring: noted, evidence: { reason: over.reason }, asked: false };
    return await askConnect(ports, over, noted);
  } catch (error) {
    if (!(error instanceof TryAgain)) throw error;
    faults.set(over.messageId, error);
    return undefined;
  }
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

function ringFrom(contactId: string, { callId, attempt }: Readonly<Record<string, string>>): Ring | undefined {
  if (callId === undefined || attempt === undefined || noticeIdOf(callId) === '') return undefined;
  return { contactId, callId, attempt: Number(attempt) };
}

type Keyed = Told & { readonly call: Call; readonly askLater: boolean };

/**
 * The flow puts a key on the contact before it asks record-keypress, so a call that was picked up and has no key may have
 * lost one: Connect is asked. Where it is too busy, the call is settled all the same and the sweeper asks: a stop may be
 * late then, but it is not lost, and the line is not held up for it.
 */
async function findKey({ desk }: OutcomePorts, told: Told & { readonly call: Call }): Promise<Keyed> {
  const { call, ring, evidence, asked } = told;
  const mayHaveLostOne = call.key === undefined && call.attempt === ring.attempt && wasPickedUp(outcomeOf(evidence).outcome);
  if (asked || !mayHaveLostOne) return { ...told, askLater: false };
  try {
    const key = (await desk.attributes(ring.contactId))?.['key'];
    return { ...told, evidence: key === undefined ? evidence : { ...evidence, key }, askLater: false };
  } catch (error) {
    if (!(error instanceof TryAgain)) throw error;
    return { ...told, askLater: true };
  }
}

function endedOf({ over, ring, evidence, asked, call }: Keyed): EndedAttempt {
  const { attempt, contactId } = ring;
  return { call, attempt, contactId, at: over.at, evidence, source: asked && over.reason === undefined ? 'describe' : 'event' };
}

function overOf({ messageId, body }: { readonly messageId: string; readonly body: z.infer<typeof contactEvent> }): Over {
  const { contactId, time, reason } = body;
  return { messageId, contactId, at: new Date(time).toISOString(), reason: reason === '' ? undefined : reason };
}
