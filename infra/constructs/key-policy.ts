import type { Stack } from 'aws-cdk-lib';
import { AccountRootPrincipal, AnyPrincipal, PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';

/** What the account's administrators may do with a key: everything but use it. Named one by one, so that no use slips in. */
const ADMINISTRATION = [
  'kms:CancelKeyDeletion',
  'kms:CreateAlias',
  'kms:DeleteAlias',
  'kms:DescribeKey',
  'kms:DisableKey',
  'kms:EnableKey',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:ListGrants',
  'kms:ListKeyPolicies',
  'kms:ListResourceTags',
  'kms:PutKeyPolicy',
  'kms:RevokeGrant',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateAlias',
  'kms:UpdateKeyDescription',
];

/** Who may use the key that seals, and through what; everybody else is not named and may not. */
export function dataKeyPolicy(stack: Stack, logPrefix: string): PolicyDocument {
  const ourAccount = { StringEquals: { 'aws:SourceAccount': stack.account } };
  const logGroups = `arn:${stack.partition}:logs:${stack.region}:${stack.account}:log-group:${logPrefix}/*`;
  return new PolicyDocument({
    statements: [
      administered('kms:DisableKeyRotation', 'kms:EnableKeyRotation', 'kms:ListKeyRotations', 'kms:RotateKeyOnDemand'),
      new PolicyStatement({
        sid: 'RolesOfThisAccountSealAndOpen',
        principals: [new AccountRootPrincipal()],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        // Envelopes and nothing else: what a service encrypts has another context, and is opened through that service only.
        conditions: { StringEquals: { 'kms:EncryptionContext:app': 'ringfence' } },
      }),
      new PolicyStatement({
        sid: 'WhoeverATableQueueOrBucketLetsIn',
        principals: [new AnyPrincipal()],
        actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'],
        resources: ['*'],
        conditions: {
          StringEquals: {
            'aws:PrincipalAccount': stack.account,
            'kms:ViaService': ['dynamodb', 's3', 'sns', 'sqs'].map((service) => `${service}.${stack.region}.amazonaws.com`),
          },
        },
      }),
      new PolicyStatement({
        sid: 'TablesKeepTheKeyAtHand',
        principals: [new AccountRootPrincipal()],
        actions: ['kms:CreateGrant'],
        resources: ['*'],
        conditions: {
          Bool: { 'kms:GrantIsForAWSResource': 'true' },
          StringEquals: { 'kms:ViaService': `dynamodb.${stack.region}.amazonaws.com` },
        },
      }),
      new PolicyStatement({
        sid: 'EventsAndAlarmsReachEncryptedQueuesAndTopics',
        principals: [new ServicePrincipal('events.amazonaws.com'), new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        conditions: ourAccount,
      }),
      new PolicyStatement({
        sid: 'FunctionLogs',
        principals: [new ServicePrincipal(`logs.${stack.region}.amazonaws.com`)],
        actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'],
        resources: ['*'],
        conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': logGroups } },
      }),
    ],
  });
}

export function administered(...further: readonly string[]): PolicyStatement {
  return new PolicyStatement({
    sid: 'TheAccountAdministers',
    principals: [new AccountRootPrincipal()],
    actions: [...ADMINISTRATION, ...further].sort(),
    resources: ['*'],
  });
}

/** Verifying needs the public key, and whoever may ask the account for it may have it. */
export function readable(): PolicyStatement {
  return new PolicyStatement({
    sid: 'ThePublicKeyIsPublic',
    principals: [new AccountRootPrincipal()],
    actions: ['kms:GetPublicKey'],
    resources: ['*'],
  });
}
