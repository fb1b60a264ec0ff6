/** JSON 1.1, `x-amz-target: TrentService.<operation>`. AWS: smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
import type { FrontRequest, FrontResponse } from '../front/service.ts';
import { type KmsError, notImplemented } from './errors.ts';
import type { Input, Output } from './operation.ts';

const target = 'TrentService.';

export function targetOf(request: FrontRequest): string {
  const header = request.headers['x-amz-target'] ?? '';
  if (!header.startsWith(target)) throw notImplemented(`the request ${request.method} ${request.path} ${header}`);
  return header.slice(target.length);
}

export function inputOf(request: FrontRequest): Input {
  const input: unknown = JSON.parse(request.body.length === 0 ? '{}' : request.body.toString('utf8'));
  return typeof input === 'object' && input !== null ? Object.fromEntries(Object.entries(input)) : {};
}

export function answer(output: Output): FrontResponse {
  return json(200, output);
}

export function errorAnswer(error: KmsError): FrontResponse {
  return json(error.status, { __type: error.code, ...(error.message === '' ? {} : { message: error.message }) });
}

function json(status: number, body: Output): FrontResponse {
  return { status, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify(body) };
}
