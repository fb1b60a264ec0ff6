import { describe, expect, test } from 'vitest';
import { companionText, EXPORT_CONTEXT, oneRosterTexts, type SmallExport } from '../../test/fixtures/exports.ts';
import { understand } from '../../test/fixtures/understand.ts';
import { problemLog } from './report/problem.ts';
import type { Roster } from './roster.ts';

function read(wanted: SmallExport, over: Readonly<Record<string, string>> = {}, companion = companionText(wanted)) {
  const problems = problemLog();
  const texts = { ...oneRosterTexts(wanted), ...over };
  const files = new Map(Object.entries(texts).map(([name, text]) => [name, Buffer.from(text)]));
  const found = understand(files, Buffer.from(companion), EXPORT_CONTEXT, problems);
  const roster: Roster =
    found.kind === 'roster'
      ? found.roster
      : {
          ...{ students: [], contacts: new Map(), doNotCall: [], leftStaff: [], ended: [] },
          ...{ invalid: { students: [], contacts: [] }, orphans: [], schools: [] },
        };
  return { roster, codes: problems.list().map(({ code }) => code) };
}

const edgesOf = ({ roster }: ReturnType<typeof read>, id: string) => roster.contacts.get(id)?.edges;
const guardian = (columns: Readonly<Record<string, string>>): SmallExport => ({
  students: [{ id: 'S1' }],
  guardians: [{ id: 'G1', students: ['S1'], phone: '217-442-3001', columns }],
});

describe('staff', () => {
  const people = ({ roster }: ReturnType<typeof read>) =>
    [...roster.contacts.values()]
      .filter(({ worksAt }) => worksAt !== undefined)
      .map(({ sisId, role, numbers, worksAt }) => [sisId, role, numbers.map(({ e164 }) => e164), worksAt]);

  test('whoever works here and can be called is a contact, at the schools they work at', () => {
    const staff = [
      { id: 'T1', sms: '217-442-3051', phone: '217-442-3052' },
      { id: 'T2', role: 'administrator', orgs: 'south,north', phone: '(217) 442-3053' },
      { id: 'T3', role: 'aide', orgs: 'district', phone: '217-442-3054' },
      { id: 'T4' },
    ];
    expect(people(read({ staff }))).toEqual([
      ['T1', 'staff', ['+12174423051', '+12174423052'], ['north']],
      ['T2', 'staff', ['+12174423053'], ['north', 'south']],
      ['T3', 'staff', ['+12174423054'], []],
    ]);
  });

  test('a number that cannot be called is reported with its row', () => {
    const found = read({ staff: [{ id: 'T1', phone: '217-442-3051 x12' }] });
    expect([people(found), found.codes]).toEqual([[], ['phone-extension']]);
  });

  test('who is marked as gone is no contact any more, and said to have left', () => {
    const [here, gone] = [
      { id: 'T1', sms: '217-442-3051' },
      { id: 'T2', sms: '217-442-3052', status: 'tobedeleted' },
    ];
    const found = read({ staff: [here, gone] });
    expect(people(found).map(([id]) => id)).toEqual(['T1']);
    expect(found.roster.leftStaff).toEqual(['T2']);
    const again = read({ staff: [gone, { ...gone, status: '' }] });
    expect([people(again).length, again.roster.leftStaff], 'one row of two is over').toEqual([1, []]);
  });

  test('a parent who works here stays the parent that the companion file describes', () => {
    const staff = [{ id: 'G1', phone: '217-442-3051' }];
    const found = read({ ...guardian({ restricted: 'Y' }), staff });
    expect(people(found)).toEqual([['G1', 'guardian', ['+12174423001'], ['north']]]);
    expect(edgesOf(found, 'G1')).toMatchObject([{ restricted: true }]);
  });
});

