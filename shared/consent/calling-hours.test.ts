import { describe, expect, test } from 'vitest';
import { gateInput, recipient } from '../../test/fixtures/gate-input.ts';
import { type HoursAsked, hoursFor, openingOf } from './calling-hours.ts';
import { decide } from './decide.ts';

const DAY = { start: 8 * 60, end: 21 * 60 };
const CHICAGO = 'America/Chicago';
const NEW_YORK = 'America/New_York';
const LOS_ANGELES = 'America/Los_Angeles';
const GUAM = 'Pacific/Guam';
const granted = [recipient({ consent: 'granted' })];

function hours(known: Partial<HoursAsked>): HoursAsked {
  const zones = known.zones ?? [CHICAGO];
  const districtZone = known.districtZone ?? zones[0] ?? CHICAGO;
  return { zones, districtZone, window: DAY, quietHours: [], holidays: [], bindHolidays: true, ...known };
}

const later = (at: string) => ({ kind: 'later', at }) as const;

describe('the next moment at which every zone is awake', () => {
  test.each([
    ['within hours', '2026-11-24T16:15:00Z', [CHICAGO], { kind: 'now' }],
    ['the first minute counts', '2026-11-24T14:00:00Z', [CHICAGO], { kind: 'now' }],
    ['the last millisecond counts', '2026-11-25T02:59:59.999Z', [CHICAGO], { kind: 'now' }],
    ['the end does not', '2026-11-25T03:00:00Z', [CHICAGO], later('2026-11-25T14:00:00.000Z')],
    ['a millisecond before opening', '2026-11-24T13:59:59.999Z', [CHICAGO], later('2026-11-24T14:00:00.000Z')],
    ['east is awake, west is not', '2026-11-24T13:30:00Z', [NEW_YORK, LOS_ANGELES], later('2026-11-24T16:00:00.000Z')],
    ['west is awake, east has gone to bed', '2026-11-25T02:30:00Z', [NEW_YORK, LOS_ANGELES], later('2026-11-25T16:00:00.000Z')],
    [
      'Arizona keeps its clocks',
      '2026-07-01T14:30:00Z',
      ['America/Phoenix', 'America/Denver'],
      later('2026-07-01T15:00:00.000Z'),
    ],
    [
      'Guam and New York meet when it is morning there and evening here',
      '2026-11-24T12:00:00Z',
      [GUAM, NEW_YORK],
      later('2026-11-24T22:00:00.000Z'),
    ],
    ['no zone', '2026-11-24T16:15:00Z', [], { kind: 'unknown-zone' }],
    ['a zone the zone data do not know', '2026-11-24T16:15:00Z', [CHICAGO, 'America/Gotham'], { kind: 'unknown-zone' }],
    ['a moment that is none', 'soon', [CHICAGO], { kind: 'unknown-zone' }],
  ] as const)('%s', (_, at, zones, expected) => {
    expect(openingOf(at, hours({ zones }))).toEqual(expected);
  });

  test('the district’s own clock must be open too, for a number two zones away and for one in Guam', () => {
    const west = hours({ zones: [LOS_ANGELES], districtZone: CHICAGO });
    expect(openingOf('2026-11-24T14:30:00Z', west)).toEqual(later('2026-11-24T16:00:00.000Z'));
    expect(openingOf('2026-11-25T02:59:00Z', west)).toEqual({ kind: 'now' });
    expect(openingOf('2026-11-25T03:00:00Z', west)).toEqual(later('2026-11-25T16:00:00.000Z'));
    const far = hours({ zones: [GUAM], districtZone: NEW_YORK });
    expect(openingOf('2026-11-24T15:00:00Z', far)).toEqual(later('2026-11-24T22:00:00.000Z'));
    expect(openingOf('2026-11-25T01:59:00Z', far)).toEqual({ kind: 'now' });
    expect(openingOf('2026-11-25T02:00:00Z', far)).toEqual(later('2026-11-25T22:00:00.000Z'));
  });

  test('a district whose zone the zone data do not know', () => {
    expect(openingOf('2026-11-24T16:15:00Z', hours({ districtZone: 'America/Gotham' }))).toEqual({ kind: 'unknown-zone' });
  });

  test('an emergency asks nothing of any of this', () => {
    const closed = {
      window: 'any',
      zones: [],
      quietHours: [{ start: '00:00', end: '00:00' }],
      holidays: ['2026-11-24'],
    } as const;
    expect(openingOf('2026-11-24T09:00:00Z', hours(closed))).toEqual({ kind: 'now' });
  });

  test.each([
    ['an empty window', { window: { start: 600, end: 600 } }],
    ['zones that are never awake together', { window: { start: 720, end: 730 }, zones: [GUAM, CHICAGO] }],
    ['hours that cannot be read', { window: { start: Number.NaN, end: Number.NaN } }],
    ['quiet hours all day', { quietHours: [{ start: '07:00', end: '21:00' }] }],
    ['quiet hours from a time to the same time', { quietHours: [{ start: '12:00', end: '12:00' }] }],
    ['quiet hours that cannot be read', { quietHours: [{ start: 'noon', end: 'one' }] }],
  ] as const)('never: %s', (_, asked) => {
    expect(openingOf('2026-11-24T16:15:00Z', hours(asked))).toEqual({ kind: 'never' });
  });
});

