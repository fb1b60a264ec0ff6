import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { zip } from '../../infra/local/sample-district/zip.ts';
import { ringfence } from '../fixtures/cli-trial.ts';
import { finalsite, ownExport, powerSchoolLegacy } from '../fixtures/contact-exports/write-exports.ts';
import { powerSchoolTables } from '../fixtures/contact-exports/write-tables.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringfence-map-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Without AWS, and without a cloud on this machine. */
function map(bytes: Uint8Array | string, ...more: readonly string[]) {
  const file = join(folder, 'contacts.csv');
  writeFileSync(file, bytes);
  return ringfence(['roster', 'map', '--file', file, ...more]);
}

test('an export is told by its header, its flags are asked about, and nobody’s name or phone is shown', async () => {
  const { code, out } = await map(powerSchoolLegacy());
  expect(code).toBe(0);
  expect(out).toContain('powerschool-legacy-wide@1');
  expect(out).toContain('Father Court: "n" in 2, "y" in 1');
  expect(out).toContain('@contact: "Mother" in 3, "Father" in 2, "Emergency 1" in 2');
  expect(out).toMatch(
    /row 2: student 0040101, contact powerschool-legacy-wide:0040101~[0-9a-f]{12} ••••• ••••-•••••; Mother, order 1/,
  );
  expect(out).not.toMatch(/mar[ií]a|peña|okafor|child|234-5/i);
});

test('the settings it proposes answer nothing: they are refused until the district has', async () => {
  const { code, json } = await map(finalsite(), '--json');
  const question = (column: string) => ({ column, effect: '', when: [], otherwise: [] });
  expect([code, json()]).toMatchObject([
    0,
    {
      layout: 'finalsite-parents@1',
      settings: {
        roster: {
          contacts: {
            layout: 'finalsite-parents@1',
            flags: [question('Title'), question('No Contact'), question('Guardian')],
            signedBy: '',
          },
        },
      },
    },
  ]);
});

test('tables in a zip are told by their headers, and their flags are asked about, table by table', async () => {
  const { code, out } = await map(await zip(powerSchoolTables()));
  expect(code).toBe(0);
  expect(out).toContain('powerschool-dem-tables@1: details in studentcontactdetail_1124.csv');
  expect(out).toContain('STUDENTCONTACTDETAIL.CONFIDENTIALCOMMFLAG: "1" in 6, "0" in 2');
  expect(out).not.toContain('"column": "STUDENTCONTACTDETAIL.ISACTIVE"');
  expect(out).toMatch(/row 2: student 0040101, contact powerschool-dem-tables:7001 ••••• ••••-•••••; Mother, order 1/);
  expect(out).not.toMatch(/mar[ií]a|peña|okafor|234-5/i);
});

test('of a zip that no layout fits, what each lacks is said by its columns', async () => {
  const { code, out } = await map(await zip({ 'a.csv': 'PERSON.ID\n1\n' }));
  expect(code).toBe(1);
  expect(out).toContain('powerschool-dem-tables@1: STUDENTS.DCID, STUDENTS.Student_Number');
  expect(out).toContain('skyward-qmlativ-tables@1: NameID, FirstName, LastName');
});

test('our own layout asks nothing', async () => {
  const { json } = await map(ownExport(), '--json');
  expect(json()).toMatchObject({ settings: { roster: { contacts: { layout: 'companion-contacts@2' } } } });
});

test.each([
  [
    'two columns stand for one thing',
    'Account ID,Student ID,STUDENT_ID,First Name,Last Name,Title,Primary Phone',
    /Student ID and STUDENT_ID stand for the same thing: which of them is it\?/,
  ],
  [
    'two layouts fit alike',
    'studentid,parentid,firstName,lastName,phoneNumber,mobilephoneNumber,Account ID,Title,Primary Phone',
    /they fit alike: which of them is it\?/,
  ],
  ['no layout fits', 'studentid,parentid,lastName,phoneNumber', /no layout fits; the nearest lack:\n {2}parentlink@1: firstName/],
])('where %s, it asks instead of choosing', async (_what, header, question) => {
  const { code, out } = await map(`${header}\n${'1,'.repeat(header.split(',').length - 1)}1\n`);
  expect([code, out]).toEqual([1, expect.stringMatching(question)]);
  expect(out).not.toContain('For the settings');
});

test('a file without a header, or none at all, is refused with what to try', async () => {
  expect((await map('')).err).toMatch(/has no header\nTry: /);
  const none = await ringfence(['roster', 'map', '--file', join(folder, 'nothing.csv')]);
  expect([none.code, none.err]).toEqual([2, expect.stringMatching(/cannot be read[\s\S]*\nTry: /)]);
});