describe('flags are never guessed', () => {
  test.each([
    ['restricted', { restricted: 'Y' }, { restricted: true, emergencyOnly: false }, []],
    ['restricted by an unknown word', { restricted: 'see file' }, { restricted: true, emergencyOnly: false }, ['flag-unknown']],
    ['emergency contact only', { emergencyOnly: 'yes' }, { restricted: false, emergencyOnly: true }, []],
    [
      'emergency contact by an unknown word',
      { emergencyOnly: '??' },
      { restricted: false, emergencyOnly: true },
      ['flag-unknown'],
    ],
    ['no legal guardian', { legalGuardian: 'N' }, { restricted: false, emergencyOnly: true }, []],
    ['perhaps a legal guardian', { legalGuardian: '' }, { restricted: false, emergencyOnly: true }, ['guardian-unknown']],
    ['an ordinary parent', {}, { restricted: false, emergencyOnly: false }, []],
  ])('%s', (_what, columns, edge, codes) => {
    const found = read(guardian(columns));
    expect(edgesOf(found, 'G1')).toMatchObject([edge]);
    expect(found.codes).toEqual(codes);
  });

  test('a guardian the companion file is silent about is held for every student', () => {
    const wanted = {
      students: [{ id: 'S1' }],
      guardians: [
        { id: 'G1', students: ['S1'] },
        { id: 'G2', students: ['S1'] },
      ],
    };
    const found = read(wanted, {}, companionText({ guardians: wanted.guardians.slice(0, 1) }));
    expect(edgesOf(found, 'G2')).toMatchObject([{ restricted: true, emergencyOnly: true }]);
    expect(found.codes).toContain('flags-missing');
  });

  test('of two rows about the same pair, what forbids wins; a merge never widens', () => {
    const rows = [{ restricted: 'N' }, { restricted: 'Y' }, { restricted: 'N' }].map((columns) => ({
      id: 'G1',
      students: ['S1'],
      columns,
    }));
    expect(edgesOf(read({ students: [{ id: 'S1' }], guardians: rows }), 'G1')).toMatchObject([{ restricted: true }]);
  });

  test.each([
    ['pickupOnly', 'Y', ['never']],
    ['generalCommunication', '0', ['no-routine']],
    ['noLocation', 'true', ['no-location']],
    ['pickupOnly', 'sometimes', ['never']],
    ['generalCommunication', 'sometimes', ['no-routine']],
    ['noLocation', 'sometimes', ['no-location']],
    ['generalCommunication', '1', undefined],
    ['pickupOnly', '', undefined],
  ])('%s = "%s" narrows the pair to %j; a word nobody knows narrows too', (column, value, limits) => {
    const found = read({ guardians: [{ id: 'G1', students: ['S1'], columns: { [column]: value } }] });
    expect(edgesOf(found, 'G1')?.[0]?.limits).toEqual(limits);
    expect(found.codes.includes('flag-unknown')).toBe(value === 'sometimes');
  });

  test('a flag belongs to the pair: barred for one child, not for the other', () => {
    const guardians = [
      { id: 'G1', students: ['S1'], columns: { restricted: 'Y' } },
      { id: 'G1', students: ['S2'] },
    ];
    expect(edgesOf(read({ guardians }), 'G1')).toMatchObject([
      { studentId: 'S1', restricted: true },
      { studentId: 'S2', restricted: false },
    ]);
  });
});

describe('who is enrolled where', () => {
  const users = (rows: string) => `sourcedId,orgSourcedIds,role,givenName,familyName,agentSourcedIds,grades\n${rows}`;

  test('links stand on either side, quoted twice or not; a teacher is nobody’s guardian', () => {
    const text = users(
      'S1,north,student,,,G1,03\nS2,north,student,,,,K\nG1,,parent,A,B,"""S2, S1, T1""",\nT1,north,teacher,C,D,,\nG2,,relative,E,F,S9,\n',
    );
    const found = read({}, { 'users.csv': text }, companionText({ guardians: [{ id: 'G1', students: ['S1', 'S2'] }] }));
    expect(edgesOf(found, 'G1')?.map(({ studentId }) => studentId)).toEqual(['S1', 'S2']);
    expect(found.codes.sort()).toEqual(['agent-not-student', 'agent-unknown']);
    expect(found.roster.students.map(({ grade }) => grade)).toEqual(['03', 'KG']);
  });

  test('current enrollments give the schools, several if need be; else orgSourcedIds, schools only', () => {
    const text = users('S1,"district,north",student,,,,03\nS2,north,student,,,,03\nS3,district,student,,,,03\n');
    const enrollments =
      'userSourcedId,schoolSourcedId,role,beginDate,endDate\nS2,south,student,2026-08-17,2027-06-05\nS2,north,student,,\nS1,south,student,2025-08-17,2026-06-05\n';
    const found = read({}, { 'users.csv': text, 'enrollments.csv': enrollments });
    expect(found.roster.students.map(({ sisId, schoolIds }) => [sisId, schoolIds])).toEqual([
      ['S1', ['north']],
      ['S2', ['north', 'south']],
    ]);
    expect(found.codes).toContain('school-missing');
    expect(found.roster.invalid.students).toEqual(['S3']);
  });

  test('a mistyped role makes nobody absent', () => {
    const text = users('S1,north,student,,,,03\nS2,north,studnet,,,,03\n');
    expect(read({}, { 'users.csv': text }).roster.invalid.students).toEqual(['S2']);
  });

  test('a date of birth comes from demographics alone, for the 18th birthday', () => {
    const demographics = 'sourcedId,birthDate,sex,asian\nS1,2008-11-24,female,true\nS2,11/25/2008,male,false\n';
    const self = (id: string) => ({ id, students: [id], phone: '217-442-3001', columns: { relationship: 'Self' } });
    const found = read({ guardians: [self('S1'), self('S2')] }, { 'demographics.csv': demographics });
    expect(found.roster.students.map(({ birthDate }) => birthDate)).toEqual(['2008-11-24', '2008-11-25']);
    // Both are taken, the minor with a remark: the gate asks how old they are on the day of the call.
    expect([...found.roster.contacts.values()].map(({ sisId, role }) => [sisId, role])).toEqual([
      ['S1', 'student'],
      ['S2', 'student'],
    ]);
    expect(edgesOf(found, 'S2')).toMatchObject([{ relationship: 'self', emergencyOnly: false }]);
    expect(found.codes.filter((code) => code === 'self-minor')).toHaveLength(1);
  });

  test('a minor’s own phone is nobody’s guardian number', () => {
    const guardians = [{ id: 'G1', students: ['S1'], phone: '(217) 442-3001', columns: { phone2: '217-442-3002' } }];
    const found = read({ students: [{ id: 'S1', sms: '+12174423001' }], guardians });
    expect(
      found.roster.contacts
        .values()
        .next()
        .value?.numbers.map(({ e164 }) => e164),
    ).toEqual(['+12174423002']);
    expect(found.codes).toEqual(['phone-of-minor']);
  });
});

