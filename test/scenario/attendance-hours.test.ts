/** The school day of ROSTER §12.8, hour by hour. What was put in the files is told beside what a parent would call right. */
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { drop, reportOn } from '../../cli/demo/intake.ts';
import { SAMPLE_DISTRICT } from '../../infra/synthesize.ts';
import { anotherDistrict } from './another-district.ts';
import { type Day, scenario } from './scenario.ts';

/** L is a legal absence in the district, and late at Lincoln. */
const LINCOLN = 'plsd-lincoln';
const { schools } = JSON.parse(readFileSync(SAMPLE_DISTRICT, 'utf8'));
const district = await anotherDistrict({
  attendanceCodes: { A: 'unexcused', E: 'excused', L: 'excused' },
  schools: schools.map((one: { readonly id: string }) =>
    one.id === LINCOLN ? { ...one, attendanceCodes: { L: 'tardy' } } : one,
  ),
});

interface Child {
  readonly id: string;
  /** Every phone of the family. */
  readonly numbers: readonly string[];
}

/** Families of one child in which somebody agreed to be told of absences. */
function children(day: Day, school: string): readonly Child[] {
  return day.families(school).flatMap(({ contacts }): readonly Child[] => {
    const own = day.stage.sample.families.find(({ id }) => id === contacts[0]?.familyId);
    const [child, ...siblings] = own?.students ?? [];
    if (child === undefined || siblings.length > 0 || !contacts.some(({ consent }) => consent.attendance === 'yes')) return [];
    return [{ id: child.id, numbers: contacts.flatMap(({ numbers }) => numbers.map(({ e164 }) => e164)) }];
  });
}

/** Listens to the phones of families: which of them rang since it last looked. */
function listener({ stage: { cloud } }: Day, families: readonly Child[]): () => readonly Child[] {
  let seen = 0;
  return () => {
    const fresh = cloud.phones.rings().slice(seen);
    seen += fresh.length;
    cloud.phones.claim(...fresh);
    const numbers = fresh.map(({ number }) => number);
    const rang = families.filter((family) => family.numbers.some((number) => numbers.includes(number)));
    const strangers = numbers.filter((number) => !rang.some((family) => family.numbers.includes(number)));
    expect(strangers, 'phones of nobody in the files').toEqual([]);
    return rang;
  };
}

scenario(
  'a school day hour by hour: at ten, at one, at five and the next morning, who rang is what a parent would call right',
  { ...district, startAt: '2026-11-24T15:58:00Z', students: 200, patienceMs: 400_000 },
  async (day) => {
    await day.nightlyExport();
    const [late, left] = children(day, LINCOLN);
    const [legal, missing, there, excused, home, old] = children(day, 'plsd-high');
    if (!late || !left || !legal || !missing || !there || !excused || !home || !old)
      throw new Error('the sample has no such families');
    const whoRang = listener(day, [late, left, legal, missing, there, excused, home, old]);
    const file = async (name: string, rows: readonly string[]) => {
      await drop(name, `studentId,date,code\n${rows.join('\n')}\n`, day.stage);
      return reportOn(name, day.stage);
    };
    const today = ({ id }: Child, code: string) => `${id},11/24/26,${code}`;
    for (const number of [...there.numbers, ...left.numbers]) day.phone(number).does({ picksUp: true });

    const ten = [today(late, 'L'), today(legal, 'L'), today(missing, 'A'), today(there, 'A'), `${old.id},11/23/26,A`];
    await file('attendance/1000.csv', ten);
    await day.leap(600);
    expect(whoRang(), 'ten: two are missing; a legal absence, a late one and yesterday’s call nobody').toEqual([missing, there]);
    await day.leap(2 * 3_600 + 900);
    expect(whoRang(), 'nobody picked up there: once more after an hour').toEqual([missing]);

    await file('attendance/1230.csv', [...ten.slice(0, -1), today(excused, 'A')]);
    await day.leap(600);
    expect(whoRang(), 'half past twelve: one more').toEqual([excused]);
    const one = [
      today(excused, 'E'),
      today(missing, 'A'),
      today(there, 'A'),
      today(left, 'A'),
      today(late, 'L'),
      today(legal, 'L'),
    ];
    await file('attendance/1300.csv', one);
    await day.leap(2 * 3_600);
    expect(whoRang(), 'one: his mother has telephoned, so he is not tried again; somebody else left at noon').toEqual([left]);

    await file('attendance/1630.csv', [...one, today(home, 'A')]);
    await day.leap(600);
    expect(whoRang(), 'half past four: one more').toEqual([home]);
    const five = await file(
      'attendance/1700.csv',
      one.filter((row) => !row.startsWith(there.id)),
    );
    expect(five.counts).toMatchObject({ 'students no longer in the file': 2, 'students whose family is called': 0 });
    await day.leap(3 * 3_600);
    expect(whoRang(), 'five: two rows are gone, and the second try, at half past five, is not made').toEqual([]);

    await day.leap(12 * 3_600);
    const again = await file('attendance/once-more.csv', ten);
    expect(again.summary).toContain('came before');
    const morning = await file('attendance/yesterday.csv', [...ten, today(home, 'A')]);
    expect(morning.counts).toMatchObject({ 'students whose family is called': 0, 'rows about an earlier day': ten.length + 1 });
    await day.leap(3 * 3_600);
    expect(whoRang(), 'the next morning: yesterday’s files call nobody').toEqual([]);
    const rings = Map.groupBy(day.stage.cloud.phones.rings(), ({ number }) => number);
    expect(Math.max(...[...rings.values()].map(({ length }) => length)), 'once, and once more where nobody picked up').toBe(2);
  },
);
