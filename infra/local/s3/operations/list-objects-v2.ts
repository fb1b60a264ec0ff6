/** AWS: AmazonS3/latest/API/API_ListObjectsV2.html */
import type { Bucket } from '../bucket.ts';
import { invalidArgument } from '../errors.ts';
import { encoderOf, type Listed, walk } from '../listing.ts';
import { numberIn, type Operation } from '../operation.ts';
import { xmlReply } from '../replies.ts';
import type { Xml } from '../xml.ts';

export const listObjectsV2: Operation = {
  query: ['list-type', 'prefix', 'delimiter', 'max-keys', 'start-after', 'continuation-token', 'encoding-type'],
  headers: [],
  inert: ['fetch-owner'],
  run: ({ request: { query }, request, buckets, bucketName }) => {
    const bucket = buckets.named(bucketName);
    const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? ''];
    const max = Math.min(numberIn(request, 'max-keys', 1000), 1000);
    const token = query.get('continuation-token');
    const after = token === null ? (query.get('start-after') ?? '') : readToken(token);
    const page = pageOf(walk(bucket, { prefix, delimiter, after, visible: (key) => isThere(bucket, key) }), max);
    const encode = encoderOf(query.get('encoding-type'));
    return xmlReply('ListBucketResult', {
      Name: bucketName,
      Prefix: encode(prefix),
      Delimiter: delimiter === '' ? undefined : encode(delimiter),
      StartAfter: query.has('start-after') ? encode(query.get('start-after') ?? '') : undefined,
      MaxKeys: max,
      KeyCount: page.items.length,
      EncodingType: query.get('encoding-type') ?? undefined,
      IsTruncated: page.more,
      ContinuationToken: token ?? undefined,
      NextContinuationToken: page.more ? tokenFor(page.items.at(-1)) : undefined,
      Contents: page.items.flatMap((item) => ('key' in item ? [contents(bucket, item.key, encode)] : [])),
      CommonPrefixes: page.items.flatMap((item) => ('prefix' in item ? [{ Prefix: encode(item.prefix) }] : [])),
    });
  },
};

/** At most `max` items, and whether there are more. */
export function pageOf<T>(items: Iterable<T>, max: number): { readonly items: readonly T[]; readonly more: boolean } {
  const page: T[] = [];
  for (const item of items) {
    if (page.length === max) return { items: page, more: max > 0 };
    page.push(item);
  }
  return { items: page, more: false };
}

function isThere(bucket: Bucket, key: string): boolean {
  return bucket.latest(key)?.deleteMarker === false;
}

function contents(bucket: Bucket, key: string, encode: (text: string) => string): Xml {
  const version = bucket.latest(key);
  if (version === undefined) return undefined;
  const { modified, etag, body, checksum } = version;
  return {
    Key: encode(key),
    LastModified: new Date(modified).toISOString(),
    ETag: `"${etag}"`,
    ChecksumAlgorithm: checksum?.algorithm,
    ChecksumType: checksum?.type,
    Size: body.length,
    StorageClass: 'STANDARD',
  };
}

function tokenFor(last: Listed | undefined): string {
  if (last === undefined) return '';
  return Buffer.from('key' in last ? last.key : last.prefix).toString('base64');
}

/** Tokens are the last key or prefix given out, so that keys written in between neither shift nor repeat a page. */
function readToken(token: string): string {
  const text = Buffer.from(token, 'base64').toString('utf8');
  if (text === '') throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
  return text;
}
