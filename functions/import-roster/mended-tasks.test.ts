import { describe, expect, test } from 'vitest';
import { openTasks } from '../../shared/office/keep-tasks.ts';
import type { NumberKind } from '../../shared/office/task.ts';
import { type SmallExport, smallDrop } from '../../test/fixtures/exports.ts';
import { type IntakeWorld, intakePorts, intakeWorld, NAMING, PowerCut } from '../../test/fixtures/intake-memory.ts';
import { importDrop } from './import-drop.ts';

const YESTERDAY = '2026-11-23T18:00:00.000Z';

async function night(world: IntakeWorld, day: string, wanted: SmallExport = {}, cut?: Parameters<typeof intakePorts>[1]) {
  const { zip, contacts } = await smallDrop(wanted);
  world.files.set(`roster/${day}.zip`, zip).set(`roster/${day}.contacts.csv`, contacts);
  await importDrop(intakePorts(world, cut), { key: `roster/${day}.zip`, messageId: day });
}

/** Somebody said yesterday that the first number of G1 is not theirs, or does not exist. */
async function withTask(kind: NumberKind): Promise<IntakeWorld> {
  const world = intakeWorld();
  await night(world, '2026-11-23');
  const numberKey = NAMING.number('+12174423001');
  const contactKeys = [NAMING.contact('G1')];
  const cause = { id: 'N1.abc', at: YESTERDAY };
  await openTasks(intakePorts(world), [
    { subject: { kind, numberKey }, schoolId: 'north', contactKeys, students: [NAMING.student('S1')], cause },
  ]);
  return world;
}

const states = (world: IntakeWorld) => [...world.office.tasks.values()].map(({ state, closedWhy }) => closedWhy ?? state);
const told = (world: IntakeWorld) => world.records.filter(({ kind }) => kind === 'task.closed');
const guardians = (phone: string) => [
  { id: 'G1', students: ['S1', 'S2'], phone },
  { id: 'G2', students: ['S2'], phone: '217-442-3002' },
];

describe('the office’s list, the morning after', () => {
  test.each(['not-my-number', 'invalid', 'reassigned', 'unreachable-number'] as const)(
    'an export without the number closes "%s", on record first, and says so in its report',
    async (kind) => {
      const world = await withTask(kind);
      await night(world, '2026-11-24', { guardians: guardians('217-442-3009') });
      expect(states(world)).toEqual(['number-gone']);
      expect(told(world).map(({ facts }) => [facts?.['why'], facts?.['school']])).toEqual([['number-gone', 'north']]);
      expect(world.reports.get('reports/roster/2026-11-24.zip.json')).toContain(
        '"tasks of the office that this export has mended": 1',
      );
    },
  );

  test('an export that says what it said leaves the task where it is', async () => {
    const world = await withTask('invalid');
    await night(world, '2026-11-24');
    expect(states(world)).toEqual(['open']);
    expect(told(world)).toEqual([]);
  });

  test('that somebody else has the number now is another matter', async () => {
    const world = await withTask('invalid');
    const shared = [...guardians('217-442-3009'), { id: 'G3', students: ['S1'], phone: '217-442-3001' }];
    await night(world, '2026-11-24', { guardians: shared });
    expect(states(world), 'it is gone from whom the task is about').toEqual(['number-gone']);
  });

  test('the power goes at any commit, before or after it: the next delivery closes it, once', async () => {
    const whole = await withTask('invalid');
    const before = whole.writes;
    await night(whole, '2026-11-24', { guardians: guardians('217-442-3009') });
    const commits = whole.writes - before;
    for (let at = 1; at <= commits; at += 1) {
      for (const after of [true, false]) {
        const world = await withTask('invalid');
        await expect(night(world, '2026-11-24', { guardians: guardians('217-442-3009') }, { at, after })).rejects.toThrow(
          PowerCut,
        );
        await night(world, '2026-11-24', { guardians: guardians('217-442-3009') });
        expect(states(world), `${at} ${after}`).toEqual(['number-gone']);
        expect(new Set(told(world).map(({ id }) => id)).size, 'one record, however often it is told').toBe(1);
      }
    }
  });
});
