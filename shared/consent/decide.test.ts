import { describe, expect, test } from 'vitest';
import { gateInput, recipient } from '../../test/fixtures/gate-input.ts';
import { PURPOSES, type Purpose } from '../notices/purpose.ts';
import { decide, decideUnder } from './decide.ts';
import type { GateInput } from './gate-input.ts';
import { policyName } from './policy.ts';
import { strictPolicy } from './policy-strict.ts';
import { usLawPolicy } from './policy-us-law.ts';

const agreed = [recipient({ consent: 'granted' })];
const NOT_EMERGENCY = PURPOSES.filter((purpose) => purpose !== 'emergency');

const outcome = (input: GateInput): string => {
  const decision = decide(input);
  return decision.kind === 'permit' ? `permit ${decision.rule} ${decision.basis}` : `${decision.kind} ${decision.rule}`;
};
/** What a call to somebody who agreed to everything comes to, but for what is said here. */
const asked = (purpose: Purpose, known: Partial<Parameters<typeof gateInput>[0]> = {}) =>
  outcome(gateInput({ purpose, recipients: agreed, ...known }));
const CONSENTED = 'permit permit.consent consent';
const EMERGENCY = 'permit permit.emergency emergency';

describe('number.hard-block, number.not-callable: in emergencies too', () => {
  test.each(PURPOSES)('%s', (purpose) => {
    expect(asked(purpose, { undialable: 'hard-block' })).toBe('refuse number.hard-block');
    for (const undialable of ['premium', 'country', 'invalid']) {
      expect(asked(purpose, { undialable })).toBe('refuse number.not-callable');
    }
  });
});

describe('not-my-number, unknown.stops: a stranger’s phone does not ring, in emergencies neither', () => {
  test.each(PURPOSES)('%s', (purpose) => {
    expect(asked(purpose, { stops: { notMyNumber: true } })).toBe('refuse not-my-number');
    expect(asked(purpose, { stops: 'unreadable' })).toBe('refuse unknown.stops');
  });
  test('it speaks before a notice that was cancelled, because it holds for all to come', () => {
    expect(asked('event', { stops: { notMyNumber: true }, cancelled: true })).toBe('refuse not-my-number');
  });
});

describe('no-contact, unknown.restrictions: one person refuses the whole phone, in emergencies too', () => {
  test.each(PURPOSES)('%s', (purpose) => {
    const father = { contactKey: 'father' } as const;
    expect(asked(purpose, { recipients: [...agreed, recipient({ ...father, restricted: true })] })).toBe('refuse no-contact');
    const closed = recipient({ ...father, consent: 'unreadable' });
    expect(asked(purpose, { recipients: [...agreed, closed] })).toBe('refuse unknown.restrictions');
    expect(asked(purpose, { recipients: [...agreed, closed, recipient({ restricted: true })] })).toBe('refuse no-contact');
  });
});

test('others who have the phone keep a call from it as its recipients do, and permit nothing', () => {
  const bystander = { restricted: false, limits: [], consent: 'none' } as const;
  for (const purpose of PURPOSES) {
    const beside = (over: object) => asked(purpose, { bystanders: [bystander, { ...bystander, ...over }], saysWhere: true });
    expect(beside({ restricted: true })).toBe('refuse no-contact');
    expect(beside({ consent: 'unreadable' })).toBe('refuse unknown.restrictions');
    expect(beside({ limits: ['no-location'] })).toBe('refuse limit.no-location');
    expect(beside({})).toMatch(/^permit/);
    expect(asked(purpose, { recipients: [], bystanders: [bystander] })).toBe('refuse no-recipient');
  }
});

