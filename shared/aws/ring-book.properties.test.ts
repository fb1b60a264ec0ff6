import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTables, type TestTables } from '../../test/ports/table.ts';
import type { NotedRing } from '../calls/ring-history.ts';
import { byKey, getFrom } from './dynamo-batches.ts';
import { createRingBook, historyKeys, historyOf } from './ring-book.ts';

const NOW = '2026-11-24T16:15:00.000Z';
const NUMBERS = ['n1', 'n2'] as const;

let tables: TestTables;
let scheduler: fc.Scheduler | undefined;
beforeAll(async () => {
  tables = await startTables();
  // Every request of everybody waits for its turn, which the scheduler gives in any order.
  tables.documents.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        await scheduler?.schedule(Promise.resolve(), commandName);
        return next(args);
      },
    { step: 'initialize' },
  );
});
afterAll(() => tables.close());

test('whoever notes rings of the same numbers at the same moment, in whatever order: every ring is there, once', async () => {
  const wave = fc.array(fc.constantFrom(...NUMBERS), { minLength: 1, maxLength: 3 });
  const waves = fc.array(wave, { minLength: 2, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), waves, async (turns, writers) => {
      scheduler = undefined;
      const [contactsTable, noticesTable] = [await tables.notices(), await tables.notices()];
      const { documents } = tables;
      const book = createRingBook({
        documents,
        contactsTable,
        noticesTable,
        now: () => new Date(NOW),
        pause: async () => undefined,
      });
      const read = async () => {
        const found = byKey(await getFrom(documents, contactsTable, NUMBERS.flatMap(historyKeys), async () => undefined));
        return new Map(NUMBERS.map((number) => [number, historyOf(number, found)] as const));
      };
      const rang = writers.map((numbers, writer) =>
        numbers.map((numberKey, n) => ({
          numberKey,
          ring: { ring: `w${writer}.${n}#1`, at: NOW, purpose: 'event', basis: 'consent', noticeId: 'fair' } satisfies NotedRing,
        })),
      );
      scheduler = turns;
      const placed = rang.map(async (rings) => {
        const before = await read();
        const known = (numberKey: (typeof NUMBERS)[number]) => before.get(numberKey) ?? historyOf(numberKey, () => undefined);
        await book.note(rings.map(({ numberKey, ring }) => ({ numberKey, rang: { ring, before: known(numberKey) } })));
      });
      await turns.waitFor(Promise.all(placed));
      scheduler = undefined;
      const after = await read();
      for (const number of NUMBERS) {
        const expected = rang.flat().flatMap(({ numberKey, ring }) => (numberKey === number ? [ring.ring] : []));
        const noted = after.get(number)?.noted;
        expect(Array.isArray(noted) && noted.map(({ ring }) => ring).sort(), number).toEqual(expected.sort());
      }
    }),
    { numRuns: 40 },
  );
});
