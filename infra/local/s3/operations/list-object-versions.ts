/** AWS: AmazonS3/latest/API/API_ListObjectVersions.html */
import type { Bucket, Version } from '../bucket.ts';
import { encoderOf, walk } from '../listing.ts';
import { numberIn, type Operation } from '../operation.ts';
import { xmlReply } from '../replies.ts';
import type { Xml } from '../xml.ts';
import { pageOf } from './list-objects-v2.ts';

type Item = { readonly version: Version } | { readonly prefix: string };

export const listObjectVersions: Operation = {
  query: ['versions', 'prefix', 'delimiter', 'max-keys', 'key-marker', 'version-id-marker', 'encoding-type'],
  headers: [],
  inert: [],
  run: ({ request: { query }, request, buckets, bucketName }) => {
    const bucket = buckets.named(bucketName);
    const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? ''];
    const [keyMarker, idMarker] = [query.get('key-marker') ?? '', query.get('version-id-marker') ?? ''];
    const max = Math.min(numberIn(request, 'max-keys', 1000), 1000);
    const encode = encoderOf(query.get('encoding-type'));
    const page = pageOf(itemsAfter(bucket, prefix, delimiter, keyMarker, idMarker), max);
    const last = page.items.at(-1);
    const next = page.more && last !== undefined ? markersAt(last, encode) : {};
    const versions = page.items.flatMap((item) => ('version' in item ? [item.version] : []));
    return xmlReply('ListVersionsResult', {
      Name: bucketName,
      Prefix: encode(prefix),
      Delimiter: delimiter === '' ? undefined : encode(delimiter),
      KeyMarker: encode(keyMarker),
      VersionIdMarker: idMarker,
      MaxKeys: max,
      EncodingType: query.get('encoding-type') ?? undefined,
      IsTruncated: page.more,
      ...next,
      Version: versions.filter((version) => !version.deleteMarker).map((version) => described(bucket, version, encode)),
      DeleteMarker: versions.filter((version) => version.deleteMarker).map((version) => marked(bucket, version, encode)),
      CommonPrefixes: page.items.flatMap((item) => ('prefix' in item ? [{ Prefix: encode(item.prefix) }] : [])),
    });
  },
};

/** Keys in order, of each the newest version first, from behind the markers on. */
function* itemsAfter(bucket: Bucket, prefix: string, delimiter: string, keyMarker: string, idMarker: string): Iterable<Item> {
  if (idMarker !== '' && keyMarker.startsWith(prefix)) {
    const newestFirst = [...bucket.versions(keyMarker)].reverse();
    const at = newestFirst.findIndex((version) => version.id === idMarker);
    for (const version of newestFirst.slice(at + 1)) yield { version };
  }
  for (const item of walk(bucket, { prefix, delimiter, after: keyMarker, visible: () => true })) {
    if ('prefix' in item) yield item;
    else for (const version of [...bucket.versions(item.key)].reverse()) yield { version };
  }
}

function markersAt(last: Item, encode: (text: string) => string): { readonly [name: string]: Xml } {
  if ('prefix' in last) return { NextKeyMarker: encode(last.prefix) };
  return { NextKeyMarker: encode(last.version.key), NextVersionIdMarker: last.version.id };
}

function described(bucket: Bucket, version: Version, encode: (text: string) => string): Xml {
  return {
    ...marked(bucket, version, encode),
    ETag: `"${version.etag}"`,
    ChecksumAlgorithm: version.checksum?.algorithm,
    Size: version.body.length,
    StorageClass: 'STANDARD',
  };
}

function marked(bucket: Bucket, version: Version, encode: (text: string) => string): { readonly [name: string]: Xml } {
  return {
    Key: encode(version.key),
    VersionId: version.id,
    IsLatest: bucket.latest(version.key) === version,
    LastModified: new Date(version.modified).toISOString(),
  };
}
