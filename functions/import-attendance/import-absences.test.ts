import { describe, expect, test } from 'vitest';
import { raisedDetail } from '../../shared/notices/notice-request.ts';
import type { Report } from '../../shared/roster/report/report.ts';
import { DAY, drop, KEY, portsOf, reportOf, school, studentsIn } from '../../test/fixtures/attendance.ts';
import { type IntakeWorld, NAMING, PowerCut, SETTINGS } from '../../test/fixtures/intake-memory.ts';
import { importAbsences } from './import-absences.ts';

test('a formula in a field is nowhere in the report; a dash is a code like another', async () => {
  const world = await school();
  const rows = [`"=HYPERLINK(""x"")",${DAY},U,`, `S1,${DAY},@SUM(1),`, `S2,${DAY},-,`, `S3,+cmd|x,"-1+cmd|x",`];
  const report = await drop(world, rows);
  expect(report.lists?.map((list) => list.rows)).toEqual([
    [
      ['S1', '3', '(a formula)'],
      ['S2', '4', '-'],
    ],
  ]);
  expect(JSON.stringify([...world.reports.entries()].filter(([key]) => key.includes(KEY)))).not.toMatch(/HYPERLINK|SUM|cmd/);
});

describe('the attendance file of the day', () => {
  test('unexcused absences become one notice per school, which plan-notice takes', async () => {
    const world = await school();
    await drop(world, [`S1,${DAY},U,1`, `S2,11/24/2026,U,1`, `S3,${DAY},U,1`]);
    expect(world.raised.map(({ noticeId }) => noticeId)).toEqual([
      expect.stringMatching(/^att-2026-11-24-north-[0-9a-f]{10}$/),
      expect.stringMatching(/^att-2026-11-24-south-[0-9a-f]{10}$/),
    ]);
    for (const notice of world.raised) expect(raisedDetail.safeParse(notice).success).toBe(true);
    expect(studentsIn(world).toSorted()).toEqual(['S1', 'S2', 'S3'].map(NAMING.student).sort());
    expect(world.raised[0]).toMatchObject({
      purpose: 'attendance',
      message: { name: 'absence-today' },
      raisedBy: 'sis:attendance',
    });
    expect(world.news.map(({ type }) => type)).toEqual(['Attendance Imported']);
  });

  test('brothers and sisters of two schools are in one notice, so that their phone rings once', async () => {
    const world = await school({ guardians: [{ id: 'G1', students: ['S2', 'S3'], phone: '217-442-3001' }] });
    await drop(world, [`S3,${DAY},U,1`, `S2,${DAY},U,1`]);
    expect(world.raised.map(({ noticeId }) => noticeId)).toEqual([expect.stringMatching(/^att-2026-11-24-north-/)]);
    expect(studentsIn(world).toSorted()).toEqual(['S2', 'S3'].map(NAMING.student).sort());
  });

  test('a code nobody has mapped calls nobody and is listed for the clerk, with id and row', async () => {
    const world = await school();
    const report = await drop(world, [`S1,${DAY},Q,1`, `S2,${DAY},constructor,1`, `S3,${DAY},,1`]);
    expect(world.raised).toEqual([]);
    expect(report.lists?.[0]?.rows).toEqual([
      ['S1', '2', 'Q'],
      ['S2', '3', 'constructor'],
      ['S3', '4', ''],
    ]);
    expect(report.problems[0]).toMatchObject({ code: 'code-unmapped', row: 2, severity: 'held' });
  });

  test.each([
    ['excused', `S1,${DAY},E,1`],
    ['tardy', `S1,${DAY},T,1`],
    ['yesterday’s', 'S1,2026-11-23,U,1'],
    ['tomorrow’s', 'S1,2026-11-25,U,1'],
    ['of no readable date', 'S1,someday,U,1'],
    ['of a student nobody knows', `S77,${DAY},U,1`],
    ['of nobody', `,${DAY},U,1`],
  ])('a row that is %s calls nobody', async (_what, row) => {
    const world = await school();
    const report = await drop(world, [row, `S2,${DAY},T,1`]);
    expect(world.raised).toEqual([]);
    expect(report.result).toBe('imported');
  });

  test('several periods are one absence; an unexcused one among them counts', async () => {
    const world = await school();
    await drop(world, [`S1,${DAY},E,1`, `S1,${DAY},U,2`, `S1,${DAY},U,3`, `S2,${DAY},U,1`, `S2,${DAY},Q,2`]);
    expect(studentsIn(world).toSorted()).toEqual([NAMING.student('S1'), NAMING.student('S2')].sort());
  });
});

