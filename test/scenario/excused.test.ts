import { expect } from 'vitest';
import { drop, reportOn } from '../../cli/demo/intake.ts';
import type { Call } from '../../shared/calls/call.ts';
import { scenario } from './scenario.ts';

/** 12:25 in the sample district. */
const NOON = '2026-11-24T18:25:00Z';
const HEADER = 'studentId,date,code,period';

scenario(
  'an absence excused at 13:00 cancels the call that waits to be tried again; a brother who is still absent is called about, and alone',
  { startAt: NOON, students: 60 },
  async (day) => {
    const { sample, district } = day.stage;
    await day.nightlyExport();
    const plain = ['plsd-high', 'plsd-lakeside', 'plsd-lincoln', 'plsd-maple', 'plsd-prairie'].flatMap((school) =>
      day.families(school),
    );
    const homes = plain.flatMap(({ contacts: [first] }) => {
      const students = sample.families.find(({ id }) => id === first?.familyId)?.students ?? [];
      return first === undefined || first.consent.attendance === 'no' ? [] : [{ phone: first.numbers[0]?.e164 ?? '', students }];
    });
    const [excused, absent] = homes.filter(({ students }) => students.length === 1);
    const pair = homes.find(({ students }) => students.length > 1);
    const [brother, sister] = pair?.students ?? [];
    if (excused === undefined || absent === undefined || pair === undefined || brother === undefined || sister === undefined)
      throw new Error('the sample has no such families');
    const row = (id: string | undefined, code: string) => `${id},2026-11-24,${code},1`;
    const ids = [excused.students[0]?.id, absent.students[0]?.id, brother.id, sister.id];
    await drop('attendance/1225.csv', `${[HEADER, ...ids.map((id) => row(id, 'UNX'))].join('\n')}\n`, day.stage);
    await reportOn('attendance/1225.csv', day.stage);
    // Nobody picks up: each is to be tried again after an hour.
    await day.leap(600);
    const phones = [excused, absent, pair].map(({ phone }) => day.phone(phone));
    const ringsOf = (index: number) => day.stage.cloud.phones.rings(phones[index]?.number ?? '').length;
    expect([ringsOf(0), ringsOf(1), ringsOf(2)]).toEqual([1, 1, 1]);

    await day.leap(1_500);
    const later = [row(ids[0], 'ILL'), row(ids[1], 'UNX'), row(brother.id, 'UNX'), row(sister.id, 'EX')];
    await drop('attendance/1300.csv', `${[HEADER, ...later].join('\n')}\n`, day.stage);
    const report = await reportOn('attendance/1300.csv', day.stage);
    expect(report.counts).toMatchObject({ 'students excused since an earlier file': 2, 'students whose family is called': 0 });

    const { notices } = await district.notices.toSweep('all');
    const calls: readonly Call[] = (await Promise.all(notices.map(({ noticeId }) => day.untilClosed(noticeId)))).flat();
    expect([ringsOf(0), ringsOf(1), ringsOf(2)], 'rings until the evening').toEqual([1, 2, 2]);
    const pseudonyms = await district.pseudonyms();
    const callTo = (phone: string) => calls.find(({ numberKey }) => numberKey === pseudonyms.number(phone));
    expect(callTo(excused.phone)).toMatchObject({ state: 'cancelled', rule: 'absence.excused' });
    for (const { noticeId } of notices) day.claimAll(noticeId);
  },
);
