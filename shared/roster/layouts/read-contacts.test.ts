import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { enrolment } from '../../../test/fixtures/contact-exports/family-book.ts';
import { BARRED, flag, GUARDIAN, IN_SLOTS, read, signed } from '../../../test/fixtures/contact-exports/read-drop.ts';

const LONG = 'finalsite-parents@1';
const HEADER = 'Account ID,Student ID,First Name,Last Name,Title,Primary Phone,No Contact,Guardian';
const text = (...rows: readonly string[]) => Buffer.from(`${[HEADER, ...rows].join('\n')}\n`);
const codes = ({ problems }: ReturnType<typeof read>) =>
  problems.list().map(({ code, row, column }) => [code, row, column].filter((part) => part !== undefined).join(' '));
const edges = ({ roster }: ReturnType<typeof read>) => [...(roster?.contacts.values() ?? [])].flatMap((contact) => contact.edges);

describe('a flag means what the district signed, and nothing else', () => {
  const settings = signed(LONG, [BARRED, GUARDIAN]);

  test.each([
    ['n', false, []],
    ['y', true, []],
    ['yes', true, ['flag-unknown 2 No Contact']],
    ['', true, ['flag-unknown 2 No Contact']],
    ['see file', true, ['flag-unknown 2 No Contact']],
  ])('"%s" in a column of Y and N: barred %s', (value, restricted, told) => {
    // A second row, because a column in which nothing stands at all stops the file.
    const found = read(text(`9,st-101,Ida,Voss,Aunt,312-234-5010,${value},1`, '8,st-102,Ida,Voss,Aunt,,N,1'), settings);
    expect(edges(found)[0]).toMatchObject({ studentId: 'st-101', restricted, emergencyOnly: false });
    expect(codes(found)).toEqual(told);
  });

  test('each effect narrows in its own way, and a word nobody knows narrows as a yes does', () => {
    const effects = ['emergency-only', 'pickup-only', 'inactive', 'no-routine', 'no-location'];
    for (const value of ['set', '??']) {
      const seen = effects.map((effect) => {
        const found = read(
          text(`9,st-101,Ida,Voss,${value},312-234-5010,N,1`),
          signed(LONG, [BARRED, GUARDIAN, flag('Title', effect, ['set'], [''])]),
        );
        return [edges(found)[0]?.emergencyOnly, edges(found)[0]?.limits];
      });
      const never = [false, ['never']];
      expect(seen).toEqual([[true, undefined], never, never, [false, ['no-routine']], [false, ['no-location']]]);
    }
  });

  test('who is not signed to be a guardian is called in emergencies only', () => {
    const rows = text('9,st-101,Ida,Voss,Aunt,312-234-5010,N,maybe');
    const unsure = read(rows, settings);
    expect([edges(unsure)[0]?.emergencyOnly, codes(unsure)]).toEqual([true, ['guardian-unknown 2 Guardian']]);
    expect(edges(read(rows, signed(LONG, [BARRED])))[0]?.emergencyOnly).toBe(true);
  });

  test('of several columns, what forbids wins', () => {
    const flags = [BARRED, flag('Title', 'restricted', ['No Rights'], ['Mother', 'Aunt'])];
    const found = read(text('9,st-101,Ida,Voss,No rights,312-234-5010,N,1'), signed(LONG, flags));
    expect(edges(found)[0]?.restricted).toBe(true);
  });

  test.each([
    ['is missing', text('9,st-101,Ida,Voss,Aunt,,N,1').toString().replace('No Contact', 'Notes'), 'column-missing No Contact'],
    [
      'is empty in every row',
      text('9,st-101,Ida,Voss,Aunt,,,1', '8,st-102,Ida,Voss,Aunt,,NULL,1'),
      'flag-column-empty No Contact',
    ],
    [
      'is there twice',
      text('9,st-101,Ida,Voss,Aunt,,N,1').toString().replace('Guardian', 'NO_CONTACT'),
      'column-twice No Contact and NO_CONTACT',
    ],
  ])('a column of restrictions that %s stops the file', (_what, bytes, code) => {
    const found = read(Buffer.from(bytes), settings);
    expect(found.roster).toBeUndefined();
    expect(codes(found)).toContain(code);
  });

  test('an export that cannot say it bars nobody, because somebody signed that', () => {
    const found = read(text('9,st-101,Ida,Voss,Aunt,,,1'), { ...signed(LONG, [GUARDIAN]), noRestrictionColumn: true });
    expect(edges(found)[0]?.restricted).toBe(false);
  });
});

