import type { Policy } from './policy.ts';
import { OPEN_QUESTIONS } from './policy-open.ts';
import { SHARED_RULES } from './policy-rules.ts';
import { STATE_OVERLAYS } from './state-overlays.ts';

/** Stricter than the law, and the default: agreement on record before any call that is not an emergency or a closure. */
export const strictPolicy: Policy = {
  profile: 'strict',
  version: '2026-11-27',
  needs: {
    emergency: 'none',
    closure: 'none',
    attendance: 'number-given',
    event: 'explicit',
    survey: 'explicit',
    fundraising: 'explicit',
  },
  hours: {
    emergency: { kind: 'any' },
    // A snow day is told before the bus leaves; 05:30 is the earliest that matrix row "Closure" of the reference allows.
    closure: { kind: 'fixed', start: '05:30', end: '22:00' },
    attendance: { kind: 'district' },
    event: { kind: 'district' },
    survey: { kind: 'district' },
    // Oregon, Florida, Washington: sales calls end at 20:00; taken everywhere (LAW-CORRECTIONS §4).
    fundraising: { kind: 'within', start: '08:00', end: '20:00' },
  },
  onHolidays: ['emergency', 'closure'],
  ordinary: ['attendance', 'event', 'survey', 'fundraising'],
  landlineExemption: { purposes: [], calls: 3, windowDays: 30 },
  closureOnLandline: 'emergency',
  // LAW-REFERENCE §10, column "Cap". The day is a date, not 24 hours: an absence of tomorrow morning must not wait for today's.
  caps: {
    attendance: { rings: 2, window: 'local-day', rule: 'cap.attendance' },
    event: { rings: 3, window: { days: 7 }, rule: 'cap.event' },
    survey: { rings: 2, window: { days: 30 }, rule: 'cap.survey' },
    fundraising: { rings: 2, window: { days: 30 }, rule: 'cap.fundraising' },
  },
  courtesy: { purposes: ['event', 'survey', 'fundraising'], windowDays: 7 },
  reassignedSuffices: ['no'],
  // Begun on paper on 11 Apr 2025, postponed to 11 Apr 2026, then to this day (DA 26-12).
  revokeAll: {
    id: 'R-06',
    from: '2027-01-31',
    lookAgain: '2027-01-04',
    citation: 'R-06, 47 CFR 64.1200(a)(10), DA 26-12',
    words: 'Whoever stops one kind of call stops all but emergencies; a form that is asked kind by kind goes as far as it says.',
  },
  overlays: STATE_OVERLAYS,
  bounds: {
    callingHours: { start: '08:00', end: '21:00', citation: 'T-20, 47 CFR 64.1200(c)(1)' },
    weeklyRoutineCalls: { most: 3, citation: 'POLICY §10, events at most three a week' },
    routineRetrySeconds: { least: 3_600, citation: 'POLICY T-25, 47 CFR 68.318' },
    allowedCountries: { among: ['US', 'CA', 'PR', 'VI', 'GU', 'AS', 'MP'], citation: 'POLICY P9; §10 step 1' },
    explicitConsentFor: { never: ['emergency'], citation: 'B-01, 47 CFR 64.1200(f)(4)' },
  },
  rules: {
    ...SHARED_RULES,
    'consent.emergency': {
      citation: 'POLICY carve-outs ND 51-28-02, NE 86-256',
      words: 'Nobody on this number may be called in an emergency.',
    },
    'consent.closure': {
      citation: 'POLICY carve-outs ND 51-28-02, NE 86-256',
      words: 'Somebody who is not family, student or staff is called about closures only after agreeing to it.',
    },
    'consent.attendance': {
      citation: 'POLICY strict; B-02, B-05',
      words: 'Nobody on this number agreed to attendance calls or gave it for school contact.',
    },
    'consent.event': {
      citation: 'POLICY strict; T-02, 47 CFR 64.1200(a)(1)(iii)',
      words: 'Nobody on this number agreed to calls about school events.',
    },
    'consent.survey': {
      citation: 'POLICY strict; B-03, T-02, 47 CFR 64.1200(a)(1)(iii)',
      words: 'Nobody on this number agreed in writing to survey calls.',
    },
    'consent.fundraising': {
      citation: 'T-11, 47 CFR 64.1200(a)(2)-(3), (f)(9)',
      words: 'Nobody on this number agreed in writing to fundraising calls.',
    },
  },
  open: OPEN_QUESTIONS,
};
