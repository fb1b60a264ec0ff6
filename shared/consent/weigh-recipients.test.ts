import { describe, expect, test } from 'vitest';
import { gateInput, recipient } from '../../test/fixtures/gate-input.ts';
import { PURPOSES, type Purpose } from '../notices/purpose.ts';
import { decide, decideUnder } from './decide.ts';
import type { GateInput, GateRecipient } from './gate-input.ts';
import { usLawPolicy } from './policy-us-law.ts';

type Known = Partial<Parameters<typeof gateInput>[0]>;
const outcome = (input: GateInput): string => {
  const decision = decide(input);
  return decision.kind === 'permit' ? `permit ${decision.rule} ${decision.basis}` : `${decision.kind} ${decision.rule}`;
};
const asked = (purpose: Purpose, who: Partial<GateRecipient>, known: Known = {}) =>
  outcome(gateInput({ purpose, recipients: [recipient(who)], ...known }));
const told = (input: GateInput) => {
  const decision = decide(input);
  return decision.kind === 'permit' ? decision.contactKeys : [];
};
const mother = recipient({ contactKey: 'mother', consent: 'granted' });
const ORDINARY = ['attendance', 'event', 'survey', 'fundraising'] as const;
const NOT_EMERGENCY = ['closure', ...ORDINARY] as const;
const EMERGENCY = 'permit permit.emergency emergency';
const CONSENTED = 'permit permit.consent consent';
const SAFETY = 'permit permit.emergency-purpose emergency';
const GIVEN = 'permit permit.number-given consent';

describe('consent.*: who may be called about what, per profile', () => {
  const granted = { consent: 'granted' } as const;
  const given = { consent: 'none', givenForSchoolContact: true } as const;
  const nothing = { consent: 'none', givenForSchoolContact: false } as const;
  const revoked = { consent: 'revoked', givenForSchoolContact: true } as const;
  const rows: readonly (readonly [Purpose, Partial<GateRecipient>, string, string])[] = [
    ['emergency', nothing, EMERGENCY, EMERGENCY],
    ['emergency', granted, EMERGENCY, EMERGENCY],
    ['emergency', revoked, 'refuse revoked', 'refuse revoked'],
    ['closure', nothing, SAFETY, SAFETY],
    ['closure', granted, CONSENTED, CONSENTED],
    ['closure', revoked, 'refuse revoked', 'refuse revoked'],
    ['attendance', granted, CONSENTED, CONSENTED],
    ['attendance', given, GIVEN, SAFETY],
    ['attendance', nothing, 'refuse consent.attendance', SAFETY],
    ['attendance', revoked, 'refuse revoked', 'refuse revoked'],
    ['event', granted, CONSENTED, CONSENTED],
    ['event', given, 'refuse consent.event', GIVEN],
    ['event', nothing, 'refuse consent.event', 'refuse consent.event'],
    ['event', revoked, 'refuse revoked', 'refuse revoked'],
    ['survey', granted, CONSENTED, CONSENTED],
    ['survey', given, 'refuse consent.survey', 'refuse consent.survey'],
    ['fundraising', granted, CONSENTED, CONSENTED],
    ['fundraising', given, 'refuse consent.fundraising', 'refuse consent.fundraising'],
  ];
  test.each(rows)('%s, %o: strict says %s, us-law says %s', (purpose, who, strict, usLaw) => {
    expect(asked(purpose, who)).toBe(strict);
    expect(asked(purpose, who, { profile: 'us-law' })).toBe(usLaw);
  });

  test.each(NOT_EMERGENCY)('explicitConsentFor %s asks for agreement where the profile does not', (purpose) => {
    const settings = { explicitConsentFor: [purpose] };
    for (const profile of ['strict', 'us-law'] as const) {
      const landline = { profile, settings, lineType: 'landline' } as const;
      expect(asked(purpose, given, { profile, settings })).toBe(`refuse consent.${purpose}`);
      expect(asked(purpose, nothing, landline)).toBe(`refuse consent.${purpose}`);
      expect(asked(purpose, granted, { profile, settings })).toBe(CONSENTED);
    }
    const others = PURPOSES.filter((other) => other !== purpose);
    for (const other of others) {
      expect(asked(other, given, { profile: 'us-law', settings })).toBe(asked(other, given, { profile: 'us-law' }));
    }
  });

  test('somebody who is no family, student or staff needs an agreement of their own, closures included', () => {
    for (const purpose of NOT_EMERGENCY) {
      for (const profile of ['strict', 'us-law'] as const) {
        expect(asked(purpose, { role: 'other' }, { profile })).toBe(`refuse consent.${purpose}`);
        expect(asked(purpose, { role: 'other', consent: 'granted' }, { profile })).toBe(CONSENTED);
      }
    }
    expect(asked('emergency', { role: 'other' })).toBe(EMERGENCY);
  });

  test('staff are called as guardians are', () => {
    expect(asked('closure', { role: 'staff' })).toBe(SAFETY);
    expect(asked('attendance', { role: 'staff' })).toBe(GIVEN);
    expect(asked('event', { role: 'staff' })).toBe('refuse consent.event');
  });
});

