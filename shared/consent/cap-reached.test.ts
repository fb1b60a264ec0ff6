import { describe, expect, test } from 'vitest';
import { gateInput, recipient } from '../../test/fixtures/gate-input.ts';
import { PURPOSES, type Purpose } from '../notices/purpose.ts';
import { decideUnder } from './decide.ts';
import type { GateInput, PastRing } from './gate-input.ts';
import { strictPolicy } from './policy-strict.ts';
import { usLawPolicy } from './policy-us-law.ts';

type Known = Partial<Parameters<typeof gateInput>[0]>;
const NOW = '2026-11-24T16:15:00.000Z'; // a Tuesday, 10:15 in Chicago
const agreed = [recipient({ consent: 'granted' })];

function rung(purpose: Purpose, at: string, known: Partial<PastRing> = {}): PastRing {
  return { at, purpose, basis: 'consent', noticeId: `of ${at}`, ...known };
}
const rings = (purpose: Purpose, ...at: string[]) => at.map((moment) => rung(purpose, moment));
const outcome = (input: GateInput, policy = input.settings.profile === 'strict' ? strictPolicy : usLawPolicy) => {
  const decision = decideUnder(policy, input);
  return decision.kind === 'permit' ? `permit ${decision.basis}` : `${decision.kind} ${decision.rule}`;
};
const asked = (purpose: Purpose, history: GateInput['history'], known: Known = {}) =>
  outcome(gateInput({ purpose, history, at: NOW, recipients: agreed, ...known }));

describe('cap.attendance: two rings on a date', () => {
  const today = rings('attendance', '2026-11-24T14:00:00.000Z', '2026-11-24T16:14:00.000Z');
  test('the third is refused, a retry of the same notice too', () => {
    expect(asked('attendance', today.slice(1))).toBe('permit consent');
    expect(asked('attendance', today)).toBe('refuse cap.attendance');
    const same = today.map((ring) => ({ ...ring, noticeId: 'notice-1' }));
    expect(asked('attendance', same)).toBe('refuse cap.attendance');
  });
  test.each([[[]], [['America/Chicago', 'Mars/Olympus']]])('in zones %j there is no date to count by', (zones) => {
    const longAgo = rings('attendance', '2026-06-01T14:00:00.000Z', '2026-06-01T14:01:00.000Z');
    expect(asked('attendance', longAgo, { zones })).toBe('refuse unknown.zone');
    expect(asked('attendance', longAgo)).toBe('permit consent');
  });
  test('yesterday evening does not count, though it is less than 24 hours ago', () => {
    expect(
      asked('attendance', rings('attendance', '2026-11-25T05:58:00.000Z', '2026-11-25T05:59:00.000Z'), {
        at: '2026-11-25T14:00:00.000Z',
      }),
    ).toBe('permit consent');
    expect(
      asked('attendance', rings('attendance', '2026-11-25T06:00:00.000Z', '2026-11-25T06:01:00.000Z'), {
        at: '2026-11-25T14:00:00.000Z',
      }),
    ).toBe('refuse cap.attendance');
  });
});

describe('cap.event, cap.survey, cap.fundraising: sliding windows, retries included', () => {
  test.each<[Purpose, number, number]>([
    ['event', 3, 7],
    ['survey', 2, 30],
    ['fundraising', 2, 30],
  ])('%s: %i rings in %i days', (purpose, count, days) => {
    const edge = Date.parse(NOW) - days * 86_400_000;
    const within = new Date(edge + 1).toISOString();
    const outside = new Date(edge).toISOString();
    const all = Array.from({ length: count }, () => rung(purpose, within, { noticeId: 'notice-1' }));
    expect(asked(purpose, all)).toBe(`refuse cap.${purpose}`);
    expect(asked(purpose, all.slice(1))).toBe('permit consent');
    expect(asked(purpose, [...all.slice(1), rung(purpose, outside, { noticeId: 'notice-1' })])).toBe('permit consent');
    const other = all.map((ring) => ({ ...ring, purpose: 'attendance' as const }));
    expect(asked(purpose, other)).toBe('permit consent');
  });
});

