import { expect, test } from 'vitest';
import { taskWords } from '../../shared/office/task-words.ts';
import { DAY, drop, KEY, portsOf, school } from '../../test/fixtures/attendance.ts';
import { type IntakeWorld, PowerCut, SETTINGS } from '../../test/fixtures/intake-memory.ts';
import { importAbsences } from './import-absences.ts';

const settings = { ...SETTINGS, massAbsence: { sharePercent: 20, students: 3, classStudents: 4 } };
const PUPILS = Array.from({ length: 10 }, (_, n) => `n${n + 1}`);
const absent = (ids: readonly string[], day = DAY) => ids.map((id) => `${id},${day},U,1`);

const north = () =>
  school({ students: PUPILS.map((id) => ({ id })), guardians: [{ id: 'G', students: ['n1'], phone: '217-442-3001' }] });
const take = (world: IntakeWorld, rows: readonly string[], key = KEY) => drop(world, rows, key, { settings });
const list = (world: IntakeWorld) =>
  [...world.office.tasks.values()].map(({ kind, schoolId, state, closedWhy }) => `${kind} ${schoolId} ${closedWhy ?? state}`);

async function held(): Promise<IntakeWorld> {
  const world = await north();
  await take(world, absent(['n1', 'n2', 'n3']));
  return world;
}

test('a school that is held is a task of that school: since when, why, and the whole command', async () => {
  const world = await held();
  const [task] = world.office.tasks.values();
  expect(task).toMatchObject({ kind: 'held-school', schoolId: 'north', openedAt: world.now.toISOString() });
  expect(task?.file).toMatchObject({ key: KEY, day: DAY, why: [expect.stringContaining('3 of 10 newly absent')] });
  expect(task === undefined ? '' : taskWords(task).todo).toContain(
    `ringfence attendance approve --file ${KEY} --school north --by "<your name>"`,
  );
});

test('it comes off the list when it is approved and the file is taken again', async () => {
  const world = await held();
  const north = world.held.get('north');
  if (north !== undefined) world.held.set('north', { ...north, approved: true });
  await importAbsences({ ...portsOf(world), settings }, KEY);
  expect(list(world)).toEqual(['held-school north approved']);
});

test('a later file of the day takes its place, with a task of its own where it holds the school as well', async () => {
  const world = await held();
  world.uploadedAt = '2026-11-24T19:00:00.000Z';
  await take(world, absent(['n1', 'n2', 'n3', 'n4']), 'attendance/1300.csv');
  expect(list(world)).toEqual(['held-school north superseded', 'held-school north open']);
  world.uploadedAt = '2026-11-24T20:00:00.000Z';
  await take(world, absent(['n1']), 'attendance/1500.csv');
  expect(list(world)).toEqual(['held-school north superseded', 'held-school north superseded']);
});

test('one that comes late changes nothing on the list', async () => {
  const world = await held();
  world.uploadedAt = '2026-11-24T10:00:00.000Z';
  await take(world, absent(['n1']), 'attendance/late.csv');
  expect(list(world)).toEqual(['held-school north open']);
});

test('the next day nobody can let it pass, and it is off the list with the first file', async () => {
  const world = await held();
  world.now = new Date('2026-11-25T15:00:00.000Z');
  world.uploadedAt = '2026-11-25T14:59:00.000Z';
  await take(world, absent(['n9'], '2026-11-25'), 'attendance/2026-11-25.csv');
  expect(list(world)).toEqual(['held-school north day-over']);
});

test('the power goes at any commit: the next delivery leaves one open task', async () => {
  const rows = `studentId,date,code,period\n${absent(['n1', 'n2', 'n3']).join('\n')}\n`;
  for (let cut = 1, whole = false; !whole; cut += 1)
    for (const after of [true, false]) {
      const world = await north();
      world.files.set(KEY, Buffer.from(rows));
      const first = importAbsences({ ...portsOf(world, { at: cut, after }), settings }, KEY);
      whole = await first.then(
        () => true,
        (error: unknown) => {
          if (error instanceof PowerCut) return false;
          throw error;
        },
      );
      await importAbsences({ ...portsOf(world), settings }, KEY);
      expect(list(world), `${cut} ${after}`).toEqual(['held-school north open']);
    }
});
