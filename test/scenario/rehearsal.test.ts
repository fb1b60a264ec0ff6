import { expect } from 'vitest';
import { playDay } from '../../cli/demo/school-day.ts';
import { DAY_STARTS } from '../../cli/demo/stage.ts';
import { createSampleDistrict } from '../../infra/local/sample-district/index.ts';
import { anotherDistrict } from './another-district.ts';
import { familiesAt } from './families.ts';
import { scenario } from './scenario.ts';

const sample = await createSampleDistrict({ seed: 1, students: 60 });
const firstNumbers = familiesAt('plsd-lincoln', sample).flatMap(({ numbers }) => numbers);
/** Two phones of the IT team. */
const listed = firstNumbers.slice(0, 2);
/** The sample district as it is on its first day. */
const rehearsing = { ...(await anotherDistrict({ mode: 'rehearsal', rehearsalNumbers: listed })), startAt: DAY_STARTS };

scenario('in rehearsal the same day rings only the listed numbers, and says whom it would have rung', rehearsing, async (day) => {
  const { cloud, district } = day.stage;
  day.everybody({ picksUp: true, presses: '1' });
  const { noticeIds } = await playDay(day.stage);
  const rang = new Set(cloud.phones.rings().map(({ number }) => number));
  expect([...rang].sort()).toEqual([...listed].sort());

  const { number } = await district.pseudonyms();
  const calls = (await Promise.all(noticeIds.map((id) => district.calls.allOf(id)))).flat();
  expect(new Set(calls.map(({ purpose }) => purpose))).toEqual(new Set(['attendance', 'emergency', 'event']));
  const said = calls.filter(({ state }) => state === 'rehearsed').map(({ numberKey }) => numberKey);
  const others = firstNumbers.filter((one) => !listed.includes(one));
  expect(others.length).toBeGreaterThan(3);
  expect(said, 'whom it would have rung').toEqual(expect.arrayContaining(others.map(number)));
  for (const one of listed) expect(said).not.toContain(number(one));
  for (const noticeId of noticeIds) day.claimAll(noticeId);
});