describe('U-…: agreement that a state asks for', () => {
  const open = (id: string) => ({
    ...usLawPolicy,
    overlays: usLawPolicy.overlays.map((overlay) =>
      overlay.id === id && overlay.mark === 'open' ? { ...overlay, holds: true } : overlay,
    ),
  });
  const inState = (state: string, who: Partial<GateRecipient>, policy = usLawPolicy, known: Known = {}) => {
    const input = gateInput({ purpose: 'event', profile: 'us-law', states: [state], recipients: [recipient(who)], ...known });
    const decision = decideUnder(policy, input);
    return decision.kind === 'permit' ? `permit ${decision.rule} ${decision.basis}` : `${decision.kind} ${decision.rule}`;
  };
  const nothing = { givenForSchoolContact: false } as const;
  test('U-01.CA.2873, open: as shipped a number given is enough, and could be not', () => {
    expect(inState('CA', {}, usLawPolicy, { at: '2026-11-24T18:15:00.000Z' })).toBe(GIVEN);
    const asked = open('U-01.CA.2873');
    expect(inState('CA', {}, asked)).toBe('refuse U-01.CA.2873');
    expect(inState('CA', { consent: 'granted' }, asked, { at: '2026-11-24T18:15:00.000Z' })).toBe(CONSENTED);
    expect(inState('CA', { role: 'other' }, asked)).toBe('refuse consent.event');
    const settings = { reassignedNumbers: 'required' } as const;
    expect(inState('CA', { consent: 'granted', reassigned: 'stale' }, asked, { settings })).toBe('refuse reassigned.unverified');
    expect(inState('CA', {}, asked, { settings: { explicitConsentFor: ['event'] } })).toBe('refuse consent.event');
  });
  test('a state’s wish for agreement holds where the profile asks for none', () => {
    const needs = { ...usLawPolicy.needs, event: 'none' } as const;
    expect(inState('IL', nothing, { ...usLawPolicy, needs })).toBe(SAFETY);
    expect(inState('CA', nothing, { ...open('U-01.CA.2873'), needs })).toBe('refuse U-01.CA.2873');
  });
  test.each(['MN', 'NC'])('U-03.%s: no call on the landline exemption alone', (state) => {
    const landline = { lineType: 'landline' } as const;
    expect(inState('IL', nothing, usLawPolicy, landline)).toBe('permit permit.exempt exempt');
    expect(inState(state, nothing, usLawPolicy, landline)).toBe(`refuse U-03.${state}`);
    expect(inState(state, {}, usLawPolicy, landline)).toBe(GIVEN);
    expect(inState(state, nothing, usLawPolicy)).toBe('refuse consent.event');
  });
  test('a state’s reason is louder than a missing agreement, and softer than a withdrawal', () => {
    const input = (...people: Partial<GateRecipient>[]) =>
      outcome(
        gateInput({
          purpose: 'event',
          profile: 'us-law',
          lineType: 'landline',
          states: ['MN'],
          recipients: people.map(recipient),
        }),
      );
    expect(input({ role: 'other' }, nothing)).toBe('refuse U-03.MN');
    expect(input(nothing, { consent: 'revoked' })).toBe('refuse revoked');
  });
});

