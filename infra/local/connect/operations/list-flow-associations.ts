/** https://docs.aws.amazon.com/connect/latest/APIReference/API_ListFlowAssociations.html */
import { type Input, onlyKnown, textIn } from '../input.ts';
import type { ConnectState } from '../state.ts';

export const parameters = { honoured: ['InstanceId', 'ResourceType'], inert: ['MaxResults'] };

/** Which flow answers which number of the instance. Nothing but voice numbers is associated here. */
export function listFlowAssociations(state: ConnectState, input: Input): Record<string, unknown> {
  onlyKnown('ListFlowAssociations', input, [...parameters.honoured, ...parameters.inert]);
  const instance = state.instance(input['InstanceId']);
  const type = textIn(input, 'ResourceType') ?? 'VOICE_PHONE_NUMBER';
  const numbers = [...state.phoneNumbers.values()].filter((number) => number.instance === instance);
  const associated = numbers.flatMap(({ id, arn }) => {
    const flow = state.inboundFlows.get(id);
    return flow === undefined ? [] : [{ ResourceId: arn, FlowId: flow.arn, ResourceType: 'VOICE_PHONE_NUMBER' }];
  });
  return { FlowAssociationSummaryList: type === 'VOICE_PHONE_NUMBER' ? associated : [] };
}
