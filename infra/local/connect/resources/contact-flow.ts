/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-connect-contactflow.html */
import type { ResourceMaker } from '../../front/service.ts';
import { refuseUnknown, textAt } from '../../front/template-properties.ts';
import { parseFlow } from '../flow-language/parse-flow.ts';
import type { ConnectState } from '../state.ts';
import { idOf, instanceOf } from './ids.ts';

export const known = { honoured: ['InstanceArn', 'Name', 'Type', 'Content', 'State'], inert: ['Description', 'Tags'] };

export function contactFlowMaker(state: ConnectState): ResourceMaker {
  return (logicalId, properties) => {
    const where = `AWS::Connect::ContactFlow ${logicalId}`;
    refuseUnknown(where, properties, known);
    const instance = instanceOf(state, where, textAt(where, properties, 'InstanceArn'));
    const type = textAt(where, properties, 'Type');
    if (type !== 'CONTACT_FLOW') throw new Error(`${where}: the local cloud runs flows of type CONTACT_FLOW, not ${type}`);
    const flowState = textAt(where, properties, 'State') ?? 'ACTIVE';
    if (flowState !== 'ACTIVE') throw new Error(`${where}: State must be ACTIVE, got ${flowState}`);
    const content = textAt(where, properties, 'Content') ?? '';
    const document = parseFlow(where, content);
    const id = idOf(state, 'flow', logicalId);
    const arn = `${instance.arn}/contact-flow/${id}`;
    state.flows.set(id, { id, arn, name: textAt(where, properties, 'Name') ?? logicalId, instance, content, document });
    return { ref: arn, attributes: { ContactFlowArn: arn } };
  };
}
