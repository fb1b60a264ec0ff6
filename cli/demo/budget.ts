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
export function countsNow({ cloud }: Pick<Stage, 'cloud'>): Counts {
  return {
    requests: new Map(
      cloud.requests.rows().map(({ caller, service, operation, count }) => [`${caller} ${service}:${operation}`, count]),
    ),
    invocations: new Map(cloud.invocations().map(({ functionName, count }) => [functionName, count])),
  };
}

/** What grew between two counts; call it around each notice, so that a night's idle sweeps are not blamed on calls. */
export function grown(before: Counts, after: Counts): Counts {
  const difference = (earlier: ReadonlyMap<string, number>, later: ReadonlyMap<string, number>): Map<string, number> =>
    new Map([...later].map(([key, count]) => [key, count - (earlier.get(key) ?? 0)]));
  return {
    requests: difference(before.requests, after.requests),
    invocations: difference(before.invocations, after.invocations),
  };
}

/** Adds up what the notices of a day used. @param placed rings that Connect accepted */
export function budgetOf(parts: readonly Counts[], placed: number): BudgetReport {
  const sum = (maps: readonly ReadonlyMap<string, number>[]): [string, number][] => {
    const totals = new Map<string, number>();
    for (const [key, count] of maps.flatMap((map) => [...map])) totals.set(key, (totals.get(key) ?? 0) + count);
    return [...totals].filter(([key, count]) => count > 0 && ON_THE_CALLS_PATH.has(key.split(' ')[0] ?? ''));
  };
  return {
    placed,
    requests: sum(parts.map(({ requests }) => requests)).map(([key, count]) => {
      const [caller = '', operation = ''] = key.split(' ');
      return { caller, operation, count };
    }),
    invocations: sum(parts.map(({ invocations }) => invocations)).map(([name, count]) => ({ name, count })),
  };
}
