/** https://docs.aws.amazon.com/connect/latest/APIReference/API_StopContact.html */
import { refusal } from '../errors.ts';
import { type Input, onlyKnown } from '../input.ts';
import type { ConnectState } from '../state.ts';

export const parameters = { honoured: ['InstanceId', 'ContactId'], inert: ['DisconnectReason'] };

/** Ends a call, ringing or answered. A contact that has ended is gone as far as this operation goes. */
export function stopContact(state: ConnectState, input: Input): Record<string, never> {
  onlyKnown('StopContact', input, [...parameters.honoured, ...parameters.inert]);
  const contact = state.contact(input['InstanceId'], input['ContactId'], 'ContactNotFoundException');
  if (contact.disconnectedAt !== undefined) {
    throw refusal('ContactNotFoundException', 'The contact with the specified ID is not active.');
  }
  contact.line?.stop();
  return {};
}
