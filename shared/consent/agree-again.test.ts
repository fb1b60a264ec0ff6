import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PURPOSES, type Purpose } from '../notices/purpose.ts';
import { agreeAgain, type NewAgreement } from './agree-again.ts';
import { addStop, effectiveStops, NO_STOPS, type StopRecord, type StopScope } from './number-stops.ts';
import { forbids } from './what-stops.ts';

const act = (purposes: readonly Purpose[], at = '2026-11-25T15:00:00.000Z'): NewAgreement => ({
  ...{ id: `optin:${at}`, at, purposes, recordedBy: 'desk:lincoln' },
  evidence: { pointer: 'form 12', sha256: 'a'.repeat(64) },
});

const stopped = (...scopes: readonly StopScope[]): StopRecord =>
  scopes.reduce(
    (record, scope, n) =>
      addStop(record, {
        ...{ id: `s${n}`, at: '2026-11-24T15:00:00.000Z', source: 'desk', requested: scope, effective: scope },
        recordedBy: 'desk',
      }),
    NO_STOPS,
  );
const stopsNow = (record: StopRecord): readonly Purpose[] => PURPOSES.filter((one) => forbids(effectiveStops(record), one));
const EVERYTHING: StopScope = { kind: 'all-but-emergencies' };

describe('agreeing again', () => {
  test('to one kind after a stop of all leaves the others stopped', () => {
    const agreed = agreeAgain(stopped(EVERYTHING), act(['event']));
    expect(agreed).toMatchObject({ kind: 'changed', lifted: [EVERYTHING] });
    if (agreed.kind === 'changed') expect(stopsNow(agreed.record)).toEqual(['closure', 'attendance', 'survey', 'fundraising']);
  });

  test('to what nobody stopped lifts nothing', () => {
    expect(agreeAgain(NO_STOPS, act(['event']))).toEqual({ kind: 'nothing-to-lift' });
    const agreed = agreeAgain(stopped({ kind: 'purpose', purpose: 'survey' }), act(['event']));
    expect(agreed).toEqual({ kind: 'nothing-to-lift' });
  });

  test('does not verify a number, nor bring emergencies back that nobody named', () => {
    expect(agreeAgain(stopped({ kind: 'wrong-number' }), act(['event']))).toEqual({ kind: 'not-verified' });
    expect(agreeAgain(stopped({ kind: 'emergencies' }), act(['event']))).toEqual({ kind: 'emergencies-too' });
    const named = agreeAgain(stopped({ kind: 'emergencies' }), act(['emergency']));
    expect(named.kind === 'changed' && effectiveStops(named.record)).toMatchObject({
      emergencies: false,
      allButEmergencies: true,
    });
  });

  test('to emergencies alone does not end a stop of all but emergencies; to a kind beside them it does', () => {
    expect(agreeAgain(stopped(EVERYTHING), act(['emergency']))).toEqual({ kind: 'nothing-to-lift' });
    const both = agreeAgain(stopped(EVERYTHING), act(['emergency', 'event']));
    expect(both).toMatchObject({ kind: 'changed', lifted: [EVERYTHING] });
  });

  test('says why a stop was lifted, and the stop it leaves stands although the lift is of the same moment', () => {
    const agreed = agreeAgain(stopped(EVERYTHING), act(['event']));
    if (agreed.kind !== 'changed') throw new Error('nothing was lifted');
    expect(agreed.record.lifts).toMatchObject([
      { id: 'optin:2026-11-25T15:00:00.000Z:all-but-emergencies', reason: 'agreed again', at: '2026-11-25T15:00:00.000Z' },
    ]);
    const kept = agreed.record.stops.filter(({ source }) => source === 'opt-in');
    expect(kept.map(({ at }) => at)).toEqual(kept.map(() => '2026-11-25T15:00:00.001Z'));
    const again = agreeAgain(agreed.record, act(['survey'], '2026-11-26T15:00:00.000Z'));
    expect(again.kind === 'changed' && stopsNow(again.record)).toEqual(['closure', 'attendance', 'fundraising']);
  });

  test('on a form older than the stop changes nothing', () => {
    expect(agreeAgain(stopped(EVERYTHING), act(['event'], '2026-11-20T15:00:00.000Z'))).toEqual({ kind: 'nothing-to-lift' });
  });

  test('is ended again by a later stop, and told twice is told once', () => {
    const first = agreeAgain(stopped(EVERYTHING), act(['event']));
    if (first.kind !== 'changed') throw new Error('nothing changed');
    expect(agreeAgain(first.record, act(['event'])).kind).toBe('nothing-to-lift');
    const scope = { kind: 'purpose', purpose: 'event' } as const;
    const again = addStop(first.record, {
      ...{ id: 'later', at: '2026-11-26T15:00:00.000Z', source: 'desk', requested: scope, effective: scope, recordedBy: 'desk' },
    });
    expect(stopsNow(again)).toContain('event');
  });
});

const scope: fc.Arbitrary<StopScope> = fc.oneof(
  fc.constantFrom<StopScope>(EVERYTHING, { kind: 'emergencies' }, { kind: 'wrong-number' }),
  fc.constantFrom(...PURPOSES).map((purpose): StopScope => ({ kind: 'purpose', purpose })),
);

test('whatever was stopped, an agreement brings back what it names and nothing else', () => {
  fc.assert(
    fc.property(fc.array(scope, { maxLength: 5 }), fc.subarray([...PURPOSES], { minLength: 1 }), (scopes, named) => {
      const before = stopped(...scopes);
      const agreed = agreeAgain(before, act(named));
      if (agreed.kind !== 'changed') return;
      expect(stopsNow(agreed.record)).toEqual(stopsNow(before).filter((purpose) => !named.includes(purpose)));
    }),
  );
});
