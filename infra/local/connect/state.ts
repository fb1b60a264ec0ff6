import type { FlowDocument } from '../telephone-network/flow/document.ts';
import type { TelephoneNetwork } from '../telephone-network/index.ts';
import type { Instant, World } from '../world.ts';
import type { Contact } from './contact.ts';
import { refusal } from './errors.ts';
import { type Quotas, Throttle } from './quotas.ts';
import type { ApiFaults, ConnectReadings, EventDisorder } from './readings.ts';

export interface Instance {
  readonly id: string;
  readonly arn: string;
  readonly region: string;
  readonly outboundCalls: boolean;
  readonly inboundCalls: boolean;
  /** Functions whose ARNs an integration association names. */
  readonly functions: Set<string>;
}

export interface PhoneNumber {
  readonly id: string;
  readonly arn: string;
  readonly instance: Instance;
  readonly number: string;
  readonly type: string;
  readonly countryCode: string;
  readonly description: string | undefined;
}

export interface Queue {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly instance: Instance;
  readonly callerId: PhoneNumber | undefined;
}

export interface ContactFlow {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly instance: Instance;
  readonly content: string;
  readonly document: FlowDocument;
}

/** A client token, valid for seven days: the contact it made last and how many it has made. */
export interface UsedToken {
  readonly contact: Contact;
  readonly at: Instant;
  readonly uses: number;
}

/** Everything Connect keeps, and the telephone network behind it. */
export class ConnectState {
  readonly world: World;
  readonly network: TelephoneNetwork;
  readonly readings: ConnectReadings;
  readonly throttle = new Throttle();
  readonly instances = new Map<string, Instance>();
  readonly phoneNumbers = new Map<string, PhoneNumber>();
  readonly hours = new Map<string, Instance>();
  readonly queues = new Map<string, Queue>();
  readonly flows = new Map<string, ContactFlow>();
  /** What answers a number, by the number's id. */
  readonly inboundFlows = new Map<string, ContactFlow>();
  readonly contacts = new Map<string, Contact>();
  readonly tokens = new Map<string, UsedToken>();
  /** Numbers by prefix that may not be called although their country may; the longest prefix decides. */
  readonly destinations: Readonly<Record<string, boolean>>;
  quotas: Quotas;
  disorder: EventDisorder;
  faults: ApiFaults;

  constructor(
    world: World,
    network: TelephoneNetwork,
    options: Pick<ConnectState, 'readings' | 'quotas' | 'disorder' | 'faults' | 'destinations'>,
  ) {
    this.world = world;
    this.network = network;
    this.readings = options.readings;
    this.quotas = options.quotas;
    this.disorder = options.disorder;
    this.faults = options.faults;
    this.destinations = options.destinations;
  }

  now(): Instant {
    return this.world.clock.now();
  }

  arn(rest: string): string {
    return `arn:aws:connect:${this.world.region}:${this.world.accountId}:${rest}`;
  }

  instance(id: unknown): Instance {
    const found = typeof id === 'string' ? this.instances.get(id) : undefined;
    if (found === undefined) throw refusal('ResourceNotFoundException', `Instance ${String(id)} does not exist.`);
    return found;
  }

  /** @param missing what this operation calls a contact that is not there */
  contact(instanceId: unknown, id: unknown, missing: 'ResourceNotFoundException' | 'ContactNotFoundException'): Contact {
    const instance = this.instance(instanceId);
    const found = typeof id === 'string' ? this.contacts.get(id) : undefined;
    if (found === undefined || found.instance !== instance)
      throw refusal(missing, 'The contact with the specified ID does not exist.');
    return found;
  }

  /** Calls that hold a line of the instance's quota at this moment. */
  active(instance: Instance, campaign: boolean): number {
    return this.#active.get(`${instance.id} ${campaign}`) ?? 0;
  }

  countActive(contact: Contact, change: 1 | -1): void {
    const key = `${contact.instance.id} ${contact.campaign}`;
    this.#active.set(key, (this.#active.get(key) ?? 0) + change);
  }

  readonly #active = new Map<string, number>();
}
