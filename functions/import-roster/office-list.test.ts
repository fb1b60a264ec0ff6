import { describe, expect, test } from 'vitest';
import type { OfficeTask } from '../../shared/office/task.ts';
import { taskWords } from '../../shared/office/task-words.ts';
import type { Report } from '../../shared/roster/report/report.ts';
import { type SmallExport, smallDrop } from '../../test/fixtures/exports.ts';
import { type IntakeWorld, intakePorts, intakeWorld, PowerCut } from '../../test/fixtures/intake-memory.ts';
import { HalfMissing } from './faults.ts';
import { importDrop } from './import-drop.ts';

const at = (day: string, time = '02:00') => `2026-11-${day}T${time}:00.000Z`;
const zipOf = (day: string) => `roster/2026-11-${day}.zip`;
const contactsOf = (day: string) => `roster/2026-11-${day}.contacts.csv`;

/** Half the phones of a family that shares one with sixty others: held, whatever was before. */
const SHARED_PHONE: SmallExport = {
  guardians: Array.from({ length: 60 }, (_, n) => ({ id: `G${n}`, students: ['S1'], phone: '217-442-3001' })),
};

async function put(world: IntakeWorld, day: string, wanted: SmallExport | 'no zip' = {}): Promise<void> {
  const { zip, contacts } = await smallDrop(wanted === 'no zip' ? {} : wanted);
  world.files.set(zipOf(day), wanted === 'no zip' ? Buffer.from('no zip') : zip).set(contactsOf(day), contacts);
  world.uploads.set(zipOf(day), at(day)).set(contactsOf(day), at(day));
}

function run(world: IntakeWorld, key: string, when: string, cut?: Parameters<typeof intakePorts>[1]): Promise<void> {
  world.now = new Date(when);
  return importDrop(intakePorts(world, cut), { key, messageId: key });
}

async function night(world: IntakeWorld, day: string, wanted: SmallExport | 'no zip' = {}): Promise<IntakeWorld> {
  await put(world, day, wanted);
  await run(world, zipOf(day), at(day, '02:01'));
  return world;
}

async function approve(world: IntakeWorld, day: string, when = at(day, '08:01')): Promise<void> {
  const report: Report = JSON.parse(world.reports.get(`reports/${zipOf(day)}.json`) ?? '{}');
  world.approvals.set(report.hash ?? '', { by: 'cli:dana', name: Buffer.from('sealed'), at: at(day, '08:00') });
  await run(world, zipOf(day), when);
}

const tasks = (world: IntakeWorld): readonly OfficeTask[] => [...world.office.tasks.values()];
const list = (world: IntakeWorld) =>
  tasks(world).map(({ kind, file, state, closedWhy }) => `${kind} ${file?.key.slice(-6, -4)} ${closedWhy ?? state}`);

describe('an export that is held', () => {
  test('is a task of the district: since when, why, and the whole command', async () => {
    const world = await night(intakeWorld(), '24', SHARED_PHONE);
    const [task] = tasks(world);
    expect(task).toMatchObject({ kind: 'held-export', schoolId: 'district', openedAt: at('24', '02:01'), students: [] });
    expect(task?.file?.why).toEqual([expect.stringContaining('One phone belongs to 60 persons')]);
    expect(task === undefined ? '' : taskWords(task).todo).toContain(
      'ringfence roster approve --file roster/2026-11-24.zip --by "<your name>"',
    );
  });

  test('is one task, however often it is delivered, and off the list when a named person lets it pass', async () => {
    const world = await night(intakeWorld(), '24', SHARED_PHONE);
    await run(world, contactsOf('24'), at('24', '02:02'));
    expect(list(world)).toEqual(['held-export 24 open']);
    await approve(world, '24');
    expect(list(world)).toEqual(['held-export 24 approved']);
    expect(world.records.filter(({ kind }) => kind.startsWith('task.')).map(({ facts }) => facts?.['why'])).toEqual([
      undefined,
      'approved',
    ]);
  });

  test('is off the list when a later one is taken, and gives way to a later one that is held', async () => {
    const world = await night(intakeWorld(), '24', SHARED_PHONE);
    await night(world, '25', { ...SHARED_PHONE, students: [{ id: 'S1', grade: '09' }] });
    expect(list(world)).toEqual(['held-export 24 superseded', 'held-export 25 open']);
    await night(world, '26');
    expect(list(world)).toEqual(['held-export 24 superseded', 'held-export 25 taken']);
  });

  test('stays when an earlier one is let pass after it', async () => {
    const world = await night(intakeWorld(), '24', SHARED_PHONE);
    await night(world, '25', { ...SHARED_PHONE, students: [{ id: 'S1', grade: '09' }] });
    await approve(world, '24', at('25', '08:01'));
    expect(world.news.at(-1)?.type).toBe('Roster Imported');
    expect(list(world)).toEqual(['held-export 24 superseded', 'held-export 25 open']);
  });

  test('the power goes at any commit: the next delivery leaves one open task, told under one name', async () => {
    const whole = await night(intakeWorld(), '24', SHARED_PHONE);
    for (let cut = 1; cut <= whole.writes; cut += 1)
      for (const after of [true, false]) {
        const world = intakeWorld();
        await put(world, '24', SHARED_PHONE);
        await expect(run(world, zipOf('24'), at('24', '02:01'), { at: cut, after })).rejects.toThrow(PowerCut);
        await run(world, zipOf('24'), at('24', '02:01'));
        expect(list(world), `${cut} ${after}`).toEqual(['held-export 24 open']);
        const told = world.records.filter(({ kind }) => kind === 'task.opened');
        expect(new Set(told.map(({ id }) => id)).size).toBe(1);
      }
  });
});

