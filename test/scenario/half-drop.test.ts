import { expect } from 'vitest';
import { drop, reportOn } from '../../cli/demo/intake.ts';
import { anotherNight } from './another-night.ts';
import { type Day, scenario } from './scenario.ts';

const NIGHT_S = 86_000;

/** What the report says `seconds` after a drop. */
async function after(seconds: number, key: string, day: Day) {
  await day.leap(seconds);
  return reportOn(key, day.stage, []);
}

scenario(
  'a district that overwrites its two files each night: the first half waits for the second, and a night without the second is taken as it is',
  {},
  async (day) => {
    const { sample } = day.stage;
    await day.nightlyExport();
    const { roster, contacts } = sample;
    const moved = sample.families[0]?.contacts[0]?.id;
    const tonight = await anotherNight(sample, 'x', {
      contacts: (cells) => (cells['guardianSourcedId'] === moved ? { ...cells, phone: '217-442-9191', phone2: '' } : cells),
      users: (cells) => (cells['role'] === 'student' && cells['grades'] === '05' ? { ...cells, grades: '06' } : cells),
    });

    await day.leap(NIGHT_S);
    await drop(roster.key, tonight.roster.zip, day.stage);
    expect(await after(60, roster.key, day)).toMatchObject({ result: 'waiting' });
    await drop(contacts.key, tonight.contacts.csv, day.stage);
    const whole = await after(60, roster.key, day);
    expect([whole.result, whole.signals]).toEqual(['imported', []]);
    expect(whole.counts['contacts written']).toBe(1);
    expect(whole.counts['students written']).toBeGreaterThan(0);

    await day.leap(NIGHT_S);
    await drop(roster.key, roster.zip, day.stage);
    expect(await after(60, roster.key, day)).toMatchObject({ result: 'waiting' });
    const half = await after(16 * 60, roster.key, day);
    expect([half.result, half.signals.map(({ id, level }) => `${level} ${id}`)]).toEqual(['imported', ['warn halves-apart']]);
  },
);
