import { expect } from 'vitest';
import { attendanceApprove } from '../../cli/attendance-approve.ts';
import { attendanceHeld } from '../../cli/attendance-held.ts';
import { drop, reportOn } from '../../cli/demo/intake.ts';
import { tasksList } from '../../cli/tasks-list.ts';
import { givenFor } from './families.ts';
import { run } from './run-command.ts';
import { scenario } from './scenario.ts';

const SCHOOL = 'plsd-high';
const FILE = 'attendance/0930.csv';

scenario(
  'a school of which everybody is absent waits for a person, and other schools do not; once it is let pass, its families are called',
  { students: 70 },
  async (day) => {
    const { sample, cloud } = day.stage;
    await day.nightlyExport();
    day.everybody({ picksUp: true });
    const pupils = sample.families.flatMap(({ students }) => students);
    const absent = pupils.filter(({ schoolId }) => schoolId === SCHOOL).map(({ id }) => id);
    const [elsewhere] = sample.families.filter(
      ({ students }) => students.length === 1 && students[0]?.schoolId === 'plsd-lincoln',
    );
    const other = elsewhere?.students[0]?.id ?? '';
    const rows = [...absent, other].map((id) => `${id},2026-11-24,UNX,1`);
    await drop(FILE, `studentId,date,code,period\n${rows.join('\n')}\n`, day.stage);

    const report = await reportOn(FILE, day.stage);
    expect(report).toMatchObject({ result: 'held', counts: { 'students whose family is called': 1 } });
    expect(await run(attendanceHeld, {}, day)).toMatchObject([{ schoolId: SCHOOL, absent: absent.length, why: 'share' }]);
    const onList = async () => (await run<readonly { readonly kind: string }[]>(tasksList, {}, day)).map(({ kind }) => kind);
    expect(await onList()).toEqual(['held-school']);
    await day.leap(900);
    const theirs = givenFor(new Set(absent), sample);
    const ringing = () => cloud.phones.rings().filter(({ number }) => theirs(number)).length;
    expect([cloud.phones.rings().length > 0, ringing()], 'the other school rings, the held one does not').toEqual([true, 0]);

    await run(attendanceApprove, { file: FILE, school: SCHOOL, by: 'Dana Ruiz' }, day);
    await day.until('the families of the school ring', async () => (ringing() > 0 ? true : undefined));
    await day.leap(1_800);
    const again = await reportOn(FILE, day.stage);
    expect(again).toMatchObject({ result: 'imported', counts: { 'students whose family is called': absent.length + 1 } });
    expect(await onList(), 'let pass, and off the list').toEqual([]);
    const numbers = cloud.phones.rings().map(({ number }) => number);
    expect(new Set(numbers).size, 'every phone once').toBe(numbers.length);
    const { notices } = await day.stage.district.notices.toSweep('all');
    for (const { noticeId } of notices) await day.untilClosed(noticeId);
    for (const ring of cloud.phones.rings()) cloud.phones.claim(ring);
  },
);
