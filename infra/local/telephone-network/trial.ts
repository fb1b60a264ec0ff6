/** For the network's own tests: a network on a clock moved by hand, flows of a few actions, and a switchboard that remembers. */
import { createHash } from 'node:crypto';
import type { FlowAction, FlowDocument } from './flow/document.ts';
import { createTelephoneNetwork, type NetworkOptions, type TelephoneNetwork } from './index.ts';
import type { Line } from './line.ts';
import type { Order, Switchboard } from './switchboard.ts';
import { TrialClock } from './trial-clock.ts';

/** Any number of independent streams for one seed (mulberry32). */
export function seededStreams(seed: number): (stream: string) => () => number {
  return (stream) => {
    let a = createHash('sha256').update(`${seed} ${stream}`).digest().readUInt32LE(0);
    return () => {
      a = (a + 0x6d2b79f5) | 0;
      let t = Math.imul(a ^ (a >>> 15), 1 | a);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
  };
}

export interface Trial {
  readonly clock: TrialClock;
  readonly network: TelephoneNetwork;
  /** What the switchboard was told and did, in order. */
  readonly told: string[];
  readonly attributes: Record<string, string>;
  call(number: string, flow: FlowDocument, order?: Partial<Order>): Line;
  /** Lets functions answer and the clock move on, second by second. */
  pass(seconds: number): Promise<void>;
}

export interface TrialOptions extends NetworkOptions {
  readonly seed?: number;
  readonly start?: string;
  readonly invoke?: Switchboard['invoke'];
}

export function tryOut(options: TrialOptions = {}): Trial {
  const clock = new TrialClock(options.start ?? '2026-11-24T16:00:00Z');
  const network = createTelephoneNetwork({ clock, random: seededStreams(options.seed ?? 1) }, options);
  const told: string[] = [];
  const attributes: Record<string, string> = { callId: 'n1.c1' };
  const switchboard: Switchboard = {
    contactData: () => ({
      ContactId: 'c-1',
      Attributes: attributes,
      SystemEndpoint: { Address: '+12025550100' },
      Channel: 'VOICE',
    }),
    setAttributes: (more) => {
      Object.assign(attributes, more);
      told.push(`attributes ${JSON.stringify(more)}`);
    },
    setLanguage: (code) => void told.push(`language ${code}`),
    invoke: options.invoke ?? (() => Promise.reject(new Error('no functions here'))),
    connected: () => void told.push('connected'),
    detected: (status) => void told.push(status),
    ended: ({ answeredBy, end }) => void told.push(`${answeredBy}: ${end}`),
  };
  return {
    ...{ clock, network, told, attributes },
    call: (number, flow, order) => {
      const usual = { contactId: 'c-1', name: 'n1.c1#1', callerId: '+12025550100', ringTimeoutSeconds: 60, setupMs: 2000 };
      return network.dial({ ...usual, number, flow, switchboard, ...order });
    },
    pass: async (seconds) => {
      for (let i = 0; i < seconds; i += 1) {
        await new Promise((resolve) => setImmediate(resolve));
        clock.advance(1000);
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

/** Says something and hears keys; everything but a named key leads on. */
export function ask(Text: string, keys: Readonly<Record<string, string>> = {}, next = 'end', identifier = 'ask'): FlowAction {
  return {
    Identifier: identifier,
    Type: 'GetParticipantInput',
    Parameters: { Text, InputTimeLimitSeconds: '5', StoreInput: 'False' },
    Transitions: {
      NextAction: next,
      Errors: ['InputTimeLimitExceeded', 'NoMatchingCondition', 'NoMatchingError'].map((ErrorType) => ({
        ErrorType,
        NextAction: next,
      })),
      Conditions: Object.entries(keys).map(([key, NextAction]) => ({
        NextAction,
        Condition: { Operator: 'Equals', Operands: [key] },
      })),
    },
  };
}

export function say(Text: string, identifier: string, NextAction: string): FlowAction {
  const Errors = [{ ErrorType: 'NoMatchingError', NextAction }];
  return { Identifier: identifier, Type: 'MessageParticipant', Parameters: { Text }, Transitions: { NextAction, Errors } };
}

export const hangUp: FlowAction = { Identifier: 'end', Type: 'DisconnectParticipant', Parameters: {}, Transitions: {} };

export function flow(...actions: readonly FlowAction[]): FlowDocument {
  return { Version: '2019-10-30', StartAction: actions[0]?.Identifier ?? '', Actions: [...actions, hangUp] };
}
