/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-connect-integrationassociation.html */
import type { ResourceMaker } from '../../front/service.ts';
import { refuseUnknown, textAt } from '../../front/template-properties.ts';
import type { ConnectState } from '../state.ts';
import { idOf, instanceOf } from './ids.ts';

/** `InstanceId` is the instance's ARN, for all its name. */
export const known = { honoured: ['InstanceId', 'IntegrationArn', 'IntegrationType'], inert: ['Tags'] };

export function integrationAssociationMaker(state: ConnectState): ResourceMaker {
  return (logicalId, properties) => {
    const where = `AWS::Connect::IntegrationAssociation ${logicalId}`;
    refuseUnknown(where, properties, known);
    const instance = instanceOf(state, where, textAt(where, properties, 'InstanceId'));
    const type = textAt(where, properties, 'IntegrationType');
    if (type !== 'LAMBDA_FUNCTION') throw new Error(`${where}: the local cloud associates LAMBDA_FUNCTION, not ${type}`);
    const functionArn = textAt(where, properties, 'IntegrationArn') ?? '';
    if (!/^arn:aws:lambda:[^:]+:\d{12}:function:[^:]+(:[^:]+)?$/.test(functionArn)) {
      throw new Error(`${where}: IntegrationArn ${functionArn} is not a function's ARN`);
    }
    instance.functions.add(functionArn);
    const id = idOf(state, 'association', logicalId);
    return { ref: [instance.arn, type, functionArn].join('|'), attributes: { IntegrationAssociationId: id } };
  };
}