describe('limit.never, limit.no-routine, emergency-only', () => {
  test.each(PURPOSES)('%s', (purpose) => {
    const ordinary = purpose !== 'emergency' && purpose !== 'closure';
    expect(asked(purpose, { consent: 'granted', limits: ['never'] })).toBe('refuse limit.never');
    const limited = asked(purpose, { consent: 'granted', limits: ['no-routine'] });
    expect(limited === 'refuse limit.no-routine').toBe(ordinary);
    expect(limited.startsWith('permit')).toBe(!ordinary);
  });
  test('they silence one person and leave the others', () => {
    const aunt = recipient({ contactKey: 'aunt', consent: 'granted', limits: ['never'] });
    const uncle = recipient({ contactKey: 'uncle', consent: 'granted', limits: ['no-routine'] });
    expect(told(gateInput({ purpose: 'event', recipients: [mother, aunt, uncle] }))).toEqual(['mother']);
    expect(told(gateInput({ purpose: 'emergency', recipients: [mother, aunt, uncle] }))).toEqual(['mother', 'uncle']);
  });
  test('emergency contacts are called in emergencies only, and only where the district opted in', () => {
    const aunt = { role: 'other', emergencyOnly: true, consent: 'granted' } as const;
    expect(asked('closure', aunt, { callEmergencyOnlyContacts: true })).toBe('refuse emergency-only');
    expect(asked('emergency', aunt)).toBe('refuse emergency-only');
    expect(asked('emergency', aunt, { callEmergencyOnlyContacts: true })).toBe(EMERGENCY);
  });
});

describe('rights.passed, unknown.rights: at 18 they are the student’s (F-08)', () => {
  test.each([
    ['passed', 'rights.passed'],
    ['unknown', 'unknown.rights'],
  ] as const)('%s', (rights, rule) => {
    for (const purpose of ORDINARY) {
      expect(asked(purpose, { rights, consent: 'granted' })).toBe(`refuse ${rule}`);
      expect(asked(purpose, { rights: 'held', consent: 'granted' })).toBe(CONSENTED);
    }
    expect(asked('emergency', { rights })).toBe(EMERGENCY);
    expect(asked('closure', { rights })).toBe(SAFETY);
  });
});

