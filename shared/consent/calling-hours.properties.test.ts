import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type HoursAsked, openingOf } from './calling-hours.ts';

/** Zones that change their clocks, that do not, that change them by half an hour or at midnight, and that are hours off by a part. */
const ZONES = [
  'America/New_York',
  'America/Chicago',
  'America/Los_Angeles',
  'America/Phoenix',
  'America/Adak',
  'America/Havana',
  'America/St_Johns',
  'Pacific/Guam',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Europe/Dublin',
];
const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const DAY = 86_400_000;
/** How far the minutes are walked one by one. */
const WALK = 3 * DAY;

/** Minutes between the wall clock and UTC, asked of the runtime and kept per quarter of an hour, as clocks change on one. */
const offsets = new Map<string, number>();
const formats = new Map(
  ZONES.map((zone) => [zone, new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })]),
);
function wallClock(moment: number, zone: string): { readonly minute: number; readonly date: string } {
  const quarter = Math.floor(moment / QUARTER);
  const key = `${zone} ${quarter}`;
  let offset = offsets.get(key);
  if (offset === undefined) {
    const name =
      formats
        .get(zone)
        ?.formatToParts(quarter * QUARTER)
        .find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign = '+', hours = '0', minutes = '0'] = /^GMT(?:([+-])(\d\d):(\d\d))?$/.exec(name) ?? [];
    offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE;
    offsets.set(key, offset);
  }
  const wall = new Date(moment + offset);
  return { minute: wall.getUTCHours() * 60 + wall.getUTCMinutes(), date: wall.toISOString().slice(0, 10) };
}

const clock = (minute: number) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

interface Drawn extends HoursAsked {
  readonly window: { readonly start: number; readonly end: number };
}

/** The rule said plainly: every clock within the window, none in a quiet time, no holiday at the district. */
function isOpen(moment: number, { zones, districtZone, window, quietHours, holidays, bindHolidays }: Drawn): boolean {
  if (bindHolidays && holidays.includes(wallClock(moment, districtZone).date)) return false;
  return [...zones, districtZone].every((zone) => {
    const { minute } = wallClock(moment, zone);
    if (minute < window.start || minute >= window.end) return false;
    return quietHours.every(({ start, end }) => {
      const now = clock(minute);
      return start < end ? now < start || now >= end : now < start && now >= end;
    });
  });
}

const minuteOfDay = fc.integer({ min: 0, max: 1_439 });
const someHours: fc.Arbitrary<Drawn> = fc.record({
  zones: fc.array(fc.constantFrom(...ZONES), { minLength: 1, maxLength: 2 }),
  districtZone: fc.constantFrom(...ZONES),
  window: fc
    .tuple(minuteOfDay, fc.integer({ min: 1, max: 1_440 }))
    .map(([start, length]) => ({ start, end: Math.min(start + length, 1_440) })),
  quietHours: fc.array(fc.record({ start: minuteOfDay.map(clock), end: minuteOfDay.map(clock) }), { maxLength: 1 }),
  holidays: fc.subarray(['2026-10-31', '2026-11-01', '2026-11-02', '2027-03-14', '2027-03-15']),
  bindHolidays: fc.boolean(),
});
/** Around nights on which clocks change in the United States, Cuba, Ireland and on Lord Howe Island. */
const someMoment = fc
  .tuple(
    fc.constantFrom('2026-11-01', '2027-03-14', '2026-10-04', '2027-04-04', '2026-10-25', '2026-06-30'),
    fc.integer({ min: -DAY, max: 2 * DAY }),
  )
  .map(([day, plus]) => Date.parse(day) + plus);

function opening(moment: number, asked: HoursAsked): number {
  const result = openingOf(new Date(moment).toISOString(), asked);
  if (result.kind === 'later') return Date.parse(result.at);
  expect(result.kind).not.toBe('unknown-zone');
  return result.kind === 'now' ? moment : Number.POSITIVE_INFINITY;
}

test('the moment is open, and no minute before it is', () => {
  fc.assert(
    fc.property(someMoment, someHours, (at, asked) => {
      const first = opening(at, asked);
      if (first !== Number.POSITIVE_INFINITY) expect(isOpen(first, asked)).toBe(true);
      if (first > at) expect(isOpen(at, asked)).toBe(false);
      if (first > at && first !== Number.POSITIVE_INFINITY) expect(first % MINUTE).toBe(0);
      for (let minute = Math.ceil(at / MINUTE) * MINUTE; minute < Math.min(first, at + WALK); minute += MINUTE)
        if (isOpen(minute, asked)) expect.fail(`open earlier, at ${new Date(minute).toISOString()}`);
    }),
    { numRuns: 100 },
  );
});

test('who asks later is not told an earlier moment, and who asks at the moment told may call', () => {
  fc.assert(
    fc.property(someMoment, fc.integer({ min: 0, max: DAY }), someHours, (at, wait, asked) => {
      const first = opening(at, asked);
      expect(opening(at + wait, asked)).toBeGreaterThanOrEqual(first);
      if (first !== Number.POSITIVE_INFINITY) expect(opening(first, asked)).toBe(first);
    }),
    { numRuns: 50 },
  );
});

test('a further zone, a quiet hour or a holiday never opens earlier', () => {
  fc.assert(
    fc.property(someMoment, someHours, someHours, (at, asked, more) => {
      const first = opening(at, asked);
      expect(opening(at, { ...asked, zones: [...asked.zones, ...more.zones] })).toBeGreaterThanOrEqual(first);
      expect(opening(at, { ...asked, quietHours: [...asked.quietHours, ...more.quietHours] })).toBeGreaterThanOrEqual(first);
      expect(opening(at, { ...asked, holidays: [...asked.holidays, ...more.holidays] })).toBeGreaterThanOrEqual(first);
      expect(opening(at, { ...asked, bindHolidays: true })).toBeGreaterThanOrEqual(first);
    }),
    { numRuns: 50 },
  );
});
