import { describe, expect, test } from 'vitest';
import { problemLog } from '../report/problem.ts';
import { type AttendanceRows, readAttendance } from './attendance.ts';
import { type AttendanceRules, attendanceDay } from './attendance-day.ts';

const DAY = '2026-11-24';
const RULES: AttendanceRules = {
  codes: { U: 'unexcused', 'A-U': 'unexcused', A: 'unexcused', E: 'excused', T: 'tardy', ED: 'early-departure' },
  schoolCodes: {},
  unexcusedPeriods: 1,
  schoolsOf: () => ['north'],
};

function read(text: string | Uint8Array, day = DAY) {
  const problems = problemLog();
  const rows = readAttendance('a.csv', Buffer.from(text), { day, timezone: 'America/Chicago', spreadsheetPercent: 5 }, problems);
  return { rows, problems, codes: problems.list().map(({ code }) => code) };
}
const shown = (rows: AttendanceRows | undefined) =>
  rows?.rows.map(({ sisId, code, period, group }) => [sisId, code, period, group]);

describe('the files that systems write', () => {
  test.each([
    ['attendance@2', 'studentId,date,code,period,class\nS1,2026-11-24,U,3,B-12\n', ['S1', 'U', '3', 'B-12']],
    ['attendance@2', 'STUDENT ID NUMBER,ABSENCE CODE,ABSENCE DATE\r\nS1,U,11/24/2026\r\n', ['S1', 'U', '', '']],
    ['attendance@2', 'STUDENT ID NUMBER,ABSENCE CODE,ABSENCE DATE,MISSING PERIOD\r\nS1,U,11/24/2026,4\r\n', ['S1', 'U', '4', '']],
    ['attendance@2', 'STUDENT ID NUMBER,ABSENCE CODE,ABSENCE DATE,BELL_PERIOD\nS1,U,11/24/2026,4\n', ['S1', 'U', '4', '']],
    ['attendance@2', 'local_id,ATT_DATE,ATT_CODE_VIEW\nS1,2026-11-24,T-E\n', ['S1', 'T-E', '', '']],
    ['attendance@2', 'StudentID,Att_Date,Att_Code,PeriodID\n77,11/24/2026,U,2\n', ['77', 'U', '2', '']],
    [
      'powerschool-attendance@1',
      'Attendance.Att_Date,Attendance_Code.Att_Code,Attendance.StudentID,Students.Student_Number,Attendance.Att_Mode_Code,Attendance.PeriodID,Home_Room\n11/24/2026,U,77,S1,ATT_ModeDaily,0,B-12\n',
      ['S1', 'U', '', 'B-12'],
    ],
    [
      'powerschool-attendance@1',
      'Student_Number\tAtt_Date\tAtt_Code\tAtt_Mode_Code\tPeriodID\nS1\t11/24/2026\tU\tATT_ModeMeeting\t2\n',
      ['S1', 'U', '2', ''],
    ],
    [
      'campus-attendance@1',
      'personID,student.studentNumber,date,periodName,status,excuse,courseNumber,sectionNumber\n9,S1,2026-11-24T00:00:00,2,A,U,0412,3\n',
      ['S1', 'A-U', '2', '0412 3'],
    ],
    ['campus-attendance@1', 'studentNumber,date,status,excuse,code\nS1,2026-11-24,A,,\n', ['S1', 'A', '', '']],
    ['campus-attendance@1', 'studentNumber,date,status,excuse,code\nS1,2026-11-24,A,E,ILL\n', ['S1', 'ILL', '', '']],
    [
      'genesis-attendance@1',
      'organizationID\tstudentID\tdate\tcategory\tperiod\tteacherName\n10\tS1\t11/24/26\tU\t\t\n',
      ['S1', 'U', '', ''],
    ],
  ])('%s is read from %j', (map, text, row) => {
    const { rows, codes } = read(text);
    expect(shown(rows)).toEqual([row]);
    expect([rows?.map, codes]).toEqual([map, []]);
  });

  test('a name in Latin-1 beside the rows does no harm', () => {
    const text = Buffer.from('organizationID,studentID,date,category,teacherName\n10,S1,11/24/26,U,Peña\n', 'latin1');
    expect(shown(read(text).rows)).toEqual([['S1', 'U', '', '']]);
  });

  test('a status stands for a code nowhere but where it is known to be one', () => {
    expect(shown(read('studentId,date,code,status\nS1,2026-11-24,,A\n').rows)).toEqual([['S1', '', '', '']]);
  });

  test('one column is missing, one there twice: the file is not taken', () => {
    expect(read('studentId,date\nS1,2026-11-24\n').codes).toEqual(['column-missing']);
    expect(read('studentId,studentNumber,date,code\n7,S1,2026-11-24,U\n').codes).toEqual(['column-twice']);
  });
});

describe('days', () => {
  const file = ['studentId,date,code', 'S1,11/23/26,U', 'S2,11/24/26,U', 'S3,2026-11-25T01:00:00Z,U', 'S4,2026-11-25,U'].join(
    '\n',
  );

  test('of a whole year, only the school’s own today counts', () => {
    const { rows, codes } = read(`${file}\n`);
    expect(shown(rows)?.map(([sisId]) => sisId)).toEqual(['S2', 'S3']);
    expect(rows).toMatchObject({ seen: 4, earlier: 1, later: 1 });
    expect(codes).toEqual(['date-other-day', 'date-ahead']);
  });

  test.each([
    ['yesterday’s', '2026-11-25T18:00:00Z', '2026-11-26'],
    ['next week’s', '11/30/26', DAY],
  ])('%s file says that it has nothing about today', (_what, date, day) => {
    const { rows, codes } = read(`studentId,date,code\nS1,${date},U\n`, day);
    expect(shown(rows)).toEqual([]);
    expect(codes).toContain('no-row-today');
  });

  test('a file whose dates cannot be read does not pass for another day’s', () => {
    expect(read('studentId,date,code\nS1,soon,U\nS2,11/23/26,U\n').codes).not.toContain('no-row-today');
  });
});

