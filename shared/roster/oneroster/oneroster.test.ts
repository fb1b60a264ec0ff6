import { describe, expect, test } from 'vitest';
import { csv, export11, export12, manifest, pupil, readExport } from '../../../test/fixtures/oneroster.ts';

const S1 = { sourcedId: 'S1' };

describe('1.1 and 1.2 are told apart by what is in the files', () => {
  const users11 = export11([S1])['users.csv'] ?? '';
  const users12 = export12([S1], [])['users.csv'] ?? '';
  const roles = csv('roles', [pupil('S1', { orgSourcedId: 'south' })]);

  test.each([
    ['1.1 throughout', '1.1', users11, '', '1.1', []],
    ['1.2 throughout', '1.2', users12, roles, '1.2', []],
    ['1.2 by its correction', '1.2.1', users12, roles, '1.2', []],
    ['a 1.2 manifest with 1.1 users', '1.2', users11, '', '1.1', ['version-differs']],
    ['a 1.1 manifest with 1.2 users', '1.1', users12, roles, '1.2', ['version-differs']],
    ['1.2, with roles left in users.csv', '1.2', users11, roles, '1.2', []],
    ['1.1, with a roles.csv beside it', '1.1', users11, roles, '1.1', ['version-differs']],
    ['no version in the manifest, 1.1 users', '', users11, '', '1.1', []],
    ['1.2 users that lost their roles.csv', '1.2', users12, '', '1.2', ['roles-missing']],
    [
      '1.2 users with none of its new columns',
      '1.2',
      'sourcedId,givenName,familyName,agentSourcedIds,grades\nS1,,,,03\n',
      '',
      '1.2',
      ['roles-missing'],
    ],
    ['the same under a 1.1 manifest', '1.1', users12, '', '1.2', ['version-differs', 'roles-missing']],
  ])('%s', (_what, said, users, rolesText, version, codes) => {
    const files = { users: 'bulk', orgs: 'bulk', ...(rolesText === '' ? {} : { roles: 'bulk' }) };
    const found = readExport(export11([], { 'manifest.csv': manifest(said, files), 'users.csv': users, 'roles.csv': rolesText }));
    expect([found.version, found.codes]).toEqual([version, codes]);
    expect(found.maps.includes('oneroster-1.2/roles@1')).toBe(version === '1.2' && rolesText !== '');
    if (!codes.includes('roles-missing')) expect(found.schools).toEqual({ S1: [version === '1.2' ? 'south' : 'north'] });
  });

  test('without a manifest the headers say it', () => {
    expect(readExport(export11([S1], { 'manifest.csv': '' }))).toMatchObject({ version: '1.1', codes: ['manifest-missing'] });
    expect(readExport(export12([S1], [pupil('S1')], { 'manifest.csv': '' }))).toMatchObject({
      version: '1.2',
      codes: ['manifest-missing'],
    });
  });

  test('the report names the maps that were used', () => {
    expect(readExport(export12([S1], [pupil('S1')])).maps).toEqual([
      'oneroster-1.1/manifest@1',
      'oneroster-1.1/orgs@2',
      'oneroster-1.2/users@2',
      'oneroster-1.2/roles@1',
    ]);
    expect(readExport(export11([S1])).maps).toContain('oneroster-1.1/users@2');
  });
});

