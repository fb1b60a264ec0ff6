/** https://docs.aws.amazon.com/connect/latest/APIReference/API_AssociatePhoneNumberContactFlow.html */
import { refusal } from '../errors.ts';
import { type Input, onlyKnown, requiredText } from '../input.ts';
import type { ConnectState } from '../state.ts';

export const parameters = { honoured: ['PhoneNumberId', 'InstanceId', 'ContactFlowId'], inert: [] };

/** Whoever calls the number hears this flow from now on; said again, the last one stands. */
export function associatePhoneNumberContactFlow(state: ConnectState, input: Input): Record<string, never> {
  onlyKnown('AssociatePhoneNumberContactFlow', input, parameters.honoured);
  const instance = state.instance(requiredText(input, 'InstanceId'));
  const id = requiredText(input, 'PhoneNumberId');
  const number = [...state.phoneNumbers.values()].find((claimed) => claimed.id === id && claimed.instance === instance);
  if (number === undefined) throw refusal('ResourceNotFoundException', 'The phone number does not exist.');
  const flow = state.flows.get(requiredText(input, 'ContactFlowId'));
  if (flow?.instance !== instance) throw refusal('ResourceNotFoundException', 'The contact flow does not exist.');
  state.inboundFlows.set(number.id, flow);
  return {};
}
