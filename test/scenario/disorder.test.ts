import { expect } from 'vitest';
import { recordsOf } from '../../cli/demo/records.ts';
import { type Day, scenario } from './scenario.ts';

const WILD = { lost: 0.3, doubled: 0.4, late: 0.4, lateBy: [5, 90], swapped: 0.5, beforeTheAnswer: 1 } as const;

/** A morning on a Connect that loses, doubles and delays its events, and answers some calls it placed with an error. */
async function wildMorning(day: Day): Promise<void> {
  const { cloud, district } = day.stage;
  await day.nightlyExport();
  cloud.connect.setDisorder(WILD);
  cloud.connect.setFaults({ notPlaced: 0.1, placedButUnanswered: 0.2 });
  day.everybody({ picksUp: true });
  const numbers = day.families('plsd-high').flatMap((family) => family.numbers);
  const scripts = [
    { picksUp: true, presses: '1' },
    { misses: true },
    { invalid: true },
    { picksUp: true },
    { busy: true },
  ] as const;
  for (const [index, number] of numbers.entries()) day.phone(number).does(scripts[index % scripts.length] ?? { misses: true });
  const [stopping] = numbers;
  const stopper = day.phone(stopping ?? '').does({ picksUp: true, presses: '9' });
  const evacuation = await day.raise({ purpose: 'emergency', school: 'plsd-high', message: 'evacuate-gas-leak' });
  const calls = await day.untilClosed(evacuation);

  const { number: keyOf } = await district.pseudonyms();
  for (const ring of cloud.phones.rings().filter(({ keys }) => keys.some(({ taken }) => taken))) {
    const call = calls.find(({ numberKey }) => numberKey === keyOf(ring.number));
    expect(call?.state, `${ring.number} pressed a key`).toBe('confirmed');
  }
  const records = await recordsOf(district.trailSource());
  const outcomes = records.filter(({ kind }) => kind === 'call.outcome').map(({ facts }) => facts?.['source']);
  expect(outcomes, 'events that were lost were asked for').toContain('describe');
  expect(
    records.some(({ kind }) => kind === 'call.uncertain'),
    'answers that were lost',
  ).toBe(true);
  expect(stopper.rang(1).length).toBe(1);
  day.claimAll(evacuation);

  cloud.connect.setFaults({ notPlaced: 0, placedButUnanswered: 0 });
  const concert = await day.raise({ purpose: 'event', school: 'plsd-high', message: 'winter-concert' });
  await day.untilClosed(concert);
  stopper.silent();
  day.claimAll(concert);
}

scenario(
  'events lost, doubled, late and early cost nobody a call, nor ring twice: reasons in events, tokens kept',
  {},
  async (day) => {
    Object.assign(day.stage.cloud.connect.settings, { reasonInEvent: true, tokenAfterHangUp: 'same contact' });
    await wildMorning(day);
  },
);

scenario('the same where only DescribeContact knows why, and a token used again dials again', { seed: 2 }, async (day) => {
  Object.assign(day.stage.cloud.connect.settings, { reasonInEvent: false, tokenAfterHangUp: 'new contact' });
  await wildMorning(day);
});
