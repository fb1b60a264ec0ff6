/**
 * One execution environment: a worker thread with the function's own environment variables, at work on one event at a time.
 * AWS: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { WatchedThread } from '../clock/quiescence.ts';
import type { SharedTime } from '../clock/shared-time.ts';
import type { FunctionDefinition } from './definition.ts';
import type { Birth, FromWorker, Outcome, Task, ToWorker } from './messages.ts';

const SMALLEST_HEAP_MB = 128;
/** A dozen environments share one laptop: no nursery may grow without bound. */
const YOUNG_HEAP_MB = 48;

/** Of environments that have not ended: a cloud whose process ends takes them with it. */
const disks = new Set<string>();
process.once('exit', () => {
  for (const disk of disks) rmSync(disk, { recursive: true, force: true });
});

function newDisk(): string {
  const disk = mkdtempSync(join(tmpdir(), 'ringfence-lambda-'));
  disks.add(disk);
  return disk;
}

function takeAway(disk: string): void {
  disks.delete(disk);
  rmSync(disk, { recursive: true, force: true });
}

export interface SandboxOptions {
  readonly definition: FunctionDefinition;
  readonly shared: SharedTime;
  readonly environment: Readonly<Record<string, string>>;
  readonly onOutput: (text: string) => void;
  readonly onEnd: () => void;
  /** It has come to rest: it waits for a timer, or for nothing. */
  readonly onRest: () => void;
}

export class Sandbox implements WatchedThread {
  readonly functionArn: string;
  /** Settles when the bundle is loaded, or could not be. */
  readonly ready: Promise<void>;
  /** When its last invocation ended, ms since the epoch. */
  idleSince = 0;
  readonly #worker: Worker;
  /** Its own /tmp, which no other environment sees, and which outlives an invocation. */
  readonly #disk = newDisk();
  readonly #onEnd: () => void;
  #sent = 0;
  #rest = { heard: -1, nextDeadline: Number.POSITIVE_INFINITY };
  #task: { readonly requestId: string; readonly settle: (outcome: Outcome) => void } | undefined;
  #ended = false;

  constructor({ definition, shared, environment, onOutput, onEnd, onRest }: SandboxOptions) {
    this.#onEnd = onEnd;
    this.functionArn = definition.arn;
    const birth: Birth = { shared, module: definition.module, handler: definition.handler };
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: birth,
      env: { ...environment, TMPDIR: this.#disk },
      execArgv: ['--no-warnings'],
      resourceLimits: {
        maxOldGenerationSizeMb: Math.max(SMALLEST_HEAP_MB, definition.memoryMb),
        maxYoungGenerationSizeMb: YOUNG_HEAP_MB,
      },
    });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.ready = promise;
    this.#worker.on('message', (message: FromWorker) => {
      if (message.kind === 'ready') resolve();
      else if (message.kind === 'log') onOutput(message.text);
      else if (message.kind === 'outcome') this.#settle(message);
      else {
        this.#rest = message;
        onRest();
      }
    });
    this.#worker.on('error', (error) => {
      onOutput(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      reject(error);
      this.#end(errorOutcome(error));
    });
    this.#worker.on('exit', () => {
      takeAway(this.#disk);
      reject(new Error('the worker ended before it was ready'));
      this.#end({ errorType: 'Runtime.ExitError', errorMessage: 'RequestId: Error: Runtime exited' });
    });
  }

  get ended(): boolean {
    return this.#ended;
  }

  isActive(): boolean {
    return this.#task !== undefined && !this.#ended;
  }

  /** Resolves with the function's answer; never rejects. */
  run(task: Task): Promise<Outcome> {
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    this.#task = { requestId: task.requestId, settle: resolve };
    this.#post(task);
    return promise;
  }

  /** Cuts the invocation off and ends the thread. What it has already asked of the front door still happens. */
  abort(error: { readonly errorType: string; readonly errorMessage: string }): void {
    this.#end(error);
    void this.#worker.terminate();
  }

  terminate(): Promise<number> {
    this.#ended = true;
    return this.#worker.terminate();
  }

  restsUntil(): number | undefined {
    return this.#rest.heard < this.#sent ? undefined : this.#rest.nextDeadline;
  }

  /** An idle environment is not woken; it looks at the clock when its next event comes. */
  leapt(): void {
    if (this.isActive()) this.#post({ kind: 'leapt' });
  }

  #post(message: ToWorker): void {
    this.#sent++;
    this.#worker.postMessage(message);
  }

  #settle(outcome: Outcome): void {
    const task = this.#task;
    if (task === undefined || task.requestId !== outcome.requestId) return;
    this.#task = undefined;
    task.settle(outcome);
  }

  #end(error: { readonly errorType: string; readonly errorMessage: string }): void {
    this.#ended = true;
    this.#onEnd();
    const requestId = this.#task?.requestId ?? '';
    this.#settle({ kind: 'outcome', requestId, payload: JSON.stringify(error), failed: true });
  }
}

function errorOutcome(error: unknown): { errorType: string; errorMessage: string } {
  const text = error instanceof Error ? error.message : String(error);
  const outOfMemory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return { errorType: outOfMemory ? 'Runtime.OutOfMemory' : 'Runtime.UnhandledError', errorMessage: text };
}
