/** What IAM is asked. AWS: AmazonS3/latest/userguide/using-with-s3-policy-actions.html */
import type { AccessCheck, FrontRequest } from '../front/service.ts';
import type { World } from '../world.ts';
import type { Bucket, Encryption } from './bucket.ts';
import { namedVersion } from './find-version.ts';
import { encryptionOf } from './object-headers.ts';
import { placeOf } from './operation.ts';
import { readSource } from './operations/copy-object.ts';
import type { Buckets } from './state.ts';

const bucketActions: Readonly<Record<string, string>> = {
  HeadBucket: 's3:ListBucket',
  ListObjectsV2: 's3:ListBucket',
  ListObjectVersions: 's3:ListBucketVersions',
  GetBucketLocation: 's3:GetBucketLocation',
  GetBucketVersioning: 's3:GetBucketVersioning',
  GetObjectLockConfiguration: 's3:GetBucketObjectLockConfiguration',
};

const objectActions: Readonly<Record<string, string>> = {
  GetObject: 's3:GetObject',
  HeadObject: 's3:GetObject',
  PutObject: 's3:PutObject',
  CopyObject: 's3:PutObject',
  CreateMultipartUpload: 's3:PutObject',
  UploadPart: 's3:PutObject',
  CompleteMultipartUpload: 's3:PutObject',
  AbortMultipartUpload: 's3:AbortMultipartUpload',
  DeleteObject: 's3:DeleteObject',
  GetObjectRetention: 's3:GetObjectRetention',
  PutObjectRetention: 's3:PutObjectRetention',
  GetObjectLegalHold: 's3:GetObjectLegalHold',
  PutObjectLegalHold: 's3:PutObjectLegalHold',
};

/** Same right under another name when a version is named. */
const versionActions: Readonly<Record<string, string>> = {
  's3:GetObject': 's3:GetObjectVersion',
  's3:DeleteObject': 's3:DeleteObjectVersion',
};

/** DeleteObjects asks for each key by itself while it works, so there is nothing to ask here. */
export function checksOf(world: World, buckets: Buckets, operation: string, request: FrontRequest): readonly AccessCheck[] {
  const { bucketName, key } = placeOf(request);
  if (operation === 'DeleteObjects') return [];
  if (operation === 'ListBuckets') return [{ action: 's3:ListAllMyBuckets', resource: '*' }];
  const arn = `arn:aws:s3:::${bucketName}`;
  const onBucket = bucketActions[operation];
  if (onBucket !== undefined) return [{ action: onBucket, resource: arn, context: listContext(request) }];
  const plain = objectActions[operation] ?? `s3:${operation}`;
  const action = request.query.has('versionId') ? (versionActions[plain] ?? plain) : plain;
  const checks = [
    { action, resource: `${arn}/${key}`, context: objectContext(request) },
    ...lockChecks(request, `${arn}/${key}`),
  ];
  const source = operation === 'CopyObject' ? sourceChecks(world, buckets, request) : [];
  return [...checks, ...source, ...keyChecks(world, buckets.find(bucketName), operation, key, request)];
}

function listContext({ query }: FrontRequest): Record<string, string> {
  const named = [['prefix', 's3:prefix'], ['delimiter', 's3:delimiter'], ['max-keys', 's3:max-keys']] as const; // biome-ignore format: a table
  return Object.fromEntries(named.flatMap(([name, key]) => (query.has(name) ? [[key, query.get(name) ?? '']] : [])));
}

const contextHeaders = [
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-copy-source',
  'x-amz-metadata-directive',
  'x-amz-acl',
  'x-amz-storage-class',
  'x-amz-content-sha256',
  'if-none-match',
  'if-match',
];

function objectContext({ headers, query }: FrontRequest): Record<string, string> {
  const fromHeaders = contextHeaders.map((name) => [`s3:${name}`, headers[name]] as const);
  const lock = [
    ['s3:object-lock-mode', headers['x-amz-object-lock-mode']],
    ['s3:object-lock-retain-until-date', headers['x-amz-object-lock-retain-until-date']],
    ['s3:object-lock-legal-hold', headers['x-amz-object-lock-legal-hold']],
    ['s3:VersionId', query.get('versionId') ?? undefined],
  ] as const;
  return Object.fromEntries([...fromHeaders, ...lock].flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/** A lock set while writing needs the right to set it, too. */
function lockChecks({ headers, method }: FrontRequest, resource: string): readonly AccessCheck[] {
  if (method !== 'PUT' && method !== 'POST') return [];
  return [
    ...(headers['x-amz-object-lock-mode'] === undefined ? [] : [{ action: 's3:PutObjectRetention', resource }]),
    ...(headers['x-amz-object-lock-legal-hold'] === undefined ? [] : [{ action: 's3:PutObjectLegalHold', resource }]),
  ];
}

/** The reader's side of a copy: the object, and the key it lies under. */
function sourceChecks(world: World, buckets: Buckets, request: FrontRequest): readonly AccessCheck[] {
  const { bucketName, key, id } = readSource(request.headers['x-amz-copy-source'] ?? '');
  const bucket = buckets.find(bucketName);
  const version = bucket && (id === undefined ? bucket.latest(key) : namedVersion(bucket, key, id));
  const action = id === undefined ? 's3:GetObject' : 's3:GetObjectVersion';
  const own = { action, resource: `arn:aws:s3:::${bucketName}/${key}` };
  return version === undefined ? [own] : [own, ...keyCheck(world, version.encryption, ['kms:Decrypt'], bucketName, key)];
}

/** With SSE-KMS the caller needs the key, not the bucket. AWS: UsingKMSEncryption.html, "Permissions" */
function keyChecks(
  world: World,
  bucket: Bucket | undefined,
  operation: string,
  key: string,
  request: FrontRequest,
): readonly AccessCheck[] {
  if (bucket === undefined) return [];
  if (operation === 'GetObject' || operation === 'HeadObject') {
    const id = request.query.get('versionId');
    const version = id === null ? bucket.latest(key) : namedVersion(bucket, key, id);
    // HEAD decrypts nothing, but S3 asks for the key all the same.
    return version === undefined ? [] : keyCheck(world, version.encryption, ['kms:Decrypt'], bucket.name, key);
  }
  const upload = bucket.uploads.get(request.query.get('uploadId') ?? '');
  if (upload !== undefined && operation !== 'AbortMultipartUpload') {
    return keyCheck(world, upload.content.encryption, ['kms:GenerateDataKey', 'kms:Decrypt'], bucket.name, key);
  }
  if (operation === 'CreateMultipartUpload') {
    return keyCheck(world, encryptionOf(world, bucket, request), ['kms:GenerateDataKey', 'kms:Decrypt'], bucket.name, key);
  }
  const writes = operation === 'PutObject' || operation === 'CopyObject';
  return writes ? keyCheck(world, encryptionOf(world, bucket, request), ['kms:GenerateDataKey'], bucket.name, key) : [];
}

function keyCheck(
  world: World,
  { keyArn, bucketKey }: Encryption,
  actions: readonly string[],
  bucketName: string,
  key: string,
): readonly AccessCheck[] {
  if (keyArn === undefined) return [];
  const bound = bucketKey ? `arn:aws:s3:::${bucketName}` : `arn:aws:s3:::${bucketName}/${key}`;
  const context = { 'kms:ViaService': `s3.${world.region}.amazonaws.com`, 'kms:EncryptionContext:aws:s3:arn': bound };
  return actions.map((action) => ({ action, resource: keyArn, context }));
}
