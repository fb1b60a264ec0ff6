import { describe, expect, test } from 'vitest';
import {
  afterBulk,
  BARRED,
  BULK,
  book,
  changes,
  drop,
  GONE,
  keyOf,
  links,
  MOTHER,
  mother,
  night,
  run,
  S2,
  schools,
  state,
  student,
} from '../../test/fixtures/deltas.ts';
import { type IntakeWorld, intakePorts, PowerCut } from '../../test/fixtures/intake-memory.ts';
import { csv, export11, export12, manifest, pupil } from '../../test/fixtures/oneroster.ts';
import { EarlierExportFirst } from './faults.ts';
import { importDrop } from './import-drop.ts';

const moved = { ...S2, orgSourcedIds: 'south' };

const sizeOf = ({ files }: IntakeWorld, key: string) => files.get(key)?.length ?? 0;

describe('a delta', () => {
  test('is laid over the last bulk export and the deltas since, and its report says so', async () => {
    const world = await afterBulk();
    const moved = await night(world, 21, changes(21, [{ ...S2, orgSourcedIds: 'south' }]));
    expect([moved.result, moved.problems, schools(world)]).toEqual(['imported', [], ['north', 'south', '']]);
    const joined = await night(
      world,
      22,
      changes(22, [
        { ...S2, sourcedId: 'S3' },
        { sourcedId: 'T1', ...GONE },
      ]),
    );
    expect([joined.problems, schools(world)]).toEqual([[], ['north', 'south', 'north']]);
    expect(joined.summary).toContain('laid over 20.zip and 21.zip');
    expect(world.taken?.bytes).toBe(sizeOf(world, 'roster/20.zip') + sizeOf(world, 'roster/22.contacts.csv'));
    expect(joined.counts).toMatchObject({ students: 3, 'students in the book but not in the export': 0 });
    expect(world.staff.size).toBe(0);
    expect(links(world)).toEqual(['roster/20.zip', 'roster/21.zip', 'roster/22.zip']);
    expect(world.records.at(-1)?.facts?.['restsOn']).toHaveLength(2);
  });

  test('of roles alone changes roles alone, in 1.2', async () => {
    const roles = [pupil('S1', { sourcedId: 'R1' }), pupil('S2', { sourcedId: 'R2' })];
    const world = await afterBulk(export12([{ sourcedId: 'S1' }, { sourcedId: 'S2' }], roles));
    const moved = pupil('S2', { sourcedId: 'R3', orgSourcedId: 'south', status: 'active', dateLastModified: '2026-11-21' });
    const ended = { sourcedId: 'R2', status: 'tobedeleted', dateLastModified: '2026-11-21' };
    const texts = { 'manifest.csv': manifest('1.2', { roles: 'delta' }), 'roles.csv': csv('roles', [moved, ended]) };
    expect((await night(world, 21, texts)).result).toBe('imported');
    expect(schools(world)).toEqual(['north', 'south', '']);
  });

  test('may bring one of the files whole: that one takes the place of all before it', async () => {
    const world = await afterBulk();
    const orgs = csv('orgs', [{ sourcedId: 'south', type: 'school' }]);
    const files = { users: 'delta', orgs: 'bulk' };
    await night(
      world,
      21,
      changes(21, [{ ...S2, orgSourcedIds: 'south' }], { 'manifest.csv': manifest('1.1', files), 'orgs.csv': orgs }),
    );
    const { problems } = await night(world, 22, changes(22, [{ ...S2, sourcedId: 'S3' }]));
    expect(problems.filter(({ code }) => code === 'school-missing').map(({ file, row }) => [file, row])).toEqual([
      ['20.zip: users.csv', 2],
      ['users.csv', 2],
    ]);
  });
});

