import { describe, expect, test } from 'vitest';
import { afterBulk, book, changes, GONE, keyOf, night, S2, schools, TEACHER } from '../../test/fixtures/deltas.ts';
import type { IntakeWorld } from '../../test/fixtures/intake-memory.ts';
import { type Cells, csv, export11, manifest, pupil } from '../../test/fixtures/oneroster.ts';

const rows = (...cells: readonly Cells[]) => changes(22, cells);
const moved = { ...S2, orgSourcedIds: 'south' };

const UNCLEAR: readonly (readonly [string, Cells, string, object])[] = [
  [
    'with a row without a status',
    rows({ ...moved, status: '' }),
    'delta-row-unclear',
    { file: 'users.csv', row: 2, column: 'status' },
  ],
  [
    'with a row without a date',
    rows(moved, { ...TEACHER, dateLastModified: '' }),
    'delta-row-unclear',
    { file: 'users.csv', row: 3, column: 'dateLastModified' },
  ],
  [
    'with a row without an id',
    rows({ ...moved, sourcedId: '' }),
    'delta-row-unclear',
    { file: 'users.csv', row: 2, column: 'sourcedId' },
  ],
  ['with an id twice', rows(moved, { ...S2, ...GONE }), 'delta-row-unclear', { file: 'users.csv', row: 3, column: 'sourcedId' }],
  [
    'with an id that is there twice already',
    rows({ ...TEACHER, role: 'aide' }),
    'delta-row-unclear',
    { file: 'users.csv', row: 2, column: 'sourcedId' },
  ],
  [
    'with a row that cannot be read',
    { ...rows(moved), 'users.csv': `${rows(moved)['users.csv']}S1,tobedeleted\n` },
    'delta-row-unclear',
    { file: 'users.csv', row: 3 },
  ],
  [
    'with a record older than the one that was taken',
    rows({ ...S2, grades: '05', dateLastModified: '2026-11-20' }),
    'delta-older',
    { file: 'users.csv', row: 2, column: 'dateLastModified' },
  ],
  [
    'that only changes what was changed before the bulk export',
    rows({ ...S2, sourcedId: 'S3', dateLastModified: '2026-11-18' }),
    'delta-older',
    { file: 'roster/22.zip' },
  ],
  [
    'without a column that was there before',
    { ...rows(moved), 'users.csv': rows(moved)['users.csv']?.replace(',sms,', ',text,') ?? '' },
    'column-missing',
    { file: 'users.csv', column: 'sms' },
  ],
  [
    'without a file that its manifest names',
    { ...rows(moved), 'manifest.csv': manifest('1.1', { users: 'delta', roles: 'delta' }) },
    'delta-manifest',
    { file: 'roles.csv' },
  ],
  [
    'with a file that its manifest does not name',
    { ...rows(moved), 'demographics.csv': csv('demographics', [{}]) },
    'delta-manifest',
    { file: 'demographics.csv' },
  ],
  [
    'of a file that no export before had',
    {
      ...rows(moved),
      'manifest.csv': manifest('1.1', { users: 'delta', demographics: 'delta' }),
      'demographics.csv': csv('demographics', [{ sourcedId: 'S1' }]),
    },
    'delta-no-bulk',
    { file: 'demographics.csv' },
  ],
  [
    'of another version',
    { 'manifest.csv': manifest('1.2', { roles: 'delta' }), 'roles.csv': csv('roles', [pupil('S1')]) },
    'delta-version',
    { file: 'manifest.csv' },
  ],
];

describe('a delta is refused as a whole, and the book stays', () => {
  test.each(UNCLEAR)('%s', async (_what, texts, code, place) => {
    const world = await afterBulk(export11([{ sourcedId: 'S1' }, S2, TEACHER, { ...TEACHER, role: 'parent' }]));
    await night(world, 21, changes(21, [{ ...S2, grades: '03' }]));
    const before = book(world);
    const { result, problems } = await night(world, 22, texts);
    expect(result).toBe('rejected');
    expect(problems).toContainEqual(expect.objectContaining({ code, ...place }));
    expect(book(world)).toBe(before);
  });

  test.each<readonly [string, string, string, (world: IntakeWorld) => unknown]>([
    ['over a bulk export that has expired', 'delta-base-gone', 'roster/20.zip', ({ files }) => files.delete(keyOf(20))],
    [
      'over one whose name another file has taken',
      'delta-base-gone',
      'roster/20.zip',
      ({ files }) => files.set(keyOf(20), Buffer.from('PK')),
    ],
    [
      'where no bulk export has been taken',
      'delta-no-bulk',
      'roster/22.zip',
      (world) => {
        world.chain = { links: [], untaken: [] };
      },
    ],
  ])('%s', async (_what, code, file, breaks) => {
    const world = await afterBulk();
    await breaks(world);
    expect((await night(world, 22, rows(moved))).problems).toMatchObject([{ code, file }]);
    expect(schools(world)).toEqual(['north', 'north', '']);
  });

  test('over a bulk export of more than a week before', async () => {
    const world = await afterBulk();
    expect((await night(world, 27, changes(27, [moved]))).result).toBe('imported');
    expect((await night(world, 28, changes(28, [S2]))).problems).toMatchObject([
      { code: 'delta-bulk-old', file: 'roster/20.zip' },
    ]);
  });
});