describe('when the contacts go by the district’s own numbers', () => {
  const numbered = (identifier: (n: number) => string, studentNumber: (n: number) => string) => ({
    'users.csv': `sourcedId,orgSourcedIds,role,givenName,familyName,agentSourcedIds,grades,identifier,studentNumber\n${[1, 2]
      .map((n) => `S${n},north,student,,,,03,${identifier(n)},${studentNumber(n)}\n`)
      .join('')}T1,north,teacher,A,B,,,9,9\n`,
  });
  const guardians = ['71', '72', '9'].map((number, n) => ({ id: `G${n}`, students: [number] }));

  test.each([
    [
      'identifier',
      numbered(
        (n) => `7${n}`,
        () => '',
      ),
    ],
    [
      'studentNumber, where no row has an identifier',
      numbered(
        () => '',
        (n) => `7${n}`,
      ),
    ],
    [
      'identifier, whatever a studentNumber says',
      numbered(
        (n) => `7${n}`,
        (n) => `7${3 - n}`,
      ),
    ],
  ])('they are found by %s; a teacher’s is no student’s', (_what, files) => {
    const found = read({}, files, companionText({ guardians }));
    expect(['G0', 'G1'].map((id) => edgesOf(found, id)?.map(({ studentId }) => studentId))).toEqual([['S1'], ['S2']]);
    expect(found.codes).toEqual(['student-ids-by-number', 'student-unknown']);
    expect(found.roster.invalid.contacts).toEqual(['G2']);
  });

  test.each([[['S1', 'S2']], [['71', '72', '9']]])(
    'users.csv is opened for its header and for its rows, whoever is named: %s',
    (students) => {
      const texts = {
        ...oneRosterTexts(),
        ...numbered(
          (n) => `7${n}`,
          () => '',
        ),
      };
      const files = new Map(Object.entries(texts).map(([name, text]) => [name, Buffer.from(text)]));
      let opened = 0;
      const { get } = files;
      files.get = (name) => {
        opened += name === 'users.csv' ? 1 : 0;
        return get.call(files, name);
      };
      understand(files, Buffer.from(companionText({ guardians: [{ id: 'G1', students }] })), EXPORT_CONTEXT, problemLog());
      expect(opened).toBe(2);
    },
  );
});

test.each([
  '217-442-3001 do not call before 5 / Dad (c) 217 442 3002 ext. 4',
  '(217) 442-3001 (217) 442-3002 per court order',
  '2174423001 2174423002 dnc',
])('of a field that forbids calling, every number is stopped and none is called: %s', (phone) => {
  const { roster, codes } = read({ students: [{ id: 'S1' }], guardians: [{ id: 'G1', students: ['S1'], phone }] });
  expect([roster.doNotCall, roster.contacts.values().next().value?.numbers]).toEqual([['+12174423001', '+12174423002'], []]);
  expect(codes).toEqual(['do-not-call']);
});

test('a yes to words that nobody has entered is kept, and reported; so is one from before their time', () => {
  const yes = (consentWording: string, consentDate = '2026-11-20') => ({
    consentEvent: 'yes',
    consentForm: 'F',
    consentDate,
    consentWording,
  });
  expect(read(guardian(yes('2026-11'))).codes).toEqual([]);
  expect(read(guardian(yes(''))).codes).toEqual([]);
  for (const odd of [yes('v9'), yes('2026-11', '2026-08-20')]) {
    const found = read(guardian(odd));
    expect(found.codes).toEqual(['wording-unknown']);
    expect(found.roster.contacts.values().next().value?.answers).toMatchObject([{ answer: 'yes', wording: odd.consentWording }]);
  }
});

test('of a yes and a no to the same purpose, no is taken', () => {
  const yes = { consentEvent: 'yes', consentDate: '2026-08-20', consentForm: 'F' };
  const guardians = [
    { id: 'G1', students: ['S1'], columns: yes },
    { id: 'G1', students: ['S2'], columns: { ...yes, consentEvent: 'no' } },
  ];
  const found = read({ guardians });
  expect(found.roster.contacts.values().next().value?.answers).toMatchObject([{ purpose: 'event', answer: 'no' }]);
  expect(found.codes).toEqual(['consent-contradicts']);
});
