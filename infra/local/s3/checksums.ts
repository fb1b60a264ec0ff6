/** AWS: AmazonS3/latest/userguide/checking-object-integrity.html */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { FrontRequest } from '../front/service.ts';
import type { Payload } from './chunked-body.ts';
import { badChecksum, badContentMd5, invalidDigest, invalidRequest, notImplemented, payloadHashMismatch } from './errors.ts';

export interface Checksum {
  readonly algorithm: string;
  /** Base64; a composite one ends in `-<number of parts>`. */
  readonly value: string;
  readonly type: 'FULL_OBJECT' | 'COMPOSITE';
}

const digests: Readonly<Record<string, (body: Buffer) => Buffer>> = {
  CRC32: (body) => fourBytes(crc32(body)),
  CRC32C: (body) => fourBytes(crc32c(body)),
  CRC64NVME: crc64nvme,
  SHA1: (body) => createHash('sha1').update(body).digest(),
  SHA256: (body) => createHash('sha256').update(body).digest(),
};

/** @param algorithm as in `x-amz-checksum-algorithm`: CRC32, CRC32C, CRC64NVME, SHA1, SHA256 */
export function digestOf(algorithm: string, body: Buffer): Buffer {
  const digest = digests[algorithm];
  if (digest === undefined) throw notImplemented(`the checksum algorithm ${algorithm}`);
  return digest(body);
}

/** Compares every digest the sender gave with the bytes that came; returns the checksum to keep, if there is one. */
export function verifyPayload(request: FrontRequest, { body, trailers }: Payload): Checksum | undefined {
  const md5 = request.headers['content-md5'];
  if (md5 !== undefined) verifyMd5(md5, body);
  const sha256 = request.headers['x-amz-content-sha256'];
  if (sha256 !== undefined && /^[0-9a-f]{64}$/.test(sha256) && digestOf('SHA256', body).toString('hex') !== sha256) {
    throw payloadHashMismatch();
  }
  const given = Object.entries({ ...request.headers, ...trailers }).filter(([name]) =>
    /^x-amz-checksum-(?!algorithm|type|mode)/.test(name),
  );
  if (given.length > 1)
    throw invalidRequest('Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.');
  const [name, value] = given[0] ?? [];
  if (name === undefined || value === undefined) return undefined;
  const algorithm = name.slice('x-amz-checksum-'.length).toUpperCase();
  if (digestOf(algorithm, body).toString('base64') !== value) throw badChecksum(algorithm);
  return { algorithm, value, type: 'FULL_OBJECT' };
}

function verifyMd5(given: string, body: Buffer): void {
  if (Buffer.from(given, 'base64').length !== 16) throw invalidDigest();
  if (createHash('md5').update(body).digest('base64') !== given) throw badContentMd5();
}

/** A checksum of the parts' checksums, or of the whole when that was asked for at the start. */
export function checksumOfParts(
  algorithm: string,
  type: Checksum['type'],
  parts: readonly { readonly body: Buffer }[],
): Checksum {
  if (type === 'FULL_OBJECT') {
    const whole = Buffer.concat(parts.map(({ body }) => body));
    return { algorithm, type, value: digestOf(algorithm, whole).toString('base64') };
  }
  const each = Buffer.concat(parts.map(({ body }) => digestOf(algorithm, body)));
  return { algorithm, type, value: `${digestOf(algorithm, each).toString('base64')}-${parts.length}` };
}

/** `x-amz-checksum-crc32: …` and its type, for answers. */
export function checksumHeaders(checksum: Checksum | undefined): Record<string, string> {
  if (checksum === undefined) return {};
  return { [`x-amz-checksum-${checksum.algorithm.toLowerCase()}`]: checksum.value, 'x-amz-checksum-type': checksum.type };
}

function fourBytes(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

const castagnoli = Uint32Array.from({ length: 256 }, (_, i) => {
  let c = i;
  for (let k = 0; k < 8; k += 1) c = c & 1 ? (c >>> 1) ^ 0x82f63b78 : c >>> 1;
  return c;
});

/** RFC 3720, appendix B.4: the Castagnoli polynomial. */
function crc32c(body: Buffer): number {
  let c = 0xffffffff;
  for (const byte of body) c = (c >>> 8) ^ (castagnoli[(c ^ byte) & 0xff] ?? 0);
  return c ^ 0xffffffff;
}

const nvme = Array.from({ length: 256 }, (_, i) => {
  let c = BigInt(i);
  for (let k = 0; k < 8; k += 1) c = c & 1n ? (c >> 1n) ^ 0x9a6c9329ac4bc9b5n : c >> 1n;
  return c;
});

/** Newer AWS CLIs send this by default. NVM Express specification, "64b CRC". */
function crc64nvme(body: Buffer): Buffer {
  let c = 0xffffffffffffffffn;
  for (const byte of body) c = (c >> 8n) ^ (nvme[Number((c ^ BigInt(byte)) & 0xffn)] ?? 0n);
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(c ^ 0xffffffffffffffffn);
  return bytes;
}
