import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flag, read, signed } from '../../../test/fixtures/contact-exports/read-drop.ts';
import {
  filesOf,
  POWERSCHOOL_SIGNED,
  powerSchoolTables,
  QMLATIV_SIGNED,
  qmlativTables,
  TABLE_CASES,
} from '../../../test/fixtures/contact-exports/write-tables.ts';

type Tables = Readonly<Record<string, string>>;

function remarks(tables: Tables, settings: object = POWERSCHOOL_SIGNED) {
  const { roster, problems } = read(filesOf(tables), settings);
  const found = problems.list().map(({ code, file, row, column }) => ({ code, file, row, column }));
  return { roster, found };
}

const powerSchool = (over: Tables = {}): Tables => ({ ...powerSchoolTables(), ...over });
const edit = (name: string, from: string | RegExp, to: string): Tables => {
  const text = powerSchoolTables()[name] ?? '';
  expect(text).toMatch(from);
  return powerSchool({ [name]: text.replace(from, to) });
};
const edges = ({ roster }: ReturnType<typeof remarks>, id: string) =>
  roster?.contacts.get(`powerschool-dem-tables:${id}`)?.edges ?? [];

const DETAILS = 'StudentContactDetail_1124.csv';
const COMM = flag('STUDENTCONTACTDETAIL.CONFIDENTIALCOMMFLAG', 'restricted', ['0'], ['1']);
const PHONES = 'c.csv: personphonenumberassoc.csv';

describe('what the tables say of a pair', () => {
  test('is held where the table of details has no row of it', () => {
    const gone = remarks(edit(DETAILS, /503\t1\t1\t1\r\n/, ''));
    expect(edges(gone, '7002')[0]).toMatchObject({ studentId: 'st-101', restricted: true, unreadable: true });
  });

  test('of several details, those that are over say nothing, and of those in force what forbids wins', () => {
    const former = '503\t0\t0\t1\r\n';
    expect(edges(remarks(edit(DETAILS, /^(.*\r\n)/, `$1${former}`)), '7002')[0]?.restricted).toBe(false);
    const over = edges(remarks(edit(DETAILS, /503\t1\t1\t1\r\n/, former)), '7002')[0];
    expect([over?.restricted, over?.unreadable, over?.limits], 'none is in force').toEqual([true, undefined, ['never']]);
    expect(edges(remarks(edit(DETAILS, /^(.*\r\n)/, `$1${former.replace('\t0\t', '\t1\t')}`)), '7002')[0]?.restricted).toBe(true);
  });

  test('is over where nobody can read whether it is in force', () => {
    const { found, ...read } = remarks(edit(DETAILS, /503\t1\t/, '503\tmaybe\t'));
    expect(edges({ found, ...read }, '7002')[0]?.limits).toEqual(['never']);
    expect(found).toContainEqual(
      expect.objectContaining({ code: 'flag-unknown', row: 5, column: 'STUDENTCONTACTDETAIL.ISACTIVE' }),
    );
  });

  test('is reported where it stands, by table and row', () => {
    const { found } = remarks(edit(DETAILS, /503\t1\t1\t1/, '503\t1\tmaybe\t1'));
    expect(found).toContainEqual({
      code: 'flag-unknown',
      file: 'c.csv: studentcontactdetail_1124.csv',
      row: 5,
      column: 'STUDENTCONTACTDETAIL.CONFIDENTIALCOMMFLAG',
    });
    expect(found.filter(({ file }) => file === PHONES)).toContainEqual(
      expect.objectContaining({ code: 'phone-extension', row: 2 }),
    );
  });
});

