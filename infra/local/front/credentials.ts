/**
 * Who signs with which access key. Signatures are not verified: on one machine the key id says enough.
 * AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
import { createHash } from 'node:crypto';
import type { WireRequest } from './request.ts';
import type { Principal } from './service.ts';

export interface Scope {
  readonly accessKeyId: string;
  readonly service: string;
}

const CREDENTIAL = /Credential=([^/\s]+)\/\d{8}\/[^/]+\/([^/]+)\/aws4_request/;

/** The credential scope of a signed or presigned request; `undefined` when it is neither. */
export function scopeOf(request: Pick<WireRequest, 'headers' | 'query'>): Scope | undefined {
  const presigned = request.query.get('X-Amz-Credential');
  const text = presigned === null ? (request.headers['authorization'] ?? '') : `Credential=${presigned}`;
  const [, accessKeyId, service] = CREDENTIAL.exec(text) ?? [];
  return accessKeyId === undefined || service === undefined ? undefined : { accessKeyId, service };
}

export class Credentials {
  readonly #principals = new Map<string, Principal>();

  /** One key a principal, the same in every run. */
  keyFor(principal: Principal): string {
    const key = `LOCAL${createHash('sha256').update(principal.arn).digest('hex').slice(0, 15).toUpperCase()}`;
    this.#principals.set(key, principal);
    return key;
  }

  principal(accessKeyId: string): Principal | undefined {
    return this.#principals.get(accessKeyId);
  }
}