describe('nights on which the clocks change', () => {
  const early = { start: 90, end: 5 * 60 };
  test.each([
    ['autumn: the night has an hour more', DAY, '2026-11-01T02:30:00Z', later('2026-11-01T14:00:00.000Z')],
    ['autumn: the morning before is at the old time', DAY, '2026-10-31T12:30:00Z', later('2026-10-31T13:00:00.000Z')],
    ['autumn: the first 01:30 opens', early, '2026-11-01T06:00:00Z', later('2026-11-01T06:30:00.000Z')],
    ['autumn: open until the clocks go back', early, '2026-11-01T06:59:59.999Z', { kind: 'now' }],
    [
      'autumn: from the second 01:00 closed again until the second 01:30',
      early,
      '2026-11-01T07:00:00Z',
      later('2026-11-01T07:30:00.000Z'),
    ],
    ['spring: the night has an hour less', DAY, '2027-03-14T03:30:00Z', later('2027-03-14T13:00:00.000Z')],
    ['spring: the evening before is at the old time', DAY, '2027-03-14T02:59:00Z', { kind: 'now' }],
    ['spring: an opening that is skipped', { start: 150, end: 300 }, '2027-03-14T07:00:00Z', later('2027-03-14T08:00:00.000Z')],
    [
      'spring: a window that is skipped waits a day',
      { start: 125, end: 175 },
      '2027-03-14T07:59:00Z',
      later('2027-03-15T07:05:00.000Z'),
    ],
  ] as const)('%s', (_, window, at, expected) => {
    expect(openingOf(at, hours({ window }))).toEqual(expected);
  });

  test('half an hour is skipped on Lord Howe Island, and midnight itself in Havana', () => {
    const island = hours({ zones: ['Australia/Lord_Howe'], window: { start: 150, end: 180 } });
    expect(openingOf('2026-10-03T15:00:00Z', island)).toEqual(later('2026-10-03T15:30:00.000Z'));
    const havana = hours({ zones: ['America/Havana'], window: { start: 30, end: 120 } });
    expect(openingOf('2027-03-14T04:00:00Z', havana)).toEqual(later('2027-03-14T05:00:00.000Z'));
  });
});

