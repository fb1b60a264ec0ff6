/** `aws-chunked` bodies, signed or not, with trailing headers. AWS: AmazonS3/latest/API/sigv4-streaming-trailers.html */
import type { FrontRequest } from '../front/service.ts';
import { incompleteBody } from './errors.ts';

export interface Payload {
  readonly body: Buffer;
  /** Headers that came behind the body, lower-cased names. */
  readonly trailers: Readonly<Record<string, string>>;
}

/** @throws IncompleteBody when the chunks break off or are not as long as announced */
export function payloadOf(request: FrontRequest): Payload {
  const chunked = request.headers['x-amz-content-sha256']?.startsWith('STREAMING-') ?? false;
  if (!chunked) return { body: request.body, trailers: {} };
  const payload = decode(request.body);
  const expected = request.headers['x-amz-decoded-content-length'];
  if (expected !== undefined && Number(expected) !== payload.body.length) throw incompleteBody();
  return payload;
}

/** `<hex size>[;chunk-signature=…]\r\n<bytes>\r\n … 0\r\n<name>:<value>\r\n\r\n`; signatures are not checked. */
function decode(raw: Buffer): Payload {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const end = raw.indexOf('\r\n', at);
    if (end < 0) throw incompleteBody();
    const size = Number.parseInt(raw.toString('latin1', at, end), 16);
    if (!(size >= 0) || end + 2 + size > raw.length) throw incompleteBody();
    at = end + 2;
    if (size === 0) return { body: Buffer.concat(chunks), trailers: readTrailers(raw.toString('utf8', at)) };
    chunks.push(raw.subarray(at, at + size));
    at += size + 2;
  }
}

function readTrailers(text: string): Readonly<Record<string, string>> {
  const lines = text.split(/\r?\n/).filter((line) => line.includes(':'));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).trim().toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
}
