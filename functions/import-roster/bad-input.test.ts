import { describe, expect, test } from 'vitest';
import { zip } from '../../infra/local/sample-district/zip.ts';
import type { Report } from '../../shared/roster/report/report.ts';
import { renamed, withPassword } from '../../test/fixtures/bad-zips.ts';
import { COMPANION_COLUMNS, companionText, oneRosterTexts, type SmallExport } from '../../test/fixtures/exports.ts';
import { type IntakeWorld, intakePorts, intakeWorld, NAMING } from '../../test/fixtures/intake-memory.ts';
import { importDrop } from './import-drop.ts';

const ZIP = 'roster/n.zip';
const CONTACTS = 'roster/n.contacts.csv';

async function importOf(zipped: Buffer, contacts: string | Buffer): Promise<IntakeWorld> {
  const world = intakeWorld();
  world.files.set(ZIP, zipped).set(CONTACTS, Buffer.from(contacts));
  await importDrop(intakePorts(world), { key: ZIP, messageId: 'm' });
  return world;
}

function reportIn(world: IntakeWorld, key = ZIP): Report {
  const report: Report = JSON.parse(world.reports.get(`reports/${key}.json`) ?? '{}');
  return report;
}

const texts = oneRosterTexts();
const without = (...names: string[]) => Object.fromEntries(Object.entries(texts).filter(([name]) => !names.includes(name)));
const columnsWithout = (...names: string[]) =>
  companionText(
    {},
    COMPANION_COLUMNS.filter((column) => !names.includes(column)),
  );
const csv = (text: string) => ({ ...texts, 'users.csv': text });
const HEADER = (texts['users.csv'] ?? '').split('\n')[0] ?? '';

/** What is dropped → what the sender reads, in the place they look: code, file and column. */
const WHOLE_FILES: readonly [string, () => Promise<Buffer> | Buffer, string | Buffer, string, string, string?][] = [
  ['an export that is not a zip', () => Buffer.from('sourcedId,role\n'), companionText(), 'not-a-zip', ZIP],
  ['a zip cut off in the middle', async () => (await zip(texts)).subarray(0, 300), companionText(), 'zip-damaged', ZIP],
  ['a zip with a password', async () => withPassword(await zip(texts)), companionText(), 'zip-encrypted', ZIP],
  [
    'a path that leads out of the zip',
    async () => renamed(await zip({ 'aaa_users.csv': 'x' }), 'aaa_users.csv', '../_users.csv'),
    companionText(),
    'zip-unsafe',
    ZIP,
  ],
  ['a zip bomb', () => zip({ 'bomb.csv': '0'.repeat(3_000_000) }), companionText(), 'zip-too-large', ZIP],
  [
    'the same file twice, in two folders',
    () => zip({ 'a/users.csv': 'x', 'b/users.csv': 'x' }),
    companionText(),
    'zip-file-twice',
    ZIP,
  ],
  ['a zip without users.csv', () => zip(without('users.csv')), companionText(), 'users-missing', 'users.csv'],
  ['users.csv with a header and nobody', () => zip(csv(`${HEADER}\n`)), companionText(), 'file-empty', 'users.csv'],
  ['users.csv of no bytes', () => zip(csv('')), companionText(), 'file-empty', 'users.csv'],
  [
    'users.csv without its role column',
    () => zip(csv('sourcedId,orgSourcedIds\nS1,north\n')),
    companionText(),
    'column-missing',
    'users.csv',
    'role',
  ],
  ['users.csv cut in a quotation', () => zip(csv(`${HEADER}\n"S1,north`)), companionText(), 'file-cut-off', 'users.csv'],
  ['users.csv cut in a row', () => zip(csv(`${texts['users.csv']}S9,,nor`)), companionText(), 'file-cut-off', 'users.csv'],
  [
    'two columns for one thing',
    () => zip(csv(`${HEADER},sourced_id\nS1,,north,student,,,,,,03,,S1\n`)),
    companionText(),
    'column-twice',
    'users.csv',
    'sourcedId',
  ],
  [
    'a delta before any bulk export',
    () => zip({ ...texts, 'manifest.csv': 'propertyName,value\nfile.users,delta\n' }),
    companionText(),
    'delta-no-bulk',
    'roster/n.zip',
  ],
  [
    'another system’s schools',
    () => zip({ ...texts, 'orgs.csv': 'sourcedId,type\nsandbox,school\n' }),
    companionText(),
    'no-known-school',
    'orgs.csv',
    'sourcedId',
  ],
  [
    'a companion file without the flag that forbids',
    () => zip(texts),
    columnsWithout('restricted'),
    'column-missing',
    'n.contacts.csv',
    'restricted',
  ],
  [
    'a companion file in which that flag is blank throughout',
    () => zip(texts),
    companionText().replaceAll(',Y,N,N,', ',Y,,N,'),
    'flag-column-empty',
    'n.contacts.csv',
    'restricted',
  ],
  ['an empty companion file', () => zip(texts), '', 'file-empty', 'n.contacts.csv'],
];

