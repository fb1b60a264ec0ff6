/** What lies at rest, in pairs: what may happen to it, and what may not. */
import { describe, expect, test } from 'vitest';
import { districtTemplate, said, sampleConfig } from '../../test/fixtures/district-template.ts';
import { FUNCTION_NAMES } from './capacity.ts';

const template = districtTemplate(sampleConfig({ retentionYears: 10, pitrDays: 21, exportsExpireDays: 3 }));

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Principal: unknown;
  readonly Condition?: unknown;
}
function policyOf(idStart: string): readonly Statement[] {
  const { Properties } = template.find('AWS::S3::BucketPolicy', idStart);
  return (Properties['PolicyDocument'] as { Statement: readonly Statement[] }).Statement; // every policy document has it
}

describe('a table', () => {
  test.each([
    ['TablesContacts', 'expiresAt'],
    ['TablesNotices', 'expiresAtEpoch'],
  ])('%s is sealed with the district’s key, can be restored, and cannot be deleted', (id, ttl) => {
    const table = template.find('AWS::DynamoDB::Table', id);
    expect(table.DeletionPolicy).toBe('Retain');
    expect(table.Properties).toMatchObject({
      DeletionProtectionEnabled: true,
      SSESpecification: {
        SSEEnabled: true,
        SSEType: 'KMS',
        KMSMasterKeyId: { 'Fn::GetAtt': [expect.stringMatching(/^KeysData/), 'Arn'] },
      },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 21 },
      TimeToLiveSpecification: { AttributeName: ttl, Enabled: true },
    });
  });

  test('open calls are found by when they are due; the book has no such second way in', () => {
    const { GlobalSecondaryIndexes } = template.find('AWS::DynamoDB::Table', 'TablesNotices').Properties;
    expect(GlobalSecondaryIndexes).toMatchObject([{ IndexName: 'open', Projection: { ProjectionType: 'ALL' } }]);
    expect(template.find('AWS::DynamoDB::Table', 'TablesContacts').Properties['GlobalSecondaryIndexes']).toBeUndefined();
  });
});

describe('the audit bucket', () => {
  test('locks every object for the district’s years, in the mode that nobody can lift', () => {
    expect(template.find('AWS::S3::Bucket', 'AuditBucket').Properties).toMatchObject({
      ObjectLockEnabled: true,
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 3_653 } } },
      VersioningConfiguration: { Status: 'Enabled' },
    });
  });

  test('lets nobody delete, retime or, but for a deployment, change its rules', () => {
    const denied = (sid: string) => policyOf('AuditBucket').find(({ Sid }) => Sid === sid);
    expect(denied('NobodyDeletes')).toMatchObject({
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
    });
    expect(denied('NobodyDeletes')).not.toHaveProperty('Condition');
    expect(denied('NobodyRetimes')).toMatchObject({ Effect: 'Deny', Principal: { AWS: '*' } });
    expect(JSON.stringify(denied('OnlyADeploymentChangesTheRules'))).toContain('s3:PutBucketObjectLockConfiguration');
  });

  test('takes records of a function from that function alone', () => {
    const reserved = policyOf('AuditBucket').filter(({ Sid }) => Sid?.endsWith('WritesItsRecords'));
    expect(reserved).toHaveLength(FUNCTION_NAMES.length);
    const placeCall = reserved.find(({ Sid }) => Sid === 'OnlyPlaceCallWritesItsRecords');
    expect(said(placeCall?.Condition)).toMatch(/"ArnNotEquals":.*FunctionsPlaceCallRole/s);
  });

  test('is not encrypted with a key whose deletion would delete the trail', () => {
    expect(JSON.stringify(template.find('AWS::S3::Bucket', 'AuditBucket').Properties['BucketEncryption'])).toContain('"AES256"');
  });
});

describe('the intake bucket', () => {
  const intake = template.find('AWS::S3::Bucket', 'BucketsIntake').Properties;

  test('lets exports expire, and keeps the reports about them', () => {
    const rules = (intake['LifecycleConfiguration'] as { Rules: { Prefix: string; ExpirationInDays: number }[] }).Rules;
    expect(rules.map(({ Prefix, ExpirationInDays }) => [Prefix, ExpirationInDays])).toEqual([
      ['roster/', 3],
      ['attendance/', 3],
      ['calendar/', 3],
      ['optouts/', 3],
    ]);
    expect(intake['VersioningConfiguration']).toBeUndefined();
  });

  test('tells EventBridge of new objects, without a custom resource', () => {
    expect(intake['NotificationConfiguration']).toEqual({ EventBridgeConfiguration: { EventBridgeEnabled: true } });
    expect(template.ofType('AWS::Lambda::Function')).toHaveLength(FUNCTION_NAMES.length);
  });
});

test.each(template.ofType('AWS::S3::Bucket').map(([id]) => [id]))(
  '%s is closed to the public, speaks TLS only, and stays',
  (id) => {
    const bucket = template.resources[id];
    expect(bucket?.DeletionPolicy).toBe('Retain');
    expect(bucket?.Properties['PublicAccessBlockConfiguration']).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    const own = template.ofType('AWS::S3::BucketPolicy').find(([, { Properties }]) => said(Properties['Bucket']) === `<${id}>`);
    expect(JSON.stringify(own)).toContain('"aws:SecureTransport":"false"');
  },
);

describe('the keys', () => {
  interface KeyPolicy {
    readonly Statement: readonly {
      readonly Sid: string;
      readonly Action: string | readonly string[];
      readonly Condition?: unknown;
      readonly Principal: unknown;
    }[];
  }
  const policyOfKey = (id: string) => template.find('AWS::KMS::Key', id).Properties['KeyPolicy'] as KeyPolicy; // its schema
  const granting = (id: string, action: string) =>
    policyOfKey(id).Statement.filter(({ Action }) => [Action].flat().includes(action));

  test('both stay when the stack goes; the one that seals is rotated', () => {
    for (const [, key] of template.ofType('AWS::KMS::Key')) expect(key.DeletionPolicy).toBe('Retain');
    expect(template.find('AWS::KMS::Key', 'KeysData').Properties['EnableKeyRotation']).toBe(true);
  });

  test('the sealer alone signs, raw Ed25519 alone; the account does not', () => {
    expect(template.find('AWS::KMS::Key', 'KeysAuditSigning').Properties).toMatchObject({
      KeySpec: 'ECC_NIST_EDWARDS25519',
      KeyUsage: 'SIGN_VERIFY',
    });
    expect(granting('KeysAuditSigning', 'kms:Sign')).toMatchObject([
      {
        Sid: 'OnlyTheSealerSigns',
        Condition: { StringEquals: { 'kms:SigningAlgorithm': 'ED25519_SHA_512', 'kms:MessageType': 'RAW' } },
        Principal: { AWS: { 'Fn::GetAtt': [expect.stringMatching(/^FunctionsSealAuditRole/), 'Arn'] } },
      },
    ]);
    expect(granting('KeysAuditSigning', 'kms:CreateGrant')).toEqual([]);
  });

  test('who administers does not use: opening asks for our context, or goes through a service that let the caller in', () => {
    for (const statement of granting('KeysData', 'kms:Decrypt')) {
      expect(statement.Sid).not.toBe('TheAccountAdministers');
      expect(JSON.stringify(statement.Condition)).toMatch(/kms:EncryptionContext|kms:ViaService|aws:SourceAccount/);
    }
  });
});
