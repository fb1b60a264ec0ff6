import type { Rule } from './policy.ts';

/**
 * The rules both profiles share, in the order in which they speak (LAW-REFERENCE §10; the first that speaks wins).
 * Ids such as T-05 or R-08 are those of the project's reference of the law.
 */
export const SHARED_RULES = {
  'number.hard-block': {
    citation: 'T-04, 47 CFR 64.1200(a)(1)(i)-(ii); POLICY even with consent',
    words: 'This is an emergency line or a telephone of patients, and such lines are never called by a machine.',
  },
  'number.not-callable': {
    citation: 'POLICY P9',
    words: 'This is not a number the district may dial.',
  },
  'unknown.stops': {
    citation: 'POLICY fail closed; R-08',
    words: 'We could not read whether this phone told us to stop or that the number is wrong, so we do not call it.',
  },
  'not-my-number': {
    citation: 'R-08, 47 CFR 64.1200(d)(3)',
    words: 'Somebody on this phone told us that it is the wrong number, so we do not call it until the school has checked.',
  },
  'no-contact': {
    citation: 'C-01, C-02, F-07, 34 CFR 99.4',
    words: 'Somebody on this number may not be called about this student, so the number is not called at all.',
  },
  'unknown.restrictions': {
    citation: 'POLICY fail closed; C-02',
    words: 'The record that would say who may not be called on this number could not be read, so the number is not called.',
  },
  'unknown.guardian': {
    citation: 'POLICY fail closed; C-01, F-07, 34 CFR 99.4; ROSTER §10',
    words:
      'The school’s list of contacts does not say whether a guardian who has this number may be called, so it is called in emergencies only.',
  },
  'limit.no-location': {
    citation: 'C-01, C-02, 34 CFR 99.4',
    words: 'This message says where students are, and somebody on this number may not be told that.',
  },
  'no-recipient': {
    citation: 'POLICY B-05',
    words: 'Nobody in the contact book belongs to this number any more.',
  },
  'notice.cancelled': { citation: 'POLICY P8', words: 'The school withdrew this message before your phone rang.' },
  'unknown.time': {
    citation: 'POLICY fail closed',
    words: 'It could not be read until when this message is valid, so nobody is called.',
  },
  expired: { citation: 'POLICY absolute expiry', words: 'The message was no longer current by the time we could have called.' },
  'absence.excused': {
    citation: 'B-01, B-08, FCC 16-88',
    words: 'The absence was excused, or is no longer on the list, so there is nothing to call about.',
  },
  'unknown.absence': {
    citation: 'B-08, POLICY fail closed',
    words: 'We could not read whether the absence still stands, so we do not call about it.',
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
  'limit.never': {
    citation: 'POLICY ROSTER §10; 34 CFR 99.33(a)',
    words: 'The people on this number are listed for other reasons, such as picking a child up, and are not to be called.',
  },
  'limit.no-routine': {
    citation: 'POLICY ROSTER §10; C-01',
    words: 'The people on this number are to be called in emergencies and about closures only.',
  },
  'emergency-only': {
    citation: 'POLICY ROSTER §10; 34 CFR 99.33(a)',
    words: 'The people on this number are emergency contacts, and this is not a call they may be given.',
  },
  revoked: {
    citation: 'R-01, R-02, 47 CFR 64.1200(a)(10)',
    words: 'You withdrew your agreement to calls of this kind on this number.',
  },
  'rights.passed': {
    citation: 'F-08, F-12, 34 CFR 99.3, 99.5(a), 99.31(a)(8)',
    words:
      'The student is of age, so calls of this kind are theirs to get, unless the school has a reason on record to call you.',
  },
  'unknown.rights': {
    citation: 'F-08, POLICY fail closed',
    words: 'We could not read whether the student is of age, so we do not call you about the student.',
  },
  reassigned: {
    citation: 'N-02, B-06, 47 CFR 64.1200(m)',
    words:
      'This number was given up after you agreed to be called on it, so it may be a stranger’s until the school has checked.',
  },
  'reassigned.unverified': {
    citation: 'N-02, N-04, N-05, 47 CFR 64.1200(m)',
    words: 'We could not make sure that this number is still yours, so your agreement does not count until we can.',
  },
  'unknown.consent': {
    citation: 'POLICY fail closed; Q-09',
    words: 'We could not read what a guardian agreed to for this student’s phone, so we do not call it.',
  },
  'minor-number': {
    citation: 'POLICY B-05, Q-09; COPPA, 16 CFR 312',
    words:
      'This phone belongs to a student who is not of age, and the student and a guardian have not both agreed to calls on it.',
  },
  'student-consent': {
    citation: 'F-08, 34 CFR 99.5(a); B-05',
    words: 'This phone belongs to a student who is of age and has not agreed to calls of this kind.',
  },
  'line.exempt-cap': {
    citation: 'T-05, 47 CFR 64.1200(a)(3)(ii)',
    words: 'Without your agreement a landline may be called three times in 30 days, and we have done so.',
  },
  'unknown.history': {
    citation: 'T-05, POLICY fail closed',
    words: 'We could not count how often this phone was called lately, so we do not call it.',
  },
  'cap.attendance': {
    citation: 'POLICY §10, two a day',
    words: 'We have rung this phone about absences twice today, and do not ring a third time.',
  },
  'cap.event': {
    citation: 'POLICY §10, three a week',
    words: 'We have rung this phone about school events three times in seven days, and do not ring again.',
  },
  'cap.survey': {
    citation: 'POLICY §10, two a month',
    words: 'We have rung this phone about surveys twice in 30 days, and do not ring again.',
  },
  'cap.fundraising': {
    citation: 'POLICY §10, two a month; U-05',
    words: 'We have rung this phone about fundraising twice in 30 days, and do not ring again.',
  },
  'cap.weekly': {
    citation: 'POLICY courtesy',
    words: 'This phone has had as many routine calls this week as your district allows.',
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
    citation: 'T-20, 47 CFR 64.1200(c)(1); POLICY quiet hours, holidays',
    words: 'It is too early, too late or a day without calls where this phone is, so we wait for the next calling hours.',
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
