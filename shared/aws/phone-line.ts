import {
  AssociatePhoneNumberContactFlowCommand,
  type ConnectClient,
  type FlowAssociationSummary,
  ListFlowAssociationsCommand,
} from '@aws-sdk/client-connect';

/** Which contact flow answers a number of the instance. CloudFormation has no property for it (ADR 14). */
export interface PhoneLine {
  /** Id of the flow that answers the number; undefined: none does. @param number the number's ARN */
  answeredBy(number: string): Promise<string | undefined>;
  /** Whoever calls the number hears the flow from now on. The same again changes nothing. */
  connect(number: string, flowId: string): Promise<void>;
}

export function createPhoneLine({
  connect,
  instanceId: InstanceId,
}: {
  readonly connect: ConnectClient;
  readonly instanceId: string;
}): PhoneLine {
  return {
    answeredBy: async (number) => {
      for await (const { ResourceId, FlowId } of associations(connect, InstanceId)) {
        if (ResourceId !== undefined && lastOf(ResourceId) === lastOf(number)) return lastOf(FlowId ?? '');
      }
      return undefined;
    },
    connect: async (number, ContactFlowId) => {
      const PhoneNumberId = lastOf(number);
      await connect.send(new AssociatePhoneNumberContactFlowCommand({ InstanceId, PhoneNumberId, ContactFlowId }));
    },
  };
}

async function* associations(connect: ConnectClient, InstanceId: string): AsyncGenerator<FlowAssociationSummary> {
  let NextToken: string | undefined;
  do {
    const page = await connect.send(
      new ListFlowAssociationsCommand({
        InstanceId,
        ResourceType: 'VOICE_PHONE_NUMBER',
        ...(NextToken === undefined ? {} : { NextToken }),
      }),
    );
    yield* page.FlowAssociationSummaryList ?? [];
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
}

/** Connect answers with ids here and with ARNs there; both end in the id. */
function lastOf(arn: string): string {
  return arn.split('/').at(-1) ?? '';
}