test.each(WHOLE_FILES)('%s is reported, and nothing of it is taken', async (_what, zipped, contacts, code, file, column) => {
  const world = await importOf(await zipped(), contacts);
  const [problem] = reportIn(world).problems;
  expect(problem).toMatchObject({ code, file, severity: 'stop', ...(column === undefined ? {} : { column }) });
  expect(problem?.what).toMatch(/\.$/);
  expect(problem?.todo).toMatch(/\.$/);
  expect(world.reports.get(`reports/${ZIP}.html`)).toContain(problem?.what);
  expect([world.book.size, world.index.size, world.consents.size, world.stops.size]).toEqual([0, 0, 0, 0]);
  expect(world.news).toMatchObject([{ type: 'Roster Rejected', detail: { file: ZIP, report: `reports/${ZIP}.json` } }]);
  expect(world.records).toMatchObject([
    { kind: 'roster.rejected', facts: { code } },
    { kind: 'task.opened', facts: { kind: 'refused-export', file: ZIP } },
  ]);
});

test('after a bad export the pipeline goes on: the mended one is imported', async () => {
  const world = await importOf(Buffer.from('no zip'), companionText());
  world.files.set(ZIP, await zip(texts));
  await importDrop(intakePorts(world), { key: ZIP, messageId: 'm2' });
  expect(reportIn(world).result).toBe('imported');
  expect(world.book.size).toBeGreaterThan(0);
});

test('a file of another name is answered, a folder is not', async () => {
  const world = intakeWorld();
  world.files.set('roster/export.xlsx', Buffer.from('PK'));
  await importDrop(intakePorts(world), { key: 'roster/export.xlsx', messageId: 'm' });
  await importDrop(intakePorts(world), { key: 'roster/', messageId: 'm' });
  expect(reportIn(world, 'roster/export.xlsx').problems[0]?.code).toBe('name-unexpected');
  expect(world.reports.size).toBe(2);
});

test('a manifest alone means that nothing changed, never that everybody left', async () => {
  const world = await importOf(await zip({ 'manifest.csv': 'propertyName,value\nfile.users,absent\n' }), companionText());
  expect(reportIn(world)).toMatchObject({ result: 'imported', summary: expect.stringContaining('nothing has changed') });
  expect(world.book.size).toBe(0);
});

