/**
 * How many HTTP requests of this thread are under way, answers still being read included. Node announces each request; no
 * client needs to know. (`http.client.response.finish` comes with the headers, before the body: too early for us.)
 */
import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

export class OutstandingRequests {
  readonly #stir: () => void;
  readonly #open = new Set<object>();

  /** @param stir called with each request that starts or ends */
  constructor(stir: () => void) {
    this.#stir = stir;
    subscribe('http.client.request.start', (message) => {
      // `as`: diagnostics_channel hands over unknown; the shape is Node's documented one.
      const { request } = message as { readonly request: ClientRequest };
      this.#started(request);
      request.once('close', () => this.#ended(request));
    });
    // `fetch` goes another way through Node, with channels of its own.
    subscribe('undici:request:create', (message) => this.#started(fetchOf(message)));
    subscribe('undici:request:trailers', (message) => this.#ended(fetchOf(message)));
    subscribe('undici:request:error', (message) => this.#ended(fetchOf(message)));
  }

  get count(): number {
    return this.#open.size;
  }

  #started(request: object): void {
    this.#open.add(request);
    this.#stir();
  }

  #ended(request: object): void {
    if (this.#open.delete(request)) this.#stir();
  }
}

function fetchOf(message: unknown): object {
  // `as`: undici's documented shape.
  return (message as { readonly request: object }).request;
}
