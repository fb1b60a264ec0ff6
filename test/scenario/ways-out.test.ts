import { expect } from 'vitest';
import { createSampleDistrict } from '../../infra/local/sample-district/index.ts';
import { scenario } from './scenario.ts';

scenario(
  'a parent who presses 9 in an evacuation call is not called about the concert, but is in the next emergency',
  {},
  async (day) => {
    await day.nightlyExport();
    day.everybody({ picksUp: true });
    const [ana] = day
      .families('plsd-lakeside')
      .flatMap(({ contacts }) => contacts.filter(({ consent }) => consent.event === 'yes'));
    const phone = day.phone(ana?.numbers[0]?.e164 ?? '');
    phone.does({ picksUp: true, presses: '9' });

    const evacuation = await day.raise({ purpose: 'emergency', school: 'plsd-lakeside', message: 'evacuate-gas-leak' });
    await day.untilClosed(evacuation);
    const [ring] = phone.rang(1, /Lakeside.*9/s);
    const pressed = ring?.keys.find(({ key }) => key === '9');
    expect(ring?.path.slice(-3), 'no menu, no question').toEqual(['mark 9', 'record 9', 'hang up']);
    expect(
      ring?.heard.filter(({ until }) => until > (pressed?.at ?? 0)).map(({ text }) => text),
      'words after 9',
    ).toEqual([]);
    // Recording takes what this machine takes, at its coldest; there is nothing else between the key and the end.
    expect((ring?.endedAt ?? 0) - (pressed?.at ?? 0), 'the line drops at once after 9').toBeLessThanOrEqual(3_000);
    day.claimAll(evacuation);

    const concert = await day.raise({ purpose: 'event', school: 'plsd-lakeside', message: 'winter-concert' });
    const calls = await day.untilClosed(concert);
    phone.silent();
    expect(calls.map(({ rule }) => rule)).toContain('optout.all');
    day.claimAll(concert);

    const again = await day.raise({ purpose: 'emergency', school: 'plsd-lakeside', message: 'evacuate-gas-leak' });
    await day.untilClosed(again);
    phone.rang(1);
    day.claimAll(again);
  },
);

scenario('a stranger who presses 7 is not rung by the next emergency; the other phones of the family are', {}, async (day) => {
  await day.nightlyExport();
  day.everybody({ picksUp: true });
  const family = day.families('plsd-high').find(({ numbers }) => numbers.length >= 2);
  const [wrong = '', other = ''] = family?.numbers ?? [];
  const [stranger, parent] = [day.phone(wrong), day.phone(other)];
  stranger.does({ picksUp: true, presses: '7' });
  parent.does({ picksUp: true, presses: '1' });

  const first = await day.raise({ purpose: 'emergency', school: 'plsd-high', message: 'evacuate-gas-leak' });
  const calls = await day.untilClosed(first);
  stranger.rang(1);
  parent.rang(1);
  expect(calls.filter(({ outcome }) => outcome === 'not-my-number').map(({ state }) => state)).toEqual(['not-delivered']);
  day.claimAll(first);

  const second = await day.raise({ purpose: 'emergency', school: 'plsd-high', message: 'evacuate-gas-leak' });
  const later = await day.untilClosed(second);
  stranger.silent();
  parent.rang(1);
  expect(later.filter(({ rule }) => rule === 'not-my-number').map(({ state }) => state)).toEqual(['refused']);
  day.claimAll(second);
});

scenario('the night after, the same export brings nothing back that a parent stopped', {}, async (day) => {
  await day.nightlyExport();
  day.everybody({ picksUp: true });
  const [ana] = day
    .families('plsd-lakeside')
    .flatMap(({ contacts }) => contacts.filter(({ consent }) => consent.event === 'yes'));
  const phone = day.phone(ana?.numbers[0]?.e164 ?? '');
  phone.does({ picksUp: true, presses: '9' });
  const concert = await day.raise({ purpose: 'event', school: 'plsd-lakeside', message: 'winter-concert' });
  await day.untilClosed(concert);
  phone.rang(1);
  day.claimAll(concert);

  // The next night's files say what they said, agreements to event calls included, in an archive of another day.
  const tonight = await createSampleDistrict({ seed: 1, students: 60, day: '2026-11-25' });
  expect(tonight.families).toEqual(day.stage.sample.families);
  expect(tonight.roster.zip.equals(day.stage.sample.roster.zip)).toBe(false);
  await day.nightlyExport(tonight);
  const again = await day.raise({ purpose: 'event', school: 'plsd-lakeside', message: 'winter-concert' });
  await day.untilClosed(again);
  phone.silent();
  day.claimAll(again);
});
