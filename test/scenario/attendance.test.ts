import { expect } from 'vitest';
import { drop, reportOn } from '../../cli/demo/intake.ts';
import { givenFor } from './families.ts';
import { scenario } from './scenario.ts';

scenario(
  'an absence calls the family once, brothers and sisters in one call; an unmapped code calls nobody; the same file again calls nobody',
  { students: 100 },
  async (day) => {
    const { sample, cloud, district } = day.stage;
    await day.nightlyExport();
    day.everybody({ picksUp: true });
    await drop(sample.attendance.key, sample.attendance.csv, day.stage);
    const report = await reportOn(sample.attendance.key, day.stage);
    expect(JSON.stringify(report.lists)).toMatch(/SAX/);
    const notices = await day.until('planned', async () => {
      const { notices: open } = await district.notices.toSweep('all');
      return open.length > 0 && open.every(({ planned }) => planned !== undefined) ? open : undefined;
    });
    const calls = (await Promise.all(notices.map(({ noticeId }) => day.untilClosed(noticeId)))).flat();
    const rings = cloud.phones.rings();
    expect(new Set(rings.map(({ number }) => number)).size, 'every phone once').toBe(rings.length);
    expect(
      calls.some(({ recipients }) => recipients.some(({ students }) => students.length > 1)),
      'brothers and sisters in one call',
    ).toBe(true);
    const called = new Set(rings.map(({ number }) => number));
    const today = sample.attendance.rows.filter(({ date }) => ['2026-11-24', '11/24/2026'].includes(date));
    const absent = today.filter(({ code }) => code === 'UNX' || code === 'UNV').map(({ studentId }) => studentId);
    const theirs = givenFor(new Set(absent), sample);
    expect(
      [...called].filter((number) => !theirs(number)),
      'phones of nobody who is absent without excuse',
    ).toEqual([]);
    for (const { noticeId } of notices) day.claimAll(noticeId);

    await drop('attendance/the-same-again.csv', sample.attendance.csv, day.stage);
    const again = await reportOn('attendance/the-same-again.csv', day.stage);
    expect(again.result).toBe('imported');
    await day.leap(600);
    expect(cloud.phones.unclaimed()).toEqual([]);
  },
);