describe('by a delta', () => {
  test('who is gone is missing from then on, and retired on the third day', async () => {
    const world = await afterBulk();
    await night(world, 21, changes(21, [{ sourcedId: 'S2', ...GONE }]));
    await night(world, 22, changes(22, [{ sourcedId: 'S1', orgSourcedIds: 'south', role: 'student' }]));
    expect(student(world, 'S2')).toBeDefined();
    const { counts } = await night(world, 23, changes(23, [{ sourcedId: 'S1', orgSourcedIds: 'north', role: 'student' }]));
    expect(counts['students retired, missing on three days']).toBe(1);
    expect(student(world, 'S2')).toBeUndefined();
  });

  test('nobody is missing anew for not being in the bulk export it rests on', async () => {
    const world = await afterBulk();
    await night(world, 21, { ...BULK, 'users.csv': (BULK['users.csv'] ?? '').replace(/"S2".*\n/, '') });
    for (const day of [22, 23]) await night(world, day, changes(day, [{ ...S2, sourcedId: 'S3', grades: `${day - 15}` }]));
    await night(world, 24, { 'manifest.csv': manifest('1.1', { users: 'absent' }) });
    expect(student(world, 'S2')).toBeDefined();
    await night(world, 25, changes(25, [{ sourcedId: 'S2', ...GONE }]));
    await night(world, 26, changes(26, [S2]));
    expect(student(world, 'S2')).toBeDefined();
  });
});

describe('of a delta', () => {
  test.each([
    ['headers alone', changes(21, [])],
    ['a manifest alone', { 'manifest.csv': manifest('1.1', { users: 'absent', orgs: 'absent' }) }],
  ])('%s change nothing; the contacts beside it are read, and forbid', async (_what, texts) => {
    const world = await afterBulk();
    const before = book(world);
    expect((await night(world, 21, texts)).result).toBe('imported');
    expect(book(world)).toBe(before);
    await night(world, 22, texts, BARRED);
    expect(mother(world)?.edges.every(({ restricted }) => restricted)).toBe(true);
    expect((await night(world, 23, changes(23, [{ ...S2, orgSourcedIds: 'south' }]), BARRED)).result).toBe('imported');
  });

  test('that says again what was taken before, nothing is too old; what it removed, no older one brings back', async () => {
    const world = await afterBulk();
    const old = { dateLastModified: '2026-11-02' };
    expect(
      (
        await night(
          world,
          21,
          changes(21, [
            { ...S2, ...old },
            { sourcedId: 'S9', ...GONE, ...old },
          ]),
        )
      ).result,
    ).toBe('imported');
    await night(world, 22, changes(22, [{ sourcedId: 'S9', ...GONE }]));
    const back = { ...S2, sourcedId: 'S9', dateLastModified: '2026-11-20' };
    expect((await night(world, 23, changes(23, [moved, back]))).problems[0]).toMatchObject({ code: 'delta-older', row: 3 });
  });

  test('the students are found by their number too', async () => {
    const numbered = { ...S2, identifier: '2' };
    const world = await afterBulk(export11([{ sourcedId: 'S1', identifier: '1' }, numbered]));
    const third = { ...S2, sourcedId: 'S3', identifier: '3' };
    await night(world, 21, changes(21, [third]), { ...MOTHER, students: ['1', '3'] });
    expect(student(world, 'S3')?.contactKeys).toEqual(student(world, 'S1')?.contactKeys);
    expect(student(world, 'S3')?.contactKeys).toHaveLength(1);
  });

  test('that comes twice each record is taken once, also where its contacts are others', async () => {
    const world = await afterBulk();
    const texts = changes(21, [{ ...S2, orgSourcedIds: 'south' }]);
    await night(world, 21, texts);
    const before = state(world);
    await run(world, keyOf(21));
    expect(state(world)).toBe(before);
    expect((await night(world, 21, texts, BARRED)).summary).toContain('laid over 20.zip)');
    expect(mother(world)?.edges[0]?.restricted).toBe(true);
    expect(links(world)).toEqual(['roster/20.zip', 'roster/21.zip']);
  });
});

