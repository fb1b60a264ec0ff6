import type { Rule } from './policy.ts';

/**
 * The rules both profiles share, in the order in which they speak (LAW.md "Order of decision"; the first that speaks wins).
 * Ids such as T-05 or R-08 are those of the project's reference of the law.
 */
export const SHARED_RULES = {
  'number.not-callable': {
    citation: 'POLICY P9; T-04, 47 CFR 64.1200(a)(1)(i)-(ii)',
    words: 'This is not a number the district may dial.',
  },
  'no-recipient': {
    citation: 'POLICY B-05',
    words: 'Nobody in the contact book belongs to this number any more.',
  },
  'no-contact': {
    citation: 'C-01, F-07, 34 CFR 99.4',
    words: 'Somebody on this number may not be called about this student, so the number is not called at all.',
  },
  'notice.cancelled': { citation: 'POLICY P8', words: 'The school withdrew this message before your phone rang.' },
  'unknown.time': {
    citation: 'POLICY fail closed',
    words: 'It could not be read until when this message is valid, so nobody is called.',
  },
  expired: { citation: 'POLICY absolute expiry', words: 'The message was no longer current by the time we could have called.' },
  'not-my-number': {
    citation: 'R-08, 47 CFR 64.1200(d)(3)',
    words: 'Somebody on this phone told us that it is the wrong number, so we do not call it until the school has checked.',
  },
  'optout.emergencies': {
    citation: 'R-08, POLICY explicit refusal',
    words: 'You asked us, on the record, not to call this number even in an emergency.',
  },
  'optout.all': {
    citation: 'R-07, T-21, 47 CFR 64.1200(b)(3), (d)(3)',
    words: 'Somebody on this phone asked us to stop all automated calls except emergencies.',
  },
  'optout.purpose': {
    citation: 'R-06, 47 CFR 64.1200(a)(10), DA 26-12',
    words: 'Somebody on this phone asked us to stop calls of this kind.',
  },
  'unknown.stops': {
    citation: 'POLICY fail closed',
    words: 'We could not read whether this phone asked us to stop, so we do not call it.',
  },
  'minor-number': {
    citation: 'POLICY B-05; COPPA, 16 CFR 312',
    words: 'This phone belongs to a student, and no agreement to call it is on record.',
  },
  'emergency-only': {
    citation: 'POLICY ROSTER §10; 34 CFR 99.33(a)',
    words: 'The people on this number are emergency contacts, and this is not a call they may be given.',
  },
  revoked: {
    citation: 'R-01, R-02, 47 CFR 64.1200(a)(10)',
    words: 'You withdrew your agreement to calls of this kind on this number.',
  },
  'unknown.consent': {
    citation: 'POLICY fail closed',
    words: 'We could not read what you agreed to, so we do not call you.',
  },
  'line.exempt-cap': {
    citation: 'T-05, 47 CFR 64.1200(a)(3)(ii)',
    words: 'Without your agreement a landline may be called three times in 30 days, and we have done so.',
  },
  'unknown.exempt-calls': {
    citation: 'T-05, POLICY fail closed',
    words: 'We could not count how often this landline was called without agreement, so we do not call it.',
  },
  'unknown.zone': {
    citation: 'T-20, POLICY fail closed',
    words: 'We could not tell what time it is where this phone is, so we do not call it.',
  },
  'unknown.hours': {
    citation: 'T-20, POLICY fail closed',
    words: 'There is no hour at which this number may be called, as the settings and its time zones stand.',
  },
  hours: {
    citation: 'T-20, 47 CFR 64.1200(c)(1)',
    words: 'It is too early or too late to call where this phone is, so we wait for the next calling hours.',
  },
  'permit.emergency': {
    citation: 'B-01, T-09, 47 CFR 64.1200(a)(1), (a)(3)(i), (f)(4)',
    words: 'This is an emergency, and nothing on record forbids calling you in one.',
  },
  'permit.emergency-purpose': {
    citation: 'B-01, FCC 16-88 ¶ 17',
    words: 'Calls of this kind protect the children and need no agreement, and you have not asked us to stop them.',
  },
  'permit.consent': {
    citation: 'T-02, T-10, 47 CFR 64.1200(a)(1)',
    words: 'You agreed to calls of this kind on this number.',
  },
  'permit.number-given': {
    citation: 'B-02, FCC 16-88 ¶ 23',
    words: 'You gave the school this number to be reached about school matters, and you have not asked us to stop.',
  },
  'permit.exempt': {
    citation: 'T-05, 47 CFR 64.1200(a)(3)(ii)',
    words: 'A school may call a landline about school matters up to three times in 30 days, and nobody on it asked us to stop.',
  },
} as const satisfies Readonly<Record<string, Rule>>;

/** Who must have agreed to what, per purpose; the citations of the missing agreement differ by profile. */
export type ConsentRuleId =
  | 'consent.emergency'
  | 'consent.closure'
  | 'consent.attendance'
  | 'consent.event'
  | 'consent.survey'
  | 'consent.fundraising';

export type RuleId = keyof typeof SHARED_RULES | ConsentRuleId;
