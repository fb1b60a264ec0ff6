/** https://docs.aws.amazon.com/connect/latest/APIReference/API_StartOutboundVoiceContact.html */
import type { Contact } from '../contact.ts';
import { mayCall } from '../destinations.ts';
import { invalidParameter, refusal } from '../errors.ts';
import { attributesIn, type Input, objectIn, onlyKnown, requiredText, textIn } from '../input.ts';
import { placeCall } from '../place-call.ts';
import type { ConnectState, ContactFlow, Instance, Queue } from '../state.ts';

export const parameters = {
  honoured: [
    ...['InstanceId', 'ContactFlowId', 'DestinationPhoneNumber', 'SourcePhoneNumber', 'QueueId', 'Attributes', 'ClientToken'],
    ...['Name', 'Description', 'TrafficType', 'AnswerMachineDetectionConfig', 'RingTimeoutInSeconds'],
  ],
  inert: ['CampaignId'],
};
const TOKEN_LIFE_MS = 7 * 24 * 3_600_000;

export function startOutboundVoiceContact(state: ConnectState, input: Input): { readonly ContactId: string } {
  onlyKnown('StartOutboundVoiceContact', input, [...parameters.honoured, ...parameters.inert]);
  const instance = state.instance(requiredText(input, 'InstanceId'));
  const order = orderIn(state, instance, input);
  const token = textIn(input, 'ClientToken');
  if (token !== undefined && token.length > 500) throw invalidParameter('ClientToken has more than 500 characters.');
  const key = token === undefined ? undefined : `${instance.id} ${token}`;
  const used = tokenInUse(state, key);
  if (used !== undefined) return { ContactId: used.id };
  const fault = state.world.random(`connect fault ${key ?? state.contacts.size}`)();
  if (fault < state.faults.notPlaced) throw refusal('InternalServiceException', 'Request processing failed.');
  const uses = key === undefined ? 0 : (state.tokens.get(key)?.uses ?? 0);
  const contact = placeCall(state, order, `${key ?? `request ${state.contacts.size}`} ${uses}`);
  if (key !== undefined) state.tokens.set(key, { contact, at: state.now(), uses: uses + 1 });
  if (1 - fault <= state.faults.placedButUnanswered) throw refusal('InternalServiceException', 'Request processing failed.');
  return { ContactId: contact.id };
}

/** "If a contact is already started, the contact ID is returned." Whether it is after hang-up is open: both readings. */
function tokenInUse(state: ConnectState, key: string | undefined): Contact | undefined {
  const used = key === undefined ? undefined : state.tokens.get(key);
  if (used === undefined || state.now() - used.at > TOKEN_LIFE_MS) return undefined;
  const ended = used.contact.disconnectedAt !== undefined;
  return ended && state.readings.tokenAfterHangUp === 'new contact' ? undefined : used.contact;
}

/** A call that has passed every check but the quota of concurrent calls. */
export interface CallOrder {
  readonly instance: Instance;
  readonly flow: ContactFlow;
  readonly number: string;
  readonly callerId: string;
  readonly queue: Queue | undefined;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
  readonly campaign: boolean;
  readonly detection: { readonly waitsForBeep: boolean } | undefined;
  readonly ringTimeoutSeconds: number;
}

function orderIn(state: ConnectState, instance: Instance, input: Input): CallOrder {
  const flowId = requiredText(input, 'ContactFlowId');
  if (flowId.startsWith('arn:')) throw invalidParameter('ContactFlowId must be the id of a flow, not its ARN.');
  const number = requiredText(input, 'DestinationPhoneNumber');
  if (!/^\+[1-9]\d{1,14}$/.test(number)) throw invalidParameter('DestinationPhoneNumber is not in E.164 format.');
  const traffic = trafficIn(input);
  const shown = shownTo(input);
  const ringTimeoutSeconds = ringTimeoutIn(input);
  const attributes = attributesIn(input);
  const flow = state.flows.get(flowId);
  if (flow === undefined || flow.instance !== instance)
    throw refusal('ResourceNotFoundException', 'The contact flow does not exist.');
  const caller = callerIn(state, instance, input);
  if (!instance.outboundCalls) throw refusal('OutboundContactNotPermittedException', 'The contact is not permitted.');
  if (!mayCall(number, state.destinations)) {
    throw refusal('DestinationNotAllowedException', 'Outbound calls to the destination number are not allowed.');
  }
  return { instance, flow, number, ...caller, ...shown, attributes, ...traffic, ringTimeoutSeconds };
}

function trafficIn(input: Input): Pick<CallOrder, 'campaign' | 'detection'> {
  const type = textIn(input, 'TrafficType') ?? 'GENERAL';
  if (type !== 'GENERAL' && type !== 'CAMPAIGN') throw invalidParameter('TrafficType must be GENERAL or CAMPAIGN.');
  const config = objectIn(input, 'AnswerMachineDetectionConfig');
  const enabled = config?.['EnableAnswerMachineDetection'] === true;
  if (enabled && type !== 'CAMPAIGN') throw invalidParameter('Answering machine detection needs TrafficType CAMPAIGN.');
  const waitsForBeep = config?.['AwaitAnswerMachinePrompt'] === true;
  return { campaign: type === 'CAMPAIGN', detection: enabled ? { waitsForBeep } : undefined };
}

function shownTo(input: Input): Pick<CallOrder, 'name' | 'description'> {
  const [name, description] = [textIn(input, 'Name'), textIn(input, 'Description')];
  if ((name?.length ?? 0) > 512) throw invalidParameter('Name has more than 512 characters.');
  if ((description?.length ?? 0) > 4096) throw invalidParameter('Description has more than 4096 characters.');
  return { name, description };
}

function ringTimeoutIn(input: Input): number {
  const seconds = input['RingTimeoutInSeconds'] ?? 60;
  if (typeof seconds === 'number' && Number.isInteger(seconds) && seconds >= 15 && seconds <= 60) return seconds;
  throw invalidParameter('RingTimeoutInSeconds must be a whole number from 15 to 60.');
}

function callerIn(state: ConnectState, instance: Instance, input: Input): Pick<CallOrder, 'callerId' | 'queue'> {
  const [source, queueId] = [textIn(input, 'SourcePhoneNumber'), textIn(input, 'QueueId')];
  if (source === undefined && queueId === undefined) throw invalidParameter('Either SourcePhoneNumber or QueueId is required.');
  const queue = queueId === undefined ? undefined : state.queues.get(queueId);
  if (queueId !== undefined && queue?.instance !== instance)
    throw refusal('ResourceNotFoundException', 'The queue does not exist.');
  if (source === undefined) {
    if (queue?.callerId === undefined) throw invalidParameter('The queue has no outbound caller id number.');
    return { callerId: queue.callerId.number, queue };
  }
  const own = [...state.phoneNumbers.values()].some((claimed) => claimed.number === source && claimed.instance === instance);
  if (!own) throw invalidParameter('SourcePhoneNumber is not a number of this instance.');
  return { callerId: source, queue };
}
