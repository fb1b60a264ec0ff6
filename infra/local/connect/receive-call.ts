import { seededBytes, uuidOf } from '../front/seeded-bytes.ts';
import type { CallerScript, Ring } from '../telephone-network/index.ts';
import type { Contact } from './contact.ts';
import { publishEvents } from './contact-events.ts';
import { switchboardOf } from './place-call.ts';
import type { ConnectState, PhoneNumber } from './state.ts';

/** Somebody calls a number of an instance. */
export interface IncomingCall {
  /** E.164; absent where it is withheld. */
  readonly from?: string;
  readonly to: string;
  readonly does: CallerScript;
}

/**
 * Takes the call with the flow that is associated with the number. Without one, over the quota of concurrent calls (which counts
 * calls in and out), or on an instance without inbound calls, nobody answers.
 * @throws Error when the number is nobody's
 */
export function receiveCall(state: ConnectState, { from, to, does }: IncomingCall): Ring {
  const called = [...state.phoneNumbers.values()].find(({ number }) => number === to);
  if (called === undefined) throw new Error(`${to} is not a number of this Connect`);
  const { instance } = called;
  const flow = state.inboundFlows.get(called.id);
  const contact = newContact(state, called, from);
  const call = { contactId: contact.id, from, to };
  const full = state.active(instance, false) >= state.quotas.concurrentCalls;
  if (flow === undefined || full || !instance.inboundCalls) return state.network.callIn(call, does).ring;
  state.contacts.set(contact.id, contact);
  publishEvents(state, contact, ['INITIATED'], false);
  state.countActive(contact, 1);
  return state.network.callIn(call, does, { flow: flow.document, switchboard: switchboardOf(state, contact, false) }).ring;
}

function newContact(state: ConnectState, { instance, number: callerId }: PhoneNumber, from: string | undefined): Contact {
  const id = uuidOf(seededBytes(state.world, `connect contact of caller ${state.network.callsIn().length}`)(16));
  const now = state.now();
  return {
    ...{ id, arn: state.arn(`instance/${instance.id}/contact/${id}`), instance, name: undefined, description: undefined },
    ...{ number: from, callerId, queue: undefined, campaign: false, method: 'INBOUND' },
    ...(from === undefined ? { withheld: state.readings.withheldNumber } : {}),
    ...{ attributes: {}, language: 'en-US', initiatedAt: now, lastUpdateAt: now, searchableAt: now },
    ...{ connectedAt: undefined, disconnectedAt: undefined, reason: undefined, detectionStatus: undefined, line: undefined },
  };
}
