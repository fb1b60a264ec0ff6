/** https://docs.aws.amazon.com/connect/latest/APIReference/API_ListPhoneNumbersV2.html */
import { type Input, onlyKnown, textIn } from '../input.ts';
import type { ConnectState } from '../state.ts';

export const parameters = { honoured: ['InstanceId', 'TargetArn'], inert: ['MaxResults'] };

export function listPhoneNumbersV2(state: ConnectState, input: Input): Record<string, unknown> {
  onlyKnown('ListPhoneNumbersV2', input, [...parameters.honoured, ...parameters.inert]);
  const [instanceId, target] = [textIn(input, 'InstanceId'), textIn(input, 'TargetArn')];
  const numbers = [...state.phoneNumbers.values()].filter(
    ({ instance }) =>
      (instanceId === undefined || instance.id === instanceId) && (target === undefined || instance.arn === target),
  );
  return {
    ListPhoneNumbersSummaryList: numbers.map((number) => ({
      ...{ PhoneNumberId: number.id, PhoneNumberArn: number.arn, PhoneNumber: number.number },
      ...{ PhoneNumberCountryCode: number.countryCode, PhoneNumberType: number.type, PhoneNumberDescription: number.description },
      ...{ TargetArn: number.instance.arn, InstanceId: number.instance.id },
    })),
  };
}
