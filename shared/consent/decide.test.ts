import { describe, expect, test } from 'vitest';
import { gateInput, recipient } from '../../test/fixtures/gate-input.ts';
import type { Purpose } from '../notices/purpose.ts';
import { decide } from './decide.ts';
import type { GateInput, GateRecipient } from './gate-input.ts';

const outcome = (input: GateInput): string => {
  const decision = decide(input);
  return decision.kind === 'permit' ? `permit ${decision.rule} ${decision.basis}` : `${decision.kind} ${decision.rule}`;
};
const told = (input: GateInput) => {
  const decision = decide(input);
  return decision.kind === 'permit' ? decision.contactKeys : [];
};

describe('who may be called about what, per profile', () => {
  const granted = { consent: 'granted' } as const;
  const given = { consent: 'none', givenForSchoolContact: true } as const;
  const nothing = { consent: 'none', givenForSchoolContact: false } as const;
  const revoked = { consent: 'revoked', givenForSchoolContact: true } as const;
  type Row = readonly [Purpose, Partial<GateRecipient>, string, string];
  const rows: readonly Row[] = [
    ['emergency', nothing, 'permit permit.emergency emergency', 'permit permit.emergency emergency'],
    ['emergency', revoked, 'refuse revoked', 'refuse revoked'],
    ['closure', nothing, 'permit permit.emergency-purpose emergency', 'permit permit.emergency-purpose emergency'],
    ['closure', granted, 'permit permit.consent consent', 'permit permit.consent consent'],
    ['closure', revoked, 'refuse revoked', 'refuse revoked'],
    ['attendance', granted, 'permit permit.consent consent', 'permit permit.consent consent'],
    ['attendance', given, 'permit permit.number-given consent', 'permit permit.emergency-purpose emergency'],
    ['attendance', nothing, 'refuse consent.attendance', 'permit permit.emergency-purpose emergency'],
    ['attendance', revoked, 'refuse revoked', 'refuse revoked'],
    ['event', granted, 'permit permit.consent consent', 'permit permit.consent consent'],
    ['event', given, 'refuse consent.event', 'permit permit.number-given consent'],
    ['event', nothing, 'refuse consent.event', 'refuse consent.event'],
    ['event', revoked, 'refuse revoked', 'refuse revoked'],
    ['survey', granted, 'permit permit.consent consent', 'permit permit.consent consent'],
    ['survey', given, 'refuse consent.survey', 'refuse consent.survey'],
    ['fundraising', granted, 'permit permit.consent consent', 'permit permit.consent consent'],
    ['fundraising', given, 'refuse consent.fundraising', 'refuse consent.fundraising'],
  ];
  test.each(rows)('%s, %o: strict says %s, us-law says %s', (purpose, who, strict, usLaw) => {
    const recipients = [recipient(who)];
    expect(outcome(gateInput({ purpose, recipients }))).toBe(strict);
    expect(outcome(gateInput({ purpose, recipients, profile: 'us-law' }))).toBe(usLaw);
  });
});

describe('hard blocks hold in emergencies too', () => {
  test.each(['emergency', 'event'] as const)('%s: a number that may not be dialed is not dialed', (purpose) => {
    expect(outcome(gateInput({ purpose, undialable: 'premium' }))).toBe('refuse number.not-callable');
  });
  test('one restricted recipient refuses the whole shared phone', () => {
    const recipients = [recipient({}), recipient({ contactKey: 'father', restricted: true })];
    expect(outcome(gateInput({ purpose: 'emergency', recipients }))).toBe('refuse no-contact');
  });
  test('a phone that said "not my number" is never called', () => {
    expect(outcome(gateInput({ purpose: 'emergency', stops: { notMyNumber: true } }))).toBe('refuse not-my-number');
  });
  test('a number nobody belongs to any more is not called', () => {
    expect(outcome(gateInput({ purpose: 'emergency', recipients: [] }))).toBe('refuse no-recipient');
  });
  test('an emergency refused on the record is refused, and everything else with it', () => {
    expect(outcome(gateInput({ purpose: 'emergency', stops: { emergencies: true } }))).toBe('refuse optout.emergencies');
    expect(outcome(gateInput({ purpose: 'closure', stops: { emergencies: true } }))).toBe('refuse optout.all');
  });
  test('cancelled and expired notices ring nobody', () => {
    expect(outcome(gateInput({ purpose: 'emergency', cancelled: true }))).toBe('refuse notice.cancelled');
    expect(outcome(gateInput({ purpose: 'emergency', expiresAt: '2026-11-24T16:00:00.000Z' }))).toBe('refuse expired');
    expect(outcome(gateInput({ purpose: 'emergency', expiresAt: 'soon' }))).toBe('refuse unknown.time');
  });
});

