/** https://docs.aws.amazon.com/connect/latest/APIReference/API_DescribeContact.html */
import { describe } from '../contact.ts';
import type { Input } from '../input.ts';
import type { ConnectState } from '../state.ts';

export const parameters = { honoured: ['InstanceId', 'ContactId'], inert: [] };

export function describeContact(state: ConnectState, input: Input): { readonly Contact: Record<string, unknown> } {
  return { Contact: describe(state.contact(input['InstanceId'], input['ContactId'], 'ResourceNotFoundException')) };
}