const LATER = 'attendance/2026-11-24-1300.csv';
const NOON = '2026-11-24T19:00:00.000Z';
const stateOf = (world: IntakeWorld, id: string) => world.absences.get(`${DAY} ${NAMING.student(id)}`)?.state;
async function laterFile(world: IntakeWorld, rows: readonly string[], uploadedAt = NOON): Promise<Report> {
  world.uploadedAt = uploadedAt;
  return drop(world, rows, LATER);
}

describe('a later file of the day', () => {
  test('says who is excused, who is gone, and whose code nobody knows; each call asks before it is dialed (B-08)', async () => {
    const world = await school({ students: [{ id: 'S1' }, { id: 'S2' }, { id: 'S3' }, { id: 'S4' }] });
    await drop(
      world,
      ['S1', 'S2', 'S3', 'S4'].map((id) => `${id},${DAY},U,1`),
    );
    expect(world.raised.every(({ absenceDay }) => absenceDay === DAY)).toBe(true);
    const report = await laterFile(world, [`S1,${DAY},E,1`, `S3,${DAY},Q,1`, `S4,${DAY},U,1`]);
    expect(['S1', 'S2', 'S3', 'S4'].map((id) => stateOf(world, id))).toEqual(['excused', 'gone', 'unclear', 'unexcused']);
    expect(report.counts).toMatchObject({ 'students excused since an earlier file': 1, 'students no longer in the file': 1 });
    expect(world.raised).toHaveLength(1);
  });

  test('that is silent about a school excuses nobody there', async () => {
    const world = await school();
    await drop(world, [`S1,${DAY},U,1`, `S3,${DAY},U,1`]);
    await laterFile(world, [`S2,${DAY},U,1`]);
    expect([stateOf(world, 'S1'), stateOf(world, 'S3')]).toEqual(['gone', 'unexcused']);
  });

  test.each([
    ['the student’s date cannot be read', 'S1,some day,E,1'],
    ['a row names nobody', `,${DAY},U,1`],
    ['a row has too few columns', 'S1'],
  ])('in which %s leaves the absence as it was', async (_what, row) => {
    const world = await school();
    await drop(world, [`S1,${DAY},U,1`]);
    await laterFile(world, [row, `S2,${DAY},U,1`]);
    expect(stateOf(world, 'S1')).toBe('unexcused');
  });

  test('counts, also when it is delivered first: the earlier one brings nothing back and calls nobody anew', async () => {
    const world = await school();
    await laterFile(world, [`S1,${DAY},E,1`, `S2,${DAY},U,1`]);
    world.uploadedAt = '2026-11-24T15:40:00.000Z';
    const report = await drop(world, [`S1,${DAY},U,1`, `S2,${DAY},U,1`]);
    expect(studentsIn(world)).toEqual([NAMING.student('S2')]);
    expect(report.summary).toContain('a later file came first');
  });

  test('an earlier file that died before it raised its notices still raises them, and calls about the excused are refused', async () => {
    const world = await school();
    world.files.set(KEY, Buffer.from(`studentId,date,code,period\nS1,${DAY},U,1\nS2,${DAY},U,1\n`));
    // The claims are commits 3 and 4: day, record, claim, claim, notices.
    await expect(importAbsences(portsOf(world, { at: 4, after: true }), KEY)).rejects.toThrow(PowerCut);
    await laterFile(world, [`S1,${DAY},E,1`, `S2,${DAY},U,1`]);
    expect(world.raised).toEqual([]);
    world.uploadedAt = '2026-11-24T11:29:00.000Z';
    await importAbsences(portsOf(world), KEY);
    expect(studentsIn(world).toSorted()).toEqual(['S1', 'S2'].map(NAMING.student).sort());
    expect([stateOf(world, 'S1'), stateOf(world, 'S2')]).toEqual(['excused', 'unexcused']);
  });
});

