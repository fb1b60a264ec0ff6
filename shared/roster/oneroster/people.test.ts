import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Cells, export11, export12, pupil, readExport, TODAY } from '../../../test/fixtures/oneroster.ts';

const S1 = { sourcedId: 'S1' };

describe('the roles of 1.2', () => {
  test('a person has as many as there are rows: a teacher at two schools whose child is here', () => {
    const users = [S1, { sourcedId: 'P1', givenName: 'Ines', agentSourcedIds: 'S1' }];
    const roles = [
      pupil('S1'),
      { userSourcedId: 'P1', role: 'Teacher', orgSourcedId: 'south' },
      { userSourcedId: 'P1', role: 'teacher', roleType: 'secondary' },
      { userSourcedId: 'P1', role: 'relative', roleType: 'secondary' },
      { userSourcedId: 'P1', role: 'PARENT', roleType: 'Primary' },
    ];
    const { found, codes, staff } = readExport(export12(users, roles));
    expect([staff, codes]).toEqual([{ P1: ['north', 'south'] }, []]);
    expect(found?.guardians.get('P1')).toMatchObject({ relationship: 'parent', studentIds: ['S1'], givenName: 'Ines' });
  });

  test('each role of 1.2 is a student’s, a guardian’s or a member of the staff’s', () => {
    const staffRoles = [
      'aide',
      'counselor',
      'districtAdministrator',
      'principal',
      'proctor',
      'siteAdministrator',
      'system_administrator',
    ];
    const roles = ['student', 'guardian', ...staffRoles].map((role) => ({ userSourcedId: role, role }));
    const { found, codes } = readExport(
      export12(
        roles.map(({ userSourcedId }) => ({ sourcedId: userSourcedId })),
        roles,
      ),
    );
    expect([[...(found?.students.keys() ?? [])], [...(found?.guardians.keys() ?? [])]]).toEqual([['student'], ['guardian']]);
    expect([[...(found?.staff.keys() ?? [])], codes]).toEqual([staffRoles, []]);
  });

  test.each([
    ['begins today', { beginDate: TODAY }, true, []],
    ['begins tomorrow', { beginDate: '2026-11-25' }, false, ['role-over']],
    ['ends today, by a system that writes the last day', { endDate: TODAY }, true, []],
    ['ended yesterday', { endDate: '2026-11-23' }, false, ['role-over']],
    ['is marked as gone', { status: 'tobedeleted' }, false, ['status-filled', 'role-over']],
  ])('a role that %s', (_what, cells, isTaken, codes) => {
    const found = readExport(export12([S1, { sourcedId: 'S2' }], [pupil('S1'), pupil('S2', cells)]));
    expect([Object.keys(found.schools), found.codes]).toEqual([isTaken ? ['S1', 'S2'] : ['S1'], codes]);
    expect(found.found?.invalidStudents, 'somebody whose role is over is no row that could not be read').toEqual([]);
  });
});

