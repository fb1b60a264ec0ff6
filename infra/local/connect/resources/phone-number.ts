/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-connect-phonenumber.html */
import type { ResourceMaker } from '../../front/service.ts';
import { refuseUnknown, textAt } from '../../front/template-properties.ts';
import type { ConnectState } from '../state.ts';
import { idOf, instanceOf } from './ids.ts';

export const known = { honoured: ['TargetArn', 'Type', 'CountryCode', 'Description'], inert: ['Prefix', 'Tags'] };

/** Claims the next number of a range set aside for fiction: +1 202 555 01xx, toll-free +1 800 555 01xx. */
export function phoneNumberMaker(state: ConnectState): ResourceMaker {
  return (logicalId, properties) => {
    const where = `AWS::Connect::PhoneNumber ${logicalId}`;
    refuseUnknown(where, properties, known);
    const instance = instanceOf(state, where, textAt(where, properties, 'TargetArn'));
    const type = textAt(where, properties, 'Type') ?? 'DID';
    if (type !== 'DID' && type !== 'TOLL_FREE')
      throw new Error(`${where}: the local cloud claims DID and TOLL_FREE numbers, not ${type}`);
    const countryCode = textAt(where, properties, 'CountryCode') ?? 'US';
    if (countryCode !== 'US') throw new Error(`${where}: the local cloud claims US numbers only, not ${countryCode}`);
    const id = idOf(state, 'phone number', logicalId);
    const arn = state.arn(`phone-number/${id}`);
    const description = textAt(where, properties, 'Description');
    const taken = [...state.phoneNumbers.values()].filter((claimed) => claimed.type === type).length;
    const number = `${type === 'DID' ? '+1202' : '+1800'}55501${String(taken).padStart(2, '0')}`;
    state.phoneNumbers.set(arn, { id, arn, instance, number, type, countryCode, description });
    return { ref: arn, attributes: { Address: number, PhoneNumberArn: arn } };
  };
}