test('a later file in which somebody is absent again after an excuse calls nobody a second time, and a clerk is told', async () => {
  const world = await school();
  await drop(world, [`S1,${DAY},U,1`]);
  await laterFile(world, [`S1,${DAY},E,1`]);
  world.uploadedAt = '2026-11-24T20:00:00.000Z';
  const report = await drop(world, [`S1,${DAY},U,1`, `S1,${DAY},E,2`], 'attendance/1400.csv');
  expect(stateOf(world, 'S1')).toBe('unexcused');
  expect(world.raised).toHaveLength(1);
  expect(report.lists?.map(({ rows }) => rows)).toEqual([[['S1']]]);
});

describe('a day without school calls nobody, and says so', () => {
  const rows = [`S1,${DAY},U,1`, `S3,${DAY},U,1`];

  test('for the district', async () => {
    const world = await school();
    const report = await drop(world, rows, KEY, { settings: { ...SETTINGS, holidays: [DAY] } });
    expect(world.raised).toEqual([]);
    expect(report.problems.map(({ code }) => code)).toEqual(['not-a-school-day']);
    expect(report.summary).toContain('No school today, by the settings or the calendar, for 2 students');
  });

  test('for one school; the other is called, and the same file again, once the calendar is right, calls the rest', async () => {
    const world = await school();
    const schools = SETTINGS.schools.map((one) => (one.id === 'south' ? { ...one, closedDays: [DAY] } : one));
    await drop(world, rows, KEY, { settings: { ...SETTINGS, schools } });
    expect(studentsIn(world)).toEqual([NAMING.student('S1')]);
    await drop(world, rows);
    expect(new Set(studentsIn(world))).toEqual(new Set(['S1', 'S3'].map(NAMING.student)));
    expect(new Set(world.raised.map(({ noticeId }) => noticeId)).size).toBe(2);
  });

  test('and whoever is called once the calendar is right, is in no notice that was raised before', async () => {
    const world = await school({
      students: [
        { id: 'both', school: 'north,south' },
        { id: 'N', school: 'north' },
      ],
      guardians: [{ id: 'G', students: ['N'], phone: '217-442-3001' }],
    });
    const schools = SETTINGS.schools.map((one) => (one.id === 'north' ? { ...one, closedDays: [DAY] } : one));
    await drop(world, [`both,${DAY},U,1`, `N,${DAY},U,1`], KEY, { settings: { ...SETTINGS, schools } });
    await drop(world, [`both,${DAY},U,1`, `N,${DAY},U,1`]);
    const [first, second, third] = world.raised;
    expect(first?.audience).toMatchObject({ students: [NAMING.student('both')] });
    expect(second, 'raised once more').toEqual(first);
    expect(third?.audience).toMatchObject({ students: [NAMING.student('N')] });
    expect(third?.noticeId).not.toBe(first?.noticeId);
  });

  test('on a Saturday, but for one that the district names', async () => {
    const saturday = '2026-11-28';
    const clock = { now: () => new Date(`${saturday}T16:00:00.000Z`) };
    const world = await school();
    await drop(world, [`S1,${saturday},U,1`], KEY, { clock });
    expect(world.raised).toEqual([]);
    const settings = { ...SETTINGS, weekendSchoolDays: [saturday] };
    await drop(world, [`S1,${saturday},U,1`], KEY, { clock, settings });
    expect(studentsIn(world)).toEqual([NAMING.student('S1')]);
  });
});

