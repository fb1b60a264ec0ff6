import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Cells, csv, export11, filesOf, readExport } from '../../../test/fixtures/oneroster.ts';
import { ORGS_MAP } from '../maps/oneroster-1.1.ts';
import { problemLog } from '../report/problem.ts';
import { readOrgs } from './orgs.ts';
import { currentRows } from './rows.ts';

function read(rows: readonly Cells[]) {
  const problems = problemLog();
  const orgs = readOrgs(currentRows(filesOf({ 'orgs.csv': csv('orgs', rows) }), 'orgs.csv', ORGS_MAP, problems), problems);
  return { orgs, remarks: problems.list().map(({ code, row }) => [code, row]) };
}

const org = (sourcedId: string, type: string, parentSourcedId = '') => ({ sourcedId, type, parentSourcedId });
const chain = (length: number) =>
  Array.from({ length }, (_, at) => org(`d${at}`, 'department', at === 0 ? 'north' : `d${at - 1}`));

describe('the school of an org', () => {
  test('is the org itself, or the next school above a department, in whichever order and case they stand', () => {
    const { orgs } = read([
      org('maths', 'Department', 'north'),
      org('algebra', 'department', 'maths'),
      org('north', 'SCHOOL', 'd1'),
    ]);
    expect(['north', 'maths', 'algebra'].map(orgs.schoolOf)).toEqual(['north', 'north', 'north']);
    expect(orgs.schools).toEqual(['north']);
  });

  test('is none for what stands above schools: two districts, one its own parent, one with a parent that nobody knows', () => {
    const rows = [
      org('d1', 'district', 'd1'),
      org('d2', 'district', 'state'),
      org('north', 'school', 'd1'),
      org('south', 'school', 'd2'),
    ];
    const { orgs, remarks } = read(rows);
    expect(['d1', 'd2', 'state', ''].map(orgs.schoolOf)).toEqual([undefined, undefined, undefined, undefined]);
    expect([orgs.schools, remarks]).toEqual([['north', 'south'], []]);
  });

  test('is not guessed from a type that nobody knows', () => {
    const { orgs, remarks } = read([
      org('north', 'campus'),
      org('south', 'Local', 'south'),
      org('annex', 'campus', 'east'),
      org('east', 'school'),
    ]);
    expect(['north', 'south', 'annex'].map(orgs.schoolOf)).toEqual([undefined, undefined, 'east']);
    expect(remarks).toEqual([
      ['org-type-unknown', 2],
      ['org-type-unknown', 4],
    ]);
  });

  test('is not sought in circles, nor more than eight parents up', () => {
    const round = read([org('a', 'department', 'b'), org('b', 'department', 'a'), org('north', 'school', 'north')]);
    expect(['a', 'b', 'north'].map(round.orgs.schoolOf)).toEqual([undefined, undefined, 'north']);
    expect(round.remarks).toEqual([
      ['org-circle', 2],
      ['org-circle', 3],
    ]);
    const deep = read([org('north', 'school'), ...chain(9)]);
    expect([deep.orgs.schoolOf('d7'), deep.orgs.schoolOf('d8')]).toEqual(['north', undefined]);
  });

  test('is a school or none, whatever the parents are', () => {
    const rows = fc.array(
      fc.tuple(
        fc.constantFrom('a', 'b', 'c', 'd'),
        fc.constantFrom('school', 'department', ''),
        fc.constantFrom('a', 'b', 'c', 'd', 'e', ''),
      ),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(rows, (tuples) => {
        const { orgs } = read(tuples.map(([id, type, parent]) => org(id, type, parent)));
        for (const [id] of tuples) expect([undefined, ...(orgs.schools ?? [])]).toContain(orgs.schoolOf(id));
        for (const school of orgs.schools ?? []) expect(orgs.schoolOf(school)).toBe(school);
      }),
    );
  });
});

test('a student of a department, and a teacher of one, are at its school; enrollments in one count for it', () => {
  const orgs = csv('orgs', [org('north', 'school'), org('south', 'school'), org('maths', 'department', 'south')]);
  const users = [
    { sourcedId: 'S1', orgSourcedIds: 'maths,south' },
    { sourcedId: 'S2' },
    { sourcedId: 'S3', orgSourcedIds: 'district' },
    { sourcedId: 'T1', role: 'teacher', orgSourcedIds: 'maths' },
  ];
  const enrollments = csv('enrollments', [{ userSourcedId: 'S2', role: 'Student', schoolSourcedId: 'maths' }]);
  const { schools, staff, remarks } = readExport(export11(users, { 'orgs.csv': orgs, 'enrollments.csv': enrollments }));
  expect([schools, staff]).toEqual([{ S1: ['south'], S2: ['south'] }, { T1: ['south'] }]);
  expect(remarks).toEqual([['school-missing', 'users.csv', 4, 'orgSourcedIds']]);
});

test('without orgs.csv every org passes for a school, but an empty one does not', () => {
  const users = [{ sourcedId: 'S1' }, { sourcedId: 'S2', orgSourcedIds: '' }];
  const { found } = readExport(export11(users, { 'orgs.csv': '' }));
  expect([found?.schools, found?.invalidStudents]).toEqual([['north'], ['S2']]);
});