describe('whom the tables name', () => {
  test('a student who is not in their table is passed over, and said to be', () => {
    const { found } = remarks(powerSchool());
    expect(found.filter(({ code }) => code === 'student-not-exported')).toEqual([
      { code: 'student-not-exported', file: 'c.csv', row: 9, column: 'STUDENTCONTACTASSOC.STUDENTDCID' },
    ]);
  });

  test('an empty id is nobody’s, on either side', () => {
    const { found, roster } = remarks({
      ...edit('Students.csv', /$/, ',0040103\n'),
      'StudentContactAssoc_1124.csv': (powerSchoolTables()['StudentContactAssoc_1124.csv'] ?? '').replace('501\t31', '501\t'),
    });
    expect(found).toContainEqual(expect.objectContaining({ code: 'student-not-exported', row: 2 }));
    expect(
      [...(roster?.contacts.values() ?? [])]
        .find(({ sisId }) => sisId.endsWith(':7001'))
        ?.edges.map(({ studentId }) => studentId),
    ).toEqual(['st-102']);
  });

  test('two students of one id are nobody, and a contact whom no table names is never called', () => {
    const twice = remarks(edit('Students.csv', /$/, '31,0040102\n'));
    expect(edges(twice, '7001').map(({ studentId }) => studentId)).toEqual(['st-102']);
    const unnamed = remarks(edit('Person.csv', /7002.*\n/, ''), signed('powerschool-dem-tables@1', [COMM]));
    expect(edges(unnamed, '7002').map(({ limits }) => limits)).toEqual([['never'], ['never']]);
  });

  test('phones come in their order, with the kind that the codes say, or none where the codes are left out', () => {
    const numbers = (tables: Tables) =>
      [...(remarks(tables).roster?.contacts.values() ?? [])].find(({ familyName }) => familyName === 'Peña-López')?.numbers;
    expect(numbers(powerSchool())?.map(({ e164, label }) => [e164, label])).toEqual([
      ['+13122345001', 'cell'],
      ['+13122345002', 'cell'],
    ]);
    const { 'CodeSet.csv': _codes, ...others } = powerSchoolTables();
    expect(numbers(others)?.map(({ label }) => label)).toEqual(['unknown', 'unknown']);
  });
});

describe('tables are refused', () => {
  const { 'Person.csv': person = '', ...others } = powerSchoolTables();
  test.each<readonly [string, Tables, object, string, string | RegExp]>([
    ['where one is missing', others, POWERSCHOOL_SIGNED, 'table-missing', /^PERSON\.ID, /],
    [
      'where two files are one table',
      powerSchool({ 'Person 2.csv': person }),
      POWERSCHOOL_SIGNED,
      'table-missing',
      /^PERSON\.ID, /,
    ],
    [
      'where no table has the column of a flag',
      powerSchool(),
      signed('powerschool-dem-tables@1', [flag('PERSON.COURT', 'restricted', ['1'], ['0'])]),
      'column-missing',
      'PERSON.COURT',
    ],
    [
      'where two tables have it',
      { ...qmlativTables(), 'Name.csv': 'NameID,FirstName,LastName,HasActiveRestrictedAccess\n7001,A,B,False\n' },
      QMLATIV_SIGNED,
      'column-twice',
      'HasActiveRestrictedAccess',
    ],
    [
      'where nothing stands in a column of restrictions',
      edit(DETAILS, /(?<=\d{3}\t\d\t)\d/g, ''),
      POWERSCHOOL_SIGNED,
      'flag-column-empty',
      'STUDENTCONTACTDETAIL.CONFIDENTIALCOMMFLAG',
    ],
  ])('%s', (_what, tables, settings, code, column) => {
    const { roster, found } = remarks(tables, settings);
    expect(roster).toBeUndefined();
    expect(found).toContainEqual(expect.objectContaining({ code, column: expect.stringMatching(column) }));
  });
});

test('a column of restrictions that has come to say something else stops them; one there is none of restricts nobody', () => {
  const [header = '', ...rows] = (powerSchoolTables()[DETAILS] ?? '').split(/(?<=\n)/);
  const yesNo = [...rows, ...rows, ...rows].map((row) => row.replace(/(?<=\d{3}\t\d\t)\d/, 'Y'));
  const { found } = remarks(powerSchool({ [DETAILS]: [header, ...yesNo].join('') }));
  expect(found).toContainEqual(expect.objectContaining({ code: 'flag-values-unsigned', column: COMM.column }));
  const none = { ...signed('powerschool-dem-tables@1', []), noRestrictionColumn: true };
  expect(edges(remarks(powerSchool(), none), '7002').map(({ restricted }) => restricted)).toEqual([false, false]);
});

test.each(TABLE_CASES)('%s: tables of any bytes are understood, or stopped with a reason', (_name, write, settings) => {
  const whole = filesOf(write());
  fc.assert(
    fc.property(fc.constantFrom(...whole.keys()), fc.nat(), fc.uint8Array({ maxLength: 40 }), (name, at, noise) => {
      const bytes = whole.get(name) ?? new Uint8Array();
      const cut = at % (bytes.length + 1);
      const spoilt = Buffer.concat([bytes.subarray(0, cut), noise, bytes.subarray(cut)]);
      const { roster, problems } = read(new Map([...whole, [name, spoilt]]), settings);
      expect(roster !== undefined || problems.stopped()).toBe(true);
    }),
    { numRuns: 100 },
  );
});
