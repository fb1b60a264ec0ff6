/**
 * The one door of the local cloud: finds the service by the credential scope, the caller by the access key, asks IAM, counts,
 * and lets the service answer in its own protocol. What nobody knows is refused with 501, loudly.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Instant } from '../world.ts';
import { type Credentials, scopeOf } from './credentials.ts';
import { Refusal } from './refusal.ts';
import { readWire, type WireRequest, writeWire } from './request.ts';
import { RequestCounts } from './request-counts.ts';
import type { AccessCheck, FrontRequest, FrontResponse, LocalService, Principal } from './service.ts';

/** What the door asks of the rest of the cloud. */
export interface DoorKeeper {
  readonly credentials: Credentials;
  now(): Instant;
  busy<T>(work: Promise<T>): Promise<T>;
  /** `undefined` when allowed, else AWS's sentence of refusal. */
  refusal(caller: Principal, check: AccessCheck): string | undefined;
  /** Something a district must fix, or a hole in the local cloud: shown, never swallowed. */
  complain(problem: string): void;
}

export class Front {
  readonly requests = new RequestCounts();
  readonly #keeper: DoorKeeper;
  readonly #services = new Map<string, LocalService>();
  readonly #server: Server;
  #served = 0;

  constructor(keeper: DoorKeeper) {
    this.#keeper = keeper;
    this.#server = createServer((message, response) => this.#accept(message, response));
    // Real-time limits would cut connections that idle while simulated time stands still.
    Object.assign(this.#server, { keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 });
  }

  add(service: LocalService): void {
    this.#services.set(service.signingName, service);
  }

  /** @returns the endpoint, `http://127.0.0.1:<port>` */
  async listen(port: number): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#server.once('error', reject);
    this.#server.listen(port, '127.0.0.1', resolve);
    await promise;
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the local cloud has no port to listen on');
    return `http://127.0.0.1:${address.port}`;
  }

  async close(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    this.#server.closeAllConnections();
    await promise;
  }

  /** A request that may wait for the clock must not hold the clock; any other is work until its answer is on its way. */
  #accept(message: IncomingMessage, response: ServerResponse): void {
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    void this.#keeper.busy(released);
    response.once('close', release);
    this.#serve(message, response, release).catch((error: unknown) => {
      release();
      if (!message.destroyed)
        this.#keeper.complain(`the front door failed on ${message.method} ${message.url}: ${String(error)}`);
      response.destroy();
    });
  }

  async #serve(message: IncomingMessage, response: ServerResponse, release: () => void): Promise<void> {
    const wire = await readWire(message);
    const id = `local-${String(++this.#served).padStart(8, '0')}`;
    const answer = await this.#answer(wire, release);
    writeWire(message, response, answer, this.#keeper.now(), id);
  }

  async #answer(wire: WireRequest, release: () => void): Promise<FrontResponse> {
    const scope = scopeOf(wire);
    if (scope === undefined) return unsigned(wire);
    const service = this.#services.get(scope.service);
    if (service === undefined) return this.#unknown(`the service ${scope.service}`);
    const principal = this.#keeper.credentials.principal(scope.accessKeyId);
    const stranger: Principal = { kind: 'role', arn: 'arn:aws:iam::000000000000:user/unknown', name: 'unknown' };
    const request: FrontRequest = { ...wire, principal: principal ?? stranger, signingService: scope.service };
    if (principal === undefined) return service.deny(request, 'The security token included in the request is invalid.');
    return this.#attend(service, request, release);
  }

  async #attend(service: LocalService, request: FrontRequest, release: () => void): Promise<FrontResponse> {
    let operation = 'unknown';
    try {
      operation = service.operationOf(request);
      this.#count(request, operation);
      const refused = service.checks(request, operation).flatMap((check) => this.#keeper.refusal(request.principal, check) ?? []);
      if (refused[0] !== undefined) return service.deny(request, refused[0]);
      const answer = service.handle(request, operation);
      if (service.waits?.(request, operation)) release();
      return await answer;
    } catch (error) {
      return this.#failed(service, request, operation, error);
    }
  }

  #count(request: FrontRequest, operation: string): void {
    this.requests.add(request.principal.name, request.signingService, operation);
  }

  #failed(service: LocalService, request: FrontRequest, operation: string, error: unknown): FrontResponse {
    if (error instanceof Refusal) {
      if (error.response.status === 501) this.#keeper.complain(`${service.signingName}: ${error.message}`);
      return error.response;
    }
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#keeper.complain(`${service.signingName}.${operation} (${request.method} ${request.rawPath}) failed: ${text}`);
    return plain(500, `InternalFailure in the local cloud: ${text}`);
  }

  #unknown(what: string): FrontResponse {
    this.#keeper.complain(`the local cloud does not know ${what}`);
    return plain(501, `The local cloud does not know ${what}.`);
  }
}

/** Only S3 has anonymous access on AWS, and none of our buckets grants it. */
function unsigned(wire: WireRequest): FrontResponse {
  if (wire.headers['x-amz-target'] !== undefined) {
    return {
      status: 403,
      headers: { 'content-type': 'application/x-amz-json-1.1' },
      body: JSON.stringify({ __type: 'MissingAuthenticationTokenException', message: 'Missing Authentication Token' }),
    };
  }
  return {
    status: 403,
    headers: { 'content-type': 'application/xml' },
    body: '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>',
  };
}

function plain(status: number, message: string): FrontResponse {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify({ __type: status === 501 ? 'NotImplemented' : 'InternalFailure', message }),
  };
}