describe('unknown.guardian: somebody on the phone about whom the contacts are silent', () => {
  const father = { contactKey: 'father', unlisted: true } as const;
  const beside = (purpose: Purpose, over: object = {}) =>
    asked(purpose, { bystanders: [{ restricted: false, unlisted: true, limits: [], consent: 'none' }], ...over });

  test.each(PURPOSES)('%s: an emergency is told to the others, and nothing else is', (purpose) => {
    const said = purpose === 'emergency' ? EMERGENCY : 'refuse unknown.guardian';
    expect(beside(purpose)).toBe(said);
    expect(asked(purpose, { recipients: [...agreed, recipient(father)] })).toBe(said);
  });

  test('is told nothing himself, and where a child is, nobody on his phone', () => {
    expect(asked('emergency', { recipients: [recipient(father)] })).toBe('refuse unknown.guardian');
    expect(beside('emergency', { saysWhere: true })).toBe('refuse limit.no-location');
    const decision = decide(gateInput({ purpose: 'emergency', recipients: [...agreed, recipient(father)] }));
    expect(decision).toMatchObject({ kind: 'permit', contactKeys: agreed.map(({ contactKey }) => contactKey) });
  });

  test('an order on another person of the phone speaks first', () => {
    expect(beside('emergency', { recipients: [...agreed, recipient({ contactKey: 'uncle', restricted: true })] })).toBe(
      'refuse no-contact',
    );
  });
});

describe('limit.no-location: who may not know where a student is does not hear it on a shared phone either', () => {
  const recipients = [...agreed, recipient({ contactKey: 'father', consent: 'granted', limits: ['no-location'] })];
  test.each(PURPOSES)('%s', (purpose) => {
    expect(asked(purpose, { recipients, saysWhere: true })).toBe('refuse limit.no-location');
    expect(asked(purpose, { recipients, saysWhere: false })).toMatch(/^permit/);
    expect(asked(purpose, { saysWhere: true })).toMatch(/^permit/);
  });
});

test('no-recipient: a number nobody belongs to any more is not called', () => {
  expect(asked('emergency', { recipients: [] })).toBe('refuse no-recipient');
});

describe('notice.cancelled, expired, unknown.time: nobody new, in emergencies neither', () => {
  const at = '2026-11-24T16:15:00.000Z';
  test.each(PURPOSES)('%s', (purpose) => {
    expect(asked(purpose, { cancelled: true })).toBe('refuse notice.cancelled');
    expect(asked(purpose, { at, expiresAt: at })).toBe('refuse expired');
    expect(asked(purpose, { at, expiresAt: '2026-11-24T16:15:00.001Z' })).toMatch(/^permit/);
    expect(asked(purpose, { expiresAt: 'soon' })).toBe('refuse unknown.time');
    expect(asked(purpose, { at: 'now' })).toBe('refuse unknown.time');
  });
});

describe('absence.excused, unknown.absence: unexcused is the state at the moment of dialing (B-08)', () => {
  test('an attendance call', () => {
    expect(asked('attendance', { absence: 'unexcused' })).toBe(CONSENTED);
    expect(asked('attendance', { absence: 'excused' })).toBe('refuse absence.excused');
    expect(asked('attendance', { absence: 'unknown' })).toBe('refuse unknown.absence');
    expect(asked('attendance')).toBe(CONSENTED);
  });
  test('no other call', () => {
    for (const purpose of ['emergency', 'event'] as const) {
      expect(asked(purpose, { absence: 'excused' })).toMatch(/^permit/);
      expect(asked(purpose, { absence: 'unknown' })).toMatch(/^permit/);
    }
  });
});

describe('optout.emergencies, optout.all, optout.purpose: a stop beats any agreement', () => {
  test('an emergency refused on the record is refused, and everything else with it', () => {
    expect(asked('emergency', { stops: { emergencies: true } })).toBe('refuse optout.emergencies');
    for (const purpose of NOT_EMERGENCY) expect(asked(purpose, { stops: { emergencies: true } })).toBe('refuse optout.all');
  });
  test('key 9 stops everything but emergencies', () => {
    expect(asked('emergency', { stops: { allButEmergencies: true } })).toBe(EMERGENCY);
    for (const purpose of NOT_EMERGENCY) expect(asked(purpose, { stops: { allButEmergencies: true } })).toBe('refuse optout.all');
  });
  test.each(PURPOSES)('a stop of %s leaves the others', (purpose) => {
    for (const other of PURPOSES) {
      expect(asked(other, { stops: { purposes: [purpose] } }) === 'refuse optout.purpose').toBe(other === purpose);
    }
  });
});

