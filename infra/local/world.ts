/**
 * What the services of the local cloud share: the clock, seeded chance, and the ways in which one service reaches another.
 * Each service folder takes a `World` and nothing else; none of them imports product code.
 */
import type { AccessContext, Principal } from './front/service.ts';

/** A moment on the simulated clock, ms since the epoch. */
export type Instant = number;

export interface Deadline {
  readonly at: Instant;
  cancel(): void;
}

export interface DeadlineOptions {
  /** It will always come again (a schedule, housekeeping): met on the way, but "run until idle" does not wait for it. */
  readonly recurring?: boolean;
}

/** Simulated time: leaps to the next registered deadline when nothing is under way, else runs at the pace of real time. */
export interface SimulatedClock {
  now(): Instant;
  /** Registers a moment the clock may leap to; `act` runs when it is reached. Errors in `act` stop the cloud loudly. */
  at(time: Instant, what: string, act: () => void, options?: DeadlineOptions): Deadline;
  /** Marks work as under way until the promise settles: no leap meanwhile. */
  busy<T>(work: Promise<T>): Promise<T>;
}

/** An event as a bus carries it. */
export interface BusEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: unknown;
  readonly resources?: readonly string[];
}

export interface ReceivedMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly receiveCount: number;
  readonly sentAt: Instant;
  readonly firstReceivedAt: Instant;
  readonly groupId?: string;
  readonly attributes: Readonly<Record<string, { readonly dataType: string; readonly stringValue?: string }>>;
}

/** A queue as its neighbours in the same process see it: event source mappings poll here, not over HTTP. */
export interface LocalQueue {
  readonly arn: string;
  readonly url: string;
  /** Takes up to `max` visible messages at once, never waits. Applies the redrive policy. */
  receiveNow(max: number): ReceivedMessage[];
  deleteMessage(receiptHandle: string): void;
  changeVisibility(receiptHandle: string, seconds: number): void;
  /** @param delaySeconds 0–900 */
  send(body: string, options?: { readonly delaySeconds?: number; readonly groupId?: string }): string;
  /** Calls back whenever a message has become visible. Returns how to stop that. */
  onVisible(listener: () => void): () => void;
  visibleCount(): number;
}

export interface InvocationResult {
  /** Parsed JSON of what the function returned. */
  readonly payload: unknown;
  /** Set when the function threw, timed out or ran out of memory. */
  readonly functionError?: string;
}

export interface World {
  readonly accountId: string;
  readonly region: string;
  /** `http://127.0.0.1:<port>`; known before the first resource is made. */
  readonly endpoint: string;
  readonly clock: SimulatedClock;
  /** A seeded stream of numbers in [0, 1), the same for the same seed and name. */
  random(stream: string): () => number;
  /** Puts an AWS service's own event (S3, Connect) on the default bus. */
  publish(event: BusEvent): void;
  /** The queue of that ARN; throws when there is none. */
  queue(arn: string): LocalQueue;
  /** Whether `caller` may do `action` on `resource`, by the template's policies. */
  allowed(caller: Principal, action: string, resource: string, context?: AccessContext): boolean;
  /** Invokes a function synchronously, as `caller` (a service principal needs the function's own permission). */
  invoke(functionArn: string, payload: unknown, caller: Principal, timeLimitMs: number): Promise<InvocationResult>;
}