describe('who is here, and who has left', () => {
  test('whoever has no role, or none that can be read, is neither taken nor gone', () => {
    const users = ['S1', 'S2', 'S3', 'S4', 'S5', 'S6'].map((sourcedId) => ({ sourcedId }));
    const roles = [
      pupil('S1'),
      pupil('S3', { role: 'mascot' }),
      pupil('S4', { endDate: 'June' }),
      pupil('S5', { status: '?' }),
      pupil('S9'),
      pupil('S6', { endDate: '2026-06-05' }),
      pupil('S6', { role: 'mascot' }),
    ];
    const { found, schools, remarks } = readExport(export12(users, roles));
    expect([Object.keys(schools), found?.invalidStudents]).toEqual([
      ['S1'],
      expect.arrayContaining(['S2', 'S3', 'S4', 'S5', 'S6']),
    ]);
    expect(remarks).toEqual(
      expect.arrayContaining([
        ['role-unknown', 'roles.csv', 3, 'role'],
        ['role-unknown', 'roles.csv', 8, 'role'],
        ['date-unreadable', 'roles.csv', 4, 'endDate'],
        ['status-unknown', 'roles.csv', 5, 'status'],
        ['role-none', 'users.csv', 3, 'sourcedId'],
        ['person-unknown', 'roles.csv', 6, 'userSourcedId'],
      ]),
    );
    expect(remarks).toHaveLength(6);
  });

  test('the primary org is taken where the roles name no school', () => {
    const users = ['S1', 'T1', 'T2'].map((sourcedId) => ({ sourcedId, primaryOrgSourcedId: 'south' }));
    const teacher = (userSourcedId: string, orgSourcedId: string) => ({ userSourcedId, role: 'teacher', orgSourcedId });
    const roles = [pupil('S1', { orgSourcedId: 'district' }), teacher('T1', 'district'), teacher('T2', '')];
    const { schools, staff } = readExport(export12(users, roles));
    expect([schools, staff], 'T1 works for the district').toEqual([{ S1: ['south'] }, { T1: [], T2: ['south'] }]);
  });

  test('staff have left when no role as staff is left to them, and not while one is unclear', () => {
    const teacher = (userSourcedId: string, cells: Cells = {}) => ({ userSourcedId, role: 'teacher', ...cells });
    const past = { endDate: '2026-06-05' };
    const users = ['S1', 'T1', 'T2', 'T3', 'T5', 'T6'].map((sourcedId) => ({ sourcedId }));
    const roles = [
      ...[pupil('S1'), teacher('T1', past), teacher('T2', past), teacher('T2', { orgSourcedId: 'south' }), teacher('T3', past)],
      ...[teacher('T3', { endDate: '??' }), teacher('T4'), teacher('T5', past), { userSourcedId: 'T5', role: 'parent' }],
      ...[teacher('T6', past), teacher('T6', { status: '?' }), { userSourcedId: 'T6', role: 'parent' }],
    ];
    const { found } = readExport(export12([...users, { sourcedId: 'T4', status: 'tobedeleted' }], roles));
    expect(found?.leftStaff).toEqual(['T1', 'T5', 'T4']);
  });

  test('a student who helps out is a student: their phone is not the staff’s', () => {
    const users = [{ ...S1, phone: '217-442-3051' }];
    const { found, codes } = readExport(export12(users, [pupil('S1'), { userSourcedId: 'S1', role: 'aide' }]));
    expect([[...(found?.staff ?? [])], found?.leftStaff, codes]).toEqual([[], ['S1'], ['staff-is-student']]);
    expect(found?.studentPhones).toEqual([{ studentId: 'S1', phone: '217-442-3051' }]);
  });

  test('a student’s name is not kept, in whichever further capacity the person appears', () => {
    const named = { sourcedId: 'S1', givenName: 'Hidden', familyName: 'Child' };
    const own = { ...pupil('S1'), role: 'parent' };
    const found12 = readExport(export12([named, { sourcedId: 'S2' }], [own, pupil('S1'), pupil('S2')])).found;
    const found11 = readExport(export11([named, { ...named, role: 'parent' }])).found;
    for (const found of [found12, found11]) {
      expect(found?.guardians.has('S1')).toBe(true);
      expect(JSON.stringify([...(found?.guardians ?? []), ...(found?.students ?? [])])).not.toMatch(/Hidden|Child/);
    }
  });
});

test('whatever roles, dates and states the files hold, everybody is taken, in doubt or gone, and one of these alone', () => {
  const role = fc.record({
    userSourcedId: fc.constantFrom('A', 'B', 'C', 'Z'),
    role: fc.constantFrom('student', 'parent', 'teacher', 'mascot', ''),
    status: fc.constantFrom('', 'active', 'tobedeleted', '?'),
    endDate: fc.constantFrom('', '2026-11-23', '2026-11-24', 'x'),
    orgSourcedId: fc.constantFrom('north', 'district', ''),
  });
  const user = fc.record({
    sourcedId: fc.constantFrom('A', 'B', 'C'),
    status: fc.constantFrom('', 'inactive', '?'),
    agentSourcedIds: fc.constantFrom('', 'A', 'B;C', 'Z'),
    givenName: fc.constant('Hidden'),
  });
  fc.assert(
    fc.property(fc.array(user, { minLength: 1 }), fc.array(role, { minLength: 1 }), (users, roles) => {
      const { found } = readExport(export12(users, roles));
      if (found === undefined) throw new Error('stopped');
      const here = [...found.students.keys(), ...found.guardians.keys(), ...found.staff.keys()];
      for (const id of found.students.keys()) expect(found.invalidStudents).not.toContain(id);
      for (const id of found.leftStaff) expect([...found.staff.keys(), ...found.invalidGuardians]).not.toContain(id);
      for (const id of here) expect(users.some(({ sourcedId, status }) => sourcedId === id && status === '')).toBe(true);
      for (const { studentIds } of found.guardians.values())
        for (const id of studentIds) expect(found.students.has(id)).toBe(true);
      expect(JSON.stringify([...found.students])).not.toContain('Hidden');
    }),
    { numRuns: 500 },
  );
});