describe('a file whose ids are the system’s internal ones', () => {
  test('is refused, and says which id to export', async () => {
    const world = await school();
    const report = await drop(world, [`40021,${DAY},U,1`, `40022,${DAY},E,1`]);
    expect(report).toMatchObject({ result: 'rejected', problems: [{ code: 'students-unknown', severity: 'stop' }] });
    expect([world.raised, world.latestFiles.size]).toEqual([[], 0]);
  });

  test('is refused where some of them are, by chance, the ids of other children', async () => {
    const world = await school({ students: [{ id: '1' }, { id: '2' }] });
    const rows = Array.from({ length: 12 }, (_, index) => `${index + 1},${DAY},U,1`);
    expect((await drop(world, rows)).result).toBe('rejected');
    expect(world.raised).toEqual([]);
  });

  test('is not what a few new students make', async () => {
    const world = await school();
    await drop(world, [`S1,${DAY},U,1`, `S88,${DAY},U,1`, `S89,${DAY},U,1`]);
    expect(studentsIn(world)).toEqual([NAMING.student('S1')]);
  });
});

test.each([
  ['Attendance.txt, as Genesis names it', 'attendance/Attendance.txt', 'imported'],
  ['a .tsv', 'attendance/today.tsv', 'imported'],
  ['a spreadsheet', 'attendance/today.xlsx', 'rejected'],
])('%s', async (_what, key, result) => {
  expect((await drop(await school(), [`S1,${DAY},U,1`], key)).result).toBe(result);
});

describe('nobody is told twice', () => {
  test('by the same file again, nor by a later file of the same day', async () => {
    const world = await school();
    await drop(world, [`S1,${DAY},U,1`]);
    await drop(world, [`S1,${DAY},U,1`]);
    expect(world.raised).toHaveLength(1);
    world.uploads.set('attendance/1300.csv', '2026-11-24T19:00:00.000Z');
    const report = await drop(world, [`S1,${DAY},U,1`, `S2,${DAY},U,1`], 'attendance/1300.csv');
    expect(studentsIn(world)).toEqual([NAMING.student('S1'), NAMING.student('S2')]);
    expect(report.counts).toMatchObject({ 'students whose family is called': 1, 'students whose family was called before': 1 });
  });

  test('by the same file under another name, whose sender is told where it came before', async () => {
    const world = await school();
    const first = await drop(world, [`S1,${DAY},U,1`]);
    const report = await drop(world, [`S1,${DAY},U,1`], 'attendance/again.csv');
    expect(world.raised).toHaveLength(1);
    expect(report).toMatchObject({ file: 'attendance/again.csv', result: 'imported', counts: first.counts });
    expect(report.summary).toContain(KEY);
  });

  test('whatever the power cuts off, the next delivery raises the very same notices', async () => {
    const rows = [`S1,${DAY},U,1`, `S2,${DAY},U,1`, `S3,${DAY},U,1`];
    const whole = await school();
    await drop(whole, rows);
    for (let at = 1; at <= 10; at += 1) {
      for (const after of [false, true]) {
        const world = await school();
        world.files.set(KEY, Buffer.from(`studentId,date,code,period\n${rows.join('\n')}\n`));
        await expect(importAbsences(portsOf(world, { at, after }), KEY)).rejects.toThrow(PowerCut);
        await importAbsences(portsOf(world), KEY);
        const last = new Map(world.raised.map((notice) => [notice.noticeId, notice]));
        expect([...last.values()], `cut ${after ? 'after' : 'before'} commit ${at}`).toEqual(whole.raised);
      }
    }
  });
});

test.each([
  ['without its date column', 'studentId,code\nS1,U\n', 'column-missing', 'date'],
  ['of no rows', 'studentId,date,code\n', 'file-empty', undefined],
  ['cut off in a row', `studentId,date,code\nS1,${DAY},U\nS2,20`, 'file-cut-off', undefined],
])('a file %s is reported, and calls nobody', async (_what, text, code, column) => {
  const world = await school();
  world.files.set(KEY, Buffer.from(text));
  await importAbsences(portsOf(world), KEY);
  const report = reportOf(world, KEY);
  expect(report.problems[0]).toMatchObject({ code, ...(column === undefined ? {} : { column }) });
  expect([world.raised, world.absences.size]).toEqual([[], 0]);
  expect(world.news).toMatchObject([{ type: 'Attendance Rejected' }]);
  expect(world.records).toMatchObject([{ kind: 'attendance.rejected' }]);
});
