import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createSampleDistrict } from '../../infra/local/sample-district/index.ts';
import { zip } from '../../infra/local/sample-district/zip.ts';
import { SAMPLE_DISTRICT } from '../../infra/synthesize.ts';
import { ringfence } from '../fixtures/cli-trial.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringfence-dry-run-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const sample = await createSampleDistrict({ seed: 1, students: 40 });

/** Without AWS, and without a cloud on this machine. */
function dryRun(zip: Uint8Array, contacts: string, ...more: readonly string[]) {
  const [zipFile, contactsFile] = [join(folder, 'a.zip'), join(folder, 'a.contacts.csv')];
  writeFileSync(zipFile, zip);
  writeFileSync(contactsFile, contacts);
  return ringfence(['roster', 'dry-run', '--zip', zipFile, '--contacts', contactsFile, '--district', SAMPLE_DISTRICT, ...more]);
}

test('an export is counted and reported by row, as a page too, without a name or a phone', async () => {
  const page = join(folder, 'report.html');
  const { code, out, err } = await dryRun(sample.roster.zip, sample.contacts.csv, '--html', page);
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/students: 40\n/);
  expect(out).toMatch(/a\.contacts\.csv row \d+ phone: No numbering plan has this phone number/);
  expect(readFileSync(page, 'utf8')).toContain('No numbering plan has this phone number');
  const names = sample.families.flatMap(({ contacts }) => contacts.map(({ familyName }) => familyName));
  for (const name of names) expect(out).not.toContain(name);
  expect(out).not.toMatch(/\d{3}[-. ]?\d{4}\b/);
});

test('one that cannot be taken says why, and ends with 1', async () => {
  const { code, out } = await dryRun(Buffer.from('no zip'), sample.contacts.csv, '--json');
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ result: 'rejected', problems: [{ code: 'not-a-zip', file: 'a.zip' }] });
});

test('contacts that were saved in a spreadsheet are one finding, and end with 1', async () => {
  const phones = sample.contacts.csv.replaceAll(/\(?\d{3}\)?[-. ]?\d{3}[-. ]\d{4}/g, '2.17E+09');
  const { code, out } = await dryRun(sample.roster.zip, phones);
  expect(code).toBe(1);
  expect(out).toMatch(/a\.contacts\.csv phone in \d+ rows: A spreadsheet has shortened long numbers .* never open and save it/);
  expect(out.match(/ row \d+ phone.*/g), 'what forbids stays said').toEqual([expect.stringContaining('must not be called')]);
  expect(out).toContain('nothing of it would be taken but what it forbids');
});

test('a delta is read over the exports it rests on, and not without them', async () => {
  const bulk = join(folder, 'sunday.zip');
  writeFileSync(bulk, sample.roster.zip);
  const [header] = sample.roster.files['users.csv']?.split(/(?<=\n)/) ?? [];
  const delta = await zip({ 'manifest.csv': 'propertyName,value\nfile.users,delta\n', 'users.csv': header ?? '' });
  expect((await dryRun(delta, sample.contacts.csv)).out).toContain('no bulk export that was taken has what it changes');
  const { code, out } = await dryRun(delta, sample.contacts.csv, '--on', bulk);
  expect([code, out]).toEqual([0, expect.stringMatching(/students: 40\n/)]);
});
