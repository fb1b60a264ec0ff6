import { Duration, Stack } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Bucket, BucketEncryption, type IBucket, ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { CLOSED_BUCKET } from './buckets.ts';

export interface AuditBucketProps {
  readonly retentionYears: number;
  readonly accessLogs: IBucket;
}

/**
 * Where the audit trail lies. Object Lock in compliance mode: nobody, not even the account's root, can change or remove what is
 * written, until its years are over.
 *
 * Encrypted by S3's own key and not by ours: whoever deleted our key would have deleted the trail with it, lock or no lock.
 * Records hold pseudonyms only.
 */
export class AuditBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { retentionYears, accessLogs }: AuditBucketProps) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      ...CLOSED_BUCKET,
      encryption: BucketEncryption.S3_MANAGED,
      versioned: true,
      objectLockEnabled: true,
      objectLockDefaultRetention: ObjectLockRetention.compliance(Duration.days(Math.ceil(retentionYears * 365.25))),
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: 'audit/',
    });
    // A delete marker is not protected by the lock: it would hide a record, and let another be written under its name.
    this.denyEverybody('NobodyDeletes', ['s3:DeleteObject', 's3:DeleteObjectVersion'], this.bucket.arnForObjects('*'));
    // Compliance mode already refuses to shorten; this refuses to try, and to let a hold or another mode in by the back door.
    this.denyEverybody(
      'NobodyRetimes',
      ['s3:BypassGovernanceRetention', 's3:PutObjectLegalHold', 's3:PutObjectRetention'],
      this.bucket.arnForObjects('*'),
    );
    this.onlyByDeployment();
  }

  /** Keeps everybody else from writing under a function's name: a record's path says who wrote it. */
  reserve(prefix: string, role: IRole, sid: string): void {
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        sid,
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['s3:PutObject'],
        resources: [this.bucket.arnForObjects(`${prefix}*`)],
        conditions: { ArnNotEquals: { 'aws:PrincipalArn': role.roleArn } },
      }),
    );
  }

  private denyEverybody(sid: string, actions: string[], resource: string): void {
    const principals = [new AnyPrincipal()];
    this.bucket.addToResourcePolicy(
      new PolicyStatement({ sid, effect: Effect.DENY, principals, actions, resources: [resource] }),
    );
  }

  /** New objects are locked for as long as the bucket says, so what it says is changed by the reviewed template or not at all. */
  private onlyByDeployment(): void {
    const { partition, account } = Stack.of(this);
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'OnlyADeploymentChangesTheRules',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['s3:PutBucketObjectLockConfiguration', 's3:PutBucketVersioning', 's3:PutLifecycleConfiguration'],
        resources: [this.bucket.bucketArn],
        conditions: {
          ArnNotLike: { 'aws:PrincipalArn': `arn:${partition}:iam::${account}:role/cdk-*-cfn-exec-role-*` },
        },
      }),
    );
  }
}
