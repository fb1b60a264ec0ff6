/** https://docs.aws.amazon.com/connect/latest/APIReference/API_DeleteContactData.html */
import { invalidParameter, refusal } from '../errors.ts';
import { type Input, onlyKnown } from '../input.ts';
import type { ConnectState } from '../state.ts';

export const parameters = { honoured: ['InstanceId', 'ContactId', 'ContactFields'], inert: [] };
const fields = ['CUSTOMER_ENDPOINT', 'ADDITIONAL_EMAIL_RECIPIENTS', 'EMAIL_SUBJECT'];

/** Erases the callee's number from the contact and its record, for good. Attributes and name stay as they are. */
export function deleteContactData(state: ConnectState, input: Input): Record<string, never> {
  onlyKnown('DeleteContactData', input, parameters.honoured);
  const contact = state.contact(input['InstanceId'], input['ContactId'], 'ResourceNotFoundException');
  const asked = input['ContactFields'];
  if (!Array.isArray(asked) || asked.length === 0) throw invalidParameter('ContactFields names no field.');
  const unknown = asked.filter((field) => !fields.includes(String(field)));
  if (unknown.length > 0) throw invalidParameter(`ContactFields: ${unknown.join(', ')} is not known.`);
  if (contact.disconnectedAt === undefined) {
    throw refusal('ContactNotTerminatedException', 'The contact has not been disconnected and is not in a terminated state.');
  }
  if (asked.includes('CUSTOMER_ENDPOINT')) contact.number = undefined;
  return {};
}