describe('the order of deltas', () => {
  test('one that is held is in the way of the next, until it is approved and the next comes again', async () => {
    const world = await afterBulk();
    const { taken } = world;
    world.taken = undefined;
    const held = await night(world, 21, changes(21, [moved]), BARRED);
    expect([held.result, schools(world), mother(world)?.edges[0]?.restricted]).toEqual(['held', ['north', 'north', ''], true]);
    world.taken = taken;
    const next = changes(22, [{ ...S2, sourcedId: 'S3' }]);
    expect((await night(world, 22, next)).problems).toMatchObject([{ code: 'delta-after-untaken', file: 'roster/21.zip' }]);
    world.approvals.set(held.hash ?? '', { by: 'cli:dana', name: Buffer.from('sealed'), at: '2026-11-22T12:00:00.000Z' });
    expect((await run(world, keyOf(21))).result).toBe('imported');
    expect((await run(world, keyOf(22))).result).toBe('imported');
    expect(schools(world)).toEqual(['north', 'south', 'north']);
  });

  test.each(['held', 'rejected'])('one that was %s, and overwritten, stays in the way; a bulk export ends it', async (result) => {
    const world = await afterBulk();
    const { taken } = world;
    if (result === 'held') world.taken = undefined;
    const first = result === 'held' ? changes(21, [moved]) : { ...changes(21, [moved]), 'users.csv': 'nothing' };
    expect((await night(world, 21, first, MOTHER, 'roster/delta.zip')).result).toBe(result);
    world.taken = taken;
    const next = await night(world, 22, changes(22, [{ ...S2, grades: '05' }]), MOTHER, 'roster/delta.zip');
    expect(next.problems).toMatchObject([{ code: 'delta-after-untaken', file: 'roster/delta.zip' }]);
    await night(world, 23, BULK);
    expect((await night(world, 24, changes(24, [moved]))).result).toBe('imported');
  });

  test('one that was refused before anything was noted of it is found by its own file', async () => {
    const world = await afterBulk();
    await night(world, 21, changes(21, [{ ...moved, status: '' }]));
    world.chain = { ...world.chain, untaken: [] };
    expect((await night(world, 22, changes(22, [S2]))).problems).toMatchObject([
      { code: 'delta-after-untaken', file: 'roster/21.zip' },
    ]);
  });

  test('one that comes up before an earlier one waits for it, and lets it have its turn', async () => {
    const world = await afterBulk();
    const first = await drop(world, 21, changes(21, [moved]));
    const second = await drop(world, 22, changes(22, [{ ...S2, grades: '05', orgSourcedIds: 'south' }]));
    await expect(run(world, second)).rejects.toThrow(EarlierExportFirst);
    await run(world, first);
    expect((await run(world, second)).result).toBe('imported');
    expect(links(world)).toEqual(['roster/20.zip', first, second]);
  });

  test('one that waits for its contacts is named by the next', async () => {
    const world = await afterBulk();
    world.files.delete((await drop(world, 21, changes(21, [moved]))).replace('.zip', '.contacts.csv'));
    const { problems } = await night(world, 22, changes(22, [{ ...S2, grades: '05' }]));
    expect(problems).toMatchObject([{ code: 'delta-after-untaken', file: 'roster/21.zip' }]);
  });
});

test('the power may go at any commit of a delta, and of one that is refused: the next delivery comes to the same', async () => {
  for (const wanted of [changes(21, [moved, { sourcedId: 'T1', ...GONE }]), changes(21, [{ ...moved, status: '' }])]) {
    const ready = async () => {
      const world = await afterBulk();
      await drop(world, 21, wanted, BARRED);
      return world;
    };
    const straight = await ready();
    const ports = intakePorts(straight);
    await importDrop(ports, { key: keyOf(21), messageId: 'm1' });
    for (let commit = 1; commit <= ports.commits(); commit += 1) {
      for (const after of [false, true]) {
        const world = await ready();
        const cut = importDrop(intakePorts(world, { at: commit, after }), { key: keyOf(21), messageId: 'm1' });
        await expect(cut).rejects.toThrow(PowerCut);
        await importDrop(intakePorts(world), { key: keyOf(21), messageId: 'm1' });
        expect([commit, after, state(world)]).toEqual([commit, after, state(straight)]);
      }
    }
  }
});
