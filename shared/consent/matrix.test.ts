/**
 * The whole matrix of the law: purpose × profile × line × agreement × what the phone was told × hour × whose phone × who may not
 * hear it. The tables below are written from the law's documents (LAW.md profiles, LAW-REFERENCE §10, LAW-CORRECTIONS); nothing
 * in this file asks the gate what it thinks before it is compared.
 */
import { describe, expect, test } from 'vitest';
import { gateInput, recipient } from '../../test/fixtures/gate-input.ts';
import { PURPOSES, type Purpose } from '../notices/purpose.ts';
import { decide } from './decide.ts';
import type { GateInput, GateRecipient, NumberStops } from './gate-input.ts';

type Row = Readonly<Record<string, string>>;

/** A table as people write one: the first line names the columns; "." is nothing to say. */
function table(text: string): readonly Row[] {
  const [head = [], ...rows] = text
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));
  return rows.map((cells) => Object.fromEntries(head.map((name, at) => [name, cells[at] ?? ''])));
}

/** What a call to a guardian rests on. `number`: given for school contact (B-02). `safety`: an emergency purpose (B-01). */
const GROUNDS = table(`
  purpose     | profile | line            | granted   | given     | none      | law
  emergency   | both    | any             | emergency | emergency | emergency | B-01, T-09: no consent
  closure     | both    | any             | consent   | safety    | safety    | B-01 weather closures
  attendance  | strict  | any             | consent   | number    | .         | LAW.md: explicit, or none yet and the number was given
  attendance  | us-law  | any             | consent   | safety    | safety    | B-01 unexcused absence
  event       | strict  | any             | consent   | .         | .         | LAW.md: explicit
  event       | us-law  | mobile, unknown | consent   | number    | .         | B-02; an unknown line is wireless (T-02)
  event       | us-law  | landline        | consent   | number    | exempt    | T-05, three in 30 days
  survey      | both    | any             | consent   | .         | .         | LAW.md: explicit, written
  fundraising | both    | any             | consent   | .         | .         | T-11: written
`);

const GROUND_WORDS: Readonly<Record<string, string>> = {
  emergency: 'permit.emergency emergency',
  consent: 'permit.consent consent',
  safety: 'permit.emergency-purpose emergency',
  number: 'permit.number-given consent',
  exempt: 'permit.exempt exempt',
};

/** What was said on the phone, and which rule then refuses. */
const STOPS = table(`
  said                    | emergency          | other          | law
  nothing                 | .                  | .              |
  8, this kind            | optout.purpose     | optout.purpose | R-06
  9, all but emergencies  | .                  | optout.all     | R-07, T-21
  no emergencies either   | optout.emergencies | optout.all     | R-08 explicit refusal
  7, not my number        | not-my-number      | not-my-number  | R-08
  (does not open)         | unknown.stops      | unknown.stops  | §10: fail open except steps 1 and 2
`);

/** Who may not hear it. The notice says where students are. */
const RESTRICTIONS = table(`
  who          | emergency         | closure           | other             | law
  nobody       | .                 | .                 | .                 |
  no contact   | no-contact        | no-contact        | no-contact        | C-01, C-02: emergencies included
  no location  | limit.no-location | limit.no-location | limit.no-location | C-02
  never        | limit.never       | limit.never       | limit.never       | ROSTER §10: pick-up only
  no routine   | .                 | .                 | limit.no-routine  | ROSTER §10
`);

/** Local time in Chicago on 24 November, and until when the call waits. */
const HOURS = table(`
  at    | emergency | closure  | attendance | event    | survey   | fundraising | law
  03:00 | now       | 05:30    | 08:00      | 08:00    | 08:00    | 08:00       | T-20; closures from 05:30
  06:00 | now       | now      | 08:00      | 08:00    | 08:00    | 08:00       |
  10:15 | now       | now      | now        | now      | now      | now         |
  20:30 | now       | now      | now        | now      | now      | 08:00 +1    | FL, WA, OR: sales calls until 20:00
  22:30 | now       | 05:30 +1 | 08:00 +1   | 08:00 +1 | 08:00 +1 | 08:00 +1    | closures until 22:00
`);

