import { Duration } from 'aws-cdk-lib';

/** Every function, in the order in which data flows through them. */
export const FUNCTION_NAMES = [
  'import-roster',
  'import-attendance',
  'import-optouts',
  'plan-notice',
  'place-call',
  'answer-call',
  'record-keypress',
  'answer-inbound',
  'record-outcome',
  'resume-deferred',
  'seal-audit',
] as const;
export type FunctionName = (typeof FUNCTION_NAMES)[number];

export interface Capacity {
  readonly timeout: Duration;
  readonly memoryMiB: number;
  /** Of the function's own disk; Lambda gives half a gigabyte. */
  readonly diskMiB?: number;
  /** Further options of Node. */
  readonly nodeOptions?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Time and memory of each function. Memory is CPU as well: 1,769 MiB is one core.
 *
 * No function reserves concurrency: an account new to AWS has ten executions in all and refuses any reservation, so that the
 * first deployment would fail. What must not run twice at once does not rest on it either (conditional writes do).
 */
export const CAPACITY: Readonly<Record<FunctionName, Capacity>> = {
  // A full export of a large district: 100,000 students, sealed one by one. What is on its way to the table outlives a small nursery,
  // and glibc keeps a heap for each of eight threads unless it is told not to (`npm run bench:intake`).
  'import-roster': {
    timeout: Duration.minutes(15),
    memoryMiB: 3_008,
    // A zip, what is in it and the contacts, of two gigabytes each; paid for while it runs.
    diskMiB: 10_240,
    nodeOptions: '--max-semi-space-size=16',
    environment: { MALLOC_ARENA_MAX: '2' },
  },
  'import-attendance': { timeout: Duration.minutes(5), memoryMiB: 1_769 },
  // A list of a large district: two requests a number, sixteen numbers side by side.
  'import-optouts': { timeout: Duration.minutes(5), memoryMiB: 1_769 },
  // Short, although a district-wide plan takes most of it: after a crash, six times this passes before an emergency is planned again.
  'plan-notice': { timeout: Duration.minutes(2), memoryMiB: 1_769 },
  // Ten calls; six times this is how long a call waits after a crash.
  'place-call': { timeout: Duration.seconds(30), memoryMiB: 1_024 },
  // Connect waits 8 s at most, and the person at the phone should wait 2.
  'answer-call': { timeout: Duration.seconds(8), memoryMiB: 1_769 },
  'record-keypress': { timeout: Duration.seconds(8), memoryMiB: 1_769 },
  'answer-inbound': { timeout: Duration.seconds(8), memoryMiB: 1_769 },
  'record-outcome': { timeout: Duration.seconds(30), memoryMiB: 1_024 },
  // Ends before the next minute's begins.
  'resume-deferred': { timeout: Duration.seconds(55), memoryMiB: 1_024 },
  'seal-audit': { timeout: Duration.minutes(2), memoryMiB: 1_769 },
};

/** AWS's advice for a queue that feeds a function: a message stays hidden six times as long as the function may run. */
export function visibilityFor(name: FunctionName): Duration {
  return Duration.seconds(CAPACITY[name].timeout.toSeconds() * 6);
}