describe('an export that is refused', () => {
  test('is a task with file and reason, until a later one is taken', async () => {
    const world = await night(intakeWorld(), '24', 'no zip');
    expect(list(world)).toEqual(['refused-export 24 open']);
    expect(tasks(world)[0]?.file?.why).toEqual(['roster/2026-11-24.zip: The file is not a zip archive.']);
    await night(world, '25');
    expect(list(world)).toEqual(['refused-export 24 taken']);
  });

  test('gives way to the next one that is refused, and takes no held one off the list', async () => {
    const world = await night(intakeWorld(), '23', SHARED_PHONE);
    await night(world, '24', 'no zip');
    await put(world, '25', 'no zip');
    world.files.set(zipOf('25'), Buffer.from('no zip either'));
    await run(world, zipOf('25'), at('25', '02:01'));
    expect(list(world)).toEqual(['held-export 23 open', 'refused-export 24 superseded', 'refused-export 25 open']);
  });

  test('stays when a file of no use comes after it, which is a task of its own', async () => {
    const world = await night(intakeWorld(), '24', 'no zip');
    world.files.set('roster/export.xlsx', Buffer.from('PK'));
    world.uploads.set('roster/export.xlsx', at('24', '03:00'));
    await run(world, 'roster/export.xlsx', at('24', '03:01'));
    expect(tasks(world).map(({ file, state }) => `${file?.key} ${state}`)).toEqual([
      `${zipOf('24')} open`,
      'roster/export.xlsx open',
    ]);
  });
});

describe('half of an export', () => {
  /** The zip alone, looked at when its settle window is over. */
  async function alone(): Promise<IntakeWorld> {
    const world = intakeWorld();
    await put(world, '24');
    world.files.delete(contactsOf('24'));
    await expect(run(world, zipOf('24'), at('24', '02:01'))).rejects.toThrow(HalfMissing);
    expect(list(world), 'the other may be on its way').toEqual([]);
    await run(world, zipOf('24'), at('24', '02:15'));
    return world;
  }

  test('is a task once its settle window is over, which names what is missing', async () => {
    const world = await alone();
    expect(list(world)).toEqual(['missing-half 24 open']);
    expect(tasks(world)[0]?.file?.why).toEqual(['roster/2026-11-24.contacts.csv is not there.']);
  });

  test('comes off the list with the other one, also where the same export came before under another name', async () => {
    const world = await alone();
    world.files.set(contactsOf('24'), (await smallDrop()).contacts);
    world.uploads.set(contactsOf('24'), at('24', '02:16'));
    await run(world, contactsOf('24'), at('24', '02:31'));
    expect(list(world)).toEqual(['missing-half 24 taken']);
    const again = await smallDrop();
    world.files.set(zipOf('25'), again.zip);
    world.uploads.set(zipOf('25'), at('25'));
    await run(world, zipOf('25'), at('25', '02:15'));
    world.files.set(contactsOf('25'), again.contacts);
    world.uploads.set(contactsOf('25'), at('25', '02:16'));
    await run(world, contactsOf('25'), at('25', '02:31'));
    expect(list(world)).toEqual(['missing-half 24 taken', 'missing-half 25 superseded']);
  });
});
