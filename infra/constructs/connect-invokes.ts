import { Stack } from 'aws-cdk-lib';
import { CfnIntegrationAssociation } from 'aws-cdk-lib/aws-connect';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Alias, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

/** A function, or the alias of it that is kept warm. */
export type Invoked = LambdaFunction | Alias;

/** Connect's leave to run a function, from this instance of this account alone. A flow that names it must wait for this. */
export function letConnectInvoke(scope: Construct, id: string, instanceArn: string, target: Invoked): CfnIntegrationAssociation {
  target.addPermission('FromConnect', {
    principal: new ServicePrincipal('connect.amazonaws.com'),
    sourceArn: instanceArn,
    sourceAccount: Stack.of(scope).account,
  });
  return new CfnIntegrationAssociation(scope, id, {
    instanceId: instanceArn,
    integrationArn: target.functionArn,
    integrationType: 'LAMBDA_FUNCTION',
  });
}
