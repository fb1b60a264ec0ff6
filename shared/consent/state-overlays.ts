import type { Purpose } from '../notices/purpose.ts';
import type { ClockTimes } from './calling-hours.ts';

/** No state's rule holds in an emergency. */
type OrdinaryPurpose = Exclude<Purpose, 'emergency'>;

/**
 * What a state asks on top of federal law.
 * `hours`: only within these, local. `never`: no automated call. `own-consent`: an agreement on record, of everybody, or of
 * whoever is neither student, parent nor employee. `no-exemption`: not on the landline exemption alone. `cap`: so many rings of
 * the purpose in so many hours, retries included.
 */
export type Demand =
  | ({ readonly kind: 'hours' } & ClockTimes)
  | { readonly kind: 'never' }
  | { readonly kind: 'own-consent'; readonly of: 'everybody' | 'others' }
  | { readonly kind: 'no-exemption' }
  | { readonly kind: 'cap'; readonly rings: number; readonly hours: number };

interface Overlay<D extends Demand = Demand> {
  /** As in the project's reference of the law, then the state: `U-05.FL`. Goes into decisions as the rule. */
  readonly id: string;
  readonly states: readonly string[] | 'every';
  readonly purposes: readonly OrdinaryPurpose[];
  readonly demand: D;
  readonly citation: string;
  /** One sentence that a parent understands. */
  readonly words: string;
}

/** How sure we are: a text says so, we chose it, or counsel has still to say, and `holds` is our answer until then. */
type Marked = { readonly mark: 'law' | 'policy' } | { readonly mark: 'open'; readonly question: string; readonly holds: boolean };

export type StateOverlay<D extends Demand = Demand> = Overlay<D> & Marked;

const ALL_BUT_EMERGENCIES: readonly OrdinaryPurpose[] = ['closure', 'attendance', 'event', 'survey', 'fundraising'];
const SALES_HOURS = { kind: 'hours', start: '08:00', end: '20:00' } as const;

/** Read on 2026-11-24 (LAW-REFERENCE §8, LAW-CORRECTIONS §1 to §4). To answer an open question otherwise, change its `holds`. */
export const STATE_OVERLAYS: readonly StateOverlay[] = [
  {
    id: 'U-01.CA',
    states: ['CA'],
    // Attendance, health and safety are outside the article, hours included (2872(d), AB 2906).
    purposes: ['event', 'survey', 'fundraising'],
    demand: { kind: 'hours', start: '09:00', end: '21:00' },
    mark: 'policy',
    citation: 'POLICY U-01; Cal. Pub. Util. Code 2871-2876',
    words: 'In California we make calls of this kind from 9 in the morning to 9 in the evening only.',
  },
  {
    id: 'U-01.CA.2873',
    states: ['CA'],
    purposes: ['event', 'survey', 'fundraising'],
    demand: { kind: 'own-consent', of: 'everybody' },
    mark: 'open',
    question: 'Does the established relationship of 2872(f), whose exact words were not read, cover enrolled families?',
    holds: false,
    citation: 'U-01, Q-11; Cal. Pub. Util. Code 2872(f), 2873',
    words: 'In California we make calls of this kind only to people who agreed to them beforehand.',
  },
  {
    id: 'U-02',
    states: ['IN', 'ND', 'NE'],
    purposes: ALL_BUT_EMERGENCIES,
    demand: { kind: 'own-consent', of: 'others' },
    mark: 'law',
    citation: 'U-02; Ind. Code 24-5-14-5; N.D. Cent. Code 51-28-02; Neb. Rev. Stat. 86-256',
    words: 'Your state lets a school call its students, their parents and its staff, and anybody else only after agreeing to it.',
  },
  {
    id: 'U-02.every',
    states: 'every',
    purposes: ALL_BUT_EMERGENCIES,
    demand: { kind: 'own-consent', of: 'others' },
    mark: 'policy',
    citation: 'POLICY U-02, taken everywhere',
    words: 'Somebody who is not family, student or staff is called only after agreeing to it.',
  },
  {
    id: 'U-03.MN',
    states: ['MN'],
    purposes: ['event', 'survey', 'fundraising'],
    demand: { kind: 'no-exemption' },
    mark: 'open',
    question: 'How far does the school exception of 325E.27 go, whose wording was not read?',
    holds: true,
    citation: 'U-03; Minn. Stat. 325E.26-.31',
    words: 'In Minnesota we make calls of this kind only to people who agreed to them or gave us the number for them.',
  },
  {
    id: 'U-03.NC',
    states: ['NC'],
    purposes: ['event', 'survey', 'fundraising'],
    demand: { kind: 'no-exemption' },
    mark: 'open',
    question: 'Is a school district one of the callers that 75-104 lists (governmental officials, tax-exempt civic bodies)?',
    holds: true,
    citation: 'U-03; N.C. Gen. Stat. 75-104',
    words: 'In North Carolina we make calls of this kind only to people who agreed to them or gave us the number for them.',
  },
  {
    id: 'U-03.MT',
    states: ['MT'],
    purposes: ['survey'],
    demand: { kind: 'never' },
    mark: 'law',
    citation: 'U-03; Mont. Code 45-8-216',
    words: 'In Montana a machine may not call to ask for information, so nobody there is called for a survey.',
  },
  {
    id: 'U-03.MT.sales',
    states: ['MT'],
    purposes: ['fundraising'],
    demand: { kind: 'never' },
    mark: 'policy',
    citation: 'POLICY U-03; Mont. Code 45-8-216 read strictly',
    words: 'In Montana a machine may not call to solicit, so nobody there is called to raise funds.',
  },
  {
    id: 'U-04.IL',
    states: ['IL'],
    purposes: ['fundraising'],
    demand: { kind: 'own-consent', of: 'everybody' },
    mark: 'law',
    citation: 'U-04; 815 ILCS 305/15, 305/20',
    words: 'In Illinois a recorded message that sells goes only to people who agreed to it.',
  },
  {
    id: 'U-05',
    states: ['FL', 'WA'],
    purposes: ['fundraising'],
    demand: SALES_HOURS,
    mark: 'law',
    citation: 'U-05; Fla. Stat. 501.059; Washington’s law of sales calls',
    words: 'Your state lets machines call to sell something from 8 in the morning to 8 in the evening only.',
  },
  {
    id: 'U-05.FL.cap',
    states: ['FL'],
    purposes: ['fundraising'],
    demand: { kind: 'cap', rings: 3, hours: 24 },
    mark: 'law',
    citation: 'U-05; Fla. Stat. 501.059',
    words: 'We have rung this phone three times in 24 hours to raise funds, and Florida allows no more.',
  },
  {
    id: 'U-05.OR',
    states: ['OR'],
    purposes: ['fundraising'],
    demand: SALES_HOURS,
    mark: 'open',
    question: 'Are school districts exempt from HB 3865, as the summary of a committee says?',
    holds: true,
    citation: 'U-05; Oregon HB 3865, from 1 Jan 2026',
    words: 'Oregon lets machines call to sell something from 8 in the morning to 8 in the evening only.',
  },
  {
    id: 'U-05.OR.cap',
    states: ['OR'],
    purposes: ['fundraising'],
    demand: { kind: 'cap', rings: 3, hours: 24 },
    mark: 'open',
    question: 'Are school districts exempt from HB 3865, as the summary of a committee says?',
    holds: true,
    citation: 'U-05; Oregon HB 3865, from 1 Jan 2026',
    words: 'We have rung this phone three times in 24 hours to raise funds, and Oregon allows no more.',
  },
  {
    id: 'U-05.every',
    states: 'every',
    purposes: ['fundraising'],
    demand: SALES_HOURS,
    mark: 'policy',
    citation: 'POLICY U-05, taken everywhere; MD, OK and TX have sales-call laws whose texts were not read',
    words: 'We call to raise funds from 8 in the morning to 8 in the evening only.',
  },
];

