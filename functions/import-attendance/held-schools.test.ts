import { describe, expect, test } from 'vitest';
import { DAY, drop, KEY, keysOf, portsOf, reportOf, school, studentsIn } from '../../test/fixtures/attendance.ts';
import { type IntakeWorld, PowerCut, SETTINGS } from '../../test/fixtures/intake-memory.ts';
import { importAbsences } from './import-absences.ts';
import type { AttendancePorts } from './ports.ts';

const many = (count: number, prefix: string) => Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`);
const absent = (ids: readonly string[], code = 'U') => ids.map((id) => `${id},${DAY},${code},1`);
/** Small numbers, so that a test can count them. */
const settings = { ...SETTINGS, massAbsence: { sharePercent: 20, students: 3, classStudents: 4 } };

const isAbout = (id: string) => (notice: IntakeWorld['raised'][number]) =>
  notice.audience.kind === 'students' && notice.audience.students.includes(keysOf(id)[0] ?? '');
const guardianOf = (student: string) => ({ guardians: [{ id: 'G', students: [student], phone: '217-442-3001' }] });

/** Ten pupils at each school, two in a grade. */
async function twoSchools(): Promise<IntakeWorld> {
  const grades = (index: number) => `0${Math.floor(index / 2) + 1}`;
  const at = (name: string) => many(10, name[0] ?? '').map((id, index) => ({ id, school: name, grade: grades(index) }));
  return school({ students: [...at('north'), ...at('south')], ...guardianOf('n2') });
}
const take = (world: IntakeWorld, rows: readonly string[], key = KEY, other: Partial<AttendancePorts> = {}) =>
  drop(world, rows, key, { settings, ...other });
function approve(world: IntakeWorld, schoolId: string): void {
  const held = world.held.get(schoolId);
  if (held !== undefined) world.held.set(schoolId, { ...held, approved: true });
}

describe('a school above its limit', () => {
  test('is held: nobody of it is called, the report names it and says how to go on; other schools go on', async () => {
    const world = await twoSchools();
    const report = await take(world, absent(['n1', 'n3', 'n5', 's1']));
    expect(studentsIn(world)).toEqual(keysOf('s1'));
    expect(report).toMatchObject({
      result: 'held',
      counts: {
        'schools held until somebody has looked': 1,
        'students of those schools whom nobody is called about': 3,
        'students whose family is called': 1,
      },
    });
    expect(report.lists?.[0]?.rows).toEqual([
      [
        'North School',
        '3',
        '10',
        'more of the school than its limit',
        `ringfence attendance approve --file ${KEY} --school north --by NAME`,
      ],
    ]);
    expect(report.problems.map(({ code }) => code)).toContain('absences-held');
    expect(world.news.map(({ type }) => type)).toEqual(['Attendance Held']);
    expect(world.records.at(-1)?.facts).toMatchObject({ held: [{ school: 'north', why: 'share', absent: 3, outOf: 10 }] });
  });

  test.each([
    ['fewer than the least number', ['n1', 'n3']],
    ['no more than the share', ['n1', 'n3', 'n5']],
  ])('is not one with %s', async (_what, ids) => {
    const world = await twoSchools();
    const massAbsence = { ...settings.massAbsence, sharePercent: ids.length === 3 ? 30 : 1 };
    await take(world, absent(ids), KEY, { settings: { ...settings, massAbsence } });
    expect(studentsIn(world).toSorted()).toEqual(keysOf(...ids).toSorted());
  });

  test('is not one whose excused, late and unclear students make the share', async () => {
    const world = await twoSchools();
    await take(world, [...absent(['n1', 'n3']), ...absent(['n5'], 'E'), ...absent(['n7'], 'T'), ...absent(['n9'], 'Q')]);
    expect(studentsIn(world)).toHaveLength(2);
  });

  test('is asked about once: who was told by an earlier file of the day does not count again', async () => {
    const world = await twoSchools();
    await take(world, absent(['n1', 'n3']));
    world.uploadedAt = '2026-11-24T19:00:00.000Z';
    await take(world, absent(['n1', 'n3', 'n5']), 'attendance/1300.csv');
    expect(studentsIn(world)).toEqual(keysOf('n1', 'n3').toSorted().concat(keysOf('n5')));
  });
});

test('a whole grade of five or more is held, a smaller one is called', async () => {
  const pupils = (grade: string, count: number) => many(count, `g${grade}-`).map((id) => ({ id, grade }));
  const students = [...pupils('01', 5), ...pupils('02', 4), ...many(90, 'x').map((id) => ({ id, grade: '03' }))];
  const small = await school({ students, ...guardianOf('x1') });
  await drop(small, absent([...many(4, 'g02-'), 'x1', 'x2']));
  expect(studentsIn(small)).toHaveLength(6);
  const whole = await school({ students, ...guardianOf('x1') });
  const report = await drop(whole, absent(many(5, 'g01-')));
  expect([studentsIn(whole), report.lists?.[0]?.rows[0]?.[3]]).toEqual([[], 'a whole grade']);
});

describe('a whole class', () => {
  const inClass = (ids: readonly string[], code = 'U') => ids.map((id) => `${id},${DAY},${code},1,B-12`);
  async function takeClasses(rows: readonly string[]) {
    const world = await school({ students: many(60, 'x').map((id) => ({ id })), ...guardianOf('x1') });
    world.files.set(KEY, Buffer.from(`studentId,date,code,period,homeroom\n${rows.join('\n')}\n`));
    await importAbsences(portsOf(world), KEY);
    return { told: studentsIn(world).length, why: reportOf(world, KEY).lists?.[0]?.rows[0]?.[3] };
  }

  test('is held', async () => {
    expect(await takeClasses(inClass(many(12, 'x')))).toEqual({ told: 0, why: 'a whole class' });
  });

  test('is not one in which somebody was there, nor half of one', async () => {
    expect(await takeClasses([...inClass(many(12, 'x')), ...inClass(['x13'], 'T')])).toMatchObject({ told: 12 });
    expect(await takeClasses(inClass(many(11, 'x')))).toMatchObject({ told: 11 });
  });
});

const rows = absent(['n1', 'n3', 'n5', 's1']);

describe('once a person has let it pass', () => {
  test('the same file calls the school, in a notice of its own, and nobody a second time', async () => {
    const world = await twoSchools();
    await take(world, rows);
    approve(world, 'north');
    const report = await take(world, rows);
    const told = world.raised.filter(({ noticeId = '' }) => noticeId.includes('north'));
    expect(told).toHaveLength(1);
    expect(studentsIn(world).filter((key) => keysOf('s1').includes(key))).toHaveLength(2);
    expect(new Set(world.raised.map(({ noticeId }) => noticeId)).size, 'what is raised again is the same notice').toBe(2);
    expect(report).toMatchObject({ result: 'imported', counts: { 'students whose family is called': 4 } });
    await take(world, rows);
    expect(world.raised, 'taken once more').toHaveLength(3);
  });

  test('nobody is lost whose family was told of in the first taking: brother and sister of two schools', async () => {
    const world = await school({
      students: [...many(10, 'n').map((id) => ({ id })), { id: 's1', school: 'south' }, { id: 's2', school: 'south' }],
      guardians: [{ id: 'G', students: ['n1', 's1'], phone: '217-442-3001' }],
    });
    const family = absent(['n1', 'n3', 'n5', 's1', 's2']);
    await take(world, family);
    approve(world, 'north');
    await take(world, family);
    const byNotice = new Map(world.raised.map((notice) => [notice.noticeId, notice.audience]));
    const told = [...byNotice.values()].flatMap((audience) => (audience.kind === 'students' ? audience.students : []));
    expect(told.toSorted()).toEqual(keysOf('n1', 'n3', 'n5', 's1', 's2').toSorted());
  });

  test('a later file of the day has the last word: whom it excuses is not called', async () => {
    const world = await twoSchools();
    await take(world, rows);
    world.uploadedAt = '2026-11-24T16:00:00.000Z';
    await take(world, [...absent(['n1', 'n3'], 'E'), ...absent(['n5', 's1'])], 'attendance/1000.csv');
    world.uploadedAt = '2026-11-24T11:29:00.000Z';
    approve(world, 'north');
    const report = await take(world, rows);
    expect(new Set(studentsIn(world))).toEqual(new Set(keysOf('s1', 'n5')));
    expect(report.summary).toContain('a later file came first');
  });

  test('it does no harm that the same bytes have come again, under another name: the report names the one that is held', async () => {
    const world = await twoSchools();
    await take(world, rows);
    world.uploadedAt = '2026-11-24T16:00:00.000Z';
    const report = await take(world, rows, 'attendance/1000.csv');
    expect(report.lists?.[0]?.rows[0]?.[4]).toContain(`--file ${KEY} `);
    approve(world, 'north');
    world.uploadedAt = '2026-11-24T11:29:00.000Z';
    await take(world, rows);
    expect(new Set(studentsIn(world))).toEqual(new Set(keysOf('n1', 'n3', 'n5', 's1')));
  });

  test('another file is not let pass with it', async () => {
    const world = await twoSchools();
    await take(world, rows);
    approve(world, 'north');
    world.uploadedAt = '2026-11-24T19:00:00.000Z';
    await take(world, absent(['n1', 'n3', 'n5', 'n7']), 'attendance/1300.csv');
    expect(studentsIn(world)).toEqual(keysOf('s1'));
    expect(world.held.get('north')).toMatchObject({ approved: false, absent: 4, file: 'attendance/1300.csv' });
  });
});

test('what was let pass calls nobody the next morning', async () => {
  const world = await twoSchools();
  await take(world, rows);
  approve(world, 'north');
  await take(world, rows, KEY, { clock: { now: () => new Date('2026-11-25T15:00:00.000Z') } });
  expect(studentsIn(world)).toEqual(keysOf('s1'));
});

test.each([
  ['', true],
  [', nor where the power went before the first taking was noted', false],
])('a pupil of two schools, one of them let pass, is in no notice that was raised before%s', async (_what, noted) => {
  const south = [...many(10, 's').map((id) => ({ id, school: 'south' })), { id: 'both', school: 'north,south' }];
  const world = await school({ students: [...many(10, 'n').map((id) => ({ id })), ...south], ...guardianOf('n2') });
  const pupils = absent(['s1', 's3', 's5', 'both', 'n1']);
  await take(world, pupils);
  expect(studentsIn(world)).toEqual(keysOf('n1'));
  approve(world, 'south');
  if (!noted) world.ledger.clear();
  await take(world, pupils);
  const told = world.raised.filter(isAbout('both')).map(({ noticeId }) => noticeId);
  expect([told.length, told.includes(world.raised[0]?.noticeId)]).toEqual([1, false]);
});

test('whatever the power cuts off once it is let pass, everybody is told in one notice, and nobody in two', async () => {
  for (let at = 1; at <= 12; at += 1) {
    for (const after of [false, true]) {
      const world = await twoSchools();
      await take(world, rows);
      approve(world, 'north');
      const cut = importAbsences({ ...portsOf(world, { at, after }), settings }, KEY);
      await expect(cut).rejects.toThrow(PowerCut);
      await importAbsences({ ...portsOf(world), settings }, KEY);
      const last = new Map(world.raised.map(({ noticeId, audience }) => [noticeId, audience]));
      const told = [...last.values()].flatMap((audience) => (audience.kind === 'students' ? audience.students : []));
      expect(told.toSorted(), `cut ${after ? 'after' : 'before'} commit ${at}`).toEqual(
        keysOf('n1', 'n3', 'n5', 's1').toSorted(),
      );
    }
  }
});
