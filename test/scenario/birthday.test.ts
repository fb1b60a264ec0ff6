import { expect } from 'vitest';
import { drop, reportOn } from '../../cli/demo/intake.ts';
import { anotherNight } from './another-night.ts';
import { scenario } from './scenario.ts';

const SCHOOL = 'plsd-high';
/** 20:30 in the sample district, on the day before the birthday. */
const EVENING = '2026-11-25T02:30:00Z';

scenario(
  'at midnight a student is 18: the parent who was called about them in the evening is not called in the morning, others are',
  { startAt: EVENING, students: 40, patienceMs: 400_000 },
  async (day) => {
    const { sample, district } = day.stage;
    const people = day
      .families(SCHOOL)
      .flatMap(({ contacts }) => contacts)
      .filter(({ consent, numbers, familyId }) => {
        const only = sample.families.find(({ id }) => id === familyId)?.students.length === 1;
        return only && numbers.length > 0 && consent.event === 'yes' && consent.attendance !== 'no';
      });
    const [parent] = people;
    const other = people.find(({ familyId }) => familyId !== parent?.familyId);
    const student = sample.families.find(({ id }) => id === parent?.familyId)?.students[0];
    if (parent === undefined || other === undefined || student === undefined) throw new Error('the sample has no such family');
    const turning = await anotherNight(sample, '2026-11-24', {
      demographics: (cells) => (cells['sourcedId'] === student.id ? { ...cells, birthDate: '2008-11-25' } : cells),
    });
    await day.nightlyExport(turning);
    const { lists } = await reportOn(turning.roster.key, day.stage);
    expect(JSON.stringify(lists), 'the office is told beforehand').toContain(student.id);

    day.everybody({ picksUp: true, presses: '1' });
    const phone = day.phone(parent.numbers[0]?.e164 ?? '');
    await drop('attendance/evening.csv', `studentId,date,code,period\n${student.id},2026-11-24,UNX,1\n`, day.stage);
    await reportOn('attendance/evening.csv', day.stage);
    await day.leap(300);
    phone.rang(1);
    // The other parent, about the same absence.
    const { phones } = day.stage.cloud;
    phones.claim(...phones.rings().filter(({ name }) => name.startsWith('att-')));

    await day.leap(3_600);
    const concert = await day.raise({ purpose: 'event', school: SCHOOL, message: 'winter-concert', expiresInMinutes: 18 * 60 });
    const calls = await day.untilClosed(concert, 18 * 60);
    phone.silent();
    const callTo = async (e164 = '') => {
      const numberKey = (await district.pseudonyms()).number(e164);
      return calls.find((call) => call.numberKey === numberKey);
    };
    expect(await callTo(parent.numbers[0]?.e164)).toMatchObject({ state: 'refused', rule: 'rights.passed' });
    expect(await callTo(other.numbers[0]?.e164)).toMatchObject({ state: 'confirmed' });
    day.claimAll(concert);
  },
);