test('a contact without a name, in a layout that has room for it, is listed and not called', () => {
  const rows = ['9,st-101,,,Aunt,312-234-5010,N,1', '8,st-101,No,Name,Aunt,312-234-5011,N,1', '7,st-103,,,Self,,N,0'];
  const found = read(text(...rows), signed(LONG, [BARRED, GUARDIAN]));
  expect(edges(found).map(({ limits }) => limits)).toEqual([['never'], ['never'], undefined]);
  expect(codes(found)).toEqual(['name-missing 2 Last Name', 'name-missing 3 Last Name']);
});

test.each([
  ['218', 'phone-extension 2 Tel'],
  ['ext. 218', 'phone-extension 2 Tel'],
  ['do not call', 'do-not-call 2 Tel'],
  ['3122345011', 'phone-not-a-number 2 Tel'],
  ['ask for Ida', ''],
  ['', ''],
  ['0', ''],
])('a phone with "%s" in a column of extensions is called as it stands there, or not at all', (extension, told) => {
  const columns = { studentId: 'Pupil', fullName: 'Who' };
  const phones = [{ column: 'Tel', extensionColumn: 'Ext' }];
  const rows = (header: string) =>
    Buffer.from(`Pupil,Who,No Contact,Guardian,Tel,${header}\nst-101,Ida Voss,N,1,312-234-5010,${extension}\n`);
  const settings = signed({ kind: 'long', name: 'lincoln-contacts@1', columns, phones }, [BARRED, GUARDIAN]);
  const found = read(rows('Ext'), settings);
  expect([...(found.roster?.contacts.values() ?? [])].map(({ numbers }) => numbers.length)).toEqual([told === '' ? 1 : 0]);
  expect(codes(found).join()).toBe(told);
  expect(codes(read(rows('Extn'), settings)), 'without it nobody knows').toEqual(['column-missing Ext']);
});

test('whatever stands in a flag, only a value that was signed leaves a contact free', () => {
  const word = fc.oneof(fc.constantFrom('N', 'n ', 'Y', '', 'NULL', '0', 'No'), fc.string({ maxLength: 6 }));
  fc.assert(
    fc.property(word, fc.uniqueArray(fc.constantFrom('N', '', '0', 'no'), { maxLength: 3 }), (value, otherwise) => {
      const cell = `"${value.replaceAll('"', '""')}"`;
      const found = read(
        text(`9,st-101,Ida,Voss,Aunt,,${cell},1`, '8,st-102,Ida,Voss,Aunt,,x,1'),
        signed(LONG, [flag('No Contact', 'restricted', ['Y'], otherwise), GUARDIAN]),
      );
      const free = edges(found).some(({ studentId, restricted }) => studentId === 'st-101' && !restricted);
      const said = value.normalize('NFKC').trim().toLowerCase().replace('null', '');
      expect(!free || otherwise.map((one) => one.toLowerCase()).includes(said)).toBe(true);
    }),
  );
});

describe('a row of several contacts', () => {
  const wide = (rows: string, flags: readonly object[]) =>
    read(
      Buffer.from(`Student_Number,Mother,Mother_home_phone,Father,Father_home_phone,Alert_Guardian,Court\n${rows}`),
      signed('powerschool-legacy-wide@1', [...flags, IN_SLOTS]),
    );

  test('a text about the student that nobody has signed holds all of its contacts', () => {
    const rows = '0040101,Ida Voss,312-234-5010,Jon Voss,312-234-5011,No contact w/ father,\n0040102,Ida Voss,312-234-5010,,,,\n';
    const found = wide(rows, [flag('Alert_Guardian', 'restricted', [], [''])]);
    expect(edges(found).map(({ studentId, restricted }) => [studentId, restricted])).toEqual([
      ['st-101', true],
      ['st-101', true],
      ['st-102', false],
    ]);
  });

  test('a contact of whom no column of restrictions speaks is held', () => {
    const found = wide('0040101,Ida Voss,312-234-5010,Jon Voss,312-234-5011,,N\n', [
      flag('Court', 'restricted', ['Y'], ['N'], 'Mother'),
    ]);
    expect(edges(found).map(({ relationship, restricted }) => [relationship, restricted])).toEqual([
      ['mother', false],
      ['father', true],
    ]);
  });
});

test('a column of restrictions that came to speak otherwise stops the file; a few odd words hold only their own', () => {
  const rows = (odd: number) =>
    Array.from({ length: 24 }, (_, at) => `${at},st-101,Ida,Voss ${at},Aunt,,${at < odd ? '1' : 'N'},1`);
  const settings = signed(LONG, [BARRED, GUARDIAN]);
  const found = read(text(...rows(7)), settings);
  expect([found.roster, codes(found)]).toEqual([undefined, ['flag-values-unsigned No Contact']]);
  expect(edges(read(text(...rows(6)), settings)).filter(({ restricted }) => restricted)).toHaveLength(6);
});

