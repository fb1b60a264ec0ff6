import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PURPOSES } from '../notices/purpose.ts';
import { liftable, liftByKey } from './line-opt-in.ts';
import { effectiveStops, type StopEntry, type StopRecord, type StopScope } from './number-stops.ts';
import { forbids } from './what-stops.ts';

const BY_A_PERSON = ['note', 'desk', 'file', 'web'] as const;
const optIn = { contactId: 'c-1', numberKey: 'n', wording: 'v', language: 'en', at: '2026-11-24T16:15:00.000Z' };
const evidence = { pointer: 'audit:x', sha256: 'a'.repeat(64) };

const scope: fc.Arbitrary<StopScope> = fc.oneof(
  fc.constantFrom<StopScope>({ kind: 'all-but-emergencies' }, { kind: 'emergencies' }, { kind: 'wrong-number' }),
  fc.constantFrom(...PURPOSES).map((purpose) => ({ kind: 'purpose', purpose }) as const),
);
const stop: fc.Arbitrary<StopEntry> = fc.record({
  id: fc.uuid(),
  at: fc.constantFrom('2026-11-01T00:00:00.000Z', '2026-11-24T16:14:59.000Z'),
  source: fc.constantFrom('key-press', 'recovered', 'toll-free', 'opt-in', ...BY_A_PERSON),
  requested: scope,
  effective: scope,
  recordedBy: fc.constantFrom('record-keypress', 'answer-inbound', 'desk:lincoln'),
});
const record: fc.Arbitrary<StopRecord> = fc.array(stop, { maxLength: 5 }).map((stops) => ({ stops, lifts: [] }));

test('a key on the line undoes nothing that a person took down, and nothing beside it', () => {
  fc.assert(
    fc.property(record, (before) => {
      const told = before.stops.some(({ source }) => BY_A_PERSON.some((one) => one === source));
      if (told) expect(liftByKey(before, optIn, evidence)).toBe(before);
    }),
  );
});

test('a number that is wrong, or that refused emergencies, stays so; surveys and fundraising that were stopped stay stopped', () => {
  fc.assert(
    fc.property(record, (before) => {
      const [was, is] = [effectiveStops(before), effectiveStops(liftByKey(before, optIn, evidence))];
      expect([is.notMyNumber, is.emergencies]).toEqual([was.notMyNumber, was.emergencies]);
      for (const purpose of ['survey', 'fundraising', 'emergency'] as const) {
        expect(forbids(is, purpose)).toBe(forbids(was, purpose));
      }
    }),
  );
});

test('whatever is offered is lifted, whole, and then nothing more is offered', () => {
  fc.assert(
    fc.property(record, (before) => {
      const after = liftByKey(before, optIn, evidence);
      if (liftable(before).length === 0) return;
      expect(liftable(after)).toEqual([]);
      expect(['closure', 'attendance', 'event'].some((purpose) => forbids(effectiveStops(after), purpose as 'event'))).toBe(
        false,
      );
    }),
  );
});
