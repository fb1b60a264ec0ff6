/**
 * What was deployed, asked as on AWS: outputs and resources of the one stack.
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html, …/API_ListStackResources.html
 */

import { actionOf, formOf, queryAnswer, queryError, type XmlValue } from '../front/query-xml.ts';
import { Refusal } from '../front/refusal.ts';
import type { FrontRequest, FrontResponse, LocalService } from '../front/service.ts';
import type { Stack } from '../template/stack.ts';

const NAMESPACE = 'http://cloudformation.amazonaws.com/doc/2010-05-15/';

/** @param stackOf the stack, once it is made, and when that was */
export function createCloudformation(stackOf: () => { readonly stack: Stack; readonly createdAt: number }): LocalService {
  const operations: Readonly<Record<string, (stack: Stack, createdAt: string) => XmlValue>> = {
    DescribeStacks: describeStacks,
    ListStackResources: listStackResources,
  };
  return {
    signingName: 'cloudformation',
    operationOf: (request) => {
      const action = actionOf(request);
      if (action in operations) return action;
      const message = `The local cloud does not know cloudformation:${action}.`;
      throw new Refusal('NotImplemented', message, queryError(NAMESPACE, 501, 'NotImplemented', message));
    },
    checks: (_request, operation) => [{ action: `cloudformation:${operation}`, resource: stackOf().stack.stackId }],
    handle: async (request, operation) => {
      const { stack, createdAt } = stackOf();
      const unknown = unknownStack(request, stack);
      if (unknown !== undefined) return unknown;
      return queryAnswer(NAMESPACE, operation, operations[operation]?.(stack, new Date(createdAt).toISOString()) ?? {});
    },
    deny: (_request, message) => queryError(NAMESPACE, 403, 'AccessDenied', message),
    resources: {},
    coverage: Object.keys(operations).map((operation) => ({ operation, honoured: ['StackName'], inert: ['NextToken'] })),
    stored: () => [],
  };
}

function unknownStack(request: FrontRequest, stack: Stack): FrontResponse | undefined {
  const asked = formOf(request).get('StackName');
  if (asked === null || asked === stack.stackName || asked === stack.stackId) return undefined;
  return queryError(NAMESPACE, 400, 'ValidationError', `Stack with id ${asked} does not exist`);
}

function describeStacks(stack: Stack, createdAt: string): XmlValue {
  const outputs = Object.entries(stack.outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue }));
  const status = { StackStatus: 'CREATE_COMPLETE', CreationTime: createdAt, DisableRollback: 'false', Outputs: outputs };
  return { Stacks: [{ StackName: stack.stackName, StackId: stack.stackId, ...status }] };
}

function listStackResources(stack: Stack, createdAt: string): XmlValue {
  const summaries = [...stack.resources.values()].map(({ logicalId, ref, type }) => ({
    LogicalResourceId: logicalId,
    PhysicalResourceId: ref,
    ResourceType: type,
    LastUpdatedTimestamp: createdAt,
    ResourceStatus: 'CREATE_COMPLETE',
  }));
  return { StackResourceSummaries: summaries };
}
