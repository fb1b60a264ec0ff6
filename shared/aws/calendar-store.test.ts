import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTables, type TestTables } from '../../test/ports/table.ts';
import { createCalendarBook } from './calendar-store.ts';

let tables: TestTables;
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.close());

const DAY = '2026-11-24';
const file = (key: string, uploadedAt: string, schools: readonly string[]) => ({ key, uploadedAt, closed: { [DAY]: schools } });
const aBook = async () => createCalendarBook({ documents: tables.documents, table: await tables.notices() });

test('what any file closes is closed; a file takes the place of the one of its name', async () => {
  const book = await aBook();
  expect(await book.closedOn(DAY)).toEqual(new Set());
  await book.keep(file('calendar/a.csv', '2026-11-01T00:00:00.000Z', ['']));
  await book.keep(file('calendar/b.csv', '2026-11-02T00:00:00.000Z', ['south']));
  expect(await book.closedOn(DAY)).toEqual(new Set(['', 'south']));
  expect(await book.keep(file('calendar/a.csv', '2026-11-03T00:00:00.000Z', ['north']))).toBe('kept');
  expect(await book.closedOn(DAY)).toEqual(new Set(['north', 'south']));
  expect(await book.closedOn('2026-11-25')).toEqual(new Set());
});

test('a file that comes late does not bring back what a later one has taken away', async () => {
  const book = await aBook();
  await book.keep(file('calendar/a.csv', '2026-11-03T00:00:00.000Z', []));
  expect(await book.keep(file('calendar/a.csv', '2026-11-01T00:00:00.000Z', ['']))).toBe('overtaken');
  expect(await book.closedOn(DAY)).toEqual(new Set());
});