describe('hours, unknown.zone, unknown.hours, expired', () => {
  const night = '2026-11-25T05:00:00.000Z'; // 23:00 in Chicago
  const lasts = '2026-11-26T23:00:00.000Z';
  test.each<[Purpose, string]>([
    ['closure', '2026-11-25T11:30:00.000Z'],
    ['attendance', '2026-11-25T14:00:00.000Z'],
    ['event', '2026-11-25T14:00:00.000Z'],
    ['survey', '2026-11-25T14:00:00.000Z'],
    ['fundraising', '2026-11-25T14:00:00.000Z'],
  ])('%s waits for %s', (purpose, until) => {
    const input = gateInput({ purpose, recipients: agreed, at: night, expiresAt: lasts });
    expect(decide(input)).toMatchObject({ kind: 'defer', rule: 'hours', until });
    expect(asked(purpose, { at: night, expiresAt: until })).toBe('refuse expired');
    expect(asked(purpose, { at: night, expiresAt: new Date(Date.parse(until) + 1).toISOString() })).toBe('defer hours');
    expect(asked(purpose, { zones: [] })).toBe('refuse unknown.zone');
    expect(asked(purpose, { zones: ['Mars/Olympus'] })).toBe('refuse unknown.zone');
  });
  test('an emergency waits for no hour and no map', () => {
    expect(asked('emergency', { at: night, expiresAt: lasts })).toBe(EMERGENCY);
    expect(asked('emergency', { zones: [] })).toBe(EMERGENCY);
  });
  test('hours that open nowhere', () => {
    expect(asked('event', { callingHours: { start: '12:00', end: '12:00' } })).toBe('refuse unknown.hours');
  });
  test('the district’s clock must be open as well', () => {
    // 08:30 in New York, 05:30 in Los Angeles.
    const early = { at: '2026-11-24T13:30:00.000Z', zones: ['America/New_York'] };
    expect(asked('event', { ...early, settings: { timezone: 'America/New_York' } })).toBe(CONSENTED);
    expect(asked('event', { ...early, settings: { timezone: 'America/Los_Angeles' } })).toBe('defer hours');
  });
  test('quiet hours hold back all but emergencies', () => {
    const settings = { quietHours: [{ start: '10:00', end: '11:00' }] };
    for (const purpose of NOT_EMERGENCY) expect(asked(purpose, { settings })).toBe('defer hours');
    expect(asked('emergency', { settings })).toBe(EMERGENCY);
  });
  test('holidays hold back all but emergencies and closures', () => {
    const settings = { holidays: ['2026-11-24'] };
    for (const purpose of ['attendance', 'event', 'survey', 'fundraising'] as const) {
      expect(asked(purpose, { settings })).toBe('defer hours');
    }
    expect(asked('closure', { settings })).toBe(CONSENTED);
    expect(asked('emergency', { settings })).toBe(EMERGENCY);
  });
});

