import { describe, expect, test } from 'vitest';
import { zip } from '../../../infra/local/sample-district/zip.ts';
import { csv, export11, export12, filesOf, manifest } from '../../../test/fixtures/oneroster.ts';
import { testSpool } from '../../../test/fixtures/spool.ts';
import { openArchive } from '../bytes/archive.ts';
import { problemLog } from '../report/problem.ts';
import { readManifest } from './manifest.ts';
import { ONEROSTER_FILES } from './oneroster.ts';

function read(texts: Readonly<Record<string, string>>) {
  const problems = problemLog();
  const found = readManifest(filesOf(texts), problems);
  return { ...found, remarks: problems.list().map(({ code, row }) => [code, row]) };
}

describe('a delta is known for one', () => {
  test.each(['users', 'roles', 'orgs', 'enrollments', 'demographics'])('of %s alone too, however it is written', (file) => {
    const text = `propertyName,value\nFile.${file}, Delta\n`;
    // Read as if it were whole, it is not taken.
    expect(read(export11([], { 'manifest.csv': text }))).toMatchObject({ says: 'delta', remarks: [['delta-no-bulk', 2]] });
  });

  test('but not by files that nobody reads', () => {
    const said = manifest('1.1', { users: 'bulk', orgs: 'bulk', results: 'delta', courseResourses: 'delta' });
    expect(read(export11([], { 'manifest.csv': said }))).toMatchObject({ says: 'whole', remarks: [] });
  });
});

test('what it says against what is there is reported, and is read all the same', () => {
  const said = manifest('1.1', { orgs: '', users: 'absent', demographics: 'bulk', enrollments: 'absent', classes: 'bulk' });
  const found = read(export11([{ sourcedId: 'S1' }], { 'manifest.csv': said }));
  expect(found).toMatchObject({ says: 'whole', remarks: [4, 5, 6].map((row) => ['manifest-differs', row]) });
});

test('alone it says that nothing changed; beside other files without users it is an export cut in pieces', () => {
  const said = 'propertyName,value\nsource.systemName,absent\nfile.users,absent\noneroster.version,1.2';
  expect(read({ 'manifest.csv': said })).toMatchObject({ says: 'nothing-changed', version: { number: '1.2' }, remarks: [] });
  const roles = csv('roles', [{ userSourcedId: 'S1', role: 'student' }]);
  expect(read({ 'manifest.csv': said, 'roles.csv': roles }).says).toBe('whole');
  expect(read({ 'manifest.csv': 'propertyName,value\nfile.users,bulk\n' }).says).toBe('whole');
});

test('of a zip only the files with a map are unpacked, in whichever case; never the one with passwords', async () => {
  const texts = export12([], [], { 'userprofiles.csv': 'password\nsecret\n' });
  const shouted = Object.fromEntries(Object.entries(texts).map(([name, text]) => [`Export/${name.toUpperCase()}`, text]));
  const archive = await openArchive(
    await zip({ ...shouted, 'userProfiles.csv': 'password\nsecret\n' }),
    new Set(ONEROSTER_FILES),
    testSpool(),
  );
  if (archive.kind !== 'files') throw new Error('refused');
  expect([...archive.files.keys()].sort()).toEqual(['manifest.csv', 'orgs.csv', 'roles.csv', 'users.csv']);
});
