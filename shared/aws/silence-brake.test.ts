import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTables, type TestTables } from '../../test/ports/table.ts';
import { createSilenceBrake } from './silence-brake.ts';

let tables: TestTables;
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.close());

const LIMIT = { numbers: 3, hours: 24 };
const asked = (id: string, at = '2026-11-24T16:15:00.000Z') => ({ id, numbers: 1, at });

async function aBrake() {
  const table = await tables.notices();
  return () => createSilenceBrake({ documents: tables.documents, table });
}

test('environments that count at once let no more through than the limit together', async () => {
  const brake = await aBrake();
  const ids = Array.from({ length: 12 }, (_, index) => `n${index}`);
  const passed = await Promise.all(ids.map((id) => brake().pass('line', asked(id), LIMIT)));
  expect(passed.filter(Boolean).length).toBeGreaterThan(0);
  expect(passed.filter(Boolean).length).toBeLessThanOrEqual(3);
});

test('what passed passes again, each way counts for itself, and a day later there is room', async () => {
  const brake = (await aBrake())();
  for (const id of ['a', 'b', 'c']) expect(await brake.pass('line', asked(id), LIMIT)).toBe(true);
  expect(await brake.pass('line', asked('d'), LIMIT)).toBe(false);
  expect(await brake.pass('line', asked('b'), LIMIT)).toBe(true);
  expect(await brake.pass('file', asked('d'), LIMIT)).toBe(true);
  expect(await brake.pass('line', asked('d', '2026-11-25T16:15:00.000Z'), LIMIT)).toBe(true);
});