describe('quiet hours', () => {
  test('close a part of the day in every zone', () => {
    const noon = [{ start: '12:00', end: '13:30' }];
    expect(openingOf('2026-11-24T17:59:59Z', hours({ quietHours: noon }))).toEqual({ kind: 'now' });
    expect(openingOf('2026-11-24T18:00:00Z', hours({ quietHours: noon }))).toEqual(later('2026-11-24T19:30:00.000Z'));
    expect(openingOf('2026-11-24T18:00:00Z', hours({ quietHours: noon, zones: [CHICAGO, LOS_ANGELES] }))).toEqual(
      later('2026-11-24T19:30:00.000Z'),
    );
    expect(openingOf('2026-11-24T20:00:00Z', hours({ quietHours: noon, zones: [CHICAGO, LOS_ANGELES] }))).toEqual(
      later('2026-11-24T21:30:00.000Z'),
    );
  });

  test('run over midnight', () => {
    const night = hours({ window: { start: 0, end: 24 * 60 }, quietHours: [{ start: '22:00', end: '06:00' }] });
    expect(openingOf('2026-11-25T03:59:00Z', night)).toEqual({ kind: 'now' });
    expect(openingOf('2026-11-25T04:00:00Z', night)).toEqual(later('2026-11-25T12:00:00.000Z'));
    expect(openingOf('2026-11-25T06:30:00Z', night)).toEqual(later('2026-11-25T12:00:00.000Z'));
    expect(openingOf('2026-11-25T12:00:00Z', night)).toEqual({ kind: 'now' });
  });

  test('several of them all close', () => {
    const quietHours = [
      { start: '08:00', end: '10:00' },
      { start: '10:00', end: '11:15' },
      { start: '20:00', end: '09:00' },
    ];
    expect(openingOf('2026-11-24T14:00:00Z', hours({ quietHours }))).toEqual(later('2026-11-24T17:15:00.000Z'));
    expect(openingOf('2026-11-25T02:00:00Z', hours({ quietHours }))).toEqual(later('2026-11-25T17:15:00.000Z'));
  });
});

describe('holidays', () => {
  const thanksgiving = hours({ holidays: ['2026-11-26', '2026-11-27'] });
  test('wait for the next day that is none', () => {
    expect(openingOf('2026-11-26T16:00:00Z', thanksgiving)).toEqual(later('2026-11-28T14:00:00.000Z'));
    expect(openingOf('2026-11-26T03:00:00Z', thanksgiving)).toEqual(later('2026-11-28T14:00:00.000Z'));
    expect(openingOf('2026-11-26T02:59:00Z', thanksgiving)).toEqual({ kind: 'now' });
    expect(openingOf('2026-11-28T14:00:00Z', thanksgiving)).toEqual({ kind: 'now' });
  });

  test('do not keep a closure from being told', () => {
    expect(openingOf('2026-11-26T16:00:00Z', { ...thanksgiving, bindHolidays: false })).toEqual({ kind: 'now' });
  });

  test('are days of the district’s calendar, wherever the phone is', () => {
    const always = { start: 0, end: 24 * 60 };
    const guam = hours({ zones: [GUAM], districtZone: CHICAGO, window: always, holidays: ['2026-11-26'] });
    expect(openingOf('2026-11-26T05:59:59.999Z', guam)).toEqual({ kind: 'now' });
    expect(openingOf('2026-11-26T06:00:00Z', guam)).toEqual(later('2026-11-27T06:00:00.000Z'));
    const other = hours({ zones: [CHICAGO], districtZone: GUAM, window: always, holidays: ['2026-11-26'] });
    expect(openingOf('2026-11-26T06:00:00Z', other)).toEqual(later('2026-11-26T14:00:00.000Z'));
  });

  test('a day of 25 hours is over when it is over', () => {
    const always = hours({ window: { start: 0, end: 24 * 60 }, holidays: ['2026-11-01'] });
    expect(openingOf('2026-11-01T05:00:00Z', always)).toEqual(later('2026-11-02T06:00:00.000Z'));
  });

  test('a summer of them is waited for, a hundred days are not', () => {
    const phoenix = 'America/Phoenix';
    const days = (count: number) =>
      Array.from({ length: count }, (_, day) => new Date(Date.UTC(2027, 4, 20 + day)).toISOString().slice(0, 10));
    const summer = (count: number) => hours({ zones: [phoenix], window: { start: 0, end: 1440 }, holidays: days(count) });
    expect(openingOf('2027-05-20T07:00:00Z', summer(99))).toEqual(later('2027-08-27T07:00:00.000Z'));
    expect(openingOf('2027-05-20T07:00:00Z', summer(100))).toEqual({ kind: 'never' });
  });
});

