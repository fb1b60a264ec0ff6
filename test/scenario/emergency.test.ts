import { expect } from 'vitest';
import { numbersOf } from '../../infra/local/sample-district/index.ts';
import { anotherDistrict } from './another-district.ts';
import { givenFor } from './families.ts';
import { scenario } from './scenario.ts';

/** The quotas of an account that is new to Amazon Connect. */
const small = await anotherDistrict({ connect: { callsPerSecond: 2, concurrentCalls: 10 } });

scenario('an evacuation rings every callable number of the school, and nobody else', {}, async (day) => {
  await day.nightlyExport();
  day.everybody({ picksUp: true, presses: '1' });
  const evacuation = await day.raise({ purpose: 'emergency', school: 'plsd-lincoln', message: 'evacuate-gas-leak' });
  const calls = await day.untilClosed(evacuation);
  const { phones } = day.stage.cloud;
  const rang = new Set(phones.rings().map(({ number }) => number));
  const { families } = day.stage.sample;
  const students = families.flatMap((family) => family.students.filter(({ schoolId }) => schoolId === 'plsd-lincoln'));
  const ofSchool = givenFor(new Set(students.map(({ id }) => id)), day.stage.sample);
  expect(
    [...rang].filter((number) => !ofSchool(number)),
    'numbers of other schools',
  ).toEqual([]);
  const callable = [...numbersOf(families, 'plsd-lincoln')].filter(([, people]) =>
    people.every(({ restrictedFor, emergencyOnly }) => restrictedFor.length === 0 && !emergencyOnly),
  );
  const firsts = callable.filter(([number, people]) => people.some(({ numbers }) => numbers[0]?.e164 === number));
  expect(firsts.length).toBeGreaterThan(10);
  expect(
    firsts.map(([number]) => number).filter((number) => !rang.has(number)),
    'callable numbers that did not ring',
  ).toEqual([]);
  expect(calls.filter(({ state }) => state === 'confirmed').length).toBe(rang.size);
  for (const ring of phones.rings()) expect(ring.firstSoundAfterMs, 'sound starts within two seconds').toBeLessThanOrEqual(2_000);
  day.claimAll(evacuation);
});

// In this sample three contacts are restricted: for an only child, for one of three, and for both of two.
scenario('a restricted parent is never rung, not even in an emergency, nor is a phone they share', { seed: 6 }, async (day) => {
  await day.nightlyExport();
  day.everybody({ picksUp: true });
  const restricted = day.stage.sample.families.flatMap(({ contacts, students }) =>
    contacts.filter(({ restrictedFor }) => restrictedFor.length === students.length),
  );
  expect(restricted.length).toBeGreaterThanOrEqual(2);
  const evacuations = ['plsd-lincoln', 'plsd-lakeside'].map((school) =>
    day.raise({ purpose: 'emergency', school, message: 'evacuate-gas-leak' }),
  );
  for (const evacuation of await Promise.all(evacuations)) {
    await day.untilClosed(evacuation);
    day.claimAll(evacuation);
  }
  for (const contact of restricted) {
    for (const { e164 } of contact.numbers) expect(day.stage.cloud.phones.rings(e164).length, contact.id).toBe(0);
  }
});

scenario('who misses the call is tried again, and a voicemail is not', {}, async (day) => {
  await day.nightlyExport();
  const [one, two, three] = day
    .families('plsd-lincoln')
    .flatMap(({ numbers }) => numbers)
    .map((number) => day.phone(number));
  one?.does({ misses: true }, { picksUp: true, presses: '1' });
  two?.does({ busy: true }, { busy: true }, { picksUp: true });
  three?.does({ voicemail: true });
  const evacuation = await day.raise({ purpose: 'emergency', school: 'plsd-lincoln', message: 'evacuate-gas-leak' });
  await day.untilClosed(evacuation);
  one?.rang(2);
  two?.rang(3);
  const [kept] = three?.rang(1) ?? [];
  expect(kept?.keptRecording?.text.length, 'the machine kept a message').toBeGreaterThan(100);
  day.claimAll(evacuation);
});

scenario('a cancelled notice rings nobody new within two seconds', small, async (day) => {
  await day.nightlyExport();
  day.everybody({ picksUp: true });
  const evacuation = await day.raise({ purpose: 'emergency', school: 'plsd-high', message: 'evacuate-gas-leak' });
  await day.until('the first phones ring', async () => (day.stage.cloud.phones.rings().length > 3 ? true : undefined), 5, 500);
  await day.put('Notice Cancelled', { noticeId: evacuation, cancelledBy: 'a-test' });
  const cancelledAt = day.stage.cloud.clock.now();
  const calls = await day.untilClosed(evacuation);
  const late = day.stage.cloud.phones.rings().filter(({ dialedAt }) => dialedAt > cancelledAt + 2_000);
  expect(
    late.map(({ number }) => number),
    'phones dialed more than two seconds after the cancellation',
  ).toEqual([]);
  expect(calls.some(({ state }) => state === 'cancelled')).toBe(true);
  day.claimAll(evacuation);
});

scenario('an emergency does not wait behind a routine notice that has more calls than there are lines', small, async (day) => {
  await day.nightlyExport();
  day.everybody({ picksUp: true });
  const concert = await day.raise({ purpose: 'event', school: 'plsd-high', message: 'winter-concert' });
  await day.until('routine calls are under way', async () => (day.stage.cloud.phones.active() >= 4 ? true : undefined), 5, 500);
  const evacuation = await day.raise({ purpose: 'emergency', school: 'plsd-lincoln', message: 'evacuate-gas-leak' });
  const raisedAt = day.stage.cloud.clock.now();
  await day.untilClosed(evacuation);
  const rings = day.stage.cloud.phones.rings();
  const first = rings.find(({ name }) => name.startsWith(`${evacuation}.`));
  expect((first?.dialedAt ?? Number.POSITIVE_INFINITY) - raisedAt, 'the first emergency call').toBeLessThan(10_000);
  await day.untilClosed(concert);
  const behind = day.stage.cloud.phones
    .rings()
    .filter(({ name, dialedAt }) => name.startsWith(`${concert}.`) && dialedAt > raisedAt);
  expect(behind.length, 'concert calls were still waiting').toBeGreaterThan(3);
  day.claimAll(concert);
  day.claimAll(evacuation);
});
