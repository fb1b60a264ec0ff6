import { expect, test } from 'vitest';
import { zip } from '../../infra/local/sample-district/zip.ts';
import type { Report } from '../../shared/roster/report/report.ts';
import { companionText, oneRosterTexts, type SmallExport } from '../../test/fixtures/exports.ts';
import { type IntakeWorld, intakePorts, intakeWorld, NAMING } from '../../test/fixtures/intake-memory.ts';
import { importDrop } from './import-drop.ts';

const ZIP = 'roster/n.zip';

/** One night; the export has a school, west, that nobody has entered in the settings. */
async function night(world: IntakeWorld, students: NonNullable<SmallExport['students']>): Promise<Report> {
  const guardians = students.map(({ id }, n) => ({ id: `G${id}`, students: [id], phone: `217-442-${3_000 + n}` }));
  const texts = oneRosterTexts({ students, guardians });
  world.files
    .set(ZIP, await zip({ ...texts, 'orgs.csv': `${texts['orgs.csv']}west,West School,school\n` }))
    .set('roster/n.contacts.csv', Buffer.from(companionText({ guardians })));
  world.ledger.clear();
  await importDrop(intakePorts(world), { key: ZIP, messageId: 'm' });
  return JSON.parse(world.reports.get(`reports/${ZIP}.json`) ?? '{}');
}

test('students at a school that is not in the settings are counted, and somebody is woken', async () => {
  const world = intakeWorld();
  const { result, signals = [] } = await night(world, [{ id: 'S1' }, { id: 'S2', school: 'west' }, { id: 'S3', school: 'west' }]);
  expect([result, signals.map(({ id, level }) => `${level} ${id}`)]).toEqual(['imported', ['warn schools-unknown']]);
  expect(signals[0]?.words).toContain('2 students are at schools that are not in the settings (west: 2)');
  expect(world.measures.get('StudentsAtUnknownSchools')).toBe(2);
  expect([...world.schools].toSorted()).toEqual(['north', 'west']);
});

test('a school of the export at which nobody is wakes nobody', async () => {
  const world = intakeWorld();
  expect((await night(world, [{ id: 'S1' }])).signals).toBeUndefined();
  expect(world.measures.has('StudentsAtUnknownSchools')).toBe(false);
});

test('whoever was at such a school is missed when the export has the school no longer', async () => {
  const world = intakeWorld();
  await night(world, [{ id: 'S1' }, { id: 'S2', school: 'west' }]);
  const { counts } = await night(world, [{ id: 'S1' }]);
  expect(counts).toMatchObject({ 'students in the book but not in the export': 1 });
  expect(world.missing.has(`student ${NAMING.student('S2')}`)).toBe(true);
});
