import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import {
  arbitraryBystander,
  arbitraryInput,
  arbitraryRecipient,
  arbitraryRing,
} from '../../test/fixtures/arbitrary-gate-input.ts';
import { EDGE_LIMITS } from '../contacts/contact.ts';
import { PURPOSES } from '../notices/purpose.ts';
import { decide, decideUnder } from './decide.ts';
import type { Decision } from './decision.ts';
import type { GateInput, GateRecipient, GateSettings, NumberStops } from './gate-input.ts';
import { POLICIES } from './policies.ts';

const RANK = { refuse: 0, defer: 1, permit: 2 } as const;
const told = (decision: Decision): readonly string[] => (decision.kind === 'permit' ? decision.contactKeys : []);

/** The changed input rings at most whom the first one rang, and not sooner. */
function neverPermitsMore(before: GateInput, after: GateInput): void {
  const [was, is] = [decide(before), decide(after)];
  expect(RANK[is.kind]).toBeLessThanOrEqual(RANK[was.kind]);
  if (was.kind === 'permit') expect(was.contactKeys).toEqual(expect.arrayContaining([...told(is)]));
  if (was.kind === 'defer' && is.kind === 'defer') expect(is.until >= was.until).toBe(true);
}

const holds = (property: (given: GateInput) => void) => fc.assert(fc.property(arbitraryInput, property), { numRuns: 500 });
const eachRecipient = (given: GateInput, change: (one: GateRecipient) => Partial<GateRecipient>): GateInput[] =>
  given.recipients.map((_, index) => ({
    ...given,
    recipients: given.recipients.map((one, place) => (place === index ? { ...one, ...change(one) } : one)),
  }));
const stopped = (given: GateInput, more: Partial<NumberStops>): GateInput =>
  given.stops === 'unreadable' ? given : { ...given, stops: { ...given.stops, ...more } };
const noticed = (given: GateInput, more: Partial<GateInput['notice']>): GateInput => ({
  ...given,
  notice: { ...given.notice, ...more },
});
const numbered = (given: GateInput, more: Partial<GateInput['number']>): GateInput => ({
  ...given,
  number: { ...given.number, ...more },
});
const settled = (given: GateInput, more: Partial<GateSettings>): GateInput => ({
  ...given,
  settings: { ...given.settings, ...more },
});

test('the inputs tried are a fair mixture, so that none of this is empty', () => {
  const kinds = fc.sample(arbitraryInput, { numRuns: 2_000, seed: 11 }).map((input) => decide(input).kind);
  for (const kind of ['permit', 'refuse', 'defer'] as const) {
    expect(kinds.filter((one) => one === kind).length, kind).toBeGreaterThan(kind === 'defer' ? 20 : 300);
  }
});

describe('an opt-out never permits more', () => {
  test('one more stop of the number', () => {
    holds((given) => {
      const single = PURPOSES.map((purpose) => ({
        purposes: [...(given.stops === 'unreadable' ? [] : given.stops.purposes), purpose],
      }));
      for (const more of [{ notMyNumber: true }, { allButEmergencies: true }, { emergencies: true }, ...single]) {
        neverPermitsMore(given, stopped(given, more));
      }
    });
  });
  test('one more withdrawal, by anybody, or by a guardian', () => {
    holds((given) => {
      // What does not open refuses the whole number already, and a withdrawal that can be read is known to be no more than that.
      if (given.recipients.some(({ consent }) => consent === 'unreadable')) return;
      for (const one of eachRecipient(given, () => ({ consent: 'revoked' }))) neverPermitsMore(given, one);
      for (const one of eachRecipient(given, () => ({ guardianConsent: 'revoked' }))) neverPermitsMore(given, one);
    });
  });
});

test('one more person on the phone never permits more', () => {
  fc.assert(
    fc.property(arbitraryInput, arbitraryBystander, (given, one) => {
      neverPermitsMore(given, { ...given, bystanders: [...given.bystanders, one] });
    }),
    { numRuns: 500 },
  );
});