/** What becomes of one student; rows as `code` or `code@period`. */
function dayOf(rows: readonly string[], rules: Partial<AttendanceRules> = {}) {
  const lines = rows.map((row) => `S1,${DAY},${row.replace('@', ',')}${row.includes('@') ? '' : ','}`);
  const { rows: found, problems } = read(`studentId,date,code,period\n${lines.join('\n')}\n`);
  if (found === undefined) throw new Error('the file was not read');
  const { unexcused, unmapped } = attendanceDay('a.csv', found, { ...RULES, ...rules }, problems);
  const kind = unexcused.length > 0 ? 'told' : unmapped.length > 0 ? 'for the clerk' : 'nobody told';
  return { kind, codes: [...new Set(problems.list().map(({ code }) => code))] };
}

describe('the periods of a student are one answer', () => {
  test.each<[readonly string[], number, string]>([
    [['U@3'], 1, 'told'],
    [['U@3'], 2, 'nobody told'],
    [['U@3', 'U@3'], 2, 'nobody told'],
    [['U@3', 'U@4'], 2, 'told'],
    [['U@3', 'E@4'], 2, 'nobody told'],
    [['U'], 2, 'told'],
    [['U@3', 'Q@4'], 2, 'for the clerk'],
    [['U@3', 'Q@4'], 1, 'told'],
    [['T@1', 'ED@7'], 1, 'nobody told'],
    [['E@1', 'T@2'], 1, 'nobody told'],
    [['U@1', 'E@1'], 1, 'for the clerk'],
    [['U', 'E'], 1, 'for the clerk'],
    [['U@1', 'E@1', 'U@2'], 1, 'told'],
    [['U@1', 'Q@1'], 1, 'for the clerk'],
  ])('%j, of which %i make an absence: %s', (rows, unexcusedPeriods, kind) => {
    expect(dayOf(rows, { unexcusedPeriods }).kind).toBe(kind);
  });

  test('two rows of one period that contradict each other are reported', () => {
    expect(dayOf(['U@1', 'E@1']).codes).toEqual(['code-contradicts']);
  });
});

describe('codes are the district’s, and a school’s own before them', () => {
  test('a blank code is present only where the settings say so', () => {
    expect(dayOf(['']).kind).toBe('for the clerk');
    expect(dayOf([''], { codes: { '': 'present' } }).kind).toBe('nobody told');
    // A database's word for nothing is a code like another: it may be a district's own.
    expect(dayOf(['NULL'], { codes: { '': 'present' } }).kind).toBe('for the clerk');
    expect(dayOf(['NULL'], { codes: { NULL: 'present' } }).kind).toBe('nobody told');
  });

  test('L is a legal absence at one school and late at another; where nobody has said, a clerk looks', () => {
    const codes = { codes: { L: 'unexcused' }, schoolCodes: { south: { L: 'tardy' } } } as const;
    expect(dayOf(['L'], { ...codes, schoolsOf: () => ['north'] }).kind).toBe('told');
    expect(dayOf(['L'], { ...codes, schoolsOf: () => ['south'] }).kind).toBe('nobody told');
    expect(dayOf(['L'], { schoolCodes: codes.schoolCodes, schoolsOf: () => ['north'] }).kind).toBe('for the clerk');
  });

  test('a student of two schools that disagree calls nobody; of two that agree, the family', () => {
    const both = { codes: { L: 'unexcused' }, schoolsOf: () => ['north', 'south'] } as const;
    expect(dayOf(['L'], { ...both, schoolCodes: { south: { L: 'tardy' } } }).kind).toBe('for the clerk');
    expect(dayOf(['L'], { ...both, schoolCodes: { south: { L: 'unexcused' } } }).kind).toBe('told');
  });

  test('a code or a school that is called as something every object has means nothing', () => {
    expect(dayOf(['toString'], { schoolsOf: () => ['constructor'] }).kind).toBe('for the clerk');
  });
});

test('a class is empty where the file has nobody of it, that period, who is not absent without excuse', () => {
  const rows = [`S1,${DAY},U,1,A`, `S2,${DAY},U,1,A`, `S3,${DAY},U,1,B`, `S4,${DAY},T,1,B`, `S3,${DAY},U,2,B`, `S5,${DAY},U,1,`];
  const { rows: found, problems } = read(`studentId,date,code,period,class\n${rows.join('\n')}\n`);
  if (found === undefined) throw new Error('the file was not read');
  expect(attendanceDay('a.csv', found, RULES, problems).emptyClasses).toEqual([
    { group: 'A', sisIds: ['S1', 'S2'] },
    { group: 'B', sisIds: ['S3'] },
  ]);
});

test('the map is found by the header, behind a line that names the delimiter too', () => {
  const bytes = Buffer.from('sep=;\n"Student_Number";"Att_Date";"Att_Code"\nS1;2026-11-24;U\n');
  const read = readAttendance(
    'a.csv',
    bytes,
    { day: '2026-11-24', timezone: 'America/Chicago', spreadsheetPercent: 5 },
    problemLog(),
  );
  expect([read?.map, read?.rows.map(({ sisId, code }) => [sisId, code])]).toEqual(['powerschool-attendance@1', [['S1', 'U']]]);
});
