/**
 * Contact events on the default bus: best effort, not ordered, sometimes twice.
 * https://docs.aws.amazon.com/connect/latest/adminguide/contact-events.html
 */
import type { Instant } from '../world.ts';
import type { Contact } from './contact.ts';
import type { ConnectState } from './state.ts';

export type EventType = 'INITIATED' | 'CONNECTED_TO_SYSTEM' | 'CONTACT_DATA_UPDATED' | 'DISCONNECTED' | 'COMPLETED';

/** Publishes these events one after the other, as far as they come through and in the order they do. */
export function publishEvents(state: ConnectState, contact: Contact, types: readonly EventType[], delayed: boolean): void {
  const { disorder, world } = state;
  const chance = world.random(`connect contact ${contact.id}: ${types.join()}`);
  const between = ([from, to]: readonly [number, number]) => Math.round((from + chance() * (to - from)) * 1000);
  const usual = delayed ? between(disorder.usualDelay) : 0;
  const order = chance() < disorder.swapped ? [...types].reverse() : types;
  for (const type of order) {
    const event = eventOf(state, contact, type);
    if (chance() < disorder.lost) continue;
    const times = chance() < disorder.doubled ? 2 : 1;
    for (let i = 0; i < times; i += 1) {
      const late = chance() < disorder.late || i > 0;
      const delay = late ? between(disorder.lateBy) : usual;
      if (delay <= 0) world.publish(event);
      else world.clock.at(state.now() + delay, 'a contact event arrives', () => world.publish(event));
    }
  }
}

function eventOf(state: ConnectState, contact: Contact, eventType: EventType) {
  const { reasonInEvent, numberInEvent } = state.readings;
  const ended = eventType === 'DISCONNECTED' || eventType === 'COMPLETED';
  const when = (name: string, at: Instant | undefined) => timestamp(state, name, at);
  return {
    source: 'aws.connect',
    'detail-type': 'Amazon Connect Contact Event',
    resources: [contact.arn, contact.instance.arn],
    detail: {
      ...{ eventType, contactId: contact.id, channel: 'VOICE', instanceArn: contact.instance.arn },
      initiationMethod: contact.method,
      ...when('initiationTimestamp', contact.initiatedAt),
      ...when('connectedToSystemTimestamp', contact.connectedAt),
      ...when('disconnectTimestamp', contact.disconnectedAt),
      ...(ended && reasonInEvent ? { disconnectReason: contact.reason } : {}),
      ...(contact.detectionStatus === undefined ? {} : { answeringMachineDetectionStatus: contact.detectionStatus }),
      ...(eventType === 'CONTACT_DATA_UPDATED' ? { updatedProperties: ['UserDefinedAttributes'] } : {}),
      segmentAttributes: { 'connect:Subtype': { valueString: 'connect:Telephony' } },
      systemEndpoint: { address: contact.callerId, type: 'TELEPHONE_NUMBER' },
      ...(numberInEvent && contact.number !== undefined
        ? { customerEndpoint: { address: contact.number, type: 'TELEPHONE_NUMBER' } }
        : {}),
      tags: { 'aws:connect:instanceId': contact.instance.id, 'aws:connect:systemEndpoint': contact.callerId },
    },
  };
}

function timestamp(state: ConnectState, name: string, at: Instant | undefined): Record<string, string> {
  if (at === undefined && state.readings.absentTimestamp === 'left out') return {};
  return { [name]: new Date(at ?? 1).toISOString() };
}
