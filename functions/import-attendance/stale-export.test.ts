import { describe, expect, test } from 'vitest';
import { DAY, drop, school, studentsIn } from '../../test/fixtures/attendance.ts';
import { NAMING } from '../../test/fixtures/intake-memory.ts';

const EIGHT_DAYS_AGO = { hash: 'h', uploadedAt: '2026-11-16T11:00:00.000Z', bytes: 1 };
const SEVEN_DAYS_AGO = { ...EIGHT_DAYS_AGO, uploadedAt: '2026-11-17T11:30:00.000Z' };
const ROWS = [`S1,${DAY},U,1`, `S2,${DAY},U,1`];

describe('absences on contacts that are more than a week old', () => {
  test('call nobody; the clerk finds every student and the reason', async () => {
    const world = { ...(await school()), taken: EIGHT_DAYS_AGO };
    const report = await drop(world, ROWS);
    expect(world.raised).toEqual([]);
    expect(report.problems.map(({ code }) => code)).toEqual(['export-stale']);
    expect(report.summary).toContain('nobody is called about 2 students');
    expect(report.lists).toMatchObject([{ rows: [['S1'], ['S2']] }]);
  });

  test('are called about once an export was taken and the same file is dropped again', async () => {
    const world = { ...(await school()), taken: EIGHT_DAYS_AGO };
    await drop(world, ROWS);
    world.taken = SEVEN_DAYS_AGO;
    await drop(world, ROWS);
    expect(studentsIn(world).toSorted()).toEqual(['S1', 'S2'].map(NAMING.student).sort());
  });

  test('are taken back all the same, where a later file of the day has an excuse', async () => {
    const world = await school();
    await drop(world, ROWS);
    world.taken = EIGHT_DAYS_AGO;
    world.uploads.set('attendance/later.csv', '2026-11-24T19:00:00.000Z');
    await drop(world, [`S1,${DAY},E,1`, `S2,${DAY},U,1`], 'attendance/later.csv');
    expect([...world.absences.values()].map(({ state }) => state).sort()).toEqual(['excused', 'unexcused']);
  });
});
