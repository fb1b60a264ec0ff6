import { expect, test } from 'vitest';
import { zip } from '../../infra/local/sample-district/zip.ts';
import type { Contact } from '../../shared/contacts/contact.ts';
import { settingsSchema } from '../../shared/district/settings.ts';
import { CASES } from '../../test/fixtures/contact-exports/cases.ts';
import { enrolment } from '../../test/fixtures/contact-exports/family-book.ts';
import { intakePorts, intakeWorld, NAMING, SETTINGS } from '../../test/fixtures/intake-memory.ts';
import { importDrop } from './import-drop.ts';

/** A drop whose contacts are PowerSchool's, under the settings given. */
async function imported(contacts: object) {
  const world = intakeWorld();
  const [, write] = CASES[1];
  const half = Object.fromEntries([...enrolment()].map(([name, bytes]) => [name, Buffer.from(bytes).toString()]));
  world.files.set('roster/n.zip', await zip(half)).set('roster/n.contacts.csv', write());
  const settings = settingsSchema.parse({ ...SETTINGS, roster: { contacts } });
  await importDrop({ ...intakePorts(world), settings }, { key: 'roster/n.zip', messageId: 'm1' });
  const report = JSON.parse(world.reports.get('reports/roster/n.contacts.csv.json') ?? '{}');
  return { world, report };
}

test('a drop in the layout its district has signed is imported, and the report names that layout', async () => {
  const { world, report } = await imported(CASES[1][2]);
  expect([report.result, report.maps.at(-1)]).toEqual(['imported', 'powerschool-dem-contacts@1']);
  // Tests read back what an import wrote under that kind.
  const father = world.book.get(`contact ${NAMING.contact('powerschool-dem-contacts:7002')}`)?.value as Contact | undefined;
  const barred = new Map(father?.edges.map(({ studentKey, restricted }) => [studentKey, restricted]));
  expect(barred).toEqual(
    new Map([
      [NAMING.student('st-101'), false],
      [NAMING.student('st-102'), true],
    ]),
  );
});

test('in another layout than the settings name it changes nothing, and the report says which column is missing', async () => {
  const { world, report } = await imported({ layout: 'companion-contacts@2' });
  expect([report.result, world.book.size]).toEqual(['rejected', 0]);
  expect(report.problems).toContainEqual(expect.objectContaining({ code: 'column-missing', column: 'restricted' }));
});
