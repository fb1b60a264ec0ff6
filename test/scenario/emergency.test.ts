import { expect } from 'vitest';
import { numbersOf } from '../../infra/local/sample-district/index.ts';
import { scenario } from './scenario.ts';

scenario('an evacuation rings every callable number of the school, and nobody else', {}, async (day) => {
  await day.nightlyExport();
  day.everybody({ picksUp: true, presses: '1' });
  const evacuation = await day.raise({ purpose: 'emergency', school: 'plsd-lincoln', message: 'evacuate-gas-leak' });
  const calls = await day.untilClosed(evacuation);
  const { phones } = day.stage.cloud;
  const rang = new Set(phones.rings().map(({ number }) => number));
  const ofSchool = numbersOf(day.stage.sample.families, 'plsd-lincoln');
  expect(
    [...rang].filter((number) => !ofSchool.has(number)),
    'numbers of other schools',
  ).toEqual([]);
  const callable = [...ofSchool].filter(([, people]) =>
    people.every(({ restrictedFor, emergencyOnly }) => restrictedFor.length === 0 && !emergencyOnly),
  );
  expect(
    callable.map(([number]) => number).filter((number) => !rang.has(number)),
    'callable numbers that did not ring',
  ).toEqual([]);
  expect(calls.filter(({ state }) => state === 'confirmed').length).toBe(rang.size);
  for (const ring of phones.rings()) expect(ring.firstSoundAfterMs, 'sound starts within two seconds').toBeLessThanOrEqual(2_000);
  day.claimAll(evacuation);
});

scenario(
  'a restricted parent is never rung, not even in an emergency, nor is a phone they share',
  { students: 300 },
  async (day) => {
    await day.nightlyExport();
    day.everybody({ picksUp: true });
    const restricted = day.stage.sample.families.flatMap(({ contacts }) =>
      contacts.filter(({ restrictedFor }) => restrictedFor.length > 0),
    );
    expect(restricted.length).toBeGreaterThan(0);
    for (const school of ['plsd-lincoln', 'plsd-lakeside', 'plsd-high']) {
      const evacuation = await day.raise({ purpose: 'emergency', school, message: 'evacuate-gas-leak' });
      await day.untilClosed(evacuation);
      day.claimAll(evacuation);
    }
    for (const contact of restricted) {
      for (const { e164 } of contact.numbers) expect(day.stage.cloud.phones.rings(e164).length, contact.id).toBe(0);
    }
  },
);

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

scenario('a cancelled notice rings nobody new within two seconds', { students: 300 }, async (day) => {
  await day.nightlyExport();
  day.everybody({ picksUp: true });
  day.stage.cloud.connect.setQuotas({ callsPerSecond: 2, concurrentCalls: 10 });
  const evacuation = await day.raise({ purpose: 'emergency', school: 'plsd-high', message: 'evacuate-gas-leak' });
  await day.until('the first phones ring', async () => (day.stage.cloud.phones.rings().length > 3 ? true : undefined));
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

scenario('an emergency does not wait behind a long routine notice', { students: 300 }, async (day) => {
  await day.nightlyExport();
  day.everybody({ picksUp: true });
  day.stage.cloud.connect.setQuotas({ callsPerSecond: 20, concurrentCalls: 400 });
  await day.leap(9 * 3_600 - 1_800);
  const concert = await day.raise({ purpose: 'event', school: 'plsd-high', message: 'winter-concert' });
  await day.until('routine calls are under way', async () => (day.stage.cloud.phones.rings().length > 0 ? true : undefined));
  const evacuation = await day.raise({ purpose: 'emergency', school: 'plsd-lincoln', message: 'evacuate-gas-leak' });
  const raisedAt = day.stage.cloud.clock.now();
  await day.untilClosed(evacuation);
  const first = day.stage.cloud.phones.rings().find(({ name }) => name.startsWith(`${evacuation}.`));
  expect((first?.dialedAt ?? Number.POSITIVE_INFINITY) - raisedAt, 'the first emergency call').toBeLessThan(10_000);
  await day.untilClosed(concert);
  day.claimAll(concert);
  day.claimAll(evacuation);
});