test('an id of another system is nobody’s in users.csv: neither a student’s nor a teacher’s', () => {
  const users = `${Buffer.from(enrolment().get('users.csv') ?? '')}T9,north,teacher,Ines,Fairweather,,,\n`;
  const files = new Map(enrolment()).set('users.csv', Buffer.from(users));
  const rows = text(
    'T9,st-101,Ida,Voss,Mother,312-234-5010,N,1',
    'st-102,st-101,Jon,Voss,Father,312-234-5011,N,1',
    'st-101,st-101,Una,Voss,Aunt,312-234-5012,N,1',
  );
  const found = read(rows, signed(LONG, [BARRED, GUARDIAN]), files);
  expect([...(found.roster?.contacts.values() ?? [])].map(({ sisId, role, worksAt }) => [sisId, role, worksAt])).toEqual([
    ['finalsite-parents:T9', 'guardian', undefined],
    ['finalsite-parents:st-102', 'guardian', undefined],
    ['finalsite-parents:st-101', 'guardian', undefined],
  ]);
});

test('a row about staff is passed over', () => {
  const found = read(
    Buffer.from('CONTACTTYPE,REFERENCECODE,PRIMARYPHONE,NOCONTACT\nSTAFF,T1,312-234-5010,N\nStudent,T2,312-234-5010,N\n'),
    signed('blackboard-connect-wide@1', [flag('NOCONTACT', 'restricted', ['Y'], ['N'])]),
  );
  expect(codes(found)).toEqual(['student-unknown 3 REFERENCECODE']);
});

test('a column about second contacts may be empty where there are none, and not where there are', () => {
  const flags = [
    flag('Alert_Guardian', 'restricted', ['Y'], ['N'], 'Mother'),
    flag('Court', 'restricted', ['Y'], ['N', ''], 'Father'),
  ];
  const header = 'Student_Number,Mother,Mother_home_phone,Father,Alert_Guardian,Court';
  const drop = (father: string) =>
    read(
      Buffer.from(`${header}\n0040101,Ida Voss,312-234-5010,${father},N,\n`),
      signed('powerschool-legacy-wide@1', [...flags, IN_SLOTS]),
    );
  expect(codes(drop(''))).not.toContain('flag-column-empty Court');
  expect(codes(drop('Jon Voss'))).toContain('flag-column-empty Court');
});

describe('a contact on several rows', () => {
  const dem = (...rows: readonly string[]) =>
    read(
      Buffer.from(
        `Contact ID,First Name,Last Name,Is Active,Phone Number Priority Order,phoneNumberAsEntered,studentNumber,Contact Priority Order,Relationship Type,Court\n${rows.join('\n')}\n`,
      ),
      signed('powerschool-dem-contacts@1', [
        flag('Court', 'restricted', ['1'], ['0']),
        flag('Is Active', 'inactive', ['0'], ['1']),
      ]),
    );

  test('has all its phones for all its students, in their order, wherever the rows stand', () => {
    const found = dem(
      '1,Ida,Voss,1,2,312-234-5010,0040101,1,Mother,0',
      '2,Jon,Voss,0,1,312-234-5012,0040101,2,Father,0',
      '1,,,,1,312-234-5011,0040102,3,Aunt,1',
      '1,,,,3,312-234-5013,,,,',
    );
    const [ida, jon] = ['Ida', 'Jon'].map((name) =>
      [...(found.roster?.contacts.values() ?? [])].find(({ givenName }) => givenName === name),
    );
    const endings = [ida, jon].map((one) => one?.numbers.map(({ e164 }) => e164.slice(-2)));
    expect(endings).toEqual([['11', '10', '13'], ['12']]);
    expect(ida).toMatchObject({
      givenName: 'Ida',
      edges: [
        { studentId: 'st-101', relationship: 'mother', restricted: false, priority: 1 },
        { studentId: 'st-102', relationship: 'aunt', restricted: true, priority: 3 },
      ],
    });
    expect([ida, jon].map((one) => one?.edges[0]?.limits)).toEqual([undefined, ['never']]);
  });

  test('has a phone that cannot be called reported once, where it stands', () => {
    const found = dem('1,Ida,Voss,1,,,0040101,1,Mother,0', '1,,,,1,442-3101,0040102,1,Mother,0');
    expect(codes(found).filter((code) => code.startsWith('phone'))).toEqual(['phone-short 3 phoneNumberAsEntered']);
  });

  test('is reported where a row names no contact, or a flag stands beside no student', () => {
    const found = dem('1,Ida,Voss,1,,,0040101,1,Mother,0', ',,,,1,312-234-5011,0040102,1,Aunt,0', '1,,,,,,,,,1');
    expect(codes(found).filter((code) => code.startsWith('id-missing'))).toEqual([
      'id-missing 4 studentNumber',
      'id-missing 3 Contact ID',
    ]);
    expect(found.roster?.invalid.contacts).toContain('powerschool-dem-contacts:1');
  });
});
