import { expect } from 'vitest';
import { budgetOf, watch } from '../../cli/demo/budget.ts';
import { scenario } from './scenario.ts';

const SCHOOL = 'plsd-lincoln';
const MOST_REQUESTS = 8;
const MOST_INVOCATIONS = 1.3;

scenario(
  'a placed call takes at most eight requests and 1.3 invocations, the rings it leaves behind included',
  { students: 2_000, patienceMs: 540_000 },
  async (day) => {
    const { stage } = day;
    await day.nightlyExport();
    // As people are: most let it ring, some pick up, few press a key.
    stage.cloud.phones.everybody(undefined);
    const busy = watch(stage);
    const gas = await day.raise({ purpose: 'emergency', school: SCHOOL, message: 'evacuate-gas-leak' });
    const calls = await day.untilClosed(gas);
    const called = busy();
    const quiet = watch(stage);
    await day.leap(1_800);
    const placed = stage.cloud.phones.rings().length;
    const silent = calls.filter(({ attempt }) => attempt === 0).length;
    const budget = budgetOf({ called: [called], idle: quiet(), placed, silent });
    const perCall = (counts: readonly { readonly count: number }[]) => counts.reduce((sum, { count }) => sum + count, 0) / placed;
    const shares = budget.requests.map(({ caller, operation, count }) => `${caller} ${operation} ${(count / placed).toFixed(2)}`);
    expect(placed).toBeGreaterThan(100);
    expect(perCall(budget.requests), shares.join('\n')).toBeLessThanOrEqual(MOST_REQUESTS);
    expect(perCall(budget.invocations)).toBeLessThanOrEqual(MOST_INVOCATIONS);
    day.claimAll(gas);
  },
);