describe('stops', () => {
  test('key 9 stops everything but emergencies', () => {
    const stops = { allButEmergencies: true };
    expect(outcome(gateInput({ purpose: 'emergency', stops }))).toBe('permit permit.emergency emergency');
    for (const purpose of ['closure', 'attendance', 'event', 'survey', 'fundraising'] as const) {
      expect(outcome(gateInput({ purpose, stops, recipients: [recipient({ consent: 'granted' })] }))).toBe('refuse optout.all');
    }
  });
  test('a stop of one kind of call leaves the others', () => {
    const stops = { purposes: ['event'] as const };
    const recipients = [recipient({ consent: 'granted' })];
    expect(outcome(gateInput({ purpose: 'event', stops, recipients }))).toBe('refuse optout.purpose');
    expect(outcome(gateInput({ purpose: 'attendance', stops, recipients }))).toBe('permit permit.consent consent');
  });
});

describe('what is unknown refuses, except in an emergency', () => {
  test('an opt-out record that does not open', () => {
    expect(outcome(gateInput({ purpose: 'closure', stops: 'unreadable' }))).toBe('refuse unknown.stops');
    expect(outcome(gateInput({ purpose: 'emergency', stops: 'unreadable' }))).toBe('permit permit.emergency emergency');
  });
  test('a consent record that does not open', () => {
    const recipients = [recipient({ consent: 'unreadable' })];
    expect(outcome(gateInput({ purpose: 'closure', recipients }))).toBe('refuse unknown.consent');
    expect(outcome(gateInput({ purpose: 'emergency', recipients }))).toBe('permit permit.emergency emergency');
  });
  test('a place on no map', () => {
    expect(outcome(gateInput({ purpose: 'closure', zones: [] }))).toBe('refuse unknown.zone');
    expect(outcome(gateInput({ purpose: 'closure', zones: ['Mars/Olympus'] }))).toBe('refuse unknown.zone');
    expect(outcome(gateInput({ purpose: 'emergency', zones: [] }))).toBe('permit permit.emergency emergency');
  });
});

describe('people behind one number', () => {
  test('each is weighed alone, and only those who agreed are told', () => {
    const recipients = [
      recipient({ contactKey: 'mother', consent: 'granted' }),
      recipient({ contactKey: 'father', consent: 'revoked' }),
    ];
    expect(told(gateInput({ purpose: 'event', recipients }))).toEqual(['mother']);
  });
  test('emergency contacts are called in emergencies only, and only where the district opted in', () => {
    const recipients = [recipient({ contactKey: 'aunt', role: 'other', emergencyOnly: true, consent: 'granted' })];
    expect(outcome(gateInput({ purpose: 'closure', recipients, callEmergencyOnlyContacts: true }))).toBe('refuse emergency-only');
    expect(outcome(gateInput({ purpose: 'emergency', recipients }))).toBe('refuse emergency-only');
    expect(told(gateInput({ purpose: 'emergency', recipients, callEmergencyOnlyContacts: true }))).toEqual(['aunt']);
  });
  test('a student’s own phone needs agreement on record, also when a guardian is listed with it', () => {
    const student = recipient({ contactKey: 'student', role: 'student', givenForSchoolContact: true });
    const mother = recipient({ contactKey: 'mother', consent: 'granted' });
    expect(outcome(gateInput({ purpose: 'attendance', recipients: [mother, student] }))).toBe('refuse minor-number');
    expect(told(gateInput({ purpose: 'attendance', recipients: [mother, student], lineType: 'landline' }))).toEqual(['mother']);
    expect(told(gateInput({ purpose: 'emergency', recipients: [mother, student] }))).toEqual(['mother', 'student']);
  });
  test('somebody who is no family, student or staff needs an agreement of their own, closures included', () => {
    expect(outcome(gateInput({ purpose: 'closure', recipients: [recipient({ role: 'other' })] }))).toBe('refuse consent.closure');
  });
  test('a call that tells somebody without agreement does not rest on consent', () => {
    const recipients = [recipient({ contactKey: 'mother', consent: 'granted' }), recipient({ contactKey: 'father' })];
    expect(outcome(gateInput({ purpose: 'closure', recipients }))).toBe('permit permit.emergency-purpose emergency');
  });
});

describe('the landline rule (us-law)', () => {
  const landline = (extra: Partial<Parameters<typeof gateInput>[0]>) =>
    gateInput({
      purpose: 'event',
      profile: 'us-law',
      lineType: 'landline',
      recipients: [recipient({ givenForSchoolContact: false })],
      ...extra,
    });
  const exempt = (count: number) =>
    Array.from({ length: count }, (_, n) => ({
      at: `2026-11-1${n}T16:00:00.000Z`,
      purpose: 'event' as const,
      basis: 'exempt' as const,
      noticeId: `n${n}`,
    }));
  test('three calls in 30 days without agreement, then no more', () => {
    expect(outcome(landline({ history: exempt(2) }))).toBe('permit permit.exempt exempt');
    expect(outcome(landline({ history: exempt(3) }))).toBe('refuse line.exempt-cap');
    expect(outcome(landline({ history: 'unknown' }))).toBe('refuse unknown.exempt-calls');
  });
  test('a line that may be a mobile has no such rule, and the strict profile none at all', () => {
    expect(outcome(landline({ history: exempt(0), lineType: 'unknown' }))).toBe('refuse consent.event');
    expect(outcome(landline({ history: exempt(0), profile: 'strict' }))).toBe('refuse consent.event');
  });
});
