import type { FrontRequest, FrontResponse } from '../front/service.ts';
import type { World } from '../world.ts';
import { notImplemented } from './errors.ts';
import type { Buckets } from './state.ts';

export interface Call {
  readonly world: World;
  readonly buckets: Buckets;
  readonly request: FrontRequest;
  readonly requestId: string;
  readonly bucketName: string;
  readonly key: string;
}

/** An operation, the query parameters and headers it honours, and those it takes without effect; others answer 501. */
export interface Operation {
  readonly query: readonly string[];
  readonly headers: readonly string[];
  readonly inert: readonly string[];
  readonly run: (call: Call) => FrontResponse;
}

/** `/bucket/key/with/slashes`: path style alone. */
export function placeOf(request: FrontRequest): { readonly bucketName: string; readonly key: string } {
  const [, bucketName = '', key = ''] = /^\/([^/]*)\/?([\s\S]*)$/.exec(request.path) ?? [];
  return { bucketName, key };
}

/** Part of every request: signing, the client's own counting, and what the front door has dealt with. */
const everywhere = new Set([
  'x-id',
  'x-amz-date',
  'x-amz-content-sha256',
  'x-amz-security-token',
  'x-amz-user-agent',
  'x-amz-expected-bucket-owner',
  'x-amz-source-expected-bucket-owner',
  'x-amz-algorithm',
  'x-amz-credential',
  'x-amz-expires',
  'x-amz-signedheaders',
  'x-amz-signature',
]);

/** Throws 501 for a parameter or `x-amz-` header that the operation does not list: nothing is ignored in silence. */
export function refuseUnknownFields(name: string, operation: Operation, request: FrontRequest): void {
  const known = new Set([...operation.query, ...operation.headers, ...operation.inert]);
  const isKnown = (field: string) =>
    everywhere.has(field.toLowerCase()) || known.has(field) || (known.has('x-amz-meta-*') && field.startsWith('x-amz-meta-'));
  const parameter = [...request.query.keys()].find((field) => !isKnown(field));
  if (parameter !== undefined) throw notImplemented(`${name}?${parameter}`);
  const header = Object.keys(request.headers).find((field) => field.startsWith('x-amz-') && !isKnown(field));
  if (header !== undefined) throw notImplemented(`${name} with ${header}: ${request.headers[header]}`);
}

/** Throws unless every one of the named headers, if present, has the only value known here. */
export function refuseOtherThan(request: FrontRequest, allowed: Readonly<Record<string, readonly string[]>>): void {
  for (const [name, values] of Object.entries(allowed)) {
    const value = request.headers[name];
    if (value !== undefined && !values.includes(value)) throw notImplemented(`${name}: ${value}`);
  }
}

/** A whole number from the query, `fallback` when absent. */
export function numberIn(request: FrontRequest, name: string, fallback: number): number {
  const text = request.query.get(name);
  return text === null ? fallback : Number(text);
}
