import type { Line } from '../telephone-network/line.ts';
import type { Instant } from '../world.ts';
import type { Instance, Queue } from './state.ts';

/** A contact as Connect stores it, for 24 months: with the number until DeleteContactData, with the attributes always. */
export interface Contact {
  readonly id: string;
  readonly arn: string;
  readonly instance: Instance;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly callerId: string;
  readonly queue: Queue | undefined;
  readonly campaign: boolean;
  readonly method: 'API' | 'INBOUND';
  /** Somebody called in and withheld the number: what stands in its place. */
  readonly withheld?: 'anonymous' | 'absent';
  readonly initiatedAt: Instant;
  /** When SearchContacts begins to find it. */
  readonly searchableAt: Instant;
  /** Undefined once it was deleted on request. */
  number: string | undefined;
  attributes: Readonly<Record<string, string>>;
  language: string;
  connectedAt: Instant | undefined;
  disconnectedAt: Instant | undefined;
  lastUpdateAt: Instant;
  reason: string | undefined;
  detectionStatus: string | undefined;
  line: Line | undefined;
}

/** As DescribeContact answers it; times are seconds since the epoch, as in REST-JSON. */
export function describe(contact: Contact): Record<string, unknown> {
  return {
    ...summary(contact),
    ...{ Description: contact.description, Attributes: contact.attributes },
    ...{ LastUpdateTimestamp: seconds(contact.lastUpdateAt), ConnectedToSystemTimestamp: seconds(contact.connectedAt) },
    RingStartTimestamp: contact.campaign ? seconds(contact.line?.ring.at) : undefined,
    CustomerEndpoint: contact.number === undefined ? undefined : { Type: 'TELEPHONE_NUMBER', Address: contact.number },
    SystemEndpoint: { Type: 'TELEPHONE_NUMBER', Address: contact.callerId },
    ...{ AnsweringMachineDetectionStatus: contact.detectionStatus, DisconnectReason: contact.reason },
    Tags: { 'aws:connect:instanceId': contact.instance.id, 'aws:connect:systemEndpoint': contact.callerId },
  };
}

/** As SearchContacts lists it: without number and attributes. */
export function summary(contact: Contact): Record<string, unknown> {
  return {
    ...{ Arn: contact.arn, Id: contact.id, Name: contact.name, Channel: 'VOICE', InitiationMethod: contact.method },
    QueueInfo: contact.queue === undefined ? undefined : { Id: contact.queue.id },
    ...{ InitiationTimestamp: seconds(contact.initiatedAt), DisconnectTimestamp: seconds(contact.disconnectedAt) },
    SegmentAttributes: { 'connect:Subtype': { ValueString: 'connect:Telephony' } },
  };
}

/** `Details.ContactData` of the event a flow's function gets: the number is in it. */
export function flowData(contact: Contact): Record<string, unknown> {
  const endpoint = (address: string | undefined) =>
    address === undefined ? null : { Address: address, Type: 'TELEPHONE_NUMBER' };
  return {
    ...{ Attributes: contact.attributes, AwsRegion: contact.instance.region, Channel: 'VOICE', ContactId: contact.id },
    ...{ InitialContactId: contact.id, PreviousContactId: contact.id, InitiationMethod: contact.method },
    ...{
      CustomerEndpoint: endpoint(contact.number ?? shownInstead(contact)),
      SystemEndpoint: endpoint(contact.callerId),
      CustomerId: null,
    },
    ...{ Description: contact.description ?? null, Name: contact.name ?? null, LanguageCode: contact.language },
    InstanceARN: contact.instance.arn,
    MediaStreams: { Customer: { Audio: null } },
    Queue: contact.queue === undefined ? null : { ARN: contact.queue.arn, Name: contact.queue.name, OutboundCallerId: null },
    ...{ References: {}, RelatedContactId: null, SegmentAttributes: { 'connect:Subtype': { ValueString: 'connect:Telephony' } } },
    Tags: { 'aws:connect:instanceId': contact.instance.id, 'aws:connect:systemEndpoint': contact.callerId },
  };
}

function shownInstead({ withheld }: Contact): string | undefined {
  return withheld === 'anonymous' ? 'anonymous' : undefined;
}

function seconds(at: Instant | undefined): number | undefined {
  return at === undefined ? undefined : at / 1000;
}
