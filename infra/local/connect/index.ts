/**
 * Amazon Connect, as far as voice calls without agents need it, out and in: eleven operations, six resource types, contact events.
 * https://docs.aws.amazon.com/connect/latest/APIReference/Welcome.html
 *
 * Behind it stands the telephone network, which knows nothing of Connect.
 */

import { Refusal } from '../front/refusal.ts';
import type { AccessCheck, FrontRequest, FrontResponse, LocalService } from '../front/service.ts';
import { createTelephoneNetwork, type Ring, type TelephoneNetwork } from '../telephone-network/index.ts';
import type { World } from '../world.ts';
import { describe } from './contact.ts';
import { coverage } from './coverage.ts';
import { defaultDestinations } from './destinations.ts';
import { errorResponse, refusal } from './errors.ts';
import type { Input } from './input.ts';
import { associatePhoneNumberContactFlow } from './operations/associate-phone-number-contact-flow.ts';
import { deleteContactData } from './operations/delete-contact-data.ts';
import { describeContact } from './operations/describe-contact.ts';
import { describeContactFlow } from './operations/describe-contact-flow.ts';
import { getContactAttributes } from './operations/get-contact-attributes.ts';
import { listFlowAssociations } from './operations/list-flow-associations.ts';
import { listPhoneNumbersV2 } from './operations/list-phone-numbers-v2.ts';
import { searchContacts } from './operations/search-contacts.ts';
import { startOutboundVoiceContact } from './operations/start-outbound-voice-contact.ts';
import { stopContact } from './operations/stop-contact.ts';
import { updateContactAttributes } from './operations/update-contact-attributes.ts';
import { defaultQuotas, type Quotas } from './quotas.ts';
import { type ApiFaults, type ConnectReadings, defaultDisorder, drawReadings, type EventDisorder, noFaults } from './readings.ts';
import { type IncomingCall, receiveCall } from './receive-call.ts';
import { contactFlowMaker } from './resources/contact-flow.ts';
import { hoursOfOperationMaker } from './resources/hours-of-operation.ts';
import { adoptInstance, instanceMaker } from './resources/instance.ts';
import { integrationAssociationMaker } from './resources/integration-association.ts';
import { phoneNumberMaker } from './resources/phone-number.ts';
import { queueMaker } from './resources/queue.ts';
import { ConnectState } from './state.ts';
import { inputOf, operationOf } from './wire.ts';

export type { Quotas } from './quotas.ts';
export { defaultQuotas } from './quotas.ts';
export { type ApiFaults, type ConnectReadings, type EventDisorder, orderly } from './readings.ts';

/** Quotas stand beside the rest, by name: `createConnect(world, { callsPerSecond: 20, concurrentCalls: 200 })`. */
export interface ConnectOptions extends Partial<Quotas> {
  /** Default: one of its own, reached as `connect.network`. */
  readonly network?: TelephoneNetwork;
  readonly readings?: Partial<ConnectReadings>;
  readonly disorder?: Partial<EventDisorder>;
  readonly faults?: Partial<ApiFaults>;
  /** ARNs of instances a district has already, which the template only refers to. */
  readonly existingInstances?: readonly string[];
  /** Added to the default list: prefix → may be called. */
  readonly destinations?: Readonly<Record<string, boolean>>;
}

export interface LocalConnect extends LocalService {
  readonly network: TelephoneNetwork;
  /** The open questions, as drawn from the seed; may be set at any time. */
  readonly settings: ConnectReadings;
  /** Somebody calls a number of an instance. @returns the record of it, which goes on being written while they talk */
  callIn(call: IncomingCall): Ring;
  setQuotas(quotas: Partial<Quotas>): void;
  setDisorder(disorder: Partial<EventDisorder>): void;
  setFaults(faults: Partial<ApiFaults>): void;
}

const operations: Readonly<Record<string, (state: ConnectState, input: Input) => object>> = {
  StartOutboundVoiceContact: startOutboundVoiceContact,
  StopContact: stopContact,
  DescribeContact: describeContact,
  GetContactAttributes: getContactAttributes,
  UpdateContactAttributes: updateContactAttributes,
  SearchContacts: searchContacts,
  DeleteContactData: deleteContactData,
  DescribeContactFlow: describeContactFlow,
  ListPhoneNumbersV2: listPhoneNumbersV2,
  AssociatePhoneNumberContactFlow: associatePhoneNumberContactFlow,
  ListFlowAssociations: listFlowAssociations,
};
/** Operations whose page names ThrottlingException. */
const declareThrottling = [
  'DescribeContactFlow',
  'SearchContacts',
  'DeleteContactData',
  'GetContactAttributes',
  'ListPhoneNumbersV2',
  'AssociatePhoneNumberContactFlow',
  'ListFlowAssociations',
];
const RETENTION_MS = 730 * 24 * 3_600_000;

