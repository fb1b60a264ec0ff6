/** Examples that tell broken stops from whole ones; each was found by a change to the code that no test noticed. */
import { describe, expect, test } from 'vitest';
import {
  addStop,
  applyKey,
  effectiveScope,
  effectiveStops,
  type KeyPress,
  liftStops,
  mayStopOnePurpose,
  NO_STOPS,
  type StopScope,
  takenBack,
} from './number-stops.ts';

const AT = '2026-11-24T20:05:00.000Z';
const FROM = '2027-01-31';
const press: KeyPress = {
  callId: 'N1',
  attempt: 1,
  purpose: 'event',
  basis: 'consent',
  at: AT,
  recordedBy: 'key',
  revokeAllFrom: FROM,
};

describe('what is stopped', () => {
  test('an emergency is no kind of call that can be stopped alone', () => {
    expect(mayStopOnePurpose('consent', 'emergency', AT, FROM)).toBe(false);
    expect(mayStopOnePurpose('consent', 'event', AT, FROM)).toBe(true);
  });
  test.each(['emergency', 'exempt', undefined] as const)(
    '"not my number" stays what it is in a call that rests on %s',
    (basis) => {
      expect(effectiveScope({ kind: 'wrong-number' }, basis, AT, FROM)).toEqual({ kind: 'wrong-number' });
      expect(effectiveScope({ kind: 'emergencies' }, basis, AT, FROM)).toEqual({ kind: 'emergencies' });
    },
  );
});

describe('what one person takes back with one kind', () => {
  const ALL = ['closure', 'attendance', 'event', 'survey', 'fundraising'];
  test('that kind alone until the rule begins, and from that day every kind but emergencies (R-06)', () => {
    expect(takenBack('event', '2027-01-30T23:59:59.999Z', FROM)).toEqual(['event']);
    expect(takenBack('event', '2027-01-31T00:00:00.000Z', FROM)).toEqual(ALL);
    expect(takenBack('closure', '2027-01-31T00:00:00.000Z', FROM)).toEqual(ALL);
    expect(takenBack('event', AT, '2026-11-24')).toEqual(ALL);
  });
  test('emergencies go alone, on every day: nobody loses the others by refusing them', () => {
    for (const at of [AT, '2027-03-01T00:00:00.000Z']) expect(takenBack('emergency', at, FROM)).toEqual(['emergency']);
  });
  test('the day is that of the moment, and its hours do not count', () => {
    expect(mayStopOnePurpose('consent', 'event', '2027-01-30T00:00:00.000Z', '2027-01-30')).toBe(false);
    expect(mayStopOnePurpose('consent', 'event', '2027-01-29T23:00:00.000Z', '2027-01-30')).toBe(true);
  });
});

describe('what is kept of a key', () => {
  test('where it came from, and on what the call rested, if that is known', () => {
    const known = applyKey(NO_STOPS, '9', { ...press, source: 'toll-free' }).stops;
    expect(known).toMatchObject([{ source: 'toll-free', basis: 'consent' }]);
    const [unknown = {}] = applyKey(NO_STOPS, '9', { ...press, basis: undefined }).stops;
    expect(unknown).toMatchObject({ source: 'key-press' });
    expect(Object.keys(unknown)).not.toContain('basis');
  });
});

describe('what ends a stop', () => {
  const stopped = (scope: StopScope) =>
    addStop(NO_STOPS, { id: 's', at: AT, source: 'desk', requested: scope, effective: scope, recordedBy: 'desk' });
  const lifted = (stop: StopScope, lift: StopScope) =>
    effectiveStops(
      liftStops(stopped(stop), { id: 'l', at: '2026-11-25T00:00:00.000Z', lifted: lift, recordedBy: 'desk', reason: 'form' }),
    );
  test('of one kind of call: the lift of that kind alone', () => {
    const event = { kind: 'purpose', purpose: 'event' } as const;
    expect(lifted(event, event).purposes).toEqual([]);
    expect(lifted(event, { kind: 'purpose', purpose: 'survey' }).purposes).toEqual(['event']);
    expect(lifted(event, { kind: 'all-but-emergencies' }).purposes).toEqual(['event']);
    expect(lifted({ kind: 'all-but-emergencies' }, event).allButEmergencies).toBe(true);
  });
});
