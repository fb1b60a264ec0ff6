/** Which operation a request is. What is not listed answers 501 and never falls through to an object operation. */
import type { FrontRequest } from '../front/service.ts';
import { notImplemented } from './errors.ts';
import { placeOf } from './operation.ts';

/** By method and what the path names; the first sub-resource found in the query decides, `''` is the plain request. */
const account = { GET: { '': 'ListBuckets' } };

const bucket = {
  GET: {
    versions: 'ListObjectVersions',
    versioning: 'GetBucketVersioning',
    'object-lock': 'GetObjectLockConfiguration',
    location: 'GetBucketLocation',
    'list-type=2': 'ListObjectsV2',
  },
  HEAD: { '': 'HeadBucket' },
  POST: { delete: 'DeleteObjects' },
};

const object = {
  GET: { retention: 'GetObjectRetention', 'legal-hold': 'GetObjectLegalHold', '': 'GetObject' },
  HEAD: { '': 'HeadObject' },
  PUT: {
    retention: 'PutObjectRetention',
    'legal-hold': 'PutObjectLegalHold',
    uploadId: 'UploadPart',
    '': 'PutObject',
  },
  POST: { uploads: 'CreateMultipartUpload', uploadId: 'CompleteMultipartUpload' },
  DELETE: { uploadId: 'AbortMultipartUpload', '': 'DeleteObject' },
};

/** Parameters that choose an operation in S3, known here or not. */
const subresources = new Set(
  (
    'accelerate acl analytics attributes cors delete encryption intelligent-tiering inventory legal-hold lifecycle list-type location logging ' +
    'metadataTable metrics notification object-lock ownershipControls partNumber policy policyStatus publicAccessBlock renameObject replication requestPayment ' +
    'restore retention select session tagging torrent uploadId uploads versioning versions website'
  ).split(' '),
);

/** @throws 501 for a sub-resource that is not in the tables above, and for two of them at once */
export function operationOf(request: FrontRequest): string {
  const { bucketName, key } = placeOf(request);
  const table: Readonly<Record<string, Readonly<Record<string, string>>>> =
    bucketName === '' ? account : key === '' ? bucket : object;
  const methods = table[request.method] ?? {};
  const asked = [...request.query.keys()].filter((name) => subresources.has(name));
  const found = Object.keys(methods).find((name) => name !== '' && isAsked(request, name));
  const operation = methods[found ?? ''];
  const others = asked.filter((name) => name !== found?.split('=')[0] && !(name === 'partNumber' && found === 'uploadId'));
  if (operation === undefined || others.length > 0) {
    throw notImplemented(
      `${request.method} ${bucketName === '' ? '/' : key === '' ? '/bucket' : '/bucket/key'}?${[...request.query.keys()].join('&')}`,
    );
  }
  return copied(operation, request);
}

function isAsked(request: FrontRequest, name: string): boolean {
  const [parameter = '', value] = name.split('=');
  return request.query.has(parameter) && (value === undefined || request.query.get(parameter) === value);
}

/** A copy is a PUT without a body of its own. UploadPartCopy is not here. */
function copied(operation: string, request: FrontRequest): string {
  if (request.headers['x-amz-copy-source'] === undefined) return operation;
  if (operation === 'PutObject') return 'CopyObject';
  throw notImplemented(`${operation} with x-amz-copy-source`);
}
