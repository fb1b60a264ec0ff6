import type { FrontResponse } from './service.ts';

/**
 * What a service's `operationOf` or `checks` throws when there is nothing to check or carry out.
 * The front door sends `response` as it stands: it already speaks the service's protocol.
 */
export class Refusal extends Error {
  readonly code: string;
  readonly response: FrontResponse;

  constructor(code: string, message: string, response: FrontResponse) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
    this.response = response;
  }
}
