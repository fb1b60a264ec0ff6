/** https://docs.aws.amazon.com/connect/latest/APIReference/API_DescribeContactFlow.html */
import { createHash } from 'node:crypto';
import { refusal } from '../errors.ts';
import { type Input, requiredText } from '../input.ts';
import type { ConnectState } from '../state.ts';

export const parameters = { honoured: ['InstanceId', 'ContactFlowId'], inert: [] };

export function describeContactFlow(state: ConnectState, input: Input): Record<string, unknown> {
  const instance = state.instance(input['InstanceId']);
  const flow = state.flows.get(requiredText(input, 'ContactFlowId'));
  if (flow === undefined || flow.instance !== instance)
    throw refusal('ResourceNotFoundException', 'The contact flow does not exist.');
  const sha = createHash('sha256').update(flow.content).digest('hex');
  return {
    ContactFlow: {
      ...{ Arn: flow.arn, Id: flow.id, Name: flow.name, Type: 'CONTACT_FLOW', State: 'ACTIVE', Status: 'PUBLISHED' },
      ...{ Content: flow.content, FlowContentSha256: sha },
    },
  };
}
