/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-connect-queue.html */
import type { ResourceMaker } from '../../front/service.ts';
import { objectAt, refuseUnknown, textAt } from '../../front/template-properties.ts';
import type { ConnectState } from '../state.ts';
import { idOf, instanceOf } from './ids.ts';

export const known = {
  honoured: ['InstanceArn', 'Name', 'HoursOfOperationArn', 'OutboundCallerConfig'],
  inert: ['Description', 'Status', 'MaxContacts', 'Tags'],
};
const callerConfig = { honoured: ['OutboundCallerIdNumberArn'], inert: ['OutboundCallerIdName', 'OutboundFlowArn'] };

export function queueMaker(state: ConnectState): ResourceMaker {
  return (logicalId, properties) => {
    const where = `AWS::Connect::Queue ${logicalId}`;
    refuseUnknown(where, properties, known);
    const instance = instanceOf(state, where, textAt(where, properties, 'InstanceArn'));
    const hours = textAt(where, properties, 'HoursOfOperationArn') ?? '';
    if (state.hours.get(hours) !== instance) throw new Error(`${where}: there are no hours of operation ${hours}`);
    const caller = objectAt(where, properties, 'OutboundCallerConfig');
    refuseUnknown(`${where} OutboundCallerConfig`, caller, callerConfig);
    const numberArn = textAt(where, caller, 'OutboundCallerIdNumberArn');
    const callerId = numberArn === undefined ? undefined : state.phoneNumbers.get(numberArn);
    if (numberArn !== undefined && callerId?.instance !== instance)
      throw new Error(`${where}: there is no phone number ${numberArn}`);
    const id = idOf(state, 'queue', logicalId);
    const arn = `${instance.arn}/queue/${id}`;
    const name = textAt(where, properties, 'Name') ?? logicalId;
    state.queues.set(id, { id, arn, name, instance, callerId });
    return { ref: arn, attributes: { QueueArn: arn, Type: 'STANDARD' } };
  };
}
