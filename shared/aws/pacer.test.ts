import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { START } from '../../test/ports/a-call.ts';
import { startTables, type TestTables } from '../../test/ports/table.ts';
import { createPacer } from './pacer.ts';

const limits = { perSecond: 100, concurrent: 20, routineShare: 50 };
const clock = { now: () => new Date(START) };
let tables: TestTables;
let table = '';

beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.close());
beforeEach(async () => {
  table = await tables.notices();
});
const pacer = () => createPacer({ documents: tables.documents, table, limits, clock });

test('environments that take at once get no more than the quota together', async () => {
  const taken = await Promise.all(Array.from({ length: 6 }, () => pacer().take('urgent', 5, 1)));
  expect(taken.flat()).toHaveLength(20);
});

test('routine calls leave half the line to an emergency', async () => {
  expect(await pacer().take('routine', 15, 1)).toHaveLength(10);
  expect(await pacer().take('routine', 1, 1)).toEqual([]);
  expect(await pacer().take('urgent', 10, 1)).toHaveLength(10);
});

test('what is given back can be taken again, also by one who remembers a full line', async () => {
  const [mine, other] = [pacer(), pacer()];
  expect(await mine.take('urgent', 20, 1)).toHaveLength(20);
  await other.giveBack({ urgent: 4 });
  expect(await mine.take('urgent', 10, 1)).toHaveLength(4);
  expect(await mine.take('urgent', 10, 1)).toEqual([]);
});

test('a sweep takes away only what two sweeps have found too many', async () => {
  const line = pacer();
  await line.take('urgent', 10, 1);
  await line.recalibrate({ urgent: 7, routine: 0 });
  expect((await line.look()).urgentInFlight).toBe(10);
  await line.recalibrate({ urgent: 8, routine: 0 });
  expect((await line.look()).urgentInFlight).toBe(8);
  await line.recalibrate({ urgent: 9, routine: 1 });
  expect(await line.look()).toMatchObject({ urgentInFlight: 9, routineInFlight: 1 });
});
