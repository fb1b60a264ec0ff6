/** JSON 1.0, `x-amz-target: DynamoDB_20120810.<operation>`. AWS: amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html */
import { crc32 } from 'node:zlib';
import type { FrontRequest, FrontResponse } from '../front/service.ts';
import type { EngineAnswer, Json } from './engine.ts';
import { DynamoError, notImplemented } from './errors.ts';

const target = 'DynamoDB_20120810.';

export function targetOf(request: FrontRequest): string {
  const header = request.headers['x-amz-target'] ?? '';
  if (!header.startsWith(target)) throw notImplemented(`the request ${request.method} ${request.path} ${header}`);
  return header.slice(target.length);
}

const parsed = new WeakMap<FrontRequest, Json>();

/** Parsed once a request: batches are long, and IAM's question needs them as well. */
export function inputOf(request: FrontRequest): Json {
  const input = parsed.get(request) ?? parse(request);
  parsed.set(request, input);
  return input;
}

function parse(request: FrontRequest): Json {
  try {
    const input: unknown = JSON.parse(request.body.toString('utf8'));
    if (typeof input === 'object' && input !== null) return Object.fromEntries(Object.entries(input));
  } catch {
    // Not JSON: said below, as AWS says it.
  }
  throw new DynamoError('com.amazon.coral.service#SerializationException', 'Start of structure or map found where not expected.');
}

/** SDKs compare the CRC-32 of the body when they see one. */
export function answer({ status, body }: EngineAnswer): FrontResponse {
  const text = JSON.stringify(body);
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-crc32': String(crc32(text)) };
  return { status, headers, body: text };
}

/** AWS names its errors with a namespace before `#`; SDKs cut it off. */
export function errorAnswer(error: DynamoError): FrontResponse {
  return answer({ status: error.status, body: { __type: error.type, message: error.message } });
}
