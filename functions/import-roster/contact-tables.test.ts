import { expect, test } from 'vitest';
import { zip } from '../../infra/local/sample-district/zip.ts';
import { settingsSchema } from '../../shared/district/settings.ts';
import type { Report } from '../../shared/roster/report/report.ts';
import { enrolment } from '../../test/fixtures/contact-exports/family-book.ts';
import { POWERSCHOOL_SIGNED, powerSchoolTables } from '../../test/fixtures/contact-exports/write-tables.ts';
import { type IntakeWorld, intakePorts, intakeWorld, NAMING, SETTINGS } from '../../test/fixtures/intake-memory.ts';
import { HalfMissing } from './faults.ts';
import { importDrop } from './import-drop.ts';

const settings = settingsSchema.parse({ ...SETTINGS, roster: { contacts: POWERSCHOOL_SIGNED } });

async function exported(): Promise<IntakeWorld> {
  const world = intakeWorld();
  const half = Object.fromEntries([...enrolment()].map(([name, bytes]) => [name, Buffer.from(bytes).toString()]));
  world.files.set('roster/n.zip', await zip(half));
  return world;
}

async function run(world: IntakeWorld, key: string): Promise<Report> {
  await importDrop({ ...intakePorts(world), settings }, { key, messageId: key });
  const report: Report = JSON.parse(world.reports.get(`reports/${key}.json`) ?? '{}');
  return report;
}

test('contacts that come as tables are the other half of a drop, in a zip beside the export', async () => {
  const world = await exported();
  await expect(run(world, 'roster/n.zip')).rejects.toThrow(HalfMissing);
  expect(world.reports.get('reports/roster/n.zip.json')).toContain('roster/n.contacts.zip is not there');
  world.files.set('roster/n.contacts.zip', await zip(powerSchoolTables()));
  const { result, maps } = await run(world, 'roster/n.contacts.zip');
  expect([result, maps.at(-1)]).toEqual(['imported', 'powerschool-dem-tables@1']);
  expect(world.book.has(`contact ${NAMING.contact('powerschool-dem-tables:7001')}`)).toBe(true);
});

test('what is no zip is refused under its own name, and changes nothing', async () => {
  const world = await exported();
  world.files.set('roster/n.contacts.zip', Buffer.from('PERSON.ID\n1\n'));
  const { result, problems } = await run(world, 'roster/n.zip');
  expect([result, world.book.size]).toEqual(['rejected', 0]);
  expect(problems).toMatchObject([{ code: 'not-a-zip', file: 'n.contacts.zip' }]);
});
