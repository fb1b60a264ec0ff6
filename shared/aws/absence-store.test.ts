import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTables, type TestTables } from '../../test/ports/table.ts';
import { absenceName } from '../calls/absences.ts';
import { ABSENCE_STATES, type AbsenceBook, type AbsenceState, type DayFile } from '../roster/attendance/absence-book.ts';
import { createAbsenceBook, createAbsenceReader } from './absence-store.ts';

const DAY = '2026-11-24';
const MORNING: DayFile = { key: 'attendance/0940.csv', uploadedAt: '2026-11-24T15:40:00.000Z', hash: 'f0' };
const NOON: DayFile = { key: 'attendance/1300.csv', uploadedAt: '2026-11-24T19:00:00.000Z', hash: 'a0' };
/** Uploaded within one second, as S3 has it: the hash decides, and for everybody alike. */
const ALSO_NOON: DayFile = { ...NOON, key: 'attendance/1300-b.csv', hash: 'b0' };

let tables: TestTables;
let table: string;
let absences: AbsenceBook;
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.close());
beforeEach(async () => {
  table = await tables.notices();
  absences = createAbsenceBook({ documents: tables.documents, table });
});

const claim = (studentKey: string, file = MORNING) => absences.claim({ day: DAY, studentKey, noticeId: 'att-1', file });
const stateOf = async (studentKey: string) => (await absences.ofDay(DAY)).get(studentKey)?.state;

test('of two files of a day the later counts, whichever comes first; what it excused is found excused', async () => {
  expect(await absences.takeDay(DAY, MORNING)).toBe('latest');
  await claim('s1');
  expect(await absences.takeDay(DAY, NOON)).toBe('latest');
  await absences.mark(DAY, 's1', 'gone', NOON);
  await absences.mark(DAY, 'nobody', 'gone', NOON);
  expect(await absences.takeDay(DAY, MORNING)).toEqual({ overtakenBy: NOON });
  expect(await claim('s1')).toBe('ours');
  expect([...(await absences.ofDay(DAY))]).toEqual([['s1', { state: 'gone', fileHash: 'f0', noticeId: 'att-1' }]]);
  const one = { day: DAY, studentKey: 's1' };
  const reader = createAbsenceReader({ documents: tables.documents, table });
  expect([...(await reader.read([one]))]).toEqual([[absenceName(one), 'gone']]);
});

test('of two files of the same moment one and the same counts, in whatever order they come', async () => {
  for (const [first, second] of [
    [NOON, ALSO_NOON],
    [ALSO_NOON, NOON],
  ] as const) {
    table = await tables.notices();
    absences = createAbsenceBook({ documents: tables.documents, table });
    await absences.takeDay(DAY, first);
    await absences.takeDay(DAY, second);
    expect(await absences.takeDay(DAY, NOON)).toEqual({ overtakenBy: ALSO_NOON });
    expect(await absences.takeDay(DAY, ALSO_NOON)).toBe('latest');
  }
});

test('"excused" of a later file is not written over by "unexcused" of an earlier one that is still being taken', async () => {
  await claim('s1');
  await absences.mark(DAY, 's1', 'excused', NOON);
  await absences.mark(DAY, 's1', 'unexcused', MORNING);
  expect(await stateOf('s1')).toBe('excused');
  await absences.mark(DAY, 's1', 'unexcused', ALSO_NOON);
  expect(await stateOf('s1'), 'the newest may take it back').toBe('unexcused');
});

test('whatever files say of an absence, in whatever order and how often, the latest has the last word', async () => {
  const word = fc.record({
    file: fc.constantFrom(MORNING, NOON, ALSO_NOON),
    state: fc.constantFrom<AbsenceState>(...ABSENCE_STATES),
  });
  // A file says one thing of a student, as often as it is delivered.
  const words = fc
    .uniqueArray(word, { selector: ({ file }) => file, minLength: 1 })
    .chain((said) => fc.tuple(fc.constant(said), fc.shuffledSubarray([...said, ...said], { minLength: said.length })));
  let student = 0;
  await fc.assert(
    fc.asyncProperty(words, async ([said, order]) => {
      student += 1;
      await claim(`s${student}`);
      await Promise.all(order.map(({ file, state }) => absences.mark(DAY, `s${student}`, state, file)));
      const heard = said.filter((one) => order.includes(one));
      const last = heard
        .toSorted((a, b) => (`${a.file.uploadedAt}${a.file.hash}` < `${b.file.uploadedAt}${b.file.hash}` ? -1 : 1))
        .at(-1);
      expect(await stateOf(`s${student}`)).toBe(last?.state);
    }),
    { numRuns: 60 },
  );
});