describe('one more unknown never permits more', () => {
  test('of the number, the notice and the history', () => {
    holds((given) => {
      neverPermitsMore(given, { ...given, stops: 'unreadable' });
      neverPermitsMore(given, { ...given, history: 'unknown' });
      neverPermitsMore(given, numbered(given, { zones: [] }));
      neverPermitsMore(given, numbered(given, { lineType: 'unknown' }));
      neverPermitsMore(given, settled(given, { timezone: 'nowhere' }));
      neverPermitsMore(given, numbered(given, { states: [] }));
      neverPermitsMore(given, numbered(given, { states: ['ZZ'] }));
      neverPermitsMore(given, noticed(given, { absence: 'unknown' }));
      neverPermitsMore(given, noticed(given, { expiresAt: 'unknown' }));
    });
  });
  test('of anybody on it', () => {
    holds((given) => {
      const blurs: ((one: GateRecipient) => Partial<GateRecipient>)[] = [
        () => ({ consent: 'unreadable' }),
        () => ({ age: 'unknown' }),
        () => ({ rights: 'unknown' }),
        // The database's "yes" is never forgotten, so it does not turn into an unknown one.
        ({ reassigned }) => (reassigned === 'yes' ? {} : { reassigned: 'stale' }),
        // In an emergency a guardian's record that does not open holds nothing back (LAW-REFERENCE §10).
        () => (given.notice.purpose === 'emergency' ? {} : { guardianConsent: 'unreadable' }),
      ];
      for (const blur of blurs) for (const one of eachRecipient(given, blur)) neverPermitsMore(given, one);
    });
  });
});

describe('tightening never permits more', () => {
  test('the strict profile permits nothing the law’s does not', () => {
    holds((given) => neverPermitsMore(settled(given, { profile: 'us-law' }), settled(given, { profile: 'strict' })));
  });
  test('any setting, one by one', () => {
    holds((given) => {
      const { callingHours, quietHours, holidays, weeklyRoutineCalls, explicitConsentFor } = given.settings;
      const latest = callingHours.start > '10:00' ? callingHours.start : '10:00';
      const today = given.at.slice(0, 10);
      const tighter: Partial<GateSettings>[] = [
        { callingHours: { ...callingHours, start: latest } },
        { callingHours: { ...callingHours, end: '16:00' } },
        { quietHours: [...quietHours, { start: '11:00', end: '15:00' }] },
        { quietHours: [...quietHours, { start: '22:00', end: '10:00' }] },
        { holidays: [...holidays, today] },
        { weeklyRoutineCalls: Math.max(0, weeklyRoutineCalls - 1) },
        { reassignedNumbers: 'required' },
        { callEmergencyOnlyContacts: false },
        ...PURPOSES.map((purpose) => ({ explicitConsentFor: [...explicitConsentFor, purpose] })),
      ];
      for (const more of tighter) neverPermitsMore(given, settled(given, more));
    });
  });
});

