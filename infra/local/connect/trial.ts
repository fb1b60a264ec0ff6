/** For Connect's own tests: an instance with a number, a queue and a flow behind the test door, and AWS's own client in front. */
import { ConnectClient, StartOutboundVoiceContactCommand, type StartOutboundVoiceContactRequest } from '@aws-sdk/client-connect';
import { openTestDoor, type TestDoor } from '../front/test-door.ts';
import { ask, flow } from '../telephone-network/trial.ts';
import type { World } from '../world.ts';
import { type ConnectOptions, createConnect, type LocalConnect, orderly } from './index.ts';

export const functionArn = 'arn:aws:lambda:us-east-1:123456789012:function:answer';

export interface Trial extends Omit<TestDoor<LocalConnect>, 'client'> {
  readonly client: ConnectClient;
  readonly ids: { readonly instance: string; readonly flow: string; readonly queue: string };
  readonly number: string;
  /** Calls a number with what a call needs at least. @returns the contact's id */
  start(to: string, more?: Partial<StartOutboundVoiceContactRequest>): Promise<string>;
  /** Contact events so far, the newest last. */
  seen(eventType?: string): ContactEventDetail[];
  /** Lets seconds pass. */
  pass(seconds: number): Promise<void>;
}

export interface ContactEventDetail {
  readonly eventType: string;
  readonly contactId: string;
  readonly disconnectReason?: string;
  readonly customerEndpoint?: { readonly address: string };
  readonly connectedToSystemTimestamp?: string;
}

export const greeting = flow(ask('This is Lincoln School. To opt out, press 9.', { '9': 'end' }));

export interface TrialOptions extends ConnectOptions {
  readonly content?: string;
  readonly invoke?: World['invoke'];
}

export async function tryOut({ content, invoke, ...options }: TrialOptions = {}): Promise<Trial> {
  const door = await openTestDoor((world) => {
    const usual = { callsPerSecond: 100, callsBurst: 100, concurrentCalls: 100, disorder: orderly };
    return createConnect({ ...world, invoke: invoke ?? world.invoke }, { ...usual, ...options });
  });
  const { service } = door;
  const made = make(service, content ?? JSON.stringify(greeting));
  const client = new ConnectClient(door.client);
  return {
    ...door,
    ...made,
    client,
    start: async (to, more) => {
      const order = {
        InstanceId: made.ids.instance,
        ContactFlowId: made.ids.flow,
        QueueId: made.ids.queue,
        DestinationPhoneNumber: to,
      };
      const answer = await client.send(new StartOutboundVoiceContactCommand({ ...order, ...more }));
      return answer.ContactId ?? '';
    },
    seen: (eventType) => {
      const details = door.events.map((event) => event.detail as ContactEventDetail); // Connect publishes nothing else here
      return eventType === undefined ? details : details.filter((detail) => detail.eventType === eventType);
    },
    pass: async (seconds) => {
      for (let i = 0; i < seconds; i += 1) {
        door.clock.advance(1000);
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    close: () => {
      client.destroy();
      return door.close();
    },
  };
}

/** As a template would. */
export function make(service: LocalConnect, content: string): Pick<Trial, 'ids' | 'number'> {
  const create = (type: string, properties: Readonly<Record<string, unknown>>) => {
    const created = service.resources[`AWS::Connect::${type}`]?.(type, properties);
    if (created === undefined || created instanceof Promise) throw new Error(`${type} is not made at once`);
    return created.attributes;
  };
  const Attributes = { InboundCalls: true, OutboundCalls: true, ContactflowLogs: false };
  const instance = create('Instance', { IdentityManagementType: 'CONNECT_MANAGED', InstanceAlias: 'district', Attributes });
  const InstanceArn = instance['Arn'] ?? '';
  const number = create('PhoneNumber', { TargetArn: InstanceArn, Type: 'DID', CountryCode: 'US' });
  const Config = [{ Day: 'MONDAY', StartTime: { Hours: 0, Minutes: 0 }, EndTime: { Hours: 23, Minutes: 59 } }];
  const hours = create('HoursOfOperation', { InstanceArn, Name: 'always', TimeZone: 'America/Chicago', Config });
  const OutboundCallerConfig = { OutboundCallerIdNumberArn: number['PhoneNumberArn'], OutboundCallerIdName: 'District' };
  const HoursOfOperationArn = hours['HoursOfOperationArn'];
  const queue = create('Queue', { InstanceArn, Name: 'calls', HoursOfOperationArn, OutboundCallerConfig });
  create('IntegrationAssociation', { InstanceId: InstanceArn, IntegrationType: 'LAMBDA_FUNCTION', IntegrationArn: functionArn });
  const deployed = create('ContactFlow', { InstanceArn, Name: 'announcement', Type: 'CONTACT_FLOW', Content: content });
  const last = (arn: string | undefined) => arn?.split('/').at(-1) ?? '';
  const ids = { instance: instance['Id'] ?? '', flow: last(deployed['ContactFlowArn']), queue: last(queue['QueueArn']) };
  return { ids, number: number['Address'] ?? '' };
}
