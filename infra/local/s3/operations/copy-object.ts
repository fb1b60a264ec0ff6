/** AWS: AmazonS3/latest/API/API_CopyObject.html. Retention is not copied: the target bucket's default applies. */
import type { Version } from '../bucket.ts';
import { refuseUnlessWritable } from '../conditions.ts';
import { invalidArgument, invalidRequest, noSuchKey, noSuchVersion, notImplemented } from '../errors.ts';
import { tellCreated } from '../events.ts';
import { namedVersion } from '../find-version.ts';
import { contentHeaders, describedBy, encryptionAnswer, versionHeader } from '../object-headers.ts';
import { type Call, type Operation, refuseOtherThan } from '../operation.ts';
import { xmlReply } from '../replies.ts';
import { defaultsOnly } from './put-object.ts';

export const copyObject: Operation = {
  query: [],
  headers: ['x-amz-copy-source', 'x-amz-metadata-directive', 'if-none-match', 'if-match', ...contentHeaders],
  inert: ['x-amz-acl', 'x-amz-storage-class', 'x-amz-tagging-directive'],
  run: (call) => {
    const { request, buckets, key, world } = call;
    const bucket = buckets.named(call.bucketName);
    const source = sourceVersion(call);
    refuseOtherThan(request, {
      ...defaultsOnly,
      'x-amz-tagging-directive': ['COPY'],
      'x-amz-metadata-directive': ['COPY', 'REPLACE'],
    });
    const replaces = request.headers['x-amz-metadata-directive'] === 'REPLACE';
    if (!replaces && bucket.latest(key) === source) {
      throw invalidRequest(
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
      );
    }
    refuseUnlessWritable(bucket, key, request);
    const described = describedBy(world, bucket, request);
    const kept = replaces ? {} : { headers: source.headers, metadata: source.metadata };
    const modified = Math.floor(world.clock.now() / 1000) * 1000;
    const { body, etag, checksum } = source;
    const version = bucket.put({ key, body, etag, checksum, modified, ...described, ...kept });
    tellCreated(call, bucket, version, 'CopyObject');
    return xmlReply(
      'CopyObjectResult',
      { LastModified: new Date(modified).toISOString(), ETag: `"${etag}"` },
      { ...versionHeader(version), 'x-amz-copy-source-version-id': source.id, ...encryptionAnswer(version.encryption) },
    );
  },
};

/** `/bucket/key?versionId=…`, URL-encoded. */
export function readSource(header: string): {
  readonly bucketName: string;
  readonly key: string;
  readonly id: string | undefined;
} {
  const [path = '', query] = header.split('?');
  const [, bucketName, key] = /^\/?([^/]+)\/(.+)$/.exec(decodeURIComponent(path)) ?? [];
  if (bucketName === undefined || key === undefined) {
    throw invalidArgument(
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      'x-amz-copy-source',
      header,
    );
  }
  if (bucketName.startsWith('arn:')) throw notImplemented(`x-amz-copy-source: ${header}`);
  return { bucketName, key, id: new URLSearchParams(query).get('versionId') ?? undefined };
}

function sourceVersion({ request, buckets }: Call): Version {
  const { bucketName, key, id } = readSource(request.headers['x-amz-copy-source'] ?? '');
  const bucket = buckets.named(bucketName);
  const version = id === undefined ? bucket.latest(key) : namedVersion(bucket, key, id);
  if (version !== undefined && !version.deleteMarker) return version;
  throw id === undefined ? noSuchKey(key) : noSuchVersion(key, id);
}
