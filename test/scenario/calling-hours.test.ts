/** What time it is where a phone is, through a night, a change of the clocks, and two time zones. */
import { expect } from 'vitest';
import type { SampleContact, SampleDistrict } from '../../infra/local/sample-district/index.ts';
import { type Day, scenario } from './scenario.ts';

const SCHOOL = 'plsd-lincoln';

/** A guardian of the school who agreed to event calls. */
function somebody(day: Day): SampleContact {
  const [found] = day.families(SCHOOL).flatMap(({ contacts }) => contacts.filter(({ consent }) => consent.event === 'yes'));
  if (found === undefined) throw new Error('the sample has nobody who agreed');
  return found;
}

const firstNumber = ({ numbers }: SampleContact): string => numbers[0]?.e164 ?? '';

/** The same export with one phone moved to another area code, however its office wrote it. */
function movedTo(number: string, digits: string, sample: SampleDistrict): SampleDistrict {
  const written = new RegExp([...number.slice(2)].join('\\D{0,2}'), 'g');
  return { ...sample, contacts: { ...sample.contacts, csv: sample.contacts.csv.replace(written, digits) } };
}

const utc = (at: number | undefined): string => new Date(at ?? 0).toISOString().slice(0, 16);

scenario(
  'half past eight in Chicago is half past six in Los Angeles: that phone rings at eight where it is',
  { startAt: '2026-11-24T14:00:00Z' },
  async (day) => {
    const far = somebody(day);
    await day.nightlyExport(movedTo(firstNumber(far), '2132345678', day.stage.sample));
    day.everybody({ picksUp: true });
    const phone = day.phone('+12132345678');
    await day.stage.cloud.clock.runUntil(Date.parse('2026-11-24T14:30:00Z'));

    const concert = await day.raise({ purpose: 'event', school: SCHOOL, message: 'winter-concert' });
    await day.stage.cloud.clock.runUntil(Date.parse('2026-11-24T15:59:30Z'));
    phone.silent();
    await day.untilClosed(concert);
    const [ring] = phone.rang(1);
    expect(utc(ring?.dialedAt) >= '2026-11-24T16:00', 'eight o’clock in Los Angeles').toBe(true);
    day.claimAll(concert);
  },
);

scenario(
  'who misses a call before nine in the evening is tried again in the morning, not in the night',
  { startAt: '2026-11-25T02:30:00Z' },
  async (day) => {
    await day.nightlyExport();
    day.everybody({ picksUp: true });
    const phone = day.phone(firstNumber(somebody(day))).does({ misses: true }, { picksUp: true });

    await day.stage.cloud.clock.runUntil(Date.parse('2026-11-25T02:45:00Z'));
    const concert = await day.raise({ purpose: 'event', school: SCHOOL, message: 'winter-concert', expiresInMinutes: 16 * 60 });
    await day.untilClosed(concert, 20 * 60);
    const [evening, morning] = phone.rang(2);
    expect(utc(evening?.dialedAt) < '2026-11-25T03:00', 'before nine in the evening').toBe(true);
    expect(utc(morning?.dialedAt) >= '2026-11-25T14:00', 'from eight in the morning').toBe(true);
    day.claimAll(concert);
  },
);

scenario(
  'in the night in which the clocks go forward, eight in the morning comes an hour sooner',
  { startAt: '2027-03-14T03:00:00Z' },
  async (day) => {
    await day.nightlyExport();
    day.everybody({ picksUp: true });
    const phone = day.phone(firstNumber(somebody(day)));

    // 21:30 in Chicago, where it is still winter; eight hours of sleep later it is summer.
    await day.stage.cloud.clock.runUntil(Date.parse('2027-03-14T03:30:00Z'));
    const concert = await day.raise({ purpose: 'event', school: SCHOOL, message: 'winter-concert', expiresInMinutes: 16 * 60 });
    await day.stage.cloud.clock.runUntil(Date.parse('2027-03-14T12:59:30Z'));
    phone.silent();
    await day.untilClosed(concert, 20 * 60);
    const [ring] = phone.rang(1);
    expect(utc(ring?.dialedAt).slice(0, 13), 'within the hour from 08:00 CDT').toBe('2027-03-14T13');
    day.claimAll(concert);
  },
);
