/** AWS: AmazonS3/latest/API/API_GetObject.html */
import type { FrontResponse } from '../../front/service.ts';
import { readCondition } from '../conditions.ts';
import { invalidRange } from '../errors.ts';
import { versionRead } from '../find-version.ts';
import { headersOf } from '../object-headers.ts';
import type { Call, Operation } from '../operation.ts';
import { emptyReply } from '../replies.ts';

const overrides = ['content-type', 'content-language', 'expires', 'cache-control', 'content-disposition', 'content-encoding'];

export const readFields = [
  'range',
  'if-match',
  'if-none-match',
  'if-modified-since',
  'if-unmodified-since',
  'x-amz-checksum-mode',
];

export const getObject: Operation = {
  query: ['versionId', ...overrides.map((name) => `response-${name}`)],
  headers: readFields,
  inert: [],
  run: read,
};

/** GetObject and HeadObject alike; the front door leaves the body away where the method is HEAD. */
export function read(call: Call): FrontResponse {
  const { request, buckets } = call;
  const version = versionRead(call, buckets.named(call.bucketName));
  const headers = { ...headersOf(version, request), ...overridden(call) };
  if (readCondition(version, request) === 'not modified') return emptyReply(304, { etag: headers.etag ?? '' });
  const part = rangeOf(request.headers['range'], version.body.length);
  if (part === undefined) {
    return { status: 200, headers: { ...headers, 'content-length': String(version.body.length) }, body: version.body };
  }
  // A checksum of the whole would not fit a part of it, and clients check what they get.
  const partly = Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('x-amz-checksum-')));
  const body = version.body.subarray(part.from, part.to + 1);
  const range = `bytes ${part.from}-${part.to}/${version.body.length}`;
  return { status: 206, headers: { ...partly, 'content-range': range, 'content-length': String(body.length) }, body };
}

function overridden({ request }: Call): Record<string, string> {
  const asked = overrides.map((name) => [name, request.query.get(`response-${name}`)] as const);
  return Object.fromEntries(asked.filter((entry): entry is readonly [string, string] => entry[1] !== null));
}

/** `bytes=0-9`, `bytes=10-`, `bytes=-5`; anything else is ignored, as RFC 9110 wants. */
function rangeOf(header: string | undefined, size: number): { readonly from: number; readonly to: number } | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== '' && last !== '' && Number(last) < from) return undefined;
  if (from >= size || (first === '' && Number(last) === 0)) throw invalidRange(size);
  return { from, to };
}
