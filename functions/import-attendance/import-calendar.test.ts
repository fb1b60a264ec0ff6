import { describe, expect, test } from 'vitest';
import { DAY, drop, portsOf, reportOf, school, studentsIn } from '../../test/fixtures/attendance.ts';
import { type IntakeWorld, NAMING, PowerCut } from '../../test/fixtures/intake-memory.ts';
import { takeDrop } from './take-drop.ts';

const KEY = 'calendar/2026-27.csv';
const ABSENT = [`S1,${DAY},U,1`, `S3,${DAY},U,1`];

async function calendar(world: IntakeWorld, rows: readonly string[], key = KEY, cut?: Parameters<typeof portsOf>[1]) {
  world.files.set(key, Buffer.from(`date,school,dayType\n${rows.join('\n')}\n`));
  await takeDrop(portsOf(world, cut), key);
  return reportOf(world, key);
}

const called = (world: IntakeWorld) => new Set(studentsIn(world));
const keys = (...ids: readonly string[]) => new Set(ids.map(NAMING.student));

describe('a calendar file', () => {
  test('keeps absences of a closed day from being called about, in every school or in one', async () => {
    const everywhere = await school();
    await calendar(everywhere, [`${DAY},,holiday`]);
    const report = await drop(everywhere, ABSENT);
    expect([called(everywhere), report.problems.map(({ code }) => code)]).toEqual([new Set(), ['not-a-school-day']]);
    const south = await school();
    await calendar(south, [`${DAY},south,snow day`]);
    await drop(south, ABSENT);
    expect(called(south)).toEqual(keys('S1'));
  });

  test('says what it closes from today on, to its sender, on the bus and in the record', async () => {
    const world = await school();
    const report = await calendar(world, [
      '2026-09-07,,holiday',
      `${DAY},south,holiday`,
      '2026-12-24,,break',
      '2026-12-01,,open',
    ]);
    expect(report).toMatchObject({ result: 'imported', maps: ['calendar@1'] });
    expect(report.lists?.[0]?.rows).toEqual([
      [DAY, 'south'],
      ['2026-12-24', 'every school'],
    ]);
    expect(world.news.map(({ type }) => type)).toEqual(['Calendar Imported']);
    expect(world.records).toMatchObject([{ kind: 'calendar.imported', facts: { file: KEY } }]);
  });

  test('takes the place of the one before it under the same name, and of no other', async () => {
    const world = await school();
    await calendar(world, [`${DAY},,holiday`]);
    await calendar(world, [`${DAY},south,holiday`], 'calendar/south.csv');
    await calendar(world, ['2026-11-26,,holiday']);
    await drop(world, ABSENT);
    expect(called(world)).toEqual(keys('S1'));
  });

  test('of which a row cannot be read changes nothing: the earlier one stands', async () => {
    const world = await school();
    await calendar(world, [`${DAY},,holiday`]);
    const report = await calendar(world, ['2026-12-24,,holiday', 'x,,holiday']);
    expect(report).toMatchObject({ result: 'rejected', problems: [{ code: 'calendar-date', row: 3 }] });
    await drop(world, ABSENT);
    expect(called(world)).toEqual(new Set());
    expect(world.news.map(({ type }) => type)).toContain('Calendar Rejected');
  });

  test('opens no day: on a Saturday that it calls a make-up day nobody is called', async () => {
    const world = await school();
    await calendar(world, ['2026-11-28,,make-up day']);
    const clock = { now: () => new Date('2026-11-28T16:00:00.000Z') };
    await drop(world, ['S1,2026-11-28,U,1'], 'attendance/s.csv', { clock });
    expect(called(world)).toEqual(new Set());
  });
});

test('once a calendar is corrected, the same attendance file calls those it did not call', async () => {
  const world = await school();
  await calendar(world, [`${DAY},,holiday`]);
  await drop(world, ABSENT);
  await calendar(world, ['2026-11-26,,holiday']);
  await drop(world, ABSENT);
  expect(called(world)).toEqual(keys('S1', 'S3'));
});

test('the power may go before or after any write: the next delivery comes to the same calendar and tells of it', async () => {
  for (let at = 1; at <= 5; at += 1) {
    for (const after of [false, true]) {
      const world = await school();
      await expect(calendar(world, [`${DAY},,holiday`], KEY, { at, after })).rejects.toThrow(PowerCut);
      expect((await calendar(world, [`${DAY},,holiday`])).result).toBe('imported');
      expect(Object.keys(world.calendars.get(KEY)?.closed ?? {})).toEqual([DAY]);
      expect(world.news.at(-1)?.type).toBe('Calendar Imported');
    }
  }
});
