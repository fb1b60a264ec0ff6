import { describe, expect, test } from 'vitest';
import { companionText, EXPORT_CONTEXT } from '../../../test/fixtures/exports.ts';
import { readAttendance } from '../attendance/attendance.ts';
import { attendanceDay } from '../attendance/attendance-day.ts';
import { type CompanionRow, readCompanion } from '../companion.ts';
import { readContacts } from '../layouts/read-contacts.ts';
import { problemLog } from '../report/problem.ts';
import { readList } from '../values.ts';
import { valueClass } from './value-class.ts';

const WORDS = ['NULL', 'null', '\\N', 'N/A', 'n/a', '#N/A', 'None', '-', '--', '.', '...'];
const { contacts: OWN, numberRules: RULES } = EXPORT_CONTEXT;

function companionRow(columns: Readonly<Record<string, string>>) {
  const problems = problemLog();
  const guardians = [
    { id: 'G1', students: ['S1'], phone: '217-442-3001', columns },
    { id: 'G2', students: ['S1'], phone: '217-442-3002' },
  ];
  const bytes = Buffer.from(companionText({ guardians }));
  const rows: CompanionRow[] = [];
  const found = readContacts('c.csv', bytes, OWN, problems);
  if (found !== undefined)
    readCompanion(
      'c.csv',
      found,
      (id) => id,
      RULES,
      problems,
      (row) => rows.push(row),
    );
  const [first] = rows;
  const { restricted, emergencyOnly, limits = [] } = first?.edge ?? {};
  const edge = { restricted, emergencyOnly, limits };
  return { row: first, edge, remarks: problems.list().map(({ code, column, valueClass: kind }) => [code, column, kind]) };
}

/** A clean contact; what each test changes stands out against it. */
const CLEAN = { restricted: false, emergencyOnly: false, limits: [] };
const NARROWED: readonly [string, object][] = [
  ['restricted', { restricted: true }],
  ['legalGuardian', { emergencyOnly: true }],
  ['emergencyOnly', { emergencyOnly: true }],
  ['pickupOnly', { limits: ['never'] }],
  ['generalCommunication', { limits: ['no-routine'] }],
  ['noLocation', { limits: ['no-location'] }],
];

describe.each(WORDS)('%s', (word) => {
  test('is an empty field where that hides nothing, and said so', () => {
    const { row, edge, remarks } = companionRow({ phone2: word, familyName: word, consentForm: word });
    expect(row).toMatchObject({ familyName: '', numbers: [{ e164: '+12174423001' }] });
    expect(edge).toEqual(CLEAN);
    expect(remarks).toEqual(
      ['familyName', 'consentForm', 'phone2'].map((column) => ['null-literal', column, 'word for nothing']),
    );
  });

  test('is no id: two people without one are not one person', () => {
    const { row, remarks } = companionRow({ guardianSourcedId: word });
    expect(row?.contactId).toBe('G2');
    expect(remarks.map(([code]) => code)).toEqual(['null-literal', 'id-missing']);
  });

  test.each(NARROWED)('never makes a no of what nobody knows: %s', (column, narrowed) => {
    const { edge, remarks } = companionRow({ [column]: word });
    expect(edge).toEqual({ ...CLEAN, ...narrowed });
    expect(remarks).toEqual([[column === 'legalGuardian' ? 'guardian-unknown' : 'flag-unknown', column, 'word for nothing']]);
  });

  test('answers no form', () => {
    const { row, remarks } = companionRow({ consentEvent: word, consentDate: '2026-08-20', consentForm: 'F-1' });
    expect([row?.answers, remarks]).toEqual([[], [['consent-unreadable', 'consentEvent', 'word for nothing']]]);
  });

  test('is nobody in a list, however the list is written', () => {
    for (const list of [`S1,${word},S2`, `"S1";"${word}";"S2"`, `["S1","${word}","S2"]`, `S1 | S2 | ${word} `])
      expect(readList(list)).toEqual(['S1', 'S2']);
    expect(readList(word)).toEqual([]);
  });

  test('is an attendance code like another: the district says what it means', () => {
    const bytes = Buffer.from(`studentId,date,code\nS1,2026-11-24,${word}\n`);
    const read = readAttendance(
      'a.csv',
      bytes,
      { day: '2026-11-24', timezone: 'America/Chicago', spreadsheetPercent: 5 },
      problemLog(),
    );
    const rules = { codes: { [word]: 'present' }, schoolCodes: {}, unexcusedPeriods: 1, schoolsOf: () => [] } as const;
    const day = read && attendanceDay('a.csv', read, rules, problemLog());
    expect(day).toMatchObject({ accounted: [{ sisId: 'S1' }], unmapped: [], unexcused: [] });
  });
});

test.each([
  ['No', 'word(2)'],
  ['Nunez', 'word(5)'],
  ['-1', 'digits(1)'],
  ['=HYPERLINK("x")', 'formula(15)'],
  ['+cmd|x', 'formula(6)'],
  ['- call first', 'formula(12)'],
  ['@SUM(A1)', 'formula(8)'],
  ['+1 217 442 3001', 'digits(11)'],
])('of %s the report says its kind alone', (value, kind) => {
  expect(valueClass(value)).toBe(kind);
});
