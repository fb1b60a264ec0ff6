import { describe, expect, test } from 'vitest';
import { settingsSchema } from '../district/settings.ts';
import { strictPolicy } from './policy-strict.ts';
import { looseningsOf, type TightenedSettings } from './tightening.ts';

const AS_THE_POLICY: TightenedSettings = {
  profile: 'strict',
  callingHours: { start: '08:00', end: '21:00' },
  weeklyRoutineCalls: 3,
  explicitConsentFor: [],
  revokeAllFrom: '2027-01-31',
  allowedCountries: ['US', 'CA'],
  attempts: { routine: { retryAfterSeconds: 3_600 } },
};
const routine = (retryAfterSeconds: number) => ({ routine: { retryAfterSeconds } });
const sentences = (change: Partial<TightenedSettings>) =>
  looseningsOf({ ...AS_THE_POLICY, ...change }).map(({ path, message }) => `${path.join('.')}: ${message}`);

describe('a district may tighten its profile', () => {
  test.each<[string, Partial<TightenedSettings>]>([
    ['exactly as far as the policy goes', {}],
    ['later and earlier hours', { callingHours: { start: '08:01', end: '20:59' } }],
    ['hours of one minute', { callingHours: { start: '12:00', end: '12:01' } }],
    ['no routine calls at all', { weeklyRoutineCalls: 0 }],
    ['fewer retries in a day', { attempts: routine(86_400) }],
    ['fewer countries', { allowedCountries: [] }],
    ['one stop for all a day earlier', { revokeAllFrom: '2027-01-30' }],
    ['one stop for all since ever', { revokeAllFrom: '2000-01-01' }],
    ['the territories', { allowedCountries: ['US', 'PR', 'VI', 'GU', 'AS', 'MP'] }],
    [
      'agreement for everything but emergencies',
      { explicitConsentFor: ['closure', 'attendance', 'event', 'survey', 'fundraising'] },
    ],
  ])('%s', (_, change) => {
    expect(sentences(change)).toEqual([]);
    expect(sentences({ ...change, profile: 'us-law' })).toEqual([]);
  });
});

describe('a district may not loosen it: field, value, limit and text are named', () => {
  test.each<[string, Partial<TightenedSettings>, string]>([
    [
      'calls before 08:00',
      { callingHours: { start: '07:59', end: '21:00' } },
      'callingHours.start: write 08:00 or later: nobody is called before it, and 07:59 is earlier (T-20, 47 CFR 64.1200(c)(1))',
    ],
    [
      'calls after 21:00',
      { callingHours: { start: '08:00', end: '21:01' } },
      'callingHours.end: write 21:00 or earlier: nobody is called after it, and 21:01 is later (T-20, 47 CFR 64.1200(c)(1))',
    ],
    [
      'more routine calls a week',
      { weeklyRoutineCalls: 4 },
      'weeklyRoutineCalls: write 3 or fewer: so many routine calls a week are the most, and 4 are more (POLICY §10, events at most three a week)',
    ],
    [
      'retries within the hour',
      { attempts: routine(3_599) },
      'attempts.routine.retryAfterSeconds: write 3600 or more: a routine call is tried again after so many seconds at the earliest, and 3599 are fewer (POLICY T-25, 47 CFR 68.318)',
    ],
    [
      'one stop for all a day later than the law',
      { revokeAllFrom: '2027-02-01' },
      'revokeAllFrom: write 2027-01-31 or earlier: from then a stop of one kind of call stops all but emergencies, and 2027-02-01 is later (R-06, 47 CFR 64.1200(a)(10), DA 26-12)',
    ],
    [
      'another country',
      { allowedCountries: ['US', 'JM'] },
      'allowedCountries.1: write one of US, CA, PR, VI, GU, AS, MP: no other country is called, and JM is one (POLICY P9; §10 step 1)',
    ],
    [
      'emergencies held back until somebody agrees',
      { explicitConsentFor: ['event', 'emergency'] },
      'explicitConsentFor.1: write another purpose: nobody has to agree to an emergency beforehand (B-01, 47 CFR 64.1200(f)(4))',
    ],
  ])('%s', (_, change, sentence) => {
    expect(sentences(change)).toEqual([sentence]);
    expect(sentences({ ...change, profile: 'us-law' })).toEqual([sentence]);
  });

  test('every one of them at once', () => {
    expect(sentences({ callingHours: { start: '00:00', end: '23:59' }, weeklyRoutineCalls: 20 })).toHaveLength(3);
  });
});

describe('settings that are read', () => {
  const settings = {
    district: { name: 'Lincoln Schools', domain: 'lincoln.example.org', timezone: 'America/Chicago', state: 'NE' },
    schools: [{ id: 's1', name: 'Lincoln High' }],
    languages: { default: 'en', voices: { en: { voice: 'Joanna' } } },
    callBackNumber: '+14025550100',
    tollFreeNumber: '+18005550100',
    messages: {},
  };

  test('have defaults that the policy allows', () => {
    expect(settingsSchema.safeParse(settings).error?.issues).toBeUndefined();
    expect(settingsSchema.parse(settings).revokeAllFrom, 'the day of the law').toBe(strictPolicy.revokeAll.from);
  });

  test('are refused where they loosen, at the field itself', () => {
    const found = settingsSchema.safeParse({ ...settings, callingHours: { start: '08:00', end: '22:00' } });
    expect(found.error?.issues.map(({ path }) => path)).toEqual([['callingHours', 'end']]);
    expect(found.error?.issues[0]?.message).toContain(strictPolicy.bounds.callingHours.citation);
  });
});