/** Whose phone it is, and what then has to have been agreed to before anything but an emergency. A household's landline too. */
const PEOPLE = table(`
  who                                   | granted      | given           | none            | emergency | law
  guardian                              | as above     | as above        | as above        | .         |
  student of 18                         | consent      | student-consent | student-consent | .         | F-08: own consent decides
  student of 15, guardian agreed        | consent      | minor-number    | minor-number    | .         | both must agree
  student of 15, guardian silent        | minor-number | minor-number    | minor-number    | .         | COPPA, Q-09
  student of 15, guardian withdrew      | revoked      | revoked         | revoked         | revoked   | a refusal on record
  student of unknown age, guardian silent | minor-number | minor-number  | minor-number    | .         | unknown counts as minor
`);

/** First those that refuse the number or the notice, in the order of §10; what is said about one person comes after them. */
const PRECEDENCE = [
  'unknown.stops',
  'not-my-number',
  'no-contact',
  'unknown.restrictions',
  'limit.no-location',
  'optout.emergencies',
  'optout.all',
  'optout.purpose',
];

const LINES = ['mobile', 'landline', 'unknown'] as const;
const AGREEMENTS = ['granted', 'given', 'none', 'revoked', '(does not open)'] as const;
interface Case {
  readonly purpose: Purpose;
  readonly profile: 'strict' | 'us-law';
  readonly line: (typeof LINES)[number];
  readonly agreement: (typeof AGREEMENTS)[number];
  readonly stop: Row;
  readonly restriction: Row;
  readonly hour: Row;
  readonly person: Row;
}

function* casesOf(purpose: Purpose, profile: Case['profile']): Generator<Case> {
  for (const line of LINES)
    for (const agreement of AGREEMENTS)
      for (const stop of STOPS)
        for (const restriction of RESTRICTIONS)
          for (const hour of HOURS)
            for (const person of PEOPLE) yield { purpose, profile, line, agreement, stop, restriction, hour, person };
}

const cell = (row: Row, column: string): string => {
  const said = row[column];
  if (said === undefined) throw new Error(`no column ${column}`);
  return said;
};

/** What the tables say: `refuse <rules that refuse>`, `defer <until>`, `permit <rule> <basis>`. */
function expected(one: Case): { readonly kind: string; readonly any: readonly string[] } {
  const { purpose, agreement, stop, restriction, hour, person } = one;
  const emergency = purpose === 'emergency';
  const agreed = ground(one);
  const refusing = [
    cell(stop, emergency ? 'emergency' : 'other'),
    cell(restriction, emergency || purpose === 'closure' ? purpose : 'other'),
    agreement === '(does not open)' ? 'unknown.restrictions' : '.',
    agreement === 'revoked' ? 'revoked' : '.',
    emergency ? cell(person, 'emergency') : '.',
    agreed in GROUND_WORDS ? '.' : agreed,
  ].filter((rule) => rule !== '.');
  const first = PRECEDENCE.find((rule) => refusing.includes(rule));
  if (refusing.length > 0) return { kind: 'refuse', any: first === undefined ? refusing : [first] };
  const until = cell(hour, purpose);
  if (until === 'now') return { kind: 'permit', any: [GROUND_WORDS[agreed] ?? ''] };
  return { kind: 'defer', any: [momentOf(until)] };
}

