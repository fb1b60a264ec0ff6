/** AWS: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */

import { actionOf, queryAnswer, queryError } from '../front/query-xml.ts';
import { Refusal } from '../front/refusal.ts';
import type { FrontRequest, FrontResponse, LocalService } from '../front/service.ts';
import type { World } from '../world.ts';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

export function createSts(world: World): LocalService {
  return {
    signingName: 'sts',
    operationOf: (request) => {
      const action = actionOf(request);
      if (action === 'GetCallerIdentity') return action;
      const message = `The local cloud does not know sts:${action}.`;
      throw new Refusal('NotImplemented', message, queryError(NAMESPACE, 501, 'NotImplemented', message));
    },
    // AWS asks no permission for this one.
    checks: () => [],
    handle: (request) => Promise.resolve(callerIdentity(world, request)),
    deny: (_request, message) => queryError(NAMESPACE, 403, 'AccessDenied', message),
    resources: {},
    coverage: [{ operation: 'GetCallerIdentity', honoured: [], inert: [] }],
    stored: () => [],
  };
}

function callerIdentity(world: World, { principal }: FrontRequest): FrontResponse {
  const arn =
    principal.kind === 'role'
      ? `arn:aws:sts::${world.accountId}:assumed-role/${principal.arn.split('/').at(-1)}/${principal.name}`
      : principal.arn;
  return queryAnswer(NAMESPACE, 'GetCallerIdentity', { Arn: arn, UserId: principal.name, Account: world.accountId });
}
