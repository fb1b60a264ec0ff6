import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Cells, export11, export12, readExport } from '../../../test/fixtures/oneroster.ts';
import { isWordForNothing, readList } from '../values.ts';

const linksIn = (texts: Cells) => {
  const { links, remarks } = readExport(texts);
  return { links, remarks: remarks.map(([code, , row]) => [code, row]) };
};

const STUDENTS = [{ sourcedId: 'S1' }, { sourcedId: 'S2' }];
const guardian = (agentSourcedIds: string, over: Cells = {}) => ({ sourcedId: 'G1', role: 'parent', agentSourcedIds, ...over });

describe('who belongs to whom', () => {
  test('stands on the student’s row, on the guardian’s, or on both; it is their union', () => {
    const [one, two] = [{ sourcedId: 'S1', agentSourcedIds: 'G1,G2' }, { sourcedId: 'S2' }];
    const relative = { sourcedId: 'G2', role: 'Relative' };
    expect(linksIn(export11([one, two, guardian('S1,S2'), relative]))).toEqual({
      links: { G1: ['S1', 'S2'], G2: ['S1'] },
      remarks: [],
    });
  });

  test.each([
    ['"S1","S2"'],
    ['"S1, S2"'],
    ['S1;S2'],
    ['S1 | S2'],
    [' S1 ,, S2,'],
    ['["S1","S2"]'],
    ['"[""S1"", ""S2""]"'],
    ['[\\"S1\\",\\"S2\\"]'],
    ['S1,NULL,S2,n/a'],
  ])('written %s', (agents) => {
    expect(linksIn(export11([...STUDENTS, guardian(agents)]))).toEqual({ links: { G1: ['S1', 'S2'] }, remarks: [] });
  });

  const teacher = { sourcedId: 'T1', role: 'teacher' };
  const gone = { sourcedId: 'X1', role: 'parent', status: 'tobedeleted' };
  const odd = { sourcedId: 'X2', role: 'mascot' };
  test.each<[string, Cells[], unknown[]]>([
    ['a student whose agent is a teacher', [{ sourcedId: 'S1', agentSourcedIds: 'T1' }, teacher], [['agent-not-guardian', 2]]],
    ['a teacher whose agent is a student', [...STUDENTS, { ...teacher, agentSourcedIds: 'S1' }], [['agent-not-guardian', 4]]],
    ['brothers and sisters', [{ sourcedId: 'S1', agentSourcedIds: 'S2' }, { sourcedId: 'S2' }], [['agent-not-guardian', 2]]],
    ['a guardian whose agent is a guardian', [...STUDENTS, guardian('G1')], [['agent-not-student', 4]]],
    ['a guardian whose agent nobody knows', [...STUDENTS, guardian('S9')], [['agent-unknown', 4]]],
    ['a student whose agent nobody knows', [{ sourcedId: 'S1', agentSourcedIds: 'G9' }], [['agent-unknown', 2]]],
    ['agents who are gone, reported once', [{ sourcedId: 'S1', agentSourcedIds: 'X1' }, gone], [['status-filled', 3]]],
    ['agents who could not be read, reported once', [{ sourcedId: 'S1', agentSourcedIds: 'X2' }, odd], [['role-unknown', 3]]],
  ])('%s make no link, and are reported', (_what, users, remarks) => {
    const found = linksIn(export11(users));
    expect(Object.values(found.links).flat()).toEqual([]);
    expect(found.remarks).toEqual(remarks);
  });

  test('a teacher who is a parent as well keeps the children, and a grown pupil who is one too', () => {
    const users = [
      { sourcedId: 'S1' },
      { sourcedId: 'P1', agentSourcedIds: 'S1' },
      { sourcedId: 'A1', agentSourcedIds: 'S1,P1' },
    ];
    const role = (userSourcedId: string, name: string) => ({ userSourcedId, role: name });
    const roles = [
      role('S1', 'student'),
      role('P1', 'teacher'),
      role('P1', 'parent'),
      role('A1', 'student'),
      role('A1', 'guardian'),
    ];
    expect(linksIn(export12(users, roles))).toEqual({ links: { P1: ['A1', 'S1'], A1: ['S1'] }, remarks: [] });
  });
});

test('a list reads the same however it is joined and quoted', () => {
  const id = fc.stringMatching(/^[A-Za-z0-9_/@-]{2,8}$/).filter((text) => !isWordForNothing(text));
  const joined = fc.constantFrom(',', ', ', ';', '|', ' | ', '","');
  const around = fc.constantFrom(['', ''], ['"', '"'], ['[', ']'], ['["', '"]'], ['"["', '"]"']);
  fc.assert(
    fc.property(fc.array(id, { minLength: 1 }), joined, around, (ids, by, [before, after]) => {
      expect(readList(`${before}${ids.join(by)}${after}`)).toEqual(ids);
    }),
  );
});