/** A key of `GROUND_WORDS`, or the rule that says what is missing. */
function ground({ purpose, profile, line, agreement, person }: Case): string {
  if (agreement === 'revoked' || agreement === '(does not open)') return 'emergency';
  const [row] = GROUNDS.filter(
    (one) =>
      one['purpose'] === purpose &&
      (one['profile'] === 'both' || one['profile'] === profile) &&
      (one['line'] === 'any' || cell(one, 'line').split(', ').includes(line)),
  );
  const own = purpose === 'emergency' ? 'as above' : cell(person, agreement);
  const said = own === 'as above' ? cell(row ?? {}, agreement) : own;
  return said === '.' ? `consent.${purpose}` : said;
}

/** `08:00 +1` in Chicago, in November six hours behind. */
function momentOf(local: string): string {
  const [time = '', days] = local.split(' ');
  const midnight = Date.parse('2026-11-24T06:00:00.000Z') + (days === undefined ? 0 : 86_400_000);
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return new Date(midnight + (hour * 60 + minute) * 60_000).toISOString();
}

function inputOf({ purpose, profile, line, agreement, stop, restriction, hour, person }: Case): GateInput {
  const stops: Readonly<Record<string, Partial<NumberStops> | 'unreadable'>> = {
    nothing: {},
    '8, this kind': { purposes: [purpose] },
    '9, all but emergencies': { allButEmergencies: true },
    'no emergencies either': { emergencies: true },
    '7, not my number': { notMyNumber: true },
    '(does not open)': 'unreadable',
  };
  const consents: Readonly<Record<Case['agreement'], Partial<GateRecipient>>> = {
    granted: { consent: 'granted' },
    given: { consent: 'none', givenForSchoolContact: true },
    none: { consent: 'none', givenForSchoolContact: false },
    revoked: { consent: 'revoked' },
    '(does not open)': { consent: 'unreadable' },
  };
  const restrictions: Readonly<Record<string, Partial<GateRecipient>>> = {
    'no contact': { restricted: true },
    'no location': { limits: ['no-location'] },
    never: { limits: ['never'] },
    'no routine': { limits: ['no-routine'] },
  };
  const [who = '', guardian] = cell(person, 'who').split(', guardian ');
  const student: Partial<GateRecipient> = {
    role: 'student',
    age: who === 'student of 18' ? 'adult' : who === 'student of 15' ? 'minor' : 'unknown',
    guardianConsent: guardian === 'agreed' ? 'granted' : guardian === 'withdrew' ? 'revoked' : 'none',
  };
  const one = { ...consents[agreement], ...restrictions[cell(restriction, 'who')], ...(who === 'guardian' ? {} : student) };
  return gateInput({
    purpose,
    profile,
    lineType: line,
    at: momentOf(cell(hour, 'at')),
    expiresAt: '2026-11-26T06:00:00.000Z',
    saysWhere: true,
    stops: stops[cell(stop, 'said')] ?? 'unreadable',
    recipients: [recipient(one)],
  });
}

function decided(one: Case): { readonly kind: string; readonly said: string } {
  const decision = decide(inputOf(one));
  if (decision.kind === 'permit') return { kind: decision.kind, said: `${decision.rule} ${decision.basis}` };
  return { kind: decision.kind, said: decision.kind === 'defer' ? decision.until : decision.rule };
}

describe.each(PURPOSES)('%s', (purpose) => {
  test.each(['strict', 'us-law'] as const)('under %s: every case is what the tables say', (profile) => {
    const seen = { permit: 0, defer: 0, refuse: 0 };
    for (const one of casesOf(purpose, profile)) {
      const [should, is] = [expected(one), decided(one)];
      // Said only where it fails: a case in words.
      if (should.kind === is.kind && should.any.includes(is.said)) seen[should.kind as keyof typeof seen] += 1;
      else expect({ ...is, case: one }).toEqual({ ...should, case: one });
    }
    expect(seen.permit + seen.defer + seen.refuse).toBe(3 * 5 * 6 * 5 * 5 * 6);
    expect(seen.permit).toBeGreaterThan(0);
    expect(seen.defer === 0).toBe(purpose === 'emergency');
  });
});
