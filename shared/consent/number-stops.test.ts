import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addStop,
  applyKey,
  effectiveStops,
  isSaidWrong,
  type KeyPress,
  liftStops,
  NO_STOPS,
  type StopEntry,
  type StopKey,
} from './number-stops.ts';

const press: KeyPress = {
  callId: 'N1.abc',
  attempt: 1,
  purpose: 'event',
  basis: 'consent',
  at: '2026-11-24T20:05:00.000Z',
  recordedBy: 'record-keypress',
  revokeAllFrom: '2027-01-31',
};
const pressed = (key: StopKey, more: Partial<KeyPress> = {}) => effectiveStops(applyKey(NO_STOPS, key, { ...press, ...more }));

describe('what a key stops', () => {
  test('9: all automated calls but emergencies, on whatever the call rested', () => {
    for (const basis of ['emergency', 'consent', 'exempt', undefined] as const) {
      expect(pressed('9', { basis })).toEqual({ notMyNumber: false, allButEmergencies: true, emergencies: false, purposes: [] });
    }
  });
  test('9 in an emergency call stops the other purposes, and not the next emergency', () => {
    expect(pressed('9', { purpose: 'emergency', basis: 'emergency' })).toMatchObject({
      allButEmergencies: true,
      emergencies: false,
    });
  });
  test('8: only this kind of call, where the call rested on consent', () => {
    expect(pressed('8')).toEqual({ notMyNumber: false, allButEmergencies: false, emergencies: false, purposes: ['event'] });
  });
  test('8 on an exempt or emergency call stops as 9 does (R-07)', () => {
    for (const basis of ['exempt', 'emergency', undefined] as const) {
      expect(pressed('8', { basis })).toMatchObject({ allButEmergencies: true, purposes: [] });
    }
  });
  test('8 stops as 9 does from the day the rule of one stop for all begins (R-06)', () => {
    expect(pressed('8', { at: '2027-01-30T23:59:59.000Z' })).toMatchObject({ allButEmergencies: false });
    expect(pressed('8', { at: '2027-01-31T00:00:00.000Z' })).toMatchObject({ allButEmergencies: true });
  });
  test('7: not my number, emergencies too', () => {
    expect(pressed('7')).toMatchObject({ notMyNumber: true });
  });
  test('what was asked and what it stops are both kept', () => {
    const [stop] = applyKey(NO_STOPS, '8', { ...press, basis: 'exempt' }).stops;
    expect(stop).toMatchObject({
      requested: { kind: 'purpose', purpose: 'event' },
      effective: { kind: 'all-but-emergencies' },
      basis: 'exempt',
      id: 'N1.abc#1#8',
    });
  });
});

describe('the history', () => {
  test('the same key of the same ring twice is one stop; the record itself comes back', () => {
    const once = applyKey(NO_STOPS, '9', press);
    expect(applyKey(once, '9', { ...press, at: '2026-11-24T20:06:00.000Z', source: 'recovered' })).toBe(once);
    expect(applyKey(once, '9', { ...press, attempt: 2 }).stops).toHaveLength(2);
  });

  test('an act on the record ends earlier stops of its scope only; a later one stands', () => {
    const stops = applyKey(applyKey(NO_STOPS, '7', press), '9', press);
    const lift = {
      id: 'desk-1',
      lifted: { kind: 'wrong-number' },
      recordedBy: 'desk:lincoln',
      reason: 'verified by phone',
    } as const;
    const verified = liftStops(stops, { ...lift, at: '2026-11-25T15:00:00.000Z' });
    expect(effectiveStops(verified)).toMatchObject({ notMyNumber: false, allButEmergencies: true });
    expect(effectiveStops(liftStops(stops, { ...lift, at: '2026-11-24T20:05:00.000Z' }))).toMatchObject({ notMyNumber: true });
    expect(effectiveStops(applyKey(verified, '7', { ...press, callId: 'N2.abc', at: '2026-11-26T15:00:00.000Z' }))).toMatchObject(
      {
        notMyNumber: true,
      },
    );
    expect(liftStops(verified, { ...lift, at: '2026-11-25T15:00:00.000Z' })).toBe(verified);
  });

  test('verifying a number ends what an unproven “wrong number” stopped, and nothing else that stops the same', () => {
    const all = { kind: 'all-but-emergencies' } as const;
    const claim: StopEntry = {
      ...{ id: 'line.c.n.7', at: press.at, source: 'toll-free', recordedBy: 'answer-inbound' },
      ...{ requested: { kind: 'wrong-number' }, effective: all },
    };
    const claimed = addStop(NO_STOPS, claim);
    const at = '2026-11-25T15:00:00.000Z';
    const lift = { id: 'v', at, lifted: { kind: 'wrong-number' }, recordedBy: 'desk', reason: 'verified' } as const;
    expect([isSaidWrong(claimed), effectiveStops(claimed).notMyNumber]).toEqual([true, false]);
    expect(effectiveStops(liftStops(claimed, lift))).toEqual(effectiveStops(NO_STOPS));
    expect(isSaidWrong(liftStops(claimed, lift))).toBe(false);
    expect(effectiveStops(liftStops(applyKey(claimed, '9', press), lift)).allButEmergencies).toBe(true);
    const agreed = liftStops(claimed, { ...lift, lifted: all });
    expect(effectiveStops(agreed), 'whoever has the phone agrees again').toEqual(effectiveStops(NO_STOPS));
  });

  test('a note in the export is a stop that no later export takes away', () => {
    const scope = { kind: 'all-but-emergencies' } as const;
    const note = {
      id: 'note:roster',
      at: press.at,
      source: 'note',
      requested: scope,
      effective: scope,
      recordedBy: 'import-roster',
    } as const;
    const noted = addStop(NO_STOPS, note);
    expect(effectiveStops(noted).allButEmergencies).toBe(true);
    expect(addStop(noted, note)).toBe(noted);
  });

  test('keys in any order and number of repeats give the same stops', () => {
    const key = fc.record({ key: fc.constantFrom<StopKey>('7', '8', '9'), attempt: fc.integer({ min: 1, max: 3 }) });
    fc.assert(
      fc.property(fc.array(key, { maxLength: 8 }), (keys) => {
        const all = (list: typeof keys) =>
          list.reduce((record, one) => applyKey(record, one.key, { ...press, attempt: one.attempt }), NO_STOPS);
        expect(effectiveStops(all([...keys].reverse()))).toEqual(effectiveStops(all([...keys, ...keys])));
      }),
    );
  });
});