describe('what stands in a row', () => {
  test('a disabled account is no departure, and words count in any case', () => {
    const texts = export11([{ ...S1, enabledUser: 'FALSE', role: 'Student', status: 'Active' }], {
      'orgs.csv': csv('orgs', [{ sourcedId: 'north', type: 'SCHOOL' }]),
    });
    expect(readExport(texts)).toMatchObject({ schools: { S1: ['north'] }, codes: [] });
  });

  test.each([
    ['', true, []],
    ['ACTIVE', true, []],
    ['inactive', false, ['status-filled']],
    ['toBeDeleted', false, ['status-filled']],
    ['enrolled?', false, ['status-unknown']],
    ['active2', false, ['status-unknown']],
  ])('status "%s"', (status, isTaken, codes) => {
    const found = readExport(export11([S1, { sourcedId: 'S2', status }]));
    expect([Object.keys(found.schools), found.codes]).toEqual([isTaken ? ['S1', 'S2'] : ['S1'], codes]);
    expect(found.found?.invalidStudents).toEqual(codes.includes('status-unknown') ? ['S2'] : []);
  });

  test('columns stand in any order, with any others between them, under names of 1.0 too', () => {
    const texts = export11([], {
      'users.csv':
        'grade,metadata.role,ext_sourcedId,agents,homelanguage,prefferedGivenName,role,family_name,GivenName,relation,orgSourcedIds,sourcedId\n03,x,y,G1,es,Z,student,,,,north,S1\n,,,,,,parent,B,A,,,G1\n',
      'enrollments.csv': 'userId,schoolSourcedId,classes,role\nS1,south,c,student\n',
      'demographics.csv': 'userSourcedId,sex,birthdate\nS1,f,2017-05-01\n',
    });
    const { found, schools, codes } = readExport(texts);
    expect([schools, codes]).toEqual([{ S1: ['south'] }, []]);
    expect(found?.students.get('S1')?.birthDate).toBe('2017-05-01');
    expect(found?.guardians.get('G1')).toMatchObject({ givenName: 'A', studentIds: ['S1'] });
  });

  test('ids keep their zeros; two that differ in them alone are two people, and reported', () => {
    const users = ['007', '7', '0070', 'A7'].map((sourcedId) => ({ sourcedId }));
    const { schools, remarks } = readExport(export11(users));
    expect(Object.keys(schools).sort()).toEqual(['007', '0070', '7', 'A7']);
    expect(remarks).toEqual([
      ['id-zeros', 'users.csv', 2, 'sourcedId'],
      ['id-zeros', 'users.csv', 3, 'sourcedId'],
    ]);
  });

  test.each([
    ['255 characters', 'x'.repeat(255), undefined],
    ['256 characters', 'x'.repeat(256), 'id-unusable'],
    ['a control character', 'S\u00012', 'id-unusable'],
    ['a mark that joins letters', 'S\u200D2', 'id-unusable'],
    ['nothing', '', 'id-missing'],
  ])('an id of %s', (_what, sourcedId, code) => {
    for (const texts of [export11([S1, { sourcedId }]), export12([S1, { sourcedId }], [pupil('S1'), pupil(sourcedId)])]) {
      const { schools, remarks } = readExport(texts);
      expect(Object.keys(schools)).toHaveLength(code === undefined ? 2 : 1);
      expect(remarks).toEqual(code === undefined ? [] : [[code, 'users.csv', 3, 'sourcedId']]);
    }
  });
});

describe('enrollments', () => {
  test('count for whoever is here, and are not reported of those who are gone or in doubt', () => {
    const users = [S1, { ...S1, status: 'inactive' }, { sourcedId: 'S2', status: 'inactive' }, { sourcedId: 'S3', status: '?' }];
    const at = (id: string) => pupil(id, { schoolSourcedId: 'south' });
    const odd = { userSourcedId: 'S1', schoolSourcedId: 'north', role: 'pupil' };
    const enrollments = csv('enrollments', [...['S1', 'S2', 'S3', 'S4'].map(at), { ...at('T1'), role: 'Teacher' }, odd]);
    const { schools, remarks } = readExport(export11(users, { 'enrollments.csv': enrollments }));
    expect(schools).toEqual({ S1: ['south'] });
    expect(remarks.filter(([, file]) => file === 'enrollments.csv')).toEqual([
      ['student-unknown', 'enrollments.csv', 5, 'userSourcedId'],
      ['role-unknown', 'enrollments.csv', 7, 'role'],
    ]);
  });

  test('whose dates cannot be read enroll nobody there', () => {
    const enrollments = csv('enrollments', [{ ...pupil('S1'), schoolSourcedId: 'south', endDate: '31/12/26' }]);
    const found = readExport(export11([S1], { 'enrollments.csv': enrollments }));
    expect([found.schools, found.codes]).toEqual([{ S1: ['north'] }, ['date-unreadable']]);
  });
});