describe('U-…: what states ask on top, of the called party’s and of the district’s', () => {
  const survey = { recipients: agreed, states: ['MT', 'IL'] };
  test('U-03.MT: no survey where a machine may not ask', () => {
    expect(asked('survey', survey)).toBe('refuse U-03.MT');
    expect(asked('survey', { ...survey, states: ['IL'] })).toBe(CONSENTED);
    expect(asked('event', survey)).toBe(CONSENTED);
    // It is never, so nobody waits for an hour first.
    expect(asked('survey', { ...survey, at: '2026-11-25T05:00:00.000Z', expiresAt: '2026-11-26T23:00:00.000Z' })).toBe(
      'refuse U-03.MT',
    );
  });
  test('a state that is not known asks what every state does', () => {
    expect(asked('survey', { states: [] })).toBe('refuse U-03.MT');
    expect(asked('survey', { states: ['ZZ'] })).toBe('refuse U-03.MT');
  });
  test('U-01.CA: events from 9, absences from 8', () => {
    // 08:30 in Los Angeles, whose day it is for the district too.
    const california = { states: ['CA'], zones: ['America/Los_Angeles'], at: '2026-11-24T16:30:00.000Z' };
    const settings = { timezone: 'America/Los_Angeles' };
    const input = gateInput({ purpose: 'event', recipients: agreed, ...california, settings });
    expect(decide(input)).toMatchObject({ kind: 'defer', rule: 'U-01.CA', until: '2026-11-24T17:00:00.000Z' });
    expect(decide(input).citation).toMatch(/2871/);
    expect(decide(input).words).toMatch(/California/);
    expect(asked('attendance', { ...california, settings })).toBe(CONSENTED);
    expect(asked('event', { ...california, settings, states: ['IL'] })).toBe(CONSENTED);
    // Where others hold the call back as well, the state is not the reason.
    expect(asked('event', { ...california, settings, at: '2026-11-24T15:30:00.000Z' })).toBe('defer hours');
    expect(asked('event', { ...california, settings: { timezone: 'Pacific/Honolulu' } })).toBe('defer hours');
    expect(asked('event', { ...california, settings, expiresAt: '2026-11-24T17:00:00.000Z' })).toBe('refuse expired');
  });
  test('of several states’ hours, those that are closed are the reason', () => {
    const policy = { ...strictPolicy, hours: { ...strictPolicy.hours, fundraising: { kind: 'district' } } } as const;
    const settings = { timezone: 'America/Los_Angeles' };
    // 20:30 in Los Angeles: within California's hours, after those of sales calls.
    const late = {
      at: '2026-11-25T04:30:00.000Z',
      zones: ['America/Los_Angeles'],
      states: ['CA'],
      expiresAt: '2026-11-26T23:00:00.000Z',
    };
    const input = gateInput({ purpose: 'fundraising', recipients: agreed, settings, ...late });
    expect(decideUnder(policy, input)).toMatchObject({ kind: 'defer', rule: 'U-05.every', until: '2026-11-25T17:00:00.000Z' });
  });
  test('an emergency is no state’s business', () => {
    expect(asked('emergency', { states: ['MT', 'CA'] })).toBe(EMERGENCY);
  });
});

test('the first rule that speaks wins, in this order (LAW-REFERENCE §10)', () => {
  const at = '2026-11-24T16:15:00.000Z';
  const ring = { at: '2026-11-24T15:00:00.000Z', purpose: 'attendance', basis: 'consent', noticeId: 'other' } as const;
  // Each step is a reason to refuse; all from one on are there at once.
  const steps: readonly (readonly [string, object])[] = [
    ['number.not-callable', { undialable: 'premium' }],
    ['not-my-number', { stops: { notMyNumber: true, allButEmergencies: true } }],
    ['no-contact', { recipients: [recipient({ restricted: true, limits: ['never'] })] }],
    ['notice.cancelled', { cancelled: true }],
    ['expired', { expiresAt: at }],
    ['absence.excused', { absence: 'excused' }],
    ['optout.all', { stops: { allButEmergencies: true } }],
    ['limit.never', { recipients: [recipient({ limits: ['never'] })] }],
    ['cap.attendance', { history: [ring, ring], recipients: agreed }],
    ['unknown.hours', { settings: { quietHours: [{ start: '00:00', end: '00:00' }] } }],
  ];
  for (const [first, [rule]] of steps.entries()) {
    const known: object = Object.assign(
      {},
      ...steps
        .slice(first)
        .map(([, step]) => step)
        .reverse(),
    );
    expect(asked('attendance', { recipients: agreed, ...known, at })).toBe(`refuse ${rule}`);
  }
});

describe('what a decision says', () => {
  test.each([strictPolicy, usLawPolicy])('the rule’s own citation and words, and the policy’s name: $profile', (policy) => {
    const input = gateInput({ purpose: 'event', profile: policy.profile, stops: { allButEmergencies: true } });
    expect(decide(input)).toEqual({
      kind: 'refuse',
      rule: 'optout.all',
      ...policy.rules['optout.all'],
      policy: policyName(policy),
      consentVersion: 3,
    });
  });
  test('under another policy, that policy’s name', () => {
    const other = { ...strictPolicy, version: '2030-01-01' };
    expect(decideUnder(other, gateInput({ purpose: 'event' })).policy).toBe(policyName(other));
  });
});
