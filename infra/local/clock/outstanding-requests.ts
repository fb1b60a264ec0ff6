/**
 * How many HTTP requests of this thread are under way, answers still being read included. Node announces each request; no
 * client needs to know. (`http.client.response.finish` comes with the headers, before the body: too early for us.)
 */
import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

export class OutstandingRequests {
  /** Grows with each request that starts or ends. */
  activity = 0;
  readonly #open = new Set<ClientRequest>();

  constructor() {
    subscribe('http.client.request.start', (message) => {
      // `as`: diagnostics_channel hands over unknown; the shape is Node's documented one.
      this.#started((message as { readonly request: ClientRequest }).request);
    });
  }

  get count(): number {
    return this.#open.size;
  }

  #started(request: ClientRequest): void {
    this.activity++;
    this.#open.add(request);
    request.once('close', () => {
      this.activity++;
      this.#open.delete(request);
    });
  }
}
