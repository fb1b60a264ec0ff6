import { seededBytes, uuidOf } from '../front/seeded-bytes.ts';
import type { Principal } from '../front/service.ts';
import type { AnsweredBy } from '../telephone-network/profile.ts';
import type { LineEnd } from '../telephone-network/ring.ts';
import type { Detected, Switchboard } from '../telephone-network/switchboard.ts';
import { type Contact, flowData } from './contact.ts';
import { publishEvents } from './contact-events.ts';
import { refusal } from './errors.ts';
import type { CallOrder } from './operations/start-outbound-voice-contact.ts';
import type { ConnectState } from './state.ts';

const FAST_BUSY_MS = 800;
/** SearchContacts lags behind: up to a minute. */
const INDEX_LAG_MS = [2_000, 60_000] as const;

/**
 * Makes the contact and dials it.
 *
 * Above the quota of concurrent calls AWS documents no error but a fast busy: the contact exists, nothing rings.
 * @param stream names the contact's chance and id, so that they do not depend on what else was placed before
 * @throws LimitExceededException instead, under the other reading
 */
export function placeCall(state: ConnectState, order: CallOrder, stream: string): Contact {
  const { quotas, readings, network } = state;
  const allowed = order.campaign ? quotas.concurrentCampaignCalls : quotas.concurrentCalls;
  const over = state.active(order.instance, order.campaign) >= allowed;
  if (over && readings.overConcurrency === 'LimitExceededException') {
    throw refusal('LimitExceededException', 'The allowed limit for the resource has been exceeded.');
  }
  const contact = newContact(state, order, stream);
  state.contacts.set(contact.id, contact);
  publishEvents(state, contact, ['INITIATED'], false);
  if (over) {
    state.world.clock.at(state.now() + FAST_BUSY_MS, 'fast busy', () => disconnect(state, contact, 'TELECOM_BUSY'));
    return contact;
  }
  state.countActive(contact, 1);
  const early = state.world.random(`connect contact ${contact.id}: before the answer`)() < state.disorder.beforeTheAnswer;
  contact.line = network.dial({
    ...{ contactId: contact.id, name: order.name ?? '', number: order.number, callerId: order.callerId },
    ...{ flow: order.flow.document, ringTimeoutSeconds: order.ringTimeoutSeconds },
    ...(early ? { setupMs: 0 } : {}),
    ...(order.detection === undefined ? {} : { detection: order.detection }),
    switchboard: switchboardOf(state, contact, order.detection !== undefined),
  });
  return contact;
}

function newContact(state: ConnectState, order: CallOrder, stream: string): Contact {
  const id = uuidOf(seededBytes(state.world, `connect contact of ${stream}`)(16));
  const now = state.now();
  const lag = state.world.random(`connect contact ${id}: index lag`)();
  const { instance, name, description, number, callerId, queue, campaign, attributes } = order;
  return {
    ...{
      id,
      arn: state.arn(`instance/${instance.id}/contact/${id}`),
      instance,
      name,
      description,
      number,
      callerId,
      queue,
      campaign,
      method: 'API',
    },
    ...{ attributes, language: 'en-US', initiatedAt: now, lastUpdateAt: now, connectedAt: undefined, disconnectedAt: undefined },
    ...{ reason: undefined, detectionStatus: undefined, line: undefined },
    searchableAt: now + INDEX_LAG_MS[0] + lag * (INDEX_LAG_MS[1] - INDEX_LAG_MS[0]),
  };
}

export function switchboardOf(state: ConnectState, contact: Contact, detects: boolean): Switchboard {
  const sourceArn = contact.instance.arn;
  const connect: Principal = { kind: 'service', arn: 'connect.amazonaws.com', name: 'connect', sourceArn };
  return {
    contactData: () => flowData(contact),
    setAttributes: (attributes) => {
      contact.attributes = { ...contact.attributes, ...attributes };
      contact.lastUpdateAt = state.now();
      publishEvents(state, contact, ['CONTACT_DATA_UPDATED'], true);
    },
    setLanguage: (code) => {
      contact.language = code;
    },
    invoke: async (functionArn, event, limitMs) => {
      if (!contact.instance.functions.has(functionArn)) throw new Error(`${functionArn} is not associated with the instance`);
      const result = await state.world.invoke(functionArn, event, connect, limitMs);
      if (result.functionError !== undefined) throw new Error(result.functionError);
      return result.payload;
    },
    connected: () => {
      contact.connectedAt = state.now();
      contact.lastUpdateAt = state.now();
      publishEvents(state, contact, ['CONNECTED_TO_SYSTEM'], false);
    },
    detected: (status) => {
      contact.detectionStatus = detectionStatuses[status];
    },
    ended: ({ answeredBy, end }) => {
      state.countActive(contact, -1);
      if (detects) contact.detectionStatus ??= unansweredStatuses[answeredBy] ?? 'AMD_UNANSWERED';
      const chance = state.world.random(`connect contact ${contact.id}: reason`)();
      disconnect(state, contact, reasonOf(answeredBy, end, chance));
    },
  };
}

function disconnect(state: ConnectState, contact: Contact, reason: string): void {
  contact.reason = reason;
  contact.disconnectedAt = state.now();
  contact.lastUpdateAt = state.now();
  const beforeTheAnswer = contact.disconnectedAt === contact.initiatedAt;
  publishEvents(state, contact, ['DISCONNECTED', 'COMPLETED'], !beforeTheAnswer);
}

const detectionStatuses: Readonly<Record<Detected, string>> = {
  CallAnswered: 'HUMAN_ANSWERED',
  VoicemailBeep: 'VOICEMAIL_BEEP',
  VoicemailNoBeep: 'VOICEMAIL_NO_BEEP',
  NotDetected: 'AMD_UNRESOLVED',
};
const unansweredStatuses: Readonly<Partial<Record<AnsweredBy, string>>> = {
  busy: 'SIT_TONE_BUSY',
  'invalid number': 'SIT_TONE_INVALID_NUMBER',
  human: 'AMD_UNRESOLVED',
  voicemail: 'AMD_UNRESOLVED',
  screening: 'AMD_UNRESOLVED',
  fax: 'FAX_MACHINE_DETECTED',
};
const reasons: Readonly<Partial<Record<AnsweredBy, string>>> = {
  busy: 'TELECOM_BUSY',
  'invalid number': 'TELECOM_NUMBER_INVALID',
  blocked: 'TELECOM_POTENTIAL_BLOCKING',
  unreachable: 'TELECOM_UNANSWERED',
  'network problem': 'TELECOM_PROBLEM',
};

/** https://docs.aws.amazon.com/connect/latest/adminguide/ctr-data-model.html, DisconnectReason of voice contacts. */
function reasonOf(answeredBy: AnsweredBy, end: LineEnd, chance: number): string {
  if (end === 'callee hung up') return 'CUSTOMER_DISCONNECT';
  if (end === 'flow ended') return 'CONTACT_FLOW_DISCONNECT';
  if (end === 'caller stopped') return answeredBy === 'caller gave up' ? 'TELECOM_ORIGINATOR_CANCEL' : 'OTHER';
  // Unanswered at the time limit: the page gives two codes for it.
  return reasons[answeredBy] ?? (chance < 0.3 ? 'TELECOM_ORIGINATOR_CANCEL' : 'TELECOM_TIMEOUT');
}
