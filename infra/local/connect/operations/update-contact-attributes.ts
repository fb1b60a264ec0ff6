/** https://docs.aws.amazon.com/connect/latest/APIReference/API_UpdateContactAttributes.html */
import { attributesIn, type Input, onlyKnown } from '../input.ts';
import type { ConnectState } from '../state.ts';

export const parameters = { honoured: ['InstanceId', 'InitialContactId', 'Attributes'], inert: [] };

/** Adds and overwrites, also after the contact has ended; they stay for 24 months. */
export function updateContactAttributes(state: ConnectState, input: Input): Record<string, never> {
  onlyKnown('UpdateContactAttributes', input, parameters.honoured);
  const contact = state.contact(input['InstanceId'], input['InitialContactId'], 'ResourceNotFoundException');
  contact.attributes = attributesIn(input, contact.attributes);
  contact.lastUpdateAt = state.now();
  return {};
}
