/** Every way out, taken while hundreds of calls of that kind wait in their queue. The telephone network is the witness. */
import { expect } from 'vitest';
import { drop, reportOn } from '../../cli/demo/intake.ts';
import { recordsOf } from '../../cli/demo/records.ts';
import { desk } from '../../cli/desk.ts';
import { createTerminal } from '../../cli/machine/terminal.ts';
import { optoutRecord } from '../../cli/optout-record.ts';
import { createSampleDistrict } from '../../infra/local/sample-district/index.ts';
import { anotherDistrict } from './another-district.ts';
import type { Family } from './families.ts';
import type { Phone } from './phone.ts';
import { type Day, scenario } from './scenario.ts';

const STUDENTS = 340;
/** Two lines for routine calls: most of a notice waits for an hour. */
const narrow = await anotherDistrict({
  weeklyRoutineCalls: 3,
  connect: { callsPerSecond: 2, concurrentCalls: 10 },
  expiryMinutes: { urgent: 120, routine: 600 },
});

const EVACUATED = 'plsd-prairie';
const AT_THE_DESK = 'plsd-maple';
/** Another school than the evacuated one: nobody is called about both, and presses a key in one while the other rings. */
const IN_CONCERT = 'plsd-high';

/** Those who agreed to event calls: the phone on which they are called about them. */
function agreed(families: readonly Family[]): readonly string[] {
  return families.flatMap(({ contacts }) =>
    contacts
      .filter(({ consent }) => consent.event === 'yes')
      .flatMap(({ numbers }) => numbers.slice(0, 1).map(({ e164 }) => e164)),
  );
}

/** The operator's program in this process, with somebody at the keyboard who presses these keys and no others. */
function operatorPressing(day: Day, ...keys: readonly string[]) {
  const pressed = [...keys];
  return {
    pressed,
    terminal: { ...createTerminal(process.stdout, true), result: () => undefined },
    clock: day.stage.district.clock,
    operator: 'cli:a-test',
    district: async () => day.stage.district,
    confirm: async () => false,
    ask: async () => undefined,
    press: async (_question: string, known: readonly string[]) => {
      const next = pressed.shift();
      return known.find((key) => key === next);
    },
  };
}

interface WayOut {
  readonly way: string;
  readonly number: string;
  /** Ms of the simulated clock: when it was known to be recorded. */
  readonly recorded: number;
}

/** Raised for everybody: hundreds of calls, in the order of the schools. */
async function concertForAll(day: Day, noticeId: string): Promise<void> {
  await day.put('Notice Raised', {
    ...{ noticeId, purpose: 'event', audience: { kind: 'district' }, message: { name: 'winter-concert' }, raisedBy: 'a-test' },
  });
}

async function waiting(noticeId: string, day: Day): Promise<number> {
  const calls = await day.stage.district.calls.allOf(noticeId);
  return calls.filter(({ state }) => state === 'planned').length;
}

/** Desk, command line and file, one phone each; what was recorded is recorded when they answer. */
async function stopFromTheOffice(numbers: readonly string[], day: Day): Promise<readonly WayOut[]> {
  const [atDesk = '', byCommand = '', inFile = ''] = numbers;
  const now = () => day.stage.cloud.clock.now();
  const keyboard = operatorPressing(day, '1', 'return');
  expect(await desk.run({ number: atDesk.slice(2) }, keyboard)).toBe(0);
  expect(keyboard.pressed, 'keystrokes left').toEqual([]);
  const first = { way: 'desk', number: atDesk, recorded: now() };
  const asked = { number: byCommand, scope: 'event', evidence: 'letter of 2026-11-20' };
  expect(await optoutRecord.run(asked, operatorPressing(day))).toBe(0);
  const second = { way: 'command', number: byCommand, recorded: now() };
  await drop('optouts/2026-11-24.csv', `phone;reason\r\n${inFile.slice(2)};too many calls\r\n`, day.stage);
  const report = await reportOn('optouts/2026-11-24.csv', day.stage);
  expect(report).toMatchObject({ result: 'imported', counts: { 'stops recorded': 1 } });
  return [first, second, { way: 'file', number: inFile, recorded: now() }];
}

/** Of a phone whose key was taken: the line drops once the stop is on record. */
function keyTaken(way: '7' | '8' | '9', number: string, { stage }: Day): WayOut {
  const ring = stage.cloud.phones.rings(number).find(({ keys }) => keys.some(({ key, taken }) => key === way && taken));
  expect(ring?.endedAt, `${number} pressed ${way}`).toBeDefined();
  return { way: `key ${way}`, number, recorded: ring?.endedAt ?? 0 };
}

function nobodyRangAfter(outs: readonly WayOut[], { stage }: Day): void {
  for (const { way, number, recorded } of outs) {
    const late = stage.cloud.phones.rings(number).filter(({ dialedAt }) => dialedAt > recorded);
    expect(
      late.map(({ name }) => name),
      `${way}: rings after the stop was recorded`,
    ).toEqual([]);
  }
}