export function createConnect(world: World, options: ConnectOptions = {}): LocalConnect {
  const { network, readings, disorder, faults, destinations, existingInstances = [], ...quotas } = options;
  const state = new ConnectState(world, network ?? createTelephoneNetwork(world), {
    readings: { ...drawReadings(world.random('connect readings')), ...readings },
    quotas: { ...defaultQuotas, ...quotas },
    disorder: { ...defaultDisorder, ...disorder },
    faults: { ...noFaults, ...faults },
    destinations: { ...defaultDestinations, ...destinations },
  });
  for (const arn of existingInstances) adoptInstance(state, arn);
  return {
    signingName: 'connect',
    operationOf,
    checks: (request, operation) => checks(state, inputOf(request), operation),
    handle: async (request, operation) => handle(state, request, operation),
    deny: (_request, message) => errorResponse('AccessDeniedException', message),
    resources: resourcesOf(state),
    coverage,
    stored: () => stored(state),
    network: state.network,
    settings: state.readings,
    callIn: (call) => receiveCall(state, call),
    setQuotas: (changed) => {
      state.quotas = { ...state.quotas, ...changed };
    },
    setDisorder: (changed) => {
      state.disorder = { ...state.disorder, ...changed };
    },
    setFaults: (changed) => {
      state.faults = { ...state.faults, ...changed };
    },
  };
}

function handle(state: ConnectState, request: FrontRequest, operation: string): FrontResponse {
  try {
    throttle(state, operation);
    const act = operations[operation];
    if (act === undefined) throw refusal('UnknownOperationException', `The local Connect does not know ${operation}.`);
    const answer = act(state, inputOf(request));
    return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(answer) };
  } catch (error) {
    if (error instanceof Refusal) return error.response;
    throw error;
  }
}

function throttle(state: ConnectState, operation: string): void {
  if (state.throttle.admits(operation, state.now(), state.quotas)) return;
  const other = declareThrottling.includes(operation) ? 'ThrottlingException' : 'TooManyRequestsException';
  throw refusal(operation === 'StartOutboundVoiceContact' ? state.readings.overRate : other, 'Rate exceeded');
}

/**
 * Resources as in the service authorization reference. StartOutboundVoiceContact has none in its newer edition, `contact/*` in the
 * older: only a policy that says `*` is right under both.
 */
function checks(state: ConnectState, input: Input, operation: string): readonly AccessCheck[] {
  const instance = `instance/${String(input['InstanceId'])}`;
  const flow = state.arn(`${instance}/contact-flow/${String(input['ContactFlowId'])}`);
  if (operation === 'AssociatePhoneNumberContactFlow') {
    const number = state.arn(`phone-number/${String(input['PhoneNumberId'])}`);
    return [number, flow].map((resource) => ({ action: `connect:${operation}`, resource }));
  }
  const contact = `${instance}/contact/${String(input['ContactId'] ?? input['InitialContactId'])}`;
  const resource: Readonly<Record<string, string>> = {
    StartOutboundVoiceContact: '*',
    SearchContacts: state.arn(instance),
    DescribeContactFlow: flow,
    ListFlowAssociations: state.arn(instance),
    ListPhoneNumbersV2: state.arn('phone-number/*'),
  };
  return [{ action: `connect:${operation}`, resource: resource[operation] ?? state.arn(contact) }];
}

function resourcesOf(state: ConnectState): LocalService['resources'] {
  return {
    'AWS::Connect::Instance': instanceMaker(state),
    'AWS::Connect::PhoneNumber': phoneNumberMaker(state),
    'AWS::Connect::HoursOfOperation': hoursOfOperationMaker(state),
    'AWS::Connect::Queue': queueMaker(state),
    'AWS::Connect::ContactFlow': contactFlowMaker(state),
    'AWS::Connect::IntegrationAssociation': integrationAssociationMaker(state),
  };
}

/** Contacts are kept for 24 months: with the number until it is deleted on request, with the attributes whatever happens. */
function* stored(state: ConnectState): Generator<{ readonly place: string; readonly bytes: Buffer }> {
  for (const contact of state.contacts.values()) {
    if (state.now() - contact.initiatedAt > RETENTION_MS) continue;
    yield { place: `connect contact ${contact.id}`, bytes: Buffer.from(JSON.stringify(describe(contact))) };
  }
  for (const [token, { contact }] of state.tokens) {
    yield { place: `connect client token of ${contact.id}`, bytes: Buffer.from(token) };
  }
  for (const flow of state.flows.values()) yield { place: `connect flow ${flow.name}`, bytes: Buffer.from(flow.content) };
}
