/**
 * When a family must be told of an absence, state by state (LAW-REFERENCE §9, LAW-CORRECTIONS §1; D-01 to D-04). Data only: a
 * district's counsel reads this file, and nothing about the law stands anywhere else in this folder.
 * `found`: the statement was seen in a source. `unverified`: from a secondary source or an index, the text itself was not seen.
 */

/** The day on which the rows were last compared with their sources. */
export const DEADLINES_AS_OF = '2026-11-24';

/** D-01, POLICY: a call that may not ring before the last 20 minutes counts as too late. */
export const DIAL_MARGIN_MIN = 20;

/**
 * `after-bell`: minutes from the school's first bell; `ours`: the text names no hour, and two hours are our policy.
 * `school-days`: until the bell of the n-th school day after; the texts say its end, a school's last bell is not known here.
 * `counted`: only so many absences bring a notice about, in writing or with a meeting; a call about one day satisfies nothing (D-04).
 */
export type DeadlineClock =
  | { readonly kind: 'after-bell'; readonly minutes: number; readonly ours?: true }
  | { readonly kind: 'school-days'; readonly days: number }
  | { readonly kind: 'counted' };

/**
 * What does it (D-02). `attempt`: an attempt by telephone, answered or not. `delivered`: somebody or an answering machine picked
 * up. `writing`: nothing that is spoken.
 */
export type MetBy = 'attempt' | 'delivered' | 'writing';

export interface StateDeadline {
  readonly state: string;
  readonly citation: string;
  readonly evidence: 'found' | 'unverified';
  /** Last grade it holds for, from kindergarten (0) on. Absent: all grades. */
  readonly lastGrade?: number;
  readonly clock: DeadlineClock;
  readonly metBy: MetBy;
  /** One sentence for whoever does the task. */
  readonly words: string;
}

const TWO_HOURS = { kind: 'after-bell', minutes: 120 } as const;
const TWO_HOURS_OURS = { kind: 'after-bell', minutes: 120, ours: true } as const;
const COUNTED = { kind: 'counted' } as const;

export const STATE_DEADLINES: readonly StateDeadline[] = [
  {
    state: 'OH',
    citation: 'Ohio Rev. Code 3321.141',
    evidence: 'found',
    clock: TWO_HOURS,
    metBy: 'delivered',
    words:
      'Ohio wants an attempt within 120 minutes of the start of the school day; an automated call counts only when answered.',
  },
  {
    // The text gives grades 7 and 8 five hours where a later class was missed; which one was is not known here.
    state: 'AZ',
    citation: 'Ariz. Rev. Stat. 15-807',
    evidence: 'found',
    lastGrade: 8,
    clock: TWO_HOURS,
    metBy: 'attempt',
    words: 'Arizona wants a reasonable effort by telephone within two hours after the first class that was missed.',
  },
  {
    state: 'IL',
    citation: '105 ILCS 5/26-3b',
    evidence: 'unverified',
    lastGrade: 8,
    clock: TWO_HOURS,
    metBy: 'attempt',
    words: 'Illinois wants the parent telephoned within two hours after the first class.',
  },
  {
    state: 'NJ',
    citation: 'N.J.S.A. 18A:36-25.6; N.J.A.C. 6A:16-7.6',
    evidence: 'found',
    clock: TWO_HOURS_OURS,
    metBy: 'attempt',
    words: 'New Jersey wants an attempt at once, and the parent told before the next school day begins.',
  },
  {
    state: 'WI',
    citation: 'Wis. Stat. 118.16(2)(c)',
    evidence: 'found',
    clock: { kind: 'school-days', days: 2 },
    metBy: 'delivered',
    words: 'Wisconsin wants the parent told before the end of the second school day, and a written record of the call.',
  },
  {
    state: 'FL',
    citation: 'Fla. Stat. 1003.26',
    evidence: 'unverified',
    clock: TWO_HOURS_OURS,
    metBy: 'delivered',
    words: 'Florida wants the parent contacted to find the reason of each unexcused absence.',
  },
  {
    state: 'VA',
    citation: 'Va. Code 22.1-258; 8VAC20-730',
    evidence: 'found',
    clock: TWO_HOURS_OURS,
    metBy: 'attempt',
    words: 'Virginia wants a reasonable effort to tell the parent by telephone or electronically.',
  },
  {
    // The text speaks of staff or volunteers: counsel decides whether an automated call is theirs.
    state: 'RI',
    citation: 'R.I. Gen. Laws 16-19-10',
    evidence: 'found',
    lastGrade: 9,
    clock: TWO_HOURS_OURS,
    metBy: 'delivered',
    words: 'Rhode Island wants a reasonable effort by telephone, by staff or volunteers.',
  },
  {
    // Open: whether the daily notice must also go by mail.
    state: 'CT',
    citation: 'Conn. Gen. Stat. 10-198a',
    evidence: 'unverified',
    lastGrade: 8,
    clock: TWO_HOURS_OURS,
    metBy: 'attempt',
    words: 'Connecticut wants a reasonable effort to telephone a parent who is not known to be aware.',
  },
  {
    state: 'WA',
    citation: 'Wash. Rev. Code 28A.225.020',
    evidence: 'found',
    clock: COUNTED,
    metBy: 'writing',
    words: 'Washington counts absences in a month; the notice says what follows, in the language of the family.',
  },
  {
    state: 'CA',
    citation: 'Cal. Educ. Code 48260, 48260.5',
    evidence: 'found',
    clock: COUNTED,
    metBy: 'writing',
    words: 'California wants a notice with its listed contents once a pupil is first classified a truant.',
  },
  {
    state: 'TN',
    citation: 'Tenn. Code 49-6-3007',
    evidence: 'found',
    clock: COUNTED,
    metBy: 'writing',
    words: 'Tennessee wants a written notice served at five unexcused absences, and at each further five.',
  },
  {
    state: 'TX',
    citation: 'Tex. Educ. Code 25.095',
    evidence: 'found',
    clock: COUNTED,
    metBy: 'writing',
    words: 'Texas wants a notice at three unexcused absences in four weeks, and a conference asked for.',
  },
  {
    state: 'PA',
    citation: '24 P.S. 13-1333',
    evidence: 'found',
    clock: COUNTED,
    metBy: 'writing',
    words: 'Pennsylvania wants a written notice within ten school days of the third unexcused absence.',
  },
];
