import type { BudgetReport } from '../report/day-report.ts';
import type { Stage } from './stage.ts';

/** Functions whose work grows with calls; import and sealing do not. */
const ON_THE_CALLS_PATH = new Set([
  'plan-notice',
  'place-call',
  'answer-call',
  'record-keypress',
  'record-outcome',
  'resume-deferred',
]);

export interface Counts {
  readonly requests: ReadonlyMap<string, number>;
  readonly invocations: ReadonlyMap<string, number>;
}

/** Requests as `caller operation`, invocations by function, as counted so far. */
function countsNow({ cloud }: Pick<Stage, 'cloud'>): Counts {
  return {
    requests: new Map(
      cloud.requests.rows().map(({ caller, service, operation, count }) => [`${caller} ${service}:${operation}`, count]),
    ),
    invocations: new Map(cloud.invocations().map(({ functionName, count }) => [functionName, count])),
  };
}

/** What grew in some stretch of the day, and how long it was. */
export interface Watched {
  readonly minutes: number;
  readonly counts: Counts;
}

/** Starts counting; the function it returns says what has grown since. */
export function watch(stage: Pick<Stage, 'cloud'>): () => Watched {
  const [before, from] = [countsNow(stage), stage.cloud.clock.now()];
  return () => {
    const after = countsNow(stage);
    const counts = {
      requests: difference(before.requests, after.requests),
      invocations: difference(before.invocations, after.invocations),
    };
    return { minutes: (stage.cloud.clock.now() - from) / 60_000, counts };
  };
}

function difference(earlier: ReadonlyMap<string, number>, later: ReadonlyMap<string, number>): Map<string, number> {
  return new Map([...later].map(([key, count]) => [key, count - (earlier.get(key) ?? 0)]));
}

export interface Used {
  /** Stretches in which calls were made. */
  readonly called: readonly Watched[];
  /** A stretch in which nobody was called: what the minute's sweep costs anyway. */
  readonly idle: Watched;
  /** Rings that Connect accepted. */
  readonly placed: number;
  /** Numbers that were decided about and never rang: refused, not needed, expired, cancelled, rehearsed. */
  readonly silent: number;
}

const SWEEP = 'resume-deferred';

function total(maps: readonly ReadonlyMap<string, number>[]): Map<string, number> {
  const totals = new Map<string, number>();
  for (const [key, count] of maps.flatMap((map) => [...map])) totals.set(key, (totals.get(key) ?? 0) + count);
  return totals;
}

/** The sweep runs each minute whether anybody is called or not: what it would have cost anyway is not a call's cost. */
function withoutIdle(totals: ReadonlyMap<string, number>, idle: ReadonlyMap<string, number>, share: number): [string, number][] {
  return [...totals]
    .filter(([key]) => ON_THE_CALLS_PATH.has(key.split(' ')[0] ?? ''))
    .map(([key, count]): [string, number] => [
      key,
      key.startsWith(SWEEP) ? Math.max(0, count - (idle.get(key) ?? 0) * share) : count,
    ])
    .filter(([, count]) => count > 0);
}

/**
 * What a placed call took: everything on the calls' path, less the sweep's idle cost, less the one write by which each number
 * that was never dialed got its final state.
 */
export function budgetOf({ called, idle, placed, silent }: Used): BudgetReport {
  const parts = called.map(({ counts }) => counts);
  const share = called.reduce((sum, { minutes }) => sum + minutes, 0) / Math.max(1, idle.minutes);
  const requests = withoutIdle(total(parts.map((part) => part.requests)), idle.counts.requests, share);
  const invocations = withoutIdle(total(parts.map((part) => part.invocations)), idle.counts.invocations, share);
  const sweeps = (map: ReadonlyMap<string, number>): number =>
    [...map].filter(([key]) => key.startsWith(SWEEP)).reduce((sum, [, count]) => sum + count, 0) / Math.max(1, idle.minutes);
  return {
    placed,
    silent,
    everyMinute: { requests: sweeps(idle.counts.requests), invocations: sweeps(idle.counts.invocations) },
    requests: [
      ...requests.map(([key, count]) => {
        const [caller = '', operation = ''] = key.split(' ');
        return { caller, operation, count };
      }),
      { caller: 'numbers never dialed', operation: 'dynamodb:UpdateItem', count: -silent },
    ],
    invocations: invocations.map(([name, count]) => ({ name, count })),
  };
}
