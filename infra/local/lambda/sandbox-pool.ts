/**
 * Few warm environments for many functions: the least recently used idle one makes room. AWS has no such bound, so when all
 * are asleep on the simulated clock and somebody waits for one, the pool grows instead of letting the clock leap.
 */

import type { Instant } from '../world.ts';
import type { FunctionDefinition } from './definition.ts';
import type { Sandbox } from './sandbox.ts';

interface Waiting {
  readonly definition: FunctionDefinition;
  readonly resolve: (sandbox: Sandbox) => void;
}

/** Whoever imported at half past five need not be warm in the afternoon. AWS is quicker; here a start costs more than the memory. */
const IDLE_LIMIT_MS = 6 * 3_600_000;

export interface PoolLimits {
  /** Warm environments in all. Each costs 65–70 MB. */
  readonly total: number;
  /** Of one function, while others are at work; two saturate two cores. */
  readonly perFunction: number;
}

export class SandboxPool {
  readonly #start: (definition: FunctionDefinition) => Sandbox;
  readonly #limits: PoolLimits;
  readonly #now: () => Instant;
  readonly #idle = new Set<Sandbox>();
  readonly #working = new Set<Sandbox>();
  #waiting: Waiting[] = [];

  constructor(limits: PoolLimits, now: () => Instant, start: (definition: FunctionDefinition) => Sandbox) {
    this.#limits = limits;
    this.#now = now;
    this.#start = start;
  }

  /** Resolves when an environment of that function is free; give it back with `release`. */
  acquire(definition: FunctionDefinition): Promise<Sandbox> {
    const { promise, resolve } = Promise.withResolvers<Sandbox>();
    this.#waiting.push({ definition, resolve });
    this.#serve();
    return promise;
  }

  release(sandbox: Sandbox): void {
    this.#working.delete(sandbox);
    sandbox.idleSince = this.#now();
    if (!sandbox.ended) this.#idle.add(sandbox);
    for (const other of this.#idle) if (other.idleSince + IDLE_LIMIT_MS < sandbox.idleSince) this.#dismiss(other);
    this.#serve();
    while (this.#size > this.#limits.total && this.#evict());
  }

  /** Everything sleeps and somebody waits: one more environment. Says whether it helped. */
  growWhenStarving(): boolean {
    const starving = this.#waiting.find(
      ({ definition }) => this.#running(definition) < (definition.reservedConcurrency ?? Number.POSITIVE_INFINITY),
    );
    if (starving === undefined) return false;
    this.#hand(starving, this.#start(starving.definition));
    return true;
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#idle, ...this.#working].map((sandbox) => sandbox.terminate()));
  }

  get #size(): number {
    return this.#idle.size + this.#working.size;
  }

  #serve(): void {
    for (const waiting of [...this.#waiting]) {
      const sandbox = this.#warm(waiting.definition) ?? this.#fresh(waiting.definition);
      if (sandbox !== undefined) this.#hand(waiting, sandbox);
    }
  }

  #hand(waiting: Waiting, sandbox: Sandbox): void {
    this.#waiting = this.#waiting.filter((other) => other !== waiting);
    this.#idle.delete(sandbox);
    this.#working.add(sandbox);
    waiting.resolve(sandbox);
  }

  #warm(definition: FunctionDefinition): Sandbox | undefined {
    for (const sandbox of this.#idle) if (sandbox.ended) this.#idle.delete(sandbox);
    if (this.#running(definition) >= (definition.reservedConcurrency ?? Number.POSITIVE_INFINITY)) return undefined;
    return [...this.#idle].find((sandbox) => sandbox.functionArn === definition.arn);
  }

  #fresh(definition: FunctionDefinition): Sandbox | undefined {
    const limit = Math.min(this.#limits.perFunction, definition.reservedConcurrency ?? this.#limits.perFunction);
    if (this.#running(definition) >= limit) return undefined;
    if (this.#size >= this.#limits.total && !this.#evict()) return undefined;
    return this.#start(definition);
  }

  #running(definition: FunctionDefinition): number {
    return [...this.#working].filter((sandbox) => sandbox.functionArn === definition.arn).length;
  }

  #evict(): boolean {
    const oldest = [...this.#idle].sort((a, b) => a.idleSince - b.idleSince)[0];
    if (oldest === undefined) return false;
    this.#dismiss(oldest);
    return true;
  }

  #dismiss(sandbox: Sandbox): void {
    this.#idle.delete(sandbox);
    void sandbox.terminate();
  }
}
