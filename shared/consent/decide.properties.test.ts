import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { PURPOSES } from '../notices/purpose.ts';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import type { GateInput, GateRecipient, NumberStops, PastRing } from './gate-input.ts';

const zone = fc.constantFrom('America/New_York', 'America/Chicago', 'America/Phoenix', 'America/Los_Angeles', 'Pacific/Guam');
const recipient: fc.Arbitrary<GateRecipient> = fc.record({
  contactKey: fc.constantFrom('a', 'b', 'c', 'd'),
  role: fc.constantFrom('guardian', 'student', 'staff', 'other'),
  restricted: fc.constant(false),
  emergencyOnly: fc.boolean(),
  limits: fc.constant([]),
  age: fc.constantFrom('adult', 'minor', 'unknown'),
  rights: fc.constant('held'),
  givenForSchoolContact: fc.boolean(),
  consent: fc.constantFrom('granted', 'revoked', 'none', 'unreadable'),
  guardianConsent: fc.constantFrom('granted', 'revoked', 'none', 'unreadable'),
  reassigned: fc.constant('never-asked'),
});
const stops: fc.Arbitrary<NumberStops> = fc.record({
  notMyNumber: fc.constant(false),
  allButEmergencies: fc.boolean(),
  emergencies: fc.constant(false),
  purposes: fc.uniqueArray(fc.constantFrom(...PURPOSES), { maxLength: 2 }),
});
const pastRing: fc.Arbitrary<PastRing> = fc.record({
  at: fc.constantFrom('2026-11-20T16:00:00.000Z', '2027-06-01T16:00:00.000Z'),
  purpose: fc.constantFrom(...PURPOSES),
  basis: fc.constantFrom('emergency', 'consent', 'exempt'),
  noticeId: fc.constant('m'),
});
const moment = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true });
const input: fc.Arbitrary<GateInput> = fc.record({
  at: moment.map((at) => at.toISOString()),
  notice: fc.record({
    noticeId: fc.constant('n'),
    saysWhere: fc.boolean(),
    purpose: fc.constantFrom(...PURPOSES),
    cancelled: fc.constant(false),
    expiresAt: fc.constantFrom('2028-06-01T00:00:00.000Z', '2026-11-24T12:00:00.000Z'),
  }),
  number: fc.record({
    lineType: fc.constantFrom('mobile' as const, 'landline' as const, 'unknown' as const),
    zones: fc.uniqueArray(zone, { minLength: 1, maxLength: 3 }),
    states: fc.constant(['IL']),
  }),
  stops,
  recipients: fc.array(recipient, { minLength: 1, maxLength: 4 }),
  consentVersion: fc.nat(),
  history: fc.oneof(fc.array(pastRing, { maxLength: 5 }), fc.constant('unknown' as const)),
  settings: fc.record({
    profile: fc.constantFrom('strict' as const, 'us-law' as const),
    timezone: fc.constant('America/Chicago'),
    callingHours: fc.constant({ start: '08:00', end: '21:00' }),
    callEmergencyOnlyContacts: fc.boolean(),
    quietHours: fc.constant([]),
    holidays: fc.constant([]),
    weeklyRoutineCalls: fc.constant(7),
    reassignedNumbers: fc.constant('off' as const),
    explicitConsentFor: fc.constant([]),
  }),
});

const RANK = { refuse: 0, defer: 1, permit: 2 } as const;
const told = (decision: Decision): readonly string[] => (decision.kind === 'permit' ? decision.contactKeys : []);

/** The changed input rings at most whom the first one rang, and not sooner. */
function neverPermitsMore(before: GateInput, after: GateInput): void {
  const [was, is] = [decide(before), decide(after)];
  expect(RANK[is.kind]).toBeLessThanOrEqual(RANK[was.kind]);
  if (was.kind === 'permit') expect(was.contactKeys).toEqual(expect.arrayContaining([...told(is)]));
}