describe('cap.weekly: routine notices in seven days, by the district’s own limit', () => {
  const limit = (weeklyRoutineCalls: number) => ({ settings: { weeklyRoutineCalls } });
  const monday = '2026-11-23T16:00:00.000Z';
  test('events, surveys and fundraising count together', () => {
    for (const purpose of ['event', 'survey', 'fundraising'] as const) {
      for (const earlier of ['event', 'survey', 'fundraising'] as const) {
        expect(asked(purpose, rings(earlier, monday), limit(1))).toBe('refuse cap.weekly');
        expect(asked(purpose, rings(earlier, monday), limit(2))).toBe('permit consent');
      }
      expect(asked(purpose, [], limit(0))).toBe('refuse cap.weekly');
      expect(asked(purpose, [], limit(1))).toBe('permit consent');
    }
  });
  test('a notice tried again is no further notice', () => {
    expect(asked('event', [rung('event', monday, { noticeId: 'notice-1' })], limit(1))).toBe('permit consent');
    const twice = [rung('event', monday, { noticeId: 'a' }), rung('event', monday, { noticeId: 'a' })];
    expect(asked('event', twice, limit(2))).toBe('permit consent');
  });
  test('eight days ago is over; to the millisecond seven too', () => {
    expect(asked('event', rings('event', '2026-11-17T16:15:00.000Z'), limit(1))).toBe('permit consent');
    expect(asked('event', rings('event', '2026-11-17T16:15:00.001Z'), limit(1))).toBe('refuse cap.weekly');
  });
  test('absences, closures and emergencies neither count nor are held back', () => {
    const others = [...rings('attendance', monday), ...rings('closure', monday), ...rings('emergency', monday)];
    expect(asked('event', others, limit(1))).toBe('permit consent');
    const routine = [...rings('event', monday), ...rings('survey', monday)];
    for (const purpose of ['attendance', 'closure', 'emergency'] as const) {
      expect(asked(purpose, routine, limit(0))).toMatch(/^permit/);
    }
  });
  test('a kind of call without a cap of its own is held back all the same', () => {
    const input = gateInput({
      purpose: 'event',
      history: rings('event', monday),
      recipients: agreed,
      settings: { weeklyRoutineCalls: 1 },
    });
    expect(outcome(input, { ...strictPolicy, caps: {} })).toBe('refuse cap.weekly');
  });
});

describe('U-05.FL.cap, U-05.OR.cap: three sales calls in 24 hours, should the policy ever allow so many', () => {
  const uncapped = { ...strictPolicy, caps: {} };
  const hour = (at: string) => rung('fundraising', at, { noticeId: 'notice-1' });
  const three = [hour('2026-11-23T16:15:00.001Z'), hour('2026-11-23T18:00:00.000Z'), hour('2026-11-24T15:00:00.000Z')];
  const inState = (state: string, history: GateInput['history'], policy = uncapped) =>
    outcome(gateInput({ purpose: 'fundraising', at: NOW, history, states: [state], recipients: agreed }), policy);
  test('the fourth is refused', () => {
    expect(inState('FL', three)).toBe('refuse U-05.FL.cap');
    expect(inState('OR', three)).toBe('refuse U-05.OR.cap');
    expect(inState('OH', three)).toBe('permit consent');
    expect(inState('FL', three.slice(1))).toBe('permit consent');
    expect(inState('FL', [hour('2026-11-23T16:15:00.000Z'), ...three.slice(1)])).toBe('permit consent');
    expect(
      inState(
        'FL',
        three.map((ring) => ({ ...ring, purpose: 'event' as const })),
      ),
    ).toBe('permit consent');
  });
  test('a state’s cap alone needs the history too', () => {
    const only = { ...uncapped, courtesy: { purposes: [], windowDays: 7 } };
    expect(inState('FL', 'unknown', only)).toBe('refuse unknown.history');
    expect(inState('FL', three, only)).toBe('refuse U-05.FL.cap');
    expect(inState('OH', 'unknown', only)).toBe('permit consent');
    // With no limit of the district's own for such calls, the state's alone counts.
    const settings = { weeklyRoutineCalls: 0 };
    const below = gateInput({
      purpose: 'fundraising',
      at: NOW,
      history: three.slice(1),
      states: ['FL'],
      recipients: agreed,
      settings,
    });
    expect(outcome(below, only)).toBe('permit consent');
  });
});

describe('unknown.history: what could not be counted refuses what is capped', () => {
  test.each(PURPOSES)('%s', (purpose) => {
    const capped = purpose !== 'emergency' && purpose !== 'closure';
    expect(asked(purpose, 'unknown') === 'refuse unknown.history').toBe(capped);
  });
});

