import { describe, expect, test } from 'vitest';
import { zip } from '../../infra/local/sample-district/zip.ts';
import type { Contact, Student } from '../../shared/contacts/contact.ts';
import type { Report } from '../../shared/roster/report/report.ts';
import { companionText, oneRosterTexts } from '../../test/fixtures/exports.ts';
import { type IntakeWorld, intakePorts, intakeWorld } from '../../test/fixtures/intake-memory.ts';
import { type Cells, csv, export12, pupil } from '../../test/fixtures/oneroster.ts';
import { importDrop } from './import-drop.ts';

async function night(world: IntakeWorld, texts: Cells): Promise<Report> {
  const key = `roster/${world.reports.size}.zip`;
  world.files.set(key, await zip(texts)).set(key.replace('.zip', '.contacts.csv'), Buffer.from(companionText()));
  await importDrop(intakePorts(world), { key, messageId: key });
  const report: Report = JSON.parse(world.reports.get(`reports/${key}.json`) ?? '{}');
  return report;
}

const people = ({ book, index, staff }: IntakeWorld) => [book, index, staff].map((part) => [...part].sort());

/** Who belongs to whom, from either side. */
const links = ({ book }: IntakeWorld) =>
  [...book]
    .flatMap(([key, entry]) => {
      // What was written under a kind is of that kind.
      const { edges = [], contactKeys = [] } = entry.value as Partial<Contact & Student>;
      const isNumber = key.startsWith('number ');
      return isNumber ? [] : [...edges.map(({ studentKey }) => studentKey), ...contactKeys].map((other) => `${key} ${other}`);
    })
    .sort();

const { 'demographics.csv': demographics = '', ...texts11 } = oneRosterTexts();
const named = { givenName: 'Ottoline', familyName: 'Brackenridge' };
const users = [
  ...['S1', 'S2'].map((sourcedId) => ({ sourcedId, givenName: 'Hidden', familyName: 'Child', password: 'secret' })),
  { sourcedId: 'G1', ...named, agentSourcedIds: 'S1,S2' },
  { sourcedId: 'G2', ...named, agentSourcedIds: 'S2' },
];
const parent = (userSourcedId: string) => ({ userSourcedId, role: 'parent' });
const roles = [pupil('S1'), pupil('S2'), parent('G1'), parent('G2')];
const texts12 = export12(users, roles, {
  'demographics.csv': demographics,
  'userProfiles.csv': 'username,password\nhidden,secret\n',
});

test('a district that goes from 1.1 to 1.2 has the very same contact book', async () => {
  const world = intakeWorld();
  await night(world, { ...texts11, 'demographics.csv': demographics });
  const before = people(world);
  const report = await night(world, texts12);
  expect([report.result, report.problems]).toEqual(['imported', []]);
  expect(people(world)).toEqual(before);
  expect(report.maps).toEqual([
    ...['oneroster-1.1/manifest@1', 'oneroster-1.1/orgs@2', 'oneroster-1.2/users@2', 'oneroster-1.2/roles@1'],
    ...['oneroster-1.1/demographics@1', expect.stringMatching(/@\d+$/)],
  ]);
  expect(JSON.stringify([people(world), ...world.reports, world.records])).not.toMatch(/Hidden|Child|secret/);
});

test('users of tonight with roles of last night: who has no role yet is named, and nobody is gone for it', async () => {
  const world = intakeWorld();
  await night(world, texts12);
  const before = links(world);
  const old = csv(
    'roles',
    roles.slice(1).map((role) => ({ orgSourcedId: 'north', ...role })),
  );
  const report = await night(world, { ...texts12, 'roles.csv': old });
  expect(report.problems).toContainEqual(expect.objectContaining({ code: 'role-none', file: 'users.csv', row: 2 }));
  expect(report.counts).toMatchObject({ 'students in the book but not in the export': 0 });
  expect(before).toHaveLength(6);
  expect(links(world)).toEqual(before);
});

test('a rejected export names the maps by which it was read', async () => {
  const report = await night(intakeWorld(), { ...texts12, 'roles.csv': 'userSourcedId,role\nS1,student\n' });
  expect(report).toMatchObject({ result: 'rejected', problems: [{ code: 'column-missing', column: 'orgSourcedId' }] });
  expect(report.maps).toContain('oneroster-1.2/roles@1');
});

describe('users.csv and roles.csv of two nights, in a school of six hundred', () => {
  const PUPILS = 600;
  const exportOf = (users: readonly string[], roles: readonly string[]) =>
    export12(
      [...users.map((sourcedId) => ({ sourcedId })), { sourcedId: 'G1', ...named, agentSourcedIds: users[0] ?? '' }],
      [...roles.map((id) => pupil(id)), parent('G1')],
    );
  const ids = (from: number, prefix = 'S') => Array.from({ length: PUPILS }, (_, n) => `${prefix}${from + n}`);

  test.each([
    ['a tenth of the pupils has no role yet', ids(60), ids(0)],
    ['a tenth of the pupils has a role and is not in users.csv yet', ids(0), ids(60)],
  ])('%s: it is held, and the book stays', async (_what, users, roles) => {
    const world = intakeWorld();
    await night(world, exportOf(ids(0), ids(0)));
    const before = people(world);
    const report = await night(world, exportOf(users, roles));
    expect([report.result, report.signals?.map(({ id }) => id)]).toEqual(['held', expect.arrayContaining(['rows-rejected'])]);
    expect(people(world)).toEqual(before);
  });

  test('every id was given anew in one of them: nothing is taken', async () => {
    const report = await night(intakeWorld(), exportOf(ids(0, 'X'), ids(0)));
    expect([report.result, report.problems[0]?.code]).toEqual(['rejected', 'no-students']);
  });
});
