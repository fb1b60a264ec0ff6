import { expect, test } from 'vitest';
import { createSampleDistrict, plaintexts, sampleSettings } from '../../infra/local/sample-district/index.ts';
import { settingsSchema } from '../../shared/district/settings.ts';
import type { Report } from '../../shared/roster/report/report.ts';
import { intakePorts, intakeWorld } from '../../test/fixtures/intake-memory.ts';
import { importDrop } from './import-drop.ts';

const { deployment: _deployment, $schema: _schema, ...raw } = JSON.parse(sampleSettings());
const settings = settingsSchema.parse(raw);
const sample = await createSampleDistrict();
const world = intakeWorld();
world.files.set(sample.roster.key, sample.roster.zip).set(sample.contacts.key, Buffer.from(sample.contacts.csv));
await importDrop({ ...intakePorts(world), settings }, { key: sample.roster.key, messageId: 'm' });
const text = world.reports.get(`reports/${sample.roster.key}.json`) ?? '{}';
const report: Report = JSON.parse(text);

/** What the sample says is wrong, in its own words → the code of the remark. */
const CODES: Readonly<Record<string, string>> = {
  'a phone that cannot exist': 'phone-impossible',
  'a student nobody has': 'student-unknown',
  'a flag value nobody declared': 'flag-unknown',
  'a literal NULL': 'null-literal',
  'an extension': 'phone-extension',
  'a placeholder': 'phone-placeholder',
  'a formula': 'formula',
  'two phones in one field': 'phone-split',
  'a note that says stop': 'do-not-call',
  'a number a spreadsheet has ruined': 'phone-spreadsheet',
  'a number that only looks domestic': 'phone-country',
  'a language nobody knows': 'language-unknown',
  'a consent without its date': 'consent-incomplete',
  'the phone of a minor student': 'phone-of-minor',
  'a role outside the standard': 'role-unknown',
  'a guardian whose child is a teacher': 'agent-not-student',
  'an enrollment of nobody': 'student-unknown',
};

test.each(sample.mess.map((mess) => [mess.wrong, mess] as const))(
  '%s is reported by file, row, column and reason',
  (wrong, mess) => {
    const file = mess.file === 'contacts' ? sample.contacts.key.replace('roster/', '') : mess.file;
    expect(report.problems).toContainEqual(
      expect.objectContaining({ code: CODES[wrong], file, row: mess.row, column: mess.column }),
    );
  },
);

test('nothing but the bad rows is remarked on, and everybody else is in the book', () => {
  expect(report.problems).toHaveLength(sample.mess.length);
  const contacts = sample.families.flatMap((family) => family.contacts);
  expect(report.counts).toMatchObject({ students: 2_000, contacts: contacts.length + 13, 'numbers stopped by a note': 1 });
  expect(world.index.size).toBe(2_000);
});

test('neither report, nor event, nor record says a name or a number', () => {
  const told = JSON.stringify([[...world.reports.values()], world.news, world.records]);
  const { names, numbers } = plaintexts(sample.families);
  expect([...names, ...numbers].filter((plain) => told.includes(plain))).toEqual([]);
});
