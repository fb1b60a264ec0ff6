import { expect } from 'vitest';
import { drop, reportOn } from '../../cli/demo/intake.ts';
import { scenario } from './scenario.ts';

const CALENDAR = 'calendar/2026-27.csv';

scenario(
  'on a day that a dropped calendar closes, absences call nobody; once the calendar is corrected, the same file calls',
  {},
  async (day) => {
    const { sample, cloud, district } = day.stage;
    await day.nightlyExport();
    day.everybody({ picksUp: true });
    await drop(CALENDAR, `date,dayType\n${sample.day},snow day\n`, day.stage);
    expect(await reportOn(CALENDAR, day.stage)).toMatchObject({
      result: 'imported',
      lists: [{ rows: [[sample.day, 'every school']] }],
    });
    await drop(sample.attendance.key, sample.attendance.csv, day.stage);
    const report = await reportOn(sample.attendance.key, day.stage);
    expect(report.counts['students without school today']).toBeGreaterThan(0);
    await day.leap(600);
    expect(cloud.phones.rings()).toEqual([]);

    await drop(CALENDAR, 'date,dayType\n2026-12-24,break\n', day.stage);
    await day.leap(60);
    await drop('attendance/again.csv', sample.attendance.csv, day.stage);
    const again = await reportOn('attendance/again.csv', day.stage);
    expect(again.counts['students whose family is called']).toBe(report.counts['students without school today']);
    await day.leap(1_800);
    const { notices } = await district.notices.toSweep('all');
    for (const { noticeId } of notices) await day.untilClosed(noticeId);
    expect(cloud.phones.rings().length).toBeGreaterThan(0);
    cloud.phones.claim(...cloud.phones.rings());
  },
);
