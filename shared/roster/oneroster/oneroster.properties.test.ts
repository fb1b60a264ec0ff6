import fc from 'fast-check';
import { expect, test } from 'vitest';
import { companionText, EXPORT_CONTEXT } from '../../../test/fixtures/exports.ts';
import { csv, export11, export12, filesOf, manifest, ORGS, readExport } from '../../../test/fixtures/oneroster.ts';
import { understand } from '../../../test/fixtures/understand.ts';
import { problemLog } from '../report/problem.ts';

const id = fc.constantFrom('A', 'B', 'C', 'D');
const person = fc.record({
  sourcedId: id,
  agents: fc.uniqueArray(id, { maxLength: 2 }),
  primaryOrgSourcedId: fc.constant(''),
  roles: fc.uniqueArray(
    fc.record({
      role: fc.constantFrom('student', 'Guardian', 'parent', 'TEACHER', 'aide'),
      orgSourcedId: fc.constantFrom('north', 'south', 'district'),
    }),
    { minLength: 1, maxLength: 3, selector: ({ role, orgSourcedId }) => `${role} ${orgSourcedId}` },
  ),
});

test('a district says the same in both versions: who is where, who belongs to whom', () => {
  fc.assert(
    fc.property(fc.uniqueArray(person, { minLength: 1, selector: ({ sourcedId }) => sourcedId }), (people) => {
      const users = people.map(({ sourcedId, agents }) => ({
        sourcedId,
        agentSourcedIds: agents.join(','),
        phone: '217-442-3001',
      }));
      const roles = people.flatMap((one) => one.roles.map((role) => ({ ...role, userSourcedId: one.sourcedId })));
      const rows11 = people.flatMap((one, at) =>
        one.roles.map(({ role, orgSourcedId }) => ({ ...users[at], role, orgSourcedIds: orgSourcedId })),
      );
      const [old, now] = [readExport(export11(rows11)), readExport(export12(users, roles))];
      expect([now.schools, now.staff, now.links]).toEqual([old.schools, old.staff, old.links]);
      expect(now.found?.invalidStudents.toSorted()).toEqual(old.found?.invalidStudents.toSorted());
    }),
    { numRuns: 500 },
  );
});

const WHOLE = export12(
  [{ sourcedId: 'S1' }, { sourcedId: 'G1', agentSourcedIds: 'S1' }],
  [
    { userSourcedId: 'S1', role: 'student' },
    { userSourcedId: 'G1', role: 'parent', beginDate: '2026-08-01', endDate: '2027-06-05' },
  ],
  {
    'manifest.csv': manifest('1.2', { users: 'bulk', roles: 'bulk', orgs: 'bulk', demographics: 'bulk', enrollments: 'bulk' }),
    'orgs.csv': ORGS,
    'demographics.csv': csv('demographics', [{ sourcedId: 'S1', birthDate: '5/1/2017' }]),
    'enrollments.csv': csv('enrollments', [{ userSourcedId: 'S1', schoolSourcedId: 'north', role: 'student' }]),
  },
);

test('an export any file of which holds any bytes is understood, or stopped with a reason', () => {
  const cut = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.nat(30),
    put: fc.uint8Array({ maxLength: 12 }),
  });
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(WHOLE)), fc.array(cut, { minLength: 1, maxLength: 4 }), (file, cuts) => {
      const damaged = cuts.reduce(
        (bytes, { at, length, put }) => {
          const from = Math.floor(at * bytes.length);
          return Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(from + length)]);
        },
        Buffer.from(WHOLE[file] ?? ''),
      );
      const problems = problemLog();
      const files = new Map([...filesOf(WHOLE), [file, damaged]]);
      const found = understand(
        files,
        Buffer.from(companionText({ guardians: [{ id: 'G1', students: ['S1'] }] })),
        EXPORT_CONTEXT,
        problems,
      );
      expect(found.kind === 'stopped').toBe(problems.stopped());
      const students = found.kind === 'roster' ? found.roster.students : [];
      for (const { schoolIds } of students) expect(schoolIds.length).toBeGreaterThan(0);
    }),
    { numRuns: 1_000 },
  );
});