const holds = (property: (given: GateInput) => void) => fc.assert(fc.property(input, property), { numRuns: 600 });
const eachRecipient = (given: GateInput, change: (one: GateRecipient) => GateRecipient): GateInput[] =>
  given.recipients.map((_, index) => ({
    ...given,
    recipients: given.recipients.map((one, place) => (place === index ? change(one) : one)),
  }));
const stopped = (given: GateInput, more: Partial<NumberStops>): GateInput =>
  given.stops === 'unreadable' ? given : { ...given, stops: { ...given.stops, ...more } };

describe('nothing permits more than before', () => {
  test('one more stop never permits more', () => {
    holds((given) => {
      for (const more of [
        { notMyNumber: true },
        { allButEmergencies: true },
        { emergencies: true },
        { purposes: [...PURPOSES] },
      ]) {
        neverPermitsMore(given, stopped(given, more));
      }
    });
  });

  test('one more unknown never permits more', () => {
    holds((given) => {
      // In an emergency the unknown does not stop a call, so a known refusal that becomes unknown may permit one there.
      if (given.notice.purpose === 'emergency') return;
      neverPermitsMore(given, { ...given, stops: 'unreadable' });
      neverPermitsMore(given, { ...given, history: 'unknown' });
      neverPermitsMore(given, { ...given, number: { ...given.number, zones: [] } });
      for (const blurred of eachRecipient(given, (one) => ({ ...one, consent: 'unreadable' }))) neverPermitsMore(given, blurred);
    });
  });

  test('a withdrawal by one person never permits more', () => {
    holds((given) => {
      for (const withdrawn of eachRecipient(given, (one) => ({ ...one, consent: 'revoked' }))) neverPermitsMore(given, withdrawn);
    });
  });

  test('one restricted recipient refuses the number', () => {
    holds((given) => {
      for (const restricted of eachRecipient(given, (one) => ({ ...one, restricted: true }))) {
        expect(decide(restricted)).toMatchObject({ kind: 'refuse', rule: 'no-contact' });
      }
    });
  });

  test('one more zone never calls sooner', () => {
    holds((given) =>
      neverPermitsMore(given, { ...given, number: { ...given.number, zones: [...given.number.zones, 'Pacific/Honolulu'] } }),
    );
  });

  test('the strict profile never permits what the law does not', () => {
    holds((given) => {
      const law = { ...given, settings: { ...given.settings, profile: 'us-law' as const } };
      neverPermitsMore(law, { ...given, settings: { ...given.settings, profile: 'strict' } });
    });
  });
});

describe('every decision', () => {
  test('the same input decides the same, with rule, citation, words, policy and version', () => {
    holds((given) => {
      const decision = decide(given);
      expect(decide(structuredClone(given))).toEqual(decision);
      expect(decision.rule).toMatch(/^[a-z-]+(\.[a-z-]+)?$/);
      expect(decision.citation).not.toBe('');
      expect(decision.words).toMatch(/\.$/);
      expect(decision.policy).toMatch(/^(strict|us-law)@2026-11-24#[0-9a-f]{8}$/);
      expect(decision.consentVersion).toBe(given.consentVersion);
    });
  });

  test('a deferred call comes back within the hours of every zone, and before the notice expires', () => {
    holds((given) => {
      const decision = decide(given);
      if (decision.kind !== 'defer') return;
      expect(Date.parse(decision.until)).toBeGreaterThan(Date.parse(given.at));
      expect(Date.parse(decision.until)).toBeLessThan(Date.parse(given.notice.expiresAt));
      for (const name of given.number.zones) {
        const { hour } = DateTime.fromISO(decision.until, { zone: name });
        expect(hour).toBeGreaterThanOrEqual(5);
        expect(hour).toBeLessThan(22);
      }
      expect(decide({ ...given, at: decision.until }).kind).toBe('permit');
    });
  });

  test('nobody is told twice, and nobody who is not a recipient', () => {
    holds((given) => {
      const keys = told(decide(given));
      expect(new Set(keys).size).toBe(keys.length);
      for (const key of keys) expect(given.recipients.map(({ contactKey }) => contactKey)).toContain(key);
    });
  });
});
