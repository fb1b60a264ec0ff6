import { expect } from 'vitest';
import { anotherNight } from './another-night.ts';
import { scenario } from './scenario.ts';

const SCHOOL = 'plsd-high';
/** 22:00 in the sample district: whatever is no emergency waits for the morning. */
const LATE_EVENING = '2026-11-25T04:00:00Z';

scenario(
  'a court order that reaches the book between planning and dialing is obeyed: the call that waited for the morning is never made',
  { startAt: LATE_EVENING },
  async (day) => {
    const { sample, district } = day.stage;
    await day.nightlyExport();
    day.everybody({ picksUp: true, presses: '1' });
    const agreed = day
      .families(SCHOOL)
      .flatMap(({ contacts }) => contacts)
      .filter(({ consent }) => consent.event === 'yes');
    const [father, other] = agreed.filter(({ numbers }) => numbers.length > 0);
    if (father === undefined || other === undefined) throw new Error('fewer than two people agreed to events');

    const concert = await day.raise({ purpose: 'event', school: SCHOOL, message: 'winter-concert', expiresInMinutes: 18 * 60 });
    await day.until('planned', async () => ((await district.notices.get(concert))?.state === 'open' ? true : undefined));
    await day.leap(1_800);
    const barred = await anotherNight(sample, '2026-11-25', {
      contacts: (cells) => ({
        ...cells,
        restricted: cells['guardianSourcedId'] === father.id ? 'Y' : (cells['restricted'] ?? ''),
      }),
    });
    await day.nightlyExport(barred);

    const calls = await day.untilClosed(concert, 18 * 60);
    for (const { e164 } of father.numbers) day.phone(e164).silent();
    expect(day.stage.cloud.phones.rings(other.numbers[0]?.e164 ?? '').length, 'who agreed and is not barred').toBe(1);
    const numberKey = (await district.pseudonyms()).number(father.numbers[0]?.e164 ?? '');
    expect(calls.find((call) => call.numberKey === numberKey)).toMatchObject({ state: 'refused', rule: 'no-contact' });
    day.claimAll(concert);
  },
);
