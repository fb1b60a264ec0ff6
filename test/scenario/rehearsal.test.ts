import { expect } from 'vitest';
import { createSampleDistrict } from '../../infra/local/sample-district/index.ts';
import { anotherDistrict } from './another-district.ts';
import { familiesAt } from './families.ts';
import { scenario } from './scenario.ts';

const sample = await createSampleDistrict({ seed: 1, students: 60 });
/** Two phones of the IT team. */
const listed = familiesAt('plsd-lincoln', sample)
  .flatMap(({ numbers }) => numbers)
  .slice(0, 2);
/** The sample district as it is on its first day. */
const rehearsing = await anotherDistrict({ mode: 'rehearsal', rehearsalNumbers: listed });

scenario('in rehearsal only the listed numbers ring, and it is said whom the rest would have been', rehearsing, async (day) => {
  await day.nightlyExport();
  day.everybody({ picksUp: true, presses: '1' });
  const evacuation = await day.raise({ purpose: 'emergency', school: 'plsd-lincoln', message: 'evacuate-gas-leak' });
  const calls = await day.untilClosed(evacuation);
  const rang = [...new Set(day.stage.cloud.phones.rings().map(({ number }) => number))];
  expect(rang.sort()).toEqual([...listed].sort());
  expect(calls.filter(({ state }) => state === 'confirmed').length).toBe(2);
  const { number } = await day.stage.district.pseudonyms();
  const said = calls.filter(({ state }) => state === 'rehearsed').map(({ numberKey }) => numberKey);
  const others = familiesAt('plsd-lincoln', sample)
    .flatMap(({ numbers }) => numbers)
    .filter((one) => !listed.includes(one));
  expect(others.length).toBeGreaterThan(3);
  expect(said).toEqual(expect.arrayContaining(others.map(number)));
  day.claimAll(evacuation);
});
