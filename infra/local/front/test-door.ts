/** For the services' own tests: a world with a clock moved by hand, and a bare HTTP door that AWS's own clients can knock at. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BusEvent, Deadline, Instant, LocalQueue, SimulatedClock, World } from '../world.ts';
import { Refusal } from './refusal.ts';
import type { AccessCheck, FrontRequest, FrontResponse, LocalService, Principal, ServiceFactory } from './service.ts';

export class ManualClock implements SimulatedClock {
  #now: Instant;
  #deadlines: { at: Instant; act: () => void }[] = [];

  constructor(start: string) {
    this.#now = Date.parse(start);
  }

  now(): Instant {
    return this.#now;
  }

  at(time: Instant, _what: string, act: () => void): Deadline {
    const entry = { at: time, act };
    this.#deadlines.push(entry);
    return {
      at: time,
      cancel: () => {
        this.#deadlines = this.#deadlines.filter((d) => d !== entry);
      },
    };
  }

  busy<T>(work: Promise<T>): Promise<T> {
    return work;
  }

  deadlines(): number {
    return this.#deadlines.length;
  }

  /** Moves on by `ms`, meeting every deadline on the way in order. */
  advance(ms: number): void {
    const goal = this.#now + ms;
    for (;;) {
      const next = this.#deadlines.filter((d) => d.at <= goal).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#deadlines = this.#deadlines.filter((d) => d !== next);
      this.#now = Math.max(this.#now, next.at);
      next.act();
    }
    this.#now = goal;
  }
}

export interface TestDoor<T extends LocalService> {
  readonly service: T;
  readonly world: World;
  readonly clock: ManualClock;
  readonly events: BusEvent[];
  /** What IAM would have been asked, request by request. */
  readonly asked: { readonly operation: string; readonly checks: readonly AccessCheck[] }[];
  /** Everything is allowed unless a test says otherwise. */
  setPolicy(allowed: (action: string, resource: string) => boolean): void;
  /** For `new S3Client(door.client)` and its like. */
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly maxAttempts: number;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  close(): Promise<void>;
}

const operator: Principal = { kind: 'operator', arn: 'arn:aws:iam::123456789012:root', name: 'operator' };

/** Opens a door on a free port of this machine with one service behind it. */
export async function openTestDoor<T extends LocalService>(
  create: ServiceFactory<T>,
  queue: (service: T, arn: string) => LocalQueue = noQueue,
): Promise<TestDoor<T>> {
  const clock = new ManualClock('2026-11-24T11:30:00Z');
  const events: BusEvent[] = [];
  const asked: { operation: string; checks: readonly AccessCheck[] }[] = [];
  let policy = (_action: string, _resource: string) => true;
  const server = createServer((req, res) => void knock(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = portOf(server.address());
  const world: World = {
    accountId: '123456789012',
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${port}`,
    clock,
    random: (stream) => seeded(stream),
    publish: (event) => void events.push(event),
    queue: (arn) => queue(service, arn),
    allowed: (_caller, action, resource) => policy(action, resource),
    invoke: () => Promise.reject(new Error('no functions behind this door')),
  };
  const service = create(world);

  async function knock(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const answer = await respond(await readRequest(req, service.signingName));
    res.sendDate = false;
    res.writeHead(answer.status, { date: new Date(clock.now()).toUTCString(), ...answer.headers });
    res.end(answer.body);
  }

  async function respond(request: FrontRequest): Promise<FrontResponse> {
    try {
      const operation = service.operationOf(request);
      const checks = service.checks(request, operation);
      asked.push({ operation, checks });
      const refused = checks.find((check) => !policy(check.action, check.resource));
      if (refused !== undefined) return service.deny(request, `not authorized to perform: ${refused.action}`);
      return await service.handle(request, operation);
    } catch (error) {
      if (error instanceof Refusal) return error.response;
      return { status: 500, body: String(error instanceof Error ? error.stack : error) };
    }
  }

  return {
    service,
    world,
    clock,
    events,
    asked,
    setPolicy: (allowed) => {
      policy = allowed;
    },
    client: {
      endpoint: world.endpoint,
      region: world.region,
      maxAttempts: 1,
      credentials: { accessKeyId: 'AKIAOPERATOR', secretAccessKey: 'secret' },
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readRequest(req: IncomingMessage, signingService: string): Promise<FrontRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(Buffer.from(chunk));
  const url = new URL(req.url ?? '/', 'http://door');
  const headers = Object.fromEntries(Object.entries(req.headers).map(([name, value]) => [name, String(value)]));
  const path = decodeURIComponent(url.pathname);
  const body = Buffer.concat(chunks);
  const method = req.method ?? 'GET';
  return { method, path, rawPath: url.pathname, query: url.searchParams, headers, body, principal: operator, signingService };
}

function portOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('the test door has no port');
  return address;
}

function noQueue(_service: LocalService, arn: string): LocalQueue {
  throw new Error(`no queue ${arn} behind this door`);
}

/** mulberry32 over a hash of the stream's name. */
function seeded(stream: string): () => number {
  let a = 1;
  for (const c of stream) a = Math.imul(a ^ c.charCodeAt(0), 0x9e3779b1) >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
