import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  CfnBucket,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

/** What every bucket here has: no public access, TLS only, no ACLs, and it stays when the stack goes. */
export const CLOSED_BUCKET = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  enforceSSL: true,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
  removalPolicy: RemovalPolicy.RETAIN,
} satisfies BucketProps;

export interface BucketsProps {
  readonly dataKey: IKey;
  readonly exportsExpireDays: number;
  /** A name that messages can point to; absent: AWS makes one up. */
  readonly recordingsBucket?: string | undefined;
}

/** The buckets that may be written again and emptied. The audit bucket, which may not, has a construct of its own. */
export class Buckets extends Construct {
  /** Who read what in the other buckets, for a year. */
  readonly accessLogs: IBucket;
  /** Where the SIS drops its exports, and where it finds the reports about them. */
  readonly intake: Bucket;
  /** The audit log's moving parts (current checkpoint, partial tiles): public by nature, rebuilt from the audit bucket at will. */
  readonly view: Bucket;
  /** What Connect plays where it has no voice for a language. */
  readonly recordings: Bucket;

  constructor(scope: Construct, id: string, { dataKey, exportsExpireDays, recordingsBucket }: BucketsProps) {
    super(scope, id);
    const accessLogs = new Bucket(this, 'AccessLogs', {
      ...CLOSED_BUCKET,
      // S3 delivers access logs to buckets with its own encryption only.
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules: [{ expiration: Duration.days(365) }],
    });
    // With exactOptionalPropertyTypes the CDK's class misses its own interface by an `| undefined`.
    this.accessLogs = accessLogs as IBucket;
    const logged = (prefix: string) => ({ serverAccessLogsBucket: this.accessLogs, serverAccessLogsPrefix: prefix });

    this.intake = new Bucket(this, 'Intake', {
      ...CLOSED_BUCKET,
      ...logged('intake/'),
      encryption: BucketEncryption.KMS,
      encryptionKey: dataKey,
      bucketKeyEnabled: true,
      // Not versioned, so that an export that expired, or that the sender deleted, is gone.
      lifecycleRules: ['roster/', 'attendance/', 'calendar/', 'optouts/'].map((prefix) => ({
        prefix,
        expiration: Duration.days(exportsExpireDays),
        abortIncompleteMultipartUploadAfter: Duration.days(1),
      })),
    });
    announceNewObjects(this.intake);

    this.view = new Bucket(this, 'View', { ...CLOSED_BUCKET, ...logged('view/'), encryption: BucketEncryption.S3_MANAGED });
    this.recordings = new Bucket(this, 'Recordings', {
      ...CLOSED_BUCKET,
      ...logged('recordings/'),
      ...(recordingsBucket === undefined ? {} : { bucketName: recordingsBucket }),
      // Connect plays these; they are the district's approved words, the same for every family.
      encryption: BucketEncryption.S3_MANAGED,
    });
  }
}

/** `eventBridgeEnabled` of the CDK would bring a custom resource, with a Lambda and a role of its own, for this one property. */
function announceNewObjects(bucket: Bucket): void {
  const { defaultChild } = bucket.node;
  if (!(defaultChild instanceof CfnBucket)) throw new Error('a bucket of this stack is always a CfnBucket inside');
  defaultChild.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
}
