/** What the main thread and a function's worker say to each other. */
import type { SharedTime } from '../clock/shared-time.ts';

/** What a worker is born with. */
export interface Birth {
  readonly shared: SharedTime;
  /** File URL of the module, and the name it exports. */
  readonly module: string;
  readonly handler: string;
}

export interface Task {
  readonly kind: 'invoke';
  readonly requestId: string;
  /** JSON. */
  readonly event: string;
  /** Simulated moment at which the function is cut off, ms since the epoch. */
  readonly deadline: number;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMb: number;
  readonly logGroup: string;
}

export type ToWorker = Task | { readonly kind: 'leapt' };

export interface Outcome {
  readonly kind: 'outcome';
  readonly requestId: string;
  /** JSON. */
  readonly payload: string;
  readonly failed: boolean;
}

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'log'; readonly text: string }
  /** It has nothing to do before its next timer; `heard` messages had reached it. */
  | { readonly kind: 'rest'; readonly heard: number; readonly nextDeadline: number }
  | Outcome;