describe('the window of a purpose', () => {
  const district = { start: '07:30', end: '20:45' };
  test.each([
    ['the district’s', { kind: 'district' }, [], { start: 450, end: 1245 }],
    ['the policy’s, whatever the district’s', { kind: 'fixed', start: '05:30', end: '22:00' }, [], { start: 330, end: 1320 }],
    ['within both', { kind: 'within', start: '08:00', end: '21:00' }, [], { start: 480, end: 1245 }],
    ['within both, the other way round', { kind: 'within', start: '07:00', end: '20:00' }, [], { start: 450, end: 1200 }],
    ['within a state’s as well', { kind: 'district' }, [{ start: '09:00', end: '21:00' }], { start: 540, end: 1245 }],
    [
      'of several states',
      { kind: 'fixed', start: '05:30', end: '22:00' },
      [
        { start: '09:00', end: '21:00' },
        { start: '08:00', end: '20:00' },
      ],
      { start: 540, end: 1200 },
    ],
    ['an emergency’s, whatever a state says', { kind: 'any' }, [{ start: '09:00', end: '21:00' }], 'any'],
  ] as const)('%s', (_, policy, further, expected) => {
    expect(hoursFor(policy, district, further)).toEqual(expected);
  });

  test.each(['early', '8', '', '8:x'])('a time that cannot be read (%s) opens nothing', (start) => {
    const window = hoursFor({ kind: 'district' }, { start, end: '21:00' });
    expect(openingOf('2026-11-24T16:15:00Z', hours({ window }))).toEqual({ kind: 'never' });
  });
});

describe('hours in the gate', () => {
  test('an event waits until morning; after its end it is refused', () => {
    const early = { purpose: 'event', at: '2026-11-24T11:30:00.000Z', recipients: granted } as const;
    expect(decide(gateInput(early))).toMatchObject({ kind: 'defer', rule: 'hours', until: '2026-11-24T14:00:00.000Z' });
    expect(decide(gateInput({ ...early, expiresAt: '2026-11-24T14:00:00.000Z' }))).toMatchObject({
      kind: 'refuse',
      rule: 'expired',
    });
  });
  test('a closure is told from 05:30, an emergency at any hour', () => {
    expect(decide(gateInput({ purpose: 'closure', at: '2026-11-24T11:30:00.000Z' }))).toMatchObject({ kind: 'permit' });
    expect(decide(gateInput({ purpose: 'closure', at: '2026-11-24T11:29:59.000Z' }))).toMatchObject({ kind: 'defer' });
    expect(decide(gateInput({ purpose: 'emergency', at: '2026-11-24T09:00:00.000Z' }))).toMatchObject({ kind: 'permit' });
  });
  test('fundraising ends at 20:00, whatever the district set', () => {
    const evening = { at: '2026-11-25T02:15:00.000Z', recipients: granted } as const;
    expect(decide(gateInput({ purpose: 'fundraising', ...evening }))).toMatchObject({
      kind: 'defer',
      until: '2026-11-25T14:00:00.000Z',
    });
    expect(decide(gateInput({ purpose: 'event', ...evening }))).toMatchObject({ kind: 'permit' });
  });
  test('hours that cannot be read refuse', () => {
    const callingHours = { start: 'early', end: 'late' };
    expect(decide(gateInput({ purpose: 'event', recipients: granted, callingHours }))).toMatchObject({ rule: 'unknown.hours' });
  });
});
