/** The functions of the template, and what it takes to run one of them on an event. */

import type { CloudWorld } from '../cloud-world.ts';
import { seededBytes, uuidOf } from '../front/seeded-bytes.ts';
import type { Principal } from '../front/service.ts';
import type { Logs } from '../logs/index.ts';
import type { InvocationResult } from '../world.ts';
import type { FunctionDefinition } from './definition.ts';
import { functionEnvironment } from './environment.ts';
import type { Outcome } from './messages.ts';
import { Sandbox } from './sandbox.ts';
import { type PoolLimits, SandboxPool } from './sandbox-pool.ts';

export interface InvocationCount {
  readonly functionName: string;
  readonly count: number;
  readonly errors: number;
  readonly coldStarts: number;
}

/** AWS waits for a retry of an asynchronous event: one minute, then two. */
const ASYNC_RETRIES_MS = [60_000, 120_000];

export class Functions {
  readonly #world: CloudWorld;
  readonly #logs: Logs;
  readonly #pool: SandboxPool;
  readonly #byArn = new Map<string, FunctionDefinition>();
  readonly #counts = new Map<string, { count: number; errors: number; coldStarts: number }>();
  readonly #logWriters = new Map<string, boolean>();
  readonly #id: () => string;

  constructor(world: CloudWorld, logs: Logs, limits: PoolLimits) {
    this.#world = world;
    this.#logs = logs;
    this.#pool = new SandboxPool(
      limits,
      () => world.clock.now(),
      (definition) => this.#startSandbox(definition),
    );
    const bytes = seededBytes(world, 'lambda.requests');
    this.#id = () => uuidOf(bytes(16));
    world.clock.beforeLeap(() => this.#pool.growWhenStarving());
  }