describe('merging two contacts never permits more', () => {
  const worst = <T>(order: readonly T[], one: T, other: T): T => order.find((value) => value === one || value === other) ?? one;
  const merged = (one: GateRecipient, other: GateRecipient): GateRecipient => ({
    contactKey: one.contactKey,
    role: worst(['student', 'other', 'guardian', 'staff'], one.role, other.role),
    restricted: one.restricted || other.restricted,
    ...(one.unlisted || other.unlisted ? { unlisted: true } : {}),
    emergencyOnly: one.emergencyOnly || other.emergencyOnly,
    limits: EDGE_LIMITS.filter((limit) => one.limits.includes(limit) || other.limits.includes(limit)),
    age: worst(['minor', 'unknown', 'adult'], one.age, other.age),
    rights: worst(['passed', 'unknown', 'held'], one.rights, other.rights),
    givenForSchoolContact: one.givenForSchoolContact && other.givenForSchoolContact,
    consent: worst(['unreadable', 'revoked', 'none', 'granted'], one.consent, other.consent),
    guardianConsent: worst(['revoked', 'unreadable', 'none', 'granted'], one.guardianConsent, other.guardianConsent),
    reassigned: worst(['yes', 'never-asked', 'stale', 'no-data', 'no'], one.reassigned, other.reassigned),
  });
  const pair = fc.tuple(arbitraryInput, arbitraryRecipient, arbitraryRecipient).map(([given, one, other]) => {
    const [first, second] = [
      { ...one, contactKey: 'one' },
      { ...other, contactKey: 'other' },
    ];
    return { first, second, on: (...recipients: GateRecipient[]): GateInput => ({ ...given, recipients }) };
  });
  /**
   * The exemption asks for no agreement: somebody who agreed, and may be somebody else by now, is refused where one who never
   * agreed may be called. So whoever loses an agreement in a merge may gain a call, and it is left out here.
   */
  const withoutExemption = (input: GateInput): Decision => {
    const policy = POLICIES[input.settings.profile];
    return decideUnder({ ...policy, landlineExemption: { ...policy.landlineExemption, purposes: [] } }, input);
  };

  test('into one person: who is told then would have been told as either', () => {
    fc.assert(
      fc.property(pair, ({ first, second, on }) => {
        const apart = withoutExemption(on(first, second));
        const together = withoutExemption(on(merged(first, second)));
        expect(RANK[together.kind]).toBeLessThanOrEqual(RANK[apart.kind]);
        if (together.kind === 'permit') expect(told(apart)).toEqual(['one', 'other']);
      }),
      { numRuns: 3_000 },
    );
  });
  test('onto one phone: nobody is told who would not be told alone', () => {
    fc.assert(
      fc.property(pair, ({ first, second, on }) => {
        const shared = decide(on(first, second));
        const alone = [decide(on(first)), decide(on(second))];
        expect(RANK[shared.kind]).toBeLessThanOrEqual(Math.max(...alone.map(({ kind }) => RANK[kind])));
        expect(alone.flatMap(told)).toEqual(expect.arrayContaining([...told(shared)]));
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('what happened before never permits more', () => {
  const withRing = arbitraryInput.chain((given) => arbitraryRing(given.at).map((ring) => ({ given, ring })));
  test('one more ring, however old', () => {
    fc.assert(
      fc.property(withRing, ({ given, ring }) => {
        if (given.history !== 'unknown') neverPermitsMore(given, { ...given, history: [ring, ...given.history] });
      }),
      { numRuns: 2_000 },
    );
  });
  test('a ring older than every window changes nothing', () => {
    fc.assert(
      fc.property(withRing, ({ given, ring }) => {
        if (given.history === 'unknown') return;
        const old = { ...ring, at: new Date(Date.parse(given.at) - 31 * 86_400_000).toISOString() };
        expect(decide({ ...given, history: [old, ...given.history] })).toEqual(decide(given));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a rule that speaks never permits more', () => {
  test('about the number or the notice', () => {
    holds((given) => {
      for (const undialable of ['hard-block', 'premium']) neverPermitsMore(given, numbered(given, { undialable }));
      const { zones } = given.number;
      if (zones.length > 0) neverPermitsMore(given, numbered(given, { zones: [...zones, 'Pacific/Honolulu'] }));
      for (const state of ['CA', 'MT']) neverPermitsMore(given, numbered(given, { states: [...given.number.states, state] }));
      for (const more of [{ cancelled: true }, { expiresAt: given.at }, { saysWhere: true }, { absence: 'excused' } as const]) {
        neverPermitsMore(given, noticed(given, more));
      }
    });
  });
  test('about anybody on it', () => {
    holds((given) => {
      for (const one of eachRecipient(given, () => ({ restricted: true }))) {
        neverPermitsMore(given, one);
        expect(decide(one).kind).toBe('refuse');
      }
      for (const limit of EDGE_LIMITS) {
        for (const one of eachRecipient(given, ({ limits }) => ({ limits: [...limits, limit] }))) neverPermitsMore(given, one);
      }
      for (const one of eachRecipient(given, () => ({ rights: 'passed' }))) neverPermitsMore(given, one);
      for (const one of eachRecipient(given, () => ({ reassigned: 'yes' }))) neverPermitsMore(given, one);
      for (const one of eachRecipient(given, ({ emergencyOnly }) => ({
        emergencyOnly: emergencyOnly || given.notice.purpose !== 'emergency',
      }))) {
        neverPermitsMore(given, one);
      }
    });
  });
});

describe('every decision', () => {
  test('the same input decides the same, with rule, citation, words, policy and version', () => {
    holds((given) => {
      const decision = decide(given);
      expect(decide(structuredClone(given))).toEqual(decision);
      expect(decision.rule).toMatch(/^([a-z-]+(\.[a-z-]+)?|U-\d\d(\.\w+)*)$/);
      expect(decision.citation).not.toBe('');
      expect(decision.words).toMatch(/\.$/);
      expect(decision.policy).toMatch(/^(strict|us-law)@2026-11-27#[0-9a-f]{8}$/);
      expect(decision.consentVersion).toBe(given.consentVersion);
    });
  });

  test('whoever stands first among the recipients, the same people are told', () => {
    holds((given) => {
      const [was, is] = [decide(given), decide({ ...given, recipients: [...given.recipients].reverse() })];
      expect(is.kind).toBe(was.kind);
      expect([...told(is)].sort()).toEqual([...told(was)].sort());
    });
  });

  test('a deferred call comes back within the hours of every zone, and before the notice expires', () => {
    holds((given) => {
      const decision = decide(given);
      if (decision.kind !== 'defer') return;
      expect(Date.parse(decision.until)).toBeGreaterThan(Date.parse(given.at));
      expect(Date.parse(decision.until)).toBeLessThan(Date.parse(given.notice.expiresAt));
      for (const zone of [...given.number.zones, given.settings.timezone]) {
        const { hour } = DateTime.fromISO(decision.until, { zone });
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
