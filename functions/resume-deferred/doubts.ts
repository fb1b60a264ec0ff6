import type { Call } from '../../shared/calls/call.ts';
import { ringName } from '../../shared/calls/call-id.ts';
import { DIALING_DOUBT_S, LONGEST_CALL_S, later } from '../../shared/calls/due.ts';
import { scrubNow } from '../../shared/calls/scrub.ts';
import { type EndedAttempt, settle } from '../../shared/calls/settle.ts';
import { isInFlight } from '../../shared/calls/transitions.ts';
import { TryAgain } from '../../shared/faults/fault.ts';
import type { SweepPorts } from './ports.ts';

/** Connect answers a search every two seconds; a sweep has less than a minute. */
const SEARCHES = 10;
const SEARCH_PAUSE_MS = 2_100;
/** Connect answers ten questions a second, and record-outcome asks as well. */
const QUESTIONS = 50;

/**
 * Rings nobody has heard the end of. Where the contact is known, Connect is asked once it cannot last any longer; where it is
 * not, Connect is searched for it by name, and when there is none the attempt counts as `unknown`. Nobody is dialed for it.
 */
export async function settleDoubts(ports: SweepPorts, open: readonly Call[]): Promise<void> {
  const now = ports.clock.now();
  const doubtful = open.filter((call) => isInFlight(call) && (call.due ?? '') <= now.toISOString());
  if (doubtful.length === 0) return;
  const noted = await ports.calls.contactsOf(doubtful);
  const contactOf = (call: Call) => call.contactId ?? noted.get(ringName(call.callId, call.attempt));
  const endless = later(now, DIALING_DOUBT_S - LONGEST_CALL_S);
  const known = doubtful.flatMap((call) => {
    const contactId = contactOf(call);
    return contactId !== undefined && (call.due ?? '') <= endless ? [{ call, contactId }] : [];
  });
  const described = await Promise.all(known.slice(0, QUESTIONS).map(({ call, contactId }) => askAbout(ports, call, contactId)));
  const searched: (EndedAttempt | undefined)[] = [];
  const lost = doubtful.filter((call) => contactOf(call) === undefined);
  for (const call of lost.slice(0, SEARCHES)) {
    if (searched.length > 0) await ports.pause(SEARCH_PAUSE_MS);
    searched.push(await searchFor(ports, call));
  }
  const ended = [...described, ...searched].filter((one) => one !== undefined);
  await settle(ports, ended);
  const contacts = ended.flatMap(({ call, attempt, contactId }) =>
    contactId === undefined ? [] : [{ contactId, callId: call.callId, attempt, askForKey: false }],
  );
  await scrubNow(ports, contacts);
}

/** Undefined while it goes on, or while Connect cannot be asked. */
async function askAbout(ports: SweepPorts, call: Call, contactId: string): Promise<EndedAttempt | undefined> {
  const { attempt } = call;
  const now = ports.clock.now().toISOString();
  try {
    const status = await ports.desk.describe(contactId);
    if (status === undefined) return { call, attempt, at: now, evidence: 'nothing-found', source: 'describe' };
    if (status.endedAt === undefined) return undefined;
    const { reason, amd, attributes } = status;
    const { key } = attributes;
    const evidence = {
      ...(reason === undefined ? {} : { reason }),
      ...(amd === undefined ? {} : { amd }),
      ...(key === undefined ? {} : { key }),
    };
    return { call, attempt, contactId, at: status.endedAt, evidence, source: 'describe' };
  } catch (error) {
    if (error instanceof TryAgain) return undefined;
    throw error;
  }
}

/** A ring that is found is noted, and asked about when its time is over; its event may still come. */
async function searchFor(ports: SweepPorts, call: Call): Promise<EndedAttempt | undefined> {
  const { callId, attempt } = call;
  const dialedAt = later(new Date(call.due ?? ports.clock.now()), -DIALING_DOUBT_S);
  try {
    const contactId = await ports.desk.find(callId, attempt, dialedAt);
    const now = ports.clock.now().toISOString();
    if (contactId === undefined) return { call, attempt, at: now, evidence: 'nothing-found', source: 'search' };
    await ports.calls.noteRings([{ contactId, callId, attempt }]);
    // Most rings are over by now: then this settles it at once.
    return await askAbout(ports, call, contactId);
  } catch (error) {
    if (error instanceof TryAgain) return undefined;
    throw error;
  }
}