/** What all states together ask, one list per kind of demand, each with what it cites. Every entry of every list holds. */
export interface HeldOverlays {
  readonly hours: readonly StateOverlay<Extract<Demand, { kind: 'hours' }>>[];
  readonly never: readonly StateOverlay<Extract<Demand, { kind: 'never' }>>[];
  readonly ownConsent: readonly StateOverlay<Extract<Demand, { kind: 'own-consent' }>>[];
  readonly noExemption: readonly StateOverlay<Extract<Demand, { kind: 'no-exemption' }>>[];
  readonly caps: readonly StateOverlay<Extract<Demand, { kind: 'cap' }>>[];
}

/**
 * The overlays of every state a call may be in (the called party's and the district's, LAW-REFERENCE §10 step 11): all hold, so
 * the stricter wins. Where a state is not known, or none is, those of every state do. @param states two letters each
 */
export function overlayOf(
  states: readonly string[],
  purpose: Purpose,
  overlays: readonly StateOverlay[] = STATE_OVERLAYS,
): HeldOverlays {
  const anywhere = states.length === 0 || states.some((state) => !STATES.has(state));
  const held = overlays.filter(
    (overlay) =>
      overlay.purposes.some((one) => one === purpose) &&
      (anywhere || overlay.states === 'every' || overlay.states.some((state) => states.includes(state))) &&
      (overlay.mark !== 'open' || overlay.holds),
  );
  return {
    hours: held.filter((overlay) => asks(overlay, 'hours')),
    never: held.filter((overlay) => asks(overlay, 'never')),
    ownConsent: held.filter((overlay) => asks(overlay, 'own-consent')),
    noExemption: held.filter((overlay) => asks(overlay, 'no-exemption')),
    caps: held.filter((overlay) => asks(overlay, 'cap')),
  };
}

function asks<K extends Demand['kind']>(overlay: StateOverlay, kind: K): overlay is StateOverlay<Extract<Demand, { kind: K }>> {
  return overlay.demand.kind === kind;
}

/** States, the capital's district and the territories, by which a state is known. */
export const STATES: ReadonlySet<string> = new Set(
  (
    'AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC ' +
    'SD TN TX UT VT VA WA WV WI WY PR VI GU AS MP'
  ).split(' '),
);