/** The next night's files say what they said: who stopped the concerts hears of the emergency, and the stranger of neither. */
async function theNextDay(outs: readonly WayOut[], parent: string, day: Day): Promise<void> {
  const { phones } = day.stage.cloud;
  for (const { number } of outs) day.phone(number).does({ picksUp: true });
  await day.nightlyExport(await createSampleDistrict({ seed: 1, students: STUDENTS, day: '2026-11-25' }));
  await day.put('Notice Raised', {
    noticeId: 'again',
    ...{ purpose: 'event', message: { name: 'winter-concert' }, raisedBy: 'a-test' },
    audience: { kind: 'schools', schools: [EVACUATED, AT_THE_DESK, IN_CONCERT] },
  });
  await day.untilClosed('again', 1_200);
  const drill = 'drill';
  await day.put('Notice Raised', {
    noticeId: drill,
    ...{ purpose: 'emergency', message: { name: 'evacuate-gas-leak' }, raisedBy: 'a-test' },
    audience: { kind: 'schools', schools: [EVACUATED, IN_CONCERT] },
  });
  const before = phones.rings(parent).length;
  await day.untilClosed(drill);
  expect(phones.rings(parent).length, 'the pupil’s other contact').toBeGreaterThan(before);
  for (const out of outs) {
    const late = phones.rings(out.number).filter(({ dialedAt }) => dialedAt > out.recorded);
    // Who stopped the concerts is still called in an emergency; the stranger is not.
    const expected = out.way === 'key 8' || out.way === 'key 9' ? [drill] : [];
    expect(
      late.map(({ name }) => name.slice(0, name.indexOf('.'))),
      `${out.way}, the day after`,
    ).toEqual(expected);
  }
  for (const id of ['again', drill]) day.claimAll(id);
}

scenario(
  'a stop by desk, command, file, 7, 8 or 9 is obeyed by five hundred calls that are queued, and the next night brings nothing back',
  { ...narrow, students: STUDENTS, patienceMs: 900_000 },
  async (day) => {
    const { cloud, district } = day.stage;
    await day.nightlyExport();
    // Whoever the story does not mention costs one ring: what counts here is who is left alone.
    day.everybody({ invalid: true });
    const office = agreed(day.families(AT_THE_DESK)).slice(0, 3);
    const [eight = ''] = agreed(day.families(IN_CONCERT));
    const evacuated = day.families(EVACUATED);
    const [nine = ''] = agreed(evacuated);
    const family = evacuated.find(({ numbers }) => numbers.length > 1 && !numbers.includes(nine));
    const [stranger = '', parent = ''] = family?.numbers ?? [];
    const phoneOf = (number: string): Phone => day.phone(number);
    phoneOf(eight).does({ picksUp: true, presses: '8' });
    phoneOf(nine).does({ picksUp: true, presses: '9' });
    phoneOf(stranger).does({ picksUp: true, presses: '7' });
    phoneOf(parent).does({ picksUp: true });

    const concert = await day.raise({ purpose: 'event', school: IN_CONCERT, message: 'winter-concert' });
    await day.until('the concert rings', async () => (cloud.phones.rings(eight).length > 0 ? true : undefined), 30, 1_000);
    const evacuation = await day.raise({ purpose: 'emergency', school: EVACUATED, message: 'evacuate-gas-leak' });
    await concertForAll(day, 'all-concerts');
    await day.until(
      'five hundred calls wait',
      async () => ((await waiting('all-concerts', day)) > 500 ? true : undefined),
      10,
      1_000,
    );
    const fromOffice = await stopFromTheOffice(office, day);
    await day.until('all three keys were pressed', async () =>
      [eight, nine, stranger].every((one) => cloud.phones.rings(one).some(({ keys }) => keys.some(({ taken }) => taken)))
        ? true
        : undefined,
    );
    const stillWaiting = await waiting('all-concerts', day);
    const outs = [...fromOffice, keyTaken('8', eight, day), keyTaken('9', nine, day), keyTaken('7', stranger, day)];
    for (const id of [evacuation, concert]) await day.untilClosed(id);
    const calls = await day.untilClosed('all-concerts', 1_200);

    expect(stillWaiting, 'calls that still waited when the last of them had stopped').toBeGreaterThan(200);
    nobodyRangAfter(outs, day);
    const { number: keyOf } = await district.pseudonyms();
    const ruleOf = (number: string) => calls.find(({ numberKey }) => numberKey === keyOf(number))?.rule;
    expect(outs.map(({ way, number }) => [way, ruleOf(number)])).toEqual([
      ['desk', 'optout.all'],
      ['command', 'optout.purpose'],
      ['file', 'optout.all'],
      ['key 8', 'optout.purpose'],
      ['key 9', 'optout.all'],
      ['key 7', 'not-my-number'],
    ]);
    for (const id of [evacuation, concert, 'all-concerts']) day.claimAll(id);

    await theNextDay(outs, parent, day);

    const records = await recordsOf(district.trailSource());
    const recorded = records.filter(({ kind }) => kind === 'optout.recorded').map(({ facts }) => facts?.['source']);
    // A note is the sample's own: a phone field that says "do not call".
    expect(recorded.filter((source) => source !== 'note').toSorted()).toEqual([
      'desk',
      'desk',
      'file',
      'key-press',
      'key-press',
      'key-press',
    ]);
  },
);
