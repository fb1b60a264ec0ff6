/** Which environments stay warm. */
import { afterEach, expect, test } from 'vitest';
import { lambdaFunction, role, startTinyCloud, type TinyCloud } from '../../../test/fixtures/tiny-cloud.ts';

let cloud: TinyCloud;
afterEach(() => cloud.stop());

const OPERATOR = { kind: 'operator', arn: 'arn:aws:iam::123456789012:root', name: 'operator' } as const;

async function start(total: number, more: Readonly<Record<string, unknown>> = {}): Promise<void> {
  const bundles = {
    a1: `export const handler = async (event) => { await new Promise((resolve) => setTimeout(resolve, event.ms ?? 0)) }`,
  };
  const functions = { F: lambdaFunction('a1', 'Role', more), G: lambdaFunction('a1', 'Role', more) };
  cloud = await startTinyCloud({ bundles, resources: { Role: role(), ...functions }, pool: { total, perFunction: 2 } });
}

const invoke = (id: string, event: object = {}) =>
  cloud.world.invoke(cloud.stack.resources.get(id)?.attributes['Arn'] ?? '', event, OPERATOR, 3_600_000);
const later = (minutes: number) => cloud.world.clock.runUntil(cloud.world.clock.now() + minutes * 60_000);
const coldStarts = () => cloud.lambda.invocations().map((row) => row.coldStarts);

test('one environment serves one event after the other', async () => {
  await start(4);
  for (const id of ['F', 'G', 'F', 'G', 'F']) await invoke(id);
  expect(coldStarts()).toEqual([1, 1]);
});

test('where there is room for one, the longest idle makes room', async () => {
  await start(1);
  for (const id of ['F', 'G', 'F']) await invoke(id);
  expect(coldStarts()).toEqual([2, 1]);
});

test('an environment without events for six hours is given up', async () => {
  await start(4);
  await invoke('F');
  await later(120);
  await invoke('G');
  await invoke('F');
  expect(coldStarts()).toEqual([1, 1]);
  await later(400);
  await invoke('G');
  await invoke('F');
  expect(coldStarts()).toEqual([2, 1]);
});

test('reserved concurrency is never exceeded, however long an event waits', async () => {
  await start(4, { ReservedConcurrentExecutions: 1 });
  const began = cloud.world.clock.now();
  const both = Promise.all([invoke('F', { ms: 5_000 }), invoke('F', { ms: 5_000 })]);
  await cloud.world.clock.runUntilIdle();
  await both;
  expect(cloud.world.clock.now() - began).toBeGreaterThanOrEqual(10_000);
  expect(coldStarts()).toEqual([1, 0]);
});
