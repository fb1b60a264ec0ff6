import fc from 'fast-check';
import { expect, test } from 'vitest';
import { zip } from '../../infra/local/sample-district/zip.ts';
import type { Report } from '../../shared/roster/report/report.ts';
import { companionText } from '../../test/fixtures/exports.ts';
import { type IntakeWorld, intakePorts, intakeWorld } from '../../test/fixtures/intake-memory.ts';
import { type Cells, csv, manifest, ORGS } from '../../test/fixtures/oneroster.ts';
import { importDrop } from './import-drop.ts';

type File = 'users' | 'roles' | 'enrollments' | 'demographics';
type Version = '1.1' | '1.2';

/** One record of a file: what a night does to it. `gone` says nothing but that. */
interface Change {
  readonly file: File;
  readonly id: string;
  readonly cells: Cells | 'gone';
}

const student = fc.constantFrom('S1', 'S2', 'S3');
const school = fc.constantFrom('north', 'south');
const person = fc.constantFrom('S1', 'S2', 'S3', 'G1', 'G2', 'T1');
const role = (id: string) => ({ S: 'student', G: 'parent' })[id[0] ?? ''] ?? 'teacher';
const orGone = (cells: fc.Arbitrary<Cells>): fc.Arbitrary<Cells | 'gone'> =>
  fc.oneof({ weight: 3, arbitrary: cells }, { weight: 1, arbitrary: fc.constant('gone' as const) });

const userChange = person.chain((id) =>
  fc.record({
    file: fc.constant('users' as const),
    id: fc.constant(id),
    cells: orGone(
      fc.record({
        ...{ orgSourcedIds: school, primaryOrgSourcedId: school, role: fc.constant(role(id)) },
        ...{ grades: fc.constantFrom('03', '04'), sms: fc.constantFrom('', `217-442-30${id.charCodeAt(0)}`) },
        agentSourcedIds: id.startsWith('G') ? fc.subarray(['S1', 'S2', 'S3']).map(String) : fc.constant(''),
        givenName: fc.constantFrom('Ana', 'Ines'),
      }),
    ),
  }),
);
const roleChange = fc.tuple(person, fc.constantFrom('1', '2'), school).chain(([id, n, orgSourcedId]) => {
  const cells = fc.constant({ userSourcedId: id, roleType: 'primary', role: role(id), orgSourcedId });
  return orGone(cells).map((of) => ({ file: 'roles' as const, id: `R-${id}-${n}`, cells: of }));
});
const enrollmentChange = fc.tuple(student, fc.constantFrom('1', '2'), school).chain(([id, n, schoolSourcedId]) => {
  const cells = fc.record({
    ...{ userSourcedId: fc.constant(id), role: fc.constant('student'), schoolSourcedId: fc.constant(schoolSourcedId) },
    endDate: fc.constantFrom('', '2026-11-01'),
  });
  return orGone(cells).map((of) => ({ file: 'enrollments' as const, id: `E-${id}-${n}`, cells: of }));
});
const birthChange = student.chain((id) =>
  orGone(fc.record({ birthDate: fc.constantFrom('2008-01-01', '2015-05-01', '') })).map((cells) => ({
    ...{ file: 'demographics' as const, id, cells },
  })),
);

const someChanges: fc.Arbitrary<Change[]> = fc.uniqueArray(fc.oneof(userChange, roleChange, enrollmentChange, birthChange), {
  maxLength: 8,
  selector: ({ file, id }) => `${file} ${id}`,
});

/** Never changed: an export without a student is none. */
const ALWAYS: readonly Change[] = [
  { file: 'users', id: 'S0', cells: { orgSourcedIds: 'north', primaryOrgSourcedId: 'north', role: 'student', grades: '03' } },
  { file: 'roles', id: 'R-S0', cells: { userSourcedId: 'S0', roleType: 'primary', role: 'student', orgSourcedId: 'north' } },
  { file: 'enrollments', id: 'E-S0', cells: { userSourcedId: 'S0', schoolSourcedId: 'north', role: 'student' } },
  { file: 'demographics', id: 'S0', cells: { birthDate: '2015-05-01' } },
];

