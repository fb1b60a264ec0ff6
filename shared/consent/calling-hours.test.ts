import { describe, expect, test } from 'vitest';
import { gateInput, recipient } from '../../test/fixtures/gate-input.ts';
import { nextOpening } from './calling-hours.ts';
import { decide } from './decide.ts';

const day = { start: 8 * 60, end: 21 * 60 };
const granted = [recipient({ consent: 'granted' })];

describe('the next moment at which every zone is awake', () => {
  test.each([
    ['within hours', '2026-11-24T16:15:00Z', ['America/Chicago'], { kind: 'now' }],
    ['the first minute counts', '2026-11-24T14:00:00Z', ['America/Chicago'], { kind: 'now' }],
    ['the last does not', '2026-11-25T03:00:00Z', ['America/Chicago'], { kind: 'later', at: '2026-11-25T14:00:00.000Z' }],
    ['before opening', '2026-11-24T11:30:00Z', ['America/Chicago'], { kind: 'later', at: '2026-11-24T14:00:00.000Z' }],
    [
      'east is awake, west is not',
      '2026-11-24T13:30:00Z',
      ['America/New_York', 'America/Los_Angeles'],
      { kind: 'later', at: '2026-11-24T16:00:00.000Z' },
    ],
    [
      'west is awake, east has gone to bed',
      '2026-11-25T02:30:00Z',
      ['America/New_York', 'America/Los_Angeles'],
      { kind: 'later', at: '2026-11-25T16:00:00.000Z' },
    ],
    [
      'clocks go forward that night',
      '2026-03-08T07:30:00Z',
      ['America/Chicago'],
      { kind: 'later', at: '2026-03-08T13:00:00.000Z' },
    ],
    ['clocks go back that night', '2026-11-01T04:30:00Z', ['America/Chicago'], { kind: 'later', at: '2026-11-01T14:00:00.000Z' }],
    [
      'Arizona keeps its clocks',
      '2026-07-01T14:30:00Z',
      ['America/Phoenix', 'America/Denver'],
      { kind: 'later', at: '2026-07-01T15:00:00.000Z' },
    ],
    [
      'Guam and New York meet',
      '2026-11-24T12:00:00Z',
      ['Pacific/Guam', 'America/New_York'],
      { kind: 'later', at: '2026-11-24T22:00:00.000Z' },
    ],
    ['no zone', '2026-11-24T16:15:00Z', [], { kind: 'unknown-zone' }],
  ] as const)('%s', (_, at, zones, expected) => {
    expect(nextOpening(at, zones, day)).toEqual(expected);
  });

  test('where the clocks go forward over the opening, it opens when they have', () => {
    const night = { start: 2 * 60 + 30, end: 5 * 60 };
    expect(nextOpening('2026-03-08T07:00:00Z', ['America/Chicago'], night)).toEqual({
      kind: 'later',
      at: '2026-03-08T08:00:00.000Z',
    });
  });

  test('a window that is never open', () => {
    expect(nextOpening('2026-11-24T16:15:00Z', ['America/Chicago'], { start: 600, end: 600 })).toEqual({ kind: 'never' });
    expect(nextOpening('2026-11-24T16:15:00Z', ['Pacific/Guam', 'America/Chicago'], { start: 720, end: 730 })).toEqual({
      kind: 'never',
    });
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