describe('line.exempt-cap: a landline without agreement, three calls in 30 days (us-law, T-05)', () => {
  const nobody = [recipient({ givenForSchoolContact: false })];
  const landline = (history: GateInput['history'], known: Known = {}) =>
    asked('event', history, { profile: 'us-law', lineType: 'landline', recipients: nobody, ...known });
  // Of an older purpose, so that the cap on events says nothing.
  const exempt = (...at: string[]) => at.map((moment) => rung('attendance', moment, { basis: 'exempt' }));
  const [first, second, third] = ['2026-11-01T16:00:00.000Z', '2026-11-05T16:00:00.000Z', '2026-11-10T16:00:00.000Z'] as const;
  test('the fourth is refused', () => {
    expect(landline([])).toBe('permit exempt');
    expect(landline(exempt(first, second))).toBe('permit exempt');
    expect(landline(exempt(first, second, third))).toBe('refuse line.exempt-cap');
    expect(landline('unknown')).toBe('refuse unknown.history');
  });
  test('thirty days ago to the millisecond is over', () => {
    expect(landline(exempt('2026-10-25T16:15:00.000Z', second, third))).toBe('permit exempt');
    expect(landline(exempt('2026-10-25T16:15:00.001Z', second, third))).toBe('refuse line.exempt-cap');
  });
  test('emergencies and agreed calls stay out of the count', () => {
    const others = [first, second, third].flatMap((at) => [rung('closure', at, { basis: 'emergency' }), rung('attendance', at)]);
    expect(landline(others)).toBe('permit exempt');
  });
  test('no such rule for a line that may be a mobile, for other kinds of calls, nor under strict', () => {
    expect(landline([], { lineType: 'unknown' })).toBe('refuse consent.event');
    expect(landline([], { lineType: 'mobile' })).toBe('refuse consent.event');
    expect(landline([], { profile: 'strict' })).toBe('refuse consent.event');
    expect(asked('survey', [], { profile: 'us-law', lineType: 'landline', recipients: nobody })).toBe('refuse consent.survey');
    const policy = { ...usLawPolicy, needs: { ...usLawPolicy.needs, survey: 'number-given' } } as const;
    const survey = gateInput({ purpose: 'survey', profile: 'us-law', lineType: 'landline', recipients: nobody });
    expect(outcome(survey, policy)).toBe('refuse consent.survey');
  });
});

describe('Q-03, open: a closure told to a landline could be an exempt call', () => {
  const counted = { ...strictPolicy, closureOnLandline: 'exempt' } as const;
  const three = ['2026-11-01T16:00:00.000Z', '2026-11-05T16:00:00.000Z', '2026-11-10T16:00:00.000Z'];
  const closures = three.map((at) => rung('closure', at, { basis: 'emergency' }));
  const closure = (known: Known) => gateInput({ purpose: 'closure', lineType: 'landline', ...known });
  test('as shipped it is an emergency, and nothing counts', () => {
    expect(outcome(closure({ history: closures }))).toBe('permit emergency');
    expect(outcome(closure({ history: 'unknown' }))).toBe('permit emergency');
  });
  test('answered the other way it is counted, with the closures of before', () => {
    expect(outcome(closure({ history: closures.slice(1) }), counted)).toBe('permit exempt');
    expect(outcome(closure({ history: closures }), counted)).toBe('refuse line.exempt-cap');
    const mixed = [...closures.slice(1), rung('event', '2026-11-20T16:00:00.000Z', { basis: 'exempt' })];
    expect(outcome(closure({ history: mixed }), counted)).toBe('refuse line.exempt-cap');
    // Each ring once: those that were exempt already are no second kind of closure.
    const already = closures.slice(1).map((ring) => ({ ...ring, basis: 'exempt' as const }));
    expect(outcome(closure({ history: already }), counted)).toBe('permit exempt');
    expect(outcome(closure({ history: closures, lineType: 'mobile' }), counted)).toBe('permit emergency');
    expect(outcome(closure({ history: three.map((at) => rung('emergency', at, { basis: 'emergency' })) }), counted)).toBe(
      'permit exempt',
    );
    expect(
      outcome(gateInput({ purpose: 'attendance', lineType: 'landline', profile: 'us-law', history: closures }), {
        ...usLawPolicy,
        closureOnLandline: 'exempt',
      }),
    ).toBe('permit emergency');
  });
});