describe('reassigned, reassigned.unverified: whose number it is now (N-02, N-04)', () => {
  test('given up since the agreement: nothing but emergencies, whatever the settings', () => {
    for (const reassignedNumbers of ['off', 'required'] as const) {
      const settings = { reassignedNumbers };
      for (const purpose of NOT_EMERGENCY) {
        expect(asked(purpose, { reassigned: 'yes', consent: 'granted' }, { settings })).toBe('refuse reassigned');
      }
      expect(asked('emergency', { reassigned: 'yes' }, { settings })).toBe(EMERGENCY);
    }
  });
  test('it silences whose agreement it was, and leaves who agreed since', () => {
    const before = recipient({ contactKey: 'before', consent: 'granted', reassigned: 'yes' });
    expect(told(gateInput({ purpose: 'event', recipients: [before, mother] }))).toEqual(['mother']);
  });
  test.each(['no-data', 'stale', 'never-asked'] as const)('where a fresh "no" is required, %s is none', (reassigned) => {
    const settings = { reassignedNumbers: 'required' } as const;
    for (const purpose of ['event', 'survey', 'fundraising', 'attendance'] as const) {
      expect(asked(purpose, { reassigned, consent: 'granted' }, { settings })).toBe('refuse reassigned.unverified');
      expect(asked(purpose, { reassigned, consent: 'granted' })).toBe(CONSENTED);
    }
    expect(asked('attendance', { reassigned }, { settings })).toBe('refuse reassigned.unverified');
    expect(asked('event', { reassigned }, { settings, profile: 'us-law', lineType: 'landline' })).toBe(
      'refuse reassigned.unverified',
    );
    // These rest on no agreement, so none has to be proven.
    expect(asked('emergency', { reassigned }, { settings })).toBe(EMERGENCY);
    expect(asked('closure', { reassigned, consent: 'granted' }, { settings })).toBe(SAFETY);
    expect(asked('attendance', { reassigned, consent: 'granted' }, { settings, profile: 'us-law' })).toBe(SAFETY);
    // Whoever needs an agreement of their own for everything needs a proven one.
    const student = { role: 'student', age: 'adult' } as const;
    for (const who of [student, { role: 'other' } as const]) {
      expect(asked('closure', { ...who, reassigned, consent: 'granted' }, { settings })).toBe('refuse reassigned.unverified');
    }
  });
  test('a call on the landline exemption rests on no agreement, so none has to be proven', () => {
    const known = { settings: { reassignedNumbers: 'required' }, profile: 'us-law', lineType: 'landline' } as const;
    expect(asked('event', { givenForSchoolContact: false }, known)).toBe('permit permit.exempt exempt');
  });
  test('a fresh "no" will do', () => {
    const settings = { reassignedNumbers: 'required' } as const;
    expect(asked('event', { reassigned: 'no', consent: 'granted' }, { settings })).toBe(CONSENTED);
    expect(asked('attendance', { reassigned: 'no' }, { settings })).toBe(GIVEN);
  });
});

describe('people behind one number', () => {
  test('each is weighed alone, told once, and only those who agreed', () => {
    const father = recipient({ contactKey: 'father', consent: 'revoked' });
    expect(told(gateInput({ purpose: 'event', recipients: [mother, father, mother] }))).toEqual(['mother']);
  });
  test('a call rests on the weakest ground among those it tells', () => {
    const landline = { lineType: 'landline', profile: 'us-law' } as const;
    const given = recipient({ contactKey: 'given' });
    const nothing = recipient({ contactKey: 'nothing', givenForSchoolContact: false });
    const both = (purpose: Purpose, one: GateRecipient, other: GateRecipient, known: Known = {}) =>
      ['a', 'b'].map((order) =>
        outcome(gateInput({ purpose, recipients: order === 'a' ? [one, other] : [other, one], ...known })),
      );
    expect(both('closure', mother, given)).toEqual([SAFETY, SAFETY]);
    expect(both('attendance', mother, given)).toEqual([GIVEN, GIVEN]);
    const exempt = 'permit permit.exempt exempt';
    expect(both('event', mother, nothing, landline)).toEqual([exempt, exempt]);
    expect(both('event', given, nothing, landline)).toEqual([exempt, exempt]);
  });
  test('when nobody may be told, the loudest reason is given, in whatever order they stand', () => {
    const who: Readonly<Record<string, Partial<GateRecipient>>> = {
      revoked: { consent: 'revoked' },
      reassigned: { consent: 'granted', reassigned: 'yes' },
      'reassigned.unverified': { consent: 'granted', reassigned: 'stale' },
      'unknown.rights': { rights: 'unknown' },
      'rights.passed': { rights: 'passed' },
      'consent.event': { reassigned: 'no', role: 'other' },
      'student-consent': { role: 'student', age: 'adult' },
      'minor-number': { role: 'student', age: 'minor' },
      'limit.no-routine': { limits: ['no-routine'] },
      'limit.never': { limits: ['never'] },
      'emergency-only': { emergencyOnly: true },
    };
    const rules = Object.keys(who);
    for (const [at, rule] of rules.entries()) {
      for (const quieter of rules.slice(at)) {
        const recipients = [recipient(who[quieter] ?? {}), recipient(who[rule] ?? {})];
        const input = gateInput({
          purpose: 'event',
          lineType: 'landline',
          recipients,
          settings: { reassignedNumbers: 'required' },
        });
        expect(outcome(input)).toBe(`refuse ${rule}`);
      }
    }
  });
});