/** Columns of one row → the remark about it; the row’s other half, and every other row, is imported. */
const ROWS: readonly [string, Readonly<Record<string, string>>, string, string, string][] = [
  ['an impossible phone', { phone: '(309) 123-45' }, 'phone-impossible', 'phone', 'digits(8)'],
  ['a phone without its area code', { phone: '234-5678' }, 'phone-short', 'phone', 'digits(7)'],
  ['an extension', { phone: '217-442-3001 x12' }, 'phone-extension', 'phone', 'text with digits(16)'],
  ['an extension in a column of its own', { phoneExtension: '218' }, 'phone-extension', 'phone', 'text with digits(17)'],
  ['a placeholder', { phone: '5551234' }, 'phone-placeholder', 'phone', 'digits(7)'],
  ['a ruined number', { phone2: '3.09467E+09' }, 'phone-spreadsheet', 'phone2', 'scientific number'],
  ['a number that only looks domestic', { phone: '876-234-5678' }, 'phone-country', 'phone', 'digits(10)'],
  ['a word for nothing', { phone: 'NULL' }, 'null-literal', 'phone', 'word for nothing'],
  ['an unknown flag', { restricted: 'see file' }, 'flag-unknown', 'restricted', 'text(8)'],
  ['a formula', { familyName: '=HYPERLINK("x")' }, 'formula', 'familyName', 'formula(15)'],
  ['an unknown language', { language: '01' }, 'language-unknown', 'language', 'digits(2)'],
  [
    'a consent of a day to come',
    { consentEvent: 'yes', consentForm: 'F', consentDate: '2062-08-20' },
    ...(['consent-date-ahead', 'consentDate', 'digits(8)'] as const),
  ],
  ['a consent without a date', { consentEvent: 'yes', consentForm: 'F' }, 'consent-incomplete', 'consentDate', 'empty'],
  ['an answer that is neither', { consentEvent: 'maybe' }, 'consent-unreadable', 'consentEvent', 'word(5)'],
  ['a student nobody has', { studentSourcedId: 'S77' }, 'student-unknown', 'studentSourcedId', 'text with digits(3)'],
];

describe('a bad row costs itself alone', () => {
  test.each(ROWS)('%s', async (_what, columns, code, column, valueClass) => {
    const wanted: SmallExport = {
      guardians: [
        { id: 'G1', students: ['S1'], phone: '217-442-3001' },
        { id: 'G2', students: ['S2'], phone: '217-442-3002', columns },
      ],
    };
    const world = await importOf(await zip(oneRosterTexts({ ...wanted, guardians: [] })), companionText(wanted));
    const report = reportIn(world);
    expect(report.result).toBe('imported');
    expect(report.problems).toContainEqual(expect.objectContaining({ code, file: 'n.contacts.csv', row: 3, column, valueClass }));
    for (const value of Object.values(columns)) if (value.length > 4) expect(JSON.stringify(report)).not.toContain(value);
    expect([...world.book.values()]).toContainEqual(
      expect.objectContaining({ value: expect.objectContaining({ e164: '+12174423001' }) }),
    );
  });
});

test('a row in which everything is wrong at once is the row of one person, and what can be read of it is read', async () => {
  const ugly = {
    ...{ givenName: 'Ana\n=HYPERLINK("x")', familyName: 'O’Brien, "Bob"\\', language: '01', priority: '1-Jun' },
    ...{ phone: '3.12555E+09', phone2: 'NULL', legalGuardian: 'Y', restricted: '' },
  };
  const wanted: SmallExport = {
    students: [{ id: '007', grade: '1-Jun' }, { id: '7' }],
    guardians: [
      { id: 'G1', students: ['007'], columns: ugly },
      { id: 'G2', students: ['7'], phone: '217-442-3002' },
    ],
  };
  const world = await importOf(await zip(oneRosterTexts(wanted)), companionText(wanted));
  const { result, problems } = reportIn(world);
  expect(result).toBe('imported');
  const told = problems.map(({ code, file, row, column }) =>
    [code, file.replace('n.contacts', 'contacts'), row, column].join(' '),
  );
  expect(told.sort()).toEqual([
    'grade-unknown users.csv 2 grades',
    'id-zeros users.csv 2 sourcedId',
    'id-zeros users.csv 3 sourcedId',
    'language-unknown contacts.csv 2 language',
    'null-literal contacts.csv 2 phone2',
    'phone-spreadsheet contacts.csv 2 phone',
    'priority-unreadable contacts.csv 2 priority',
  ]);
  const links = [NAMING.student('007'), NAMING.student('7')].map((studentKey) => ({ edges: [{ studentKey }] }));
  expect(['G1', 'G2'].map((id) => world.book.get(`contact ${NAMING.contact(id)}`)?.value)).toMatchObject([
    { givenName: 'Ana =HYPERLINK("x")', familyName: 'O’Brien, "Bob"\\', language: 'und', numbers: [], ...links[0] },
    { numbers: [{ e164: '+12174423002' }], ...links[1] },
  ]);
});
