import type { OpenQuestion } from './policy.ts';

/** What counsel has still to answer that bears on the gate (LAW-REFERENCE §11, LAW-CORRECTIONS §3). The stricter reading is built. */
export const OPEN_QUESTIONS: readonly OpenQuestion[] = [
  {
    id: 'Q-01',
    question:
      'Courts need not follow the FCC on numbers given for school contact and on emergencies (McLaughlin, 2025). May we rest on it?',
    answer: 'For attendance only, under strict; for events as well under us-law.',
    changeAt: 'settings: profile, explicitConsentFor',
  },
  {
    id: 'Q-02, R-06',
    question: 'Does a stop of one kind of call stop all of them from 31 Jan 2027?',
    answer: 'Yes from that day, unless the rule changes; look again on 4 Jan 2027. All schools of a district are one caller.',
    changeAt: 'policy: revokeAll.from; settings: revokeAllFrom (earlier, never later)',
  },
  {
    id: 'Q-03',
    question: 'Is a closure told to a landline an emergency, or a call without agreement that counts towards three in 30 days?',
    answer:
      'An emergency: FCC 16-88 names weather closures. Closures are counted all the same, so that the answer can change overnight.',
    changeAt: 'policy: closureOnLandline (emergency or exempt)',
  },
  {
    id: 'Q-05',
    question: 'For how long after the bell is an unexcused absence an emergency purpose?',
    answer: 'As long as it stands unexcused at the moment of dialing and the notice has not expired.',
    changeAt: 'settings: expiryMinutes.routine; policy: needs.attendance',
  },
  {
    id: 'Q-07',
    question: 'Does an attempt nobody answered count towards three in 30 days?',
    answer: 'Yes: every ring counts, retries and voicemail included, here and in every cap.',
    changeAt: 'policy: landlineExemption.calls, caps',
  },
  {
    id: 'Q-08',
    question: 'May emergencies ring after somebody said stop (St. Clair, Coleman against Lindenbaum)?',
    answer:
      'After "stop": yes. After "not my number", or a refusal of emergencies on the record: no. Absences: no, a person calls instead.',
    changeAt: 'nowhere: a district may not loosen it',
  },
  {
    id: 'Q-09',
    question: 'Whose agreement counts for a student’s own phone?',
    answer: 'Under 18, or of unknown age: the student’s and a guardian’s. From 18: the student’s.',
    changeAt: 'nowhere: a district may not loosen it',
  },
  {
    id: 'N-02, N-05',
    question: 'Is "no data" of the Reassigned Numbers Database good enough to rest consent on?',
    answer: 'No, and neither is an answer older than the newest file, where the district requires answers at all.',
    changeAt: 'settings: reassignedNumbers; policy: reassignedSuffices',
  },
  {
    id: 'R-07',
    question:
      'Does a key pressed in an exempt call stop all other calls (FCC 24-24, paragraph unread), and does DA 26-12 reach it?',
    answer: 'It stops all but emergencies at once, and the waiver does not reach it.',
    changeAt: 'mayStopOnePurpose in shared/consent/number-stops.ts',
  },
];
