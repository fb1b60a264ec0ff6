import { expect } from 'vitest';
import type { Ports } from '../../cli/command.ts';
import { recordsOf } from '../../cli/demo/records.ts';
import { lineConnect } from '../../cli/line-connect.ts';
import type { CallerScript, Ring } from '../../infra/local/telephone-network/index.ts';
import { type Day, scenario } from './scenario.ts';

/** A quarter to eight in the sample district: events wait until eight. */
const EARLY = '2026-11-24T13:45:00Z';

/** As the deploy guide says, once after the first deployment. */
async function connectLine({ stage }: Day): Promise<void> {
  const { terminal, district, cloud } = stage;
  const clock = { now: () => new Date(cloud.clock.now()) };
  const nobodyAsked = async () => undefined;
  const ports: Ports = {
    ...{ terminal, clock, operator: 'cli:a-test', district: async () => district },
    ...{ confirm: async () => true, ask: nobodyAsked, press: nobodyAsked },
  };
  const run = (given: Readonly<Record<string, unknown>>) => lineConnect.run(given, ports);
  expect(await run({ check: true }), 'nobody answers before').toBe(1);
  expect(await run({})).toBe(0);
  expect(await run({ check: true })).toBe(0);
}

/** Somebody calls the number families see. */
async function callsBack(day: Day, from: string | 'withheld', does: CallerScript): Promise<Ring> {
  const shown = from === 'withheld' ? {} : { from };
  const ring = day.stage.cloud.connect.callIn({ ...shown, to: day.stage.district.outputs['PhoneNumber'] ?? '', does });
  await day.until('the line is free again', async () => ring.end, 6);
  expect(ring.end, 'the line ends by itself').toBe('flow ended');
  return ring;
}

const everythingHeard = ({ heard }: Ring) => heard.map(({ text }) => text).join(' ');

/** Told to every family of the district, and everybody is at home. */
async function closesForSnow(day: Day): Promise<void> {
  const message = { name: 'all-closed-snow' };
  const detail = { noticeId: 'snow', purpose: 'closure', audience: { kind: 'district' }, message, raisedBy: 'a-test' };
  await day.put('Notice Raised', detail);
  await day.untilClosed('snow');
  day.claimAll('snow');
}

/** Somebody who withholds the number types one that is not theirs any more: the office is told. */
async function typesWrongNumber(day: Day): Promise<void> {
  const [wrong = ''] = day.families('plsd-high').flatMap(({ numbers }) => numbers);
  await callsBack(day, 'withheld', {
    steps: [
      { hears: /press 7/, presses: '7' },
      { hears: /Type the telephone number/, presses: `${wrong.slice(2)}#` },
    ],
  });
}

/** Who called is nowhere: not in the trail, not at Connect, which has forgotten the calls. */
async function leavesNoTrace(day: Day, number: string): Promise<void> {
  const { cloud, district } = day.stage;
  const records = await recordsOf(district.trailSource());
  const told = records.filter(({ writer }) => writer === 'answer-inbound').map(({ kind }) => kind);
  expect([...new Set(told)].sort()).toEqual([
    'consent.granted',
    'key.pressed',
    'optout.lifted',
    'optout.recorded',
    'task.opened',
  ]);
  await day.leap(180);
  const secret = Buffer.from(number);
  const places = [...cloud.stored()].filter(({ place, bytes }) => !/intake/i.test(place) && bytes.includes(secret));
  expect(places.map(({ place }) => place)).toEqual([]);
}

scenario(
  'a parent calls back, hears what was told to everybody, and presses 9 while her call is queued: it never rings, until she agrees again',
  { startAt: EARLY },
  async (day) => {
    await day.nightlyExport();
    await connectLine(day);
    day.everybody({ picksUp: true });
    const { district } = day.stage;
    // With one telephone: nothing else of hers rings in its place, and counts for her week.
    const [ana] = day
      .families('plsd-prairie')
      .flatMap(({ contacts }) => contacts.filter(({ consent, numbers }) => consent.event === 'yes' && numbers.length === 1));
    const number = ana?.numbers[0]?.e164 ?? '';
    const phone = day.phone(number);
    phone.does({ picksUp: true });

    await closesForSnow(day);
    const concert = await day.raise({ purpose: 'event', school: 'plsd-prairie', message: 'winter-concert' });
    await day.leap(60);
    expect(
      (await district.calls.allOf(concert)).every(({ state }) => state !== 'dialing'),
      'events wait for eight',
    ).toBe(true);

    phone.rang(1);
    const stopping = await callsBack(day, number, {
      steps: [{ hears: /press 9.*press star|oprima 9.*asterisco/s, presses: '9' }],
    });
    expect(everythingHeard(stopping)).toMatch(/heavy snow|fuerte nevada/);
    expect(everythingHeard(stopping), 'an event that waits is not told yet').not.toMatch(/winter concert|concierto/i);
    const pressed = stopping.keys.at(-1)?.at ?? 0;
    expect(
      stopping.heard.filter(({ until }) => until > pressed),
      'words after 9',
    ).toEqual([]);

    await day.untilClosed(concert);
    phone.silent();
    day.claimAll(concert);
    const calls = await district.calls.allOf(concert);
    expect(calls.map(({ rule }) => rule)).toContain('optout.all');

    const again = await callsBack(day, number, {
      steps: [
        { hears: /press 2|oprima 2/, presses: '2' },
        { hears: /To agree, press 1|Para aceptar, oprima 1/, presses: '1' },
      ],
    });
    expect(again.heard.at(-1)?.text).toMatch(/^You have agreed|^Usted ha aceptado/);
    const second = await day.raise({ purpose: 'event', school: 'plsd-prairie', message: 'winter-concert' });
    const after = await day.untilClosed(second);
    expect(after.map(({ rule }) => rule)).not.toContain('optout.all');
    phone.rang(1);
    day.claimAll(second);

    await typesWrongNumber(day);
    await leavesNoTrace(day, number);
  },
);
