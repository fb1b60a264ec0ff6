/** https://docs.aws.amazon.com/connect/latest/APIReference/API_GetContactAttributes.html */
import type { Input } from '../input.ts';
import type { ConnectState } from '../state.ts';

export const parameters = { honoured: ['InstanceId', 'InitialContactId'], inert: [] };

export function getContactAttributes(
  state: ConnectState,
  input: Input,
): { readonly Attributes: Readonly<Record<string, string>> } {
  return { Attributes: state.contact(input['InstanceId'], input['InitialContactId'], 'ResourceNotFoundException').attributes };
}
