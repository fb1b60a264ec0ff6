/** AWS: AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html */
import { seededBytes } from '../front/seeded-bytes.ts';
import type { ResourceMaker } from '../front/service.ts';
import {
  flagAt,
  type KnownProperties,
  listAt,
  numberAt,
  objectAt,
  type Properties,
  refuseUnknown,
  textAt,
} from '../front/template-properties.ts';
import type { World } from '../world.ts';
import type { BucketSettings, Encryption, LifecycleRule } from './bucket.ts';
import { keyArnOf } from './object-headers.ts';
import type { DefaultRetention } from './object-lock.ts';
import type { Buckets } from './state.ts';

export const bucketProperties: KnownProperties = {
  honoured: [
    'BucketName',
    'VersioningConfiguration',
    'ObjectLockEnabled',
    'ObjectLockConfiguration',
    'LifecycleConfiguration',
    'BucketEncryption',
    'NotificationConfiguration',
  ],
  inert: ['PublicAccessBlockConfiguration', 'OwnershipControls', 'LoggingConfiguration', 'AccessControl', 'Tags'],
};

/** Rules are closed as well; storage classes move nothing here. */
const ruleProperties: KnownProperties = {
  honoured: [
    'Status',
    'Prefix',
    'ExpirationInDays',
    'NoncurrentVersionExpiration',
    'NoncurrentVersionExpirationInDays',
    'AbortIncompleteMultipartUpload',
    'ExpiredObjectDeleteMarker',
  ],
  inert: ['Id', 'Transitions', 'NoncurrentVersionTransitions'],
};

/** A bucket without a name gets one of its logical id and seeded digits, so that two runs have the same. */
export function bucketMaker(world: World, buckets: Buckets): ResourceMaker {
  const bytes = seededBytes(world, 's3.names');
  return (logicalId, properties) => {
    const where = `AWS::S3::Bucket ${logicalId}`;
    refuseUnknown(where, properties, bucketProperties);
    const generated = `${logicalId.toLowerCase().slice(0, 40)}-${bytes(6).toString('hex')}`;
    const name = textAt(where, properties, 'BucketName') ?? generated;
    buckets.create(name, settingsOf(world, where, properties));
    const domain = `${name}.s3.amazonaws.com`;
    const regional = `${name}.s3.${world.region}.amazonaws.com`;
    return { ref: name, attributes: { Arn: `arn:aws:s3:::${name}`, DomainName: domain, RegionalDomainName: regional } };
  };
}

function settingsOf(world: World, where: string, properties: Properties): BucketSettings {
  const objectLock = flagAt(where, properties, 'ObjectLockEnabled');
  const versioning = textAt(where, objectAt(where, properties, 'VersioningConfiguration'), 'Status');
  if (versioning === 'Suspended') throw new Error(`${where}: the local cloud does not know suspended versioning`);
  const defaultRetention = retentionOf(where, properties);
  if (defaultRetention !== undefined && !objectLock) throw new Error(`${where}: a default retention needs ObjectLockEnabled`);
  const rules = listAt(where, objectAt(where, properties, 'LifecycleConfiguration'), 'Rules');
  return {
    // AWS switches versioning on with Object Lock.
    versioning: versioning === 'Enabled' || objectLock ? 'Enabled' : undefined,
    objectLock,
    defaultRetention,
    encryption: encryptionOf(world, where, properties),
    lifecycle: rules.flatMap((rule) => ruleOf(where, rule)),
    eventBridge: eventBridgeOf(where, properties),
  };
}

/** Years count 365 days, as AWS counts them. */
function retentionOf(where: string, properties: Properties): DefaultRetention | undefined {
  const configuration = objectAt(where, properties, 'ObjectLockConfiguration');
  const rule = objectAt(where, objectAt(where, configuration, 'Rule'), 'DefaultRetention');
  const mode = textAt(where, rule, 'Mode');
  if (mode === undefined) return undefined;
  const days = numberAt(where, rule, 'Days') ?? (numberAt(where, rule, 'Years') ?? 0) * 365;
  if ((mode !== 'COMPLIANCE' && mode !== 'GOVERNANCE') || days < 1)
    throw new Error(`${where}: DefaultRetention ${JSON.stringify(rule)}`);
  return { mode, days };
}

function encryptionOf(world: World, where: string, properties: Properties): Encryption {
  const rules = listAt(where, objectAt(where, properties, 'BucketEncryption'), 'ServerSideEncryptionConfiguration');
  const rule = rules[0] ?? {};
  const byDefault = objectAt(where, rule, 'ServerSideEncryptionByDefault');
  const algorithm = textAt(where, byDefault, 'SSEAlgorithm') ?? 'AES256';
  if (algorithm !== 'AES256' && algorithm !== 'aws:kms')
    throw new Error(`${where}: the local cloud does not know SSEAlgorithm ${algorithm}`);
  const key = textAt(where, byDefault, 'KMSMasterKeyID');
  return {
    algorithm,
    keyArn: key === undefined ? undefined : keyArnOf(world, key),
    bucketKey: flagAt(where, rule, 'BucketKeyEnabled'),
  };
}

/** EventBridge is the one way in which this cloud's S3 tells of objects. */
function eventBridgeOf(where: string, properties: Properties): boolean {
  if (properties['NotificationConfiguration'] === undefined) return false;
  const notification = objectAt(where, properties, 'NotificationConfiguration');
  refuseUnknown(`${where} NotificationConfiguration`, notification, { honoured: ['EventBridgeConfiguration'], inert: [] });
  const bridge = notification['EventBridgeConfiguration'];
  if (bridge === undefined) return false;
  const given = objectAt(where, notification, 'EventBridgeConfiguration');
  return given['EventBridgeEnabled'] === undefined || flagAt(where, given, 'EventBridgeEnabled');
}

function ruleOf(where: string, rule: Properties): readonly LifecycleRule[] {
  refuseUnknown(`${where} LifecycleConfiguration`, rule, ruleProperties);
  if (textAt(where, rule, 'Status') !== 'Enabled') return [];
  const noncurrent = objectAt(where, rule, 'NoncurrentVersionExpiration');
  const uploads = objectAt(where, rule, 'AbortIncompleteMultipartUpload');
  return [
    {
      prefix: textAt(where, rule, 'Prefix') ?? '',
      expirationDays: numberAt(where, rule, 'ExpirationInDays'),
      noncurrentDays: numberAt(where, noncurrent, 'NoncurrentDays') ?? numberAt(where, rule, 'NoncurrentVersionExpirationInDays'),
      abortUploadsDays: numberAt(where, uploads, 'DaysAfterInitiation'),
      removeLoneMarkers: flagAt(where, rule, 'ExpiredObjectDeleteMarker'),
    },
  ];
}
