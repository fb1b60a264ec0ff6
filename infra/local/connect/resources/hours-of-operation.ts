/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-connect-hoursofoperation.html */
import type { ResourceMaker } from '../../front/service.ts';
import { listAt, refuseUnknown, textAt } from '../../front/template-properties.ts';
import type { ConnectState } from '../state.ts';
import { idOf, instanceOf } from './ids.ts';

/** Outbound calls without agents never ask for the hours: they are checked, and inert. */
export const known = { honoured: ['InstanceArn'], inert: ['Name', 'Description', 'TimeZone', 'Config', 'Tags'] };

export function hoursOfOperationMaker(state: ConnectState): ResourceMaker {
  return (logicalId, properties) => {
    const where = `AWS::Connect::HoursOfOperation ${logicalId}`;
    refuseUnknown(where, properties, known);
    const instance = instanceOf(state, where, textAt(where, properties, 'InstanceArn'));
    const zone = textAt(where, properties, 'TimeZone') ?? '';
    if (!Intl.supportedValuesOf('timeZone').includes(zone) && zone !== 'UTC')
      throw new Error(`${where}: unknown TimeZone ${zone}`);
    if (listAt(where, properties, 'Config').length === 0) throw new Error(`${where}: Config is empty`);
    const arn = `${instance.arn}/operating-hours/${idOf(state, 'hours', logicalId)}`;
    state.hours.set(arn, instance);
    return { ref: arn, attributes: { HoursOfOperationArn: arn } };
  };
}