  /** A function that is there already is replaced. */
  add(definition: FunctionDefinition): void {
    this.#byArn.set(definition.arn, definition);
    if (this.#counts.has(definition.label)) return;
    this.#counts.set(definition.label, { count: 0, errors: 0, coldStarts: 0 });
  }

  /** @param nameOrArn also with a version or alias behind it */
  find(nameOrArn: string): FunctionDefinition | undefined {
    const name = nameOrArn.startsWith('arn:') ? nameOrArn.split(':')[6] : nameOrArn.split(':')[0];
    return [...this.#byArn.values()].find((definition) => definition.name === name);
  }

  /** @param label the service name its Powertools go by */
  environmentOf(label: string): Record<string, string> {
    const definition = [...this.#byArn.values()].find((one) => one.label === label);
    if (definition === undefined) throw new Error(`the template has no function ${label}`);
    return functionEnvironment(this.#world, definition);
  }

  counts(): InvocationCount[] {
    return [...this.#counts].map(([functionName, counts]) => ({ functionName, ...counts }));
  }

  stop(): Promise<void> {
    return this.#pool.stop();
  }

  /** Runs the function once; never rejects. A time-out, a crash and an exception all come back as `functionError`. */
  async run(definition: FunctionDefinition, event: unknown): Promise<InvocationResult> {
    const sandbox = await this.#pool.acquire(definition);
    const counts = this.#counts.get(definition.label) ?? { count: 0, errors: 0, coldStarts: 0 };
    counts.count++;
    try {
      const outcome = await this.#carryOut(sandbox, definition, event);
      if (outcome.failed) counts.errors++;
      const payload: unknown = JSON.parse(outcome.payload);
      return outcome.failed ? { payload, functionError: 'Unhandled' } : { payload };
    } finally {
      this.#pool.release(sandbox);
    }
  }

  /** Runs it as AWS runs an asynchronous event: tries again after one minute, then two, then gives it to the dead letters. */
  async runAsynchronously(
    definition: FunctionDefinition,
    event: unknown,
    tries = 0,
    since = this.#world.clock.now(),
  ): Promise<void> {
    const { functionError, payload } = await this.run(definition, event);
    if (functionError === undefined) return;
    const { retries, maxAgeMs } = definition.whenAsync;
    const next = this.#world.clock.now() + (ASYNC_RETRIES_MS[tries] ?? 0);
    if (tries >= retries || next - since > maxAgeMs) return this.#giveUp(definition, event, tries + 1, payload);
    const again = (): void => void this.runAsynchronously(definition, event, tries + 1, since);
    this.#world.clock.at(next, `retry ${tries + 1} of ${definition.label}`, again);
  }

  #giveUp(definition: FunctionDefinition, event: unknown, tries: number, payload: unknown): void {
    this.#world.complain(
      `${definition.label} failed on an asynchronous event, try ${tries} was the last: ${JSON.stringify(payload)}`,
    );
    const { deadLetterArn } = definition.whenAsync;
    if (deadLetterArn === undefined) return;
    const caller: Principal = { kind: 'role', arn: definition.roleArn, name: definition.label };
    if (!this.#world.allowed(caller, 'sqs:SendMessage', deadLetterArn)) return;
    this.#world.queue(deadLetterArn).send(JSON.stringify(event));
  }

  async #carryOut(sandbox: Sandbox, definition: FunctionDefinition, event: unknown): Promise<Outcome> {
    const { clock } = this.#world;
    const requestId = this.#id();
    try {
      await clock.busy(sandbox.ready);
    } catch (error) {
      const payload = {
        errorType: 'Runtime.ImportModuleError',
        errorMessage: error instanceof Error ? error.message : String(error),
      };
      return { kind: 'outcome', requestId, failed: true, payload: JSON.stringify(payload) };
    }
    const deadline = clock.now() + definition.timeoutMs;
    const timeout = clock.at(deadline, `time-out of ${definition.label}`, () => {
      const errorMessage = `${requestId} Task timed out after ${(definition.timeoutMs / 1000).toFixed(2)} seconds`;
      this.#print(definition, errorMessage);
      sandbox.abort({ errorType: 'Sandbox.Timedout', errorMessage });
    });
    const { arn: functionArn, name: functionName, memoryMb, logGroup } = definition;
    const body = JSON.stringify(event) ?? 'null';
    const task = { kind: 'invoke', requestId, event: body, deadline, functionName, functionArn, memoryMb, logGroup } as const;
    const outcome = await sandbox.run(task);
    clock.changed();
    timeout.cancel();
    return outcome;
  }

  #startSandbox(definition: FunctionDefinition): Sandbox {
    const counts = this.#counts.get(definition.label);
    if (counts !== undefined) counts.coldStarts++;
    const sandbox = new Sandbox({
      definition,
      shared: this.#world.clock.shared,
      environment: functionEnvironment(this.#world, definition),
      onOutput: (text) => this.#print(definition, text),
      onEnd: () => forget(),
      onRest: () => this.#world.clock.changed(),
    });
    // Whoever invokes looks at `ready`; an environment nobody gets to use must not end the process.
    sandbox.ready.catch(() => undefined);
    const forget = this.#world.clock.watch(sandbox);
    return sandbox;
  }

  /** Without the grant AWS drops a function's log in silence; here the silence is reported once. */
  #mayWriteLog(definition: FunctionDefinition): boolean {
    const known = this.#logWriters.get(definition.arn);
    if (known !== undefined) return known;
    const caller: Principal = { kind: 'role', arn: definition.roleArn, name: definition.label };
    const stream = `arn:aws:logs:${this.#world.region}:${this.#world.accountId}:log-group:${definition.logGroup}:log-stream:local`;
    const may = this.#world.allowed(caller, 'logs:PutLogEvents', stream);
    if (!may) this.#world.complain(`${definition.label} may not write its log ${definition.logGroup}`);
    this.#logWriters.set(definition.arn, may);
    return may;
  }

  #print(definition: FunctionDefinition, text: string): void {
    if (!this.#mayWriteLog(definition)) return;
    this.#logs.write({ at: this.#world.clock.now(), functionName: definition.label, logGroup: definition.logGroup, text });
  }
}