/** @param day the night's, so that no two nights are the same bytes */
function zipOf(version: Version, mode: 'bulk' | 'delta', changes: readonly Change[], day: string): Promise<Buffer> {
  const files = version === '1.1' ? (['users', 'enrollments', 'demographics'] as const) : FILES;
  const rows = (file: File) => changes.filter((change) => change.file === file);
  const there = files.filter((file) => rows(file).length > 0);
  const header = { users: version === '1.1' ? 'users11' : 'users12', ...SAME } as const;
  const record = ({ id, cells }: Change): Cells =>
    cells === 'gone'
      ? { sourcedId: id, status: 'tobedeleted', dateLastModified: day }
      : { sourcedId: id, ...cells, ...(mode === 'bulk' ? {} : { status: 'active', dateLastModified: day }) };
  return zip(
    {
      'manifest.csv': manifest(version, {
        orgs: mode === 'bulk' ? 'bulk' : 'absent',
        ...Object.fromEntries(FILES.map((file) => [file, there.some((one) => one === file) ? mode : 'absent'])),
      }),
      ...(mode === 'bulk' ? { 'orgs.csv': ORGS } : {}),
      ...Object.fromEntries(there.map((file) => [`${file}.csv`, csv(header[file], rows(file).map(record))])),
    },
    day,
  );
}
const FILES = ['users', 'roles', 'enrollments', 'demographics'] as const;
const SAME = { roles: 'roles', enrollments: 'enrollments', demographics: 'demographics' } as const;

/** The records as they stand after some nights, those that are gone marked so, as many systems keep them in a bulk export. */
function standing(nights: readonly (readonly Change[])[]): Change[] {
  const last = new Map<string, Omit<Change, 'cells'> & { readonly cells: Cells }>();
  for (const { file, id, cells } of nights.flat()) {
    const before = last.get(`${file} ${id}`)?.cells;
    if (cells !== 'gone') last.set(`${file} ${id}`, { file, id, cells });
    else if (before !== undefined) last.set(`${file} ${id}`, { file, id, cells: { ...before, status: 'tobedeleted' } });
  }
  return [...last.values()];
}

const COMPANION = companionText({
  students: [],
  guardians: [
    { id: 'G1', students: ['S1', 'S2'], phone: '217-442-3001' },
    { id: 'G2', students: ['S3'], phone: '217-442-3002', columns: { restricted: 'Y' } },
  ],
});

async function night(world: IntakeWorld, day: number, bytes: Buffer): Promise<Report['result']> {
  const key = `roster/${day}.zip`;
  world.uploads.set(key, `2026-11-2${day}T11:29:00.000Z`).set(`roster/${day}.contacts.csv`, `2026-11-2${day}T11:29:00.000Z`);
  world.files.set(key, bytes).set(`roster/${day}.contacts.csv`, Buffer.from(COMPANION));
  await importDrop(intakePorts(world), { key, messageId: key });
  const report: Report = JSON.parse(world.reports.get(`reports/${key}.json`) ?? '{}');
  return report.result;
}

/** Without the random ids of people. */
const book = ({ book: people, index, missing, staff }: IntakeWorld) =>
  JSON.stringify([people, index, missing, staff].map((part) => [...part].sort())).replace(/"(subject|key)-\d+"/g, '"random"');

test.each<Version>(['1.1', '1.2'])(
  '%s: deltas over a bulk export come to the same book, each night, as bulk exports do',
  (version) =>
    fc.assert(
      fc.asyncProperty(someChanges, fc.array(someChanges, { minLength: 1, maxLength: 4 }), async (first, later) => {
        const [bulk, delta] = [intakeWorld(), intakeWorld()];
        const begin = [...ALWAYS, ...first];
        for (const world of [bulk, delta]) await night(world, 0, await zipOf(version, 'bulk', standing([begin]), '2026-11-20'));
        for (const [at, changes] of later.entries()) {
          const merged = standing([begin, ...later.slice(0, at + 1)]);
          expect(await night(bulk, at + 1, await zipOf(version, 'bulk', merged, `2026-11-2${at + 1}`))).toBe('imported');
          expect(await night(delta, at + 1, await zipOf(version, 'delta', changes, `2026-11-2${at + 1}`))).toBe('imported');
          expect(book(delta)).toBe(book(bulk));
        }
      }),
      { numRuns: 60 },
    ),
);
