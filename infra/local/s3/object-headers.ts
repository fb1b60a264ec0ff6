/** Headers of an object, in both directions. AWS: AmazonS3/latest/API/API_PutObject.html, API_GetObject.html */
import type { FrontRequest } from '../front/service.ts';
import type { World } from '../world.ts';
import type { Bucket, Content, Encryption, Version } from './bucket.ts';
import { checksumHeaders } from './checksums.ts';
import { invalidArgument, missingLockConfiguration } from './errors.ts';
import { type Retention, readRetention } from './object-lock.ts';

export const lockHeaders = ['x-amz-object-lock-mode', 'x-amz-object-lock-retain-until-date', 'x-amz-object-lock-legal-hold'];

export const encryptionHeaders = [
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-server-side-encryption-bucket-key-enabled',
];

const kept = ['content-type', 'content-encoding', 'content-disposition', 'content-language', 'cache-control', 'expires'];

export const contentHeaders = [...kept, 'x-amz-meta-*', ...lockHeaders, ...encryptionHeaders];

type Described = Pick<Content, 'headers' | 'metadata' | 'encryption' | 'retention' | 'legalHold'>;

/** What a request says about the object beside its bytes. */
export function describedBy(world: World, bucket: Bucket, request: FrontRequest): Described {
  return {
    headers: keptHeaders(request),
    metadata: metadataOf(request),
    encryption: encryptionOf(world, bucket, request),
    ...lockOf(world, bucket, request),
  };
}

/** A missing Content-Type becomes `binary/octet-stream`, as S3 has it. */
export function keptHeaders({ headers }: FrontRequest): Readonly<Record<string, string>> {
  const values = kept.map((name) => [name, name === 'content-encoding' ? withoutChunked(headers[name]) : headers[name]] as const);
  const present = values.filter((entry): entry is readonly [string, string] => entry[1] !== undefined && entry[1] !== '');
  return { 'content-type': 'binary/octet-stream', ...Object.fromEntries(present) };
}

/** `aws-chunked` is how the bytes travelled, not what they are. */
function withoutChunked(encoding: string | undefined): string | undefined {
  return encoding
    ?.split(',')
    .map((part) => part.trim())
    .filter((part) => part !== 'aws-chunked')
    .join(',');
}

/** User metadata, names without `x-amz-meta-`; case is lost on the way, as it is on AWS. */
export function metadataOf({ headers }: FrontRequest): Readonly<Record<string, string>> {
  const prefix = 'x-amz-meta-';
  const found = Object.entries(headers).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(found.map(([name, value]) => [name.slice(prefix.length), value]));
}

/** The bucket's default unless the request names another. */
export function encryptionOf(world: World, bucket: Bucket, { headers }: FrontRequest): Encryption {
  const algorithm = headers['x-amz-server-side-encryption'];
  if (algorithm === undefined) return bucket.settings.encryption;
  if (algorithm === 'AES256') return { algorithm, keyArn: undefined, bucketKey: false };
  if (algorithm !== 'aws:kms') {
    throw invalidArgument('The encryption method specified is not supported', 'x-amz-server-side-encryption', algorithm);
  }
  const key = headers['x-amz-server-side-encryption-aws-kms-key-id'];
  const bucketKey = headers['x-amz-server-side-encryption-bucket-key-enabled'] === 'true';
  return { algorithm, keyArn: key === undefined ? undefined : keyArnOf(world, key), bucketKey };
}

/** Key ids are completed to ARNs, because IAM compares nothing else. */
export function keyArnOf(world: World, key: string): string {
  return key.startsWith('arn:') ? key : `arn:aws:kms:${world.region}:${world.accountId}:key/${key}`;
}

/** Retention asked for, else the bucket's default; a lock on a bucket without Object Lock is refused. */
function lockOf(
  world: World,
  bucket: Bucket,
  { headers }: FrontRequest,
): { retention: Retention | undefined; legalHold: boolean } {
  const now = world.clock.now();
  const { objectLock, defaultRetention } = bucket.settings;
  const asked = readRetention(headers['x-amz-object-lock-mode'], headers['x-amz-object-lock-retain-until-date'], now);
  const hold = headers['x-amz-object-lock-legal-hold'];
  if (!objectLock && (asked !== undefined || hold !== undefined)) throw missingLockConfiguration();
  const byDefault = defaultRetention && { mode: defaultRetention.mode, until: now + defaultRetention.days * 86_400_000 };
  return { retention: asked ?? byDefault, legalHold: hold === 'ON' };
}

/** What Get, Head answer about a version. */
export function headersOf(version: Version, request: FrontRequest): Record<string, string> {
  const asked = request.headers['x-amz-checksum-mode'] === 'ENABLED';
  return {
    ...version.headers,
    ...prefixed(version.metadata),
    etag: `"${version.etag}"`,
    'last-modified': new Date(version.modified).toUTCString(),
    'accept-ranges': 'bytes',
    ...versionHeader(version),
    ...encryptionAnswer(version.encryption),
    ...lockAnswer(version),
    ...(asked ? checksumHeaders(version.checksum) : {}),
  };
}

/** Buckets without versioning say nothing about versions. */
export function versionHeader({ id }: Version): Record<string, string> {
  return id === 'null' ? {} : { 'x-amz-version-id': id };
}

export function encryptionAnswer({ algorithm, keyArn, bucketKey }: Encryption): Record<string, string> {
  return {
    'x-amz-server-side-encryption': algorithm,
    ...(keyArn === undefined ? {} : { 'x-amz-server-side-encryption-aws-kms-key-id': keyArn }),
    ...(bucketKey ? { 'x-amz-server-side-encryption-bucket-key-enabled': 'true' } : {}),
  };
}

function lockAnswer({ retention, legalHold }: Version): Record<string, string> {
  return {
    ...(retention === undefined
      ? {}
      : {
          'x-amz-object-lock-mode': retention.mode,
          'x-amz-object-lock-retain-until-date': new Date(retention.until).toISOString(),
        }),
    ...(legalHold ? { 'x-amz-object-lock-legal-hold': 'ON' } : {}),
  };
}

function prefixed(metadata: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]));
}
