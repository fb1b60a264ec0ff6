/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-connect-instance.html */

import type { ResourceMaker } from '../../front/service.ts';
import { flagAt, objectAt, refuseUnknown, textAt } from '../../front/template-properties.ts';
import type { ConnectState } from '../state.ts';
import { idOf } from './ids.ts';

export const known = { honoured: ['Attributes', 'IdentityManagementType'], inert: ['InstanceAlias', 'Tags', 'DirectoryId'] };
const attributes = {
  honoured: ['OutboundCalls', 'InboundCalls', 'ContactflowLogs'],
  inert: ['ContactLens', 'AutoResolveBestVoices', 'EarlyMedia', 'UseCustomTTSVoices', 'HighVolumeOutBound'],
};

export function instanceMaker(state: ConnectState): ResourceMaker {
  return (logicalId, properties) => {
    const where = `AWS::Connect::Instance ${logicalId}`;
    refuseUnknown(where, properties, known);
    if (textAt(where, properties, 'IdentityManagementType') === undefined)
      throw new Error(`${where}: IdentityManagementType is required`);
    const settings = objectAt(where, properties, 'Attributes');
    refuseUnknown(`${where} Attributes`, settings, attributes);
    if (flagAt(where, settings, 'ContactflowLogs')) {
      throw new Error(`${where}: ContactflowLogs would write texts and attributes to a log; the local cloud keeps no such log`);
    }
    const id = idOf(state, 'instance', logicalId);
    const arn = state.arn(`instance/${id}`);
    const outboundCalls = flagAt(where, settings, 'OutboundCalls');
    const inboundCalls = flagAt(where, settings, 'InboundCalls');
    state.instances.set(id, { id, arn, region: state.world.region, outboundCalls, inboundCalls, functions: new Set() });
    return { ref: arn, attributes: { Arn: arn, Id: id, InstanceStatus: 'ACTIVE', ServiceRole: serviceRole(state) } };
  };
}

/** An instance that was there before the template: it calls out, takes calls, and has no functions yet. */
export function adoptInstance(state: ConnectState, arn: string): void {
  const id = /^arn:aws:connect:[^:]+:\d{12}:instance\/([0-9a-f-]+)$/.exec(arn)?.[1];
  if (id === undefined) throw new Error(`${arn} is not the ARN of a Connect instance`);
  state.instances.set(id, { id, arn, region: state.world.region, outboundCalls: true, inboundCalls: true, functions: new Set() });
}

function serviceRole(state: ConnectState): string {
  const path = 'role/aws-service-role/connect.amazonaws.com/AWSServiceRoleForAmazonConnect';
  return `arn:aws:iam::${state.world.accountId}:${path}`;
}
