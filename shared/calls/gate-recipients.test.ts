import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aCall, aNotice } from '../../test/ports/a-call.ts';
import { sampleSettings } from '../../test/ports/sample-settings.ts';
import { type ConsentRecord, grant, NO_CONSENTS } from '../consent/consent-record.ts';
import { decide } from '../consent/decide.ts';
import type { Reading } from '../consent/ledger.ts';
import { NO_STOPS } from '../consent/number-stops.ts';
import { type Contact, EDGE_LIMITS, type Edge } from '../contacts/contact.ts';
import type { Notice } from '../notices/notice.ts';
import { PURPOSES } from '../notices/purpose.ts';
import type { AbsenceState } from '../roster/attendance/absence-book.ts';
import type { Facts } from './gate-facts.ts';
import { gateInputOf } from './gate-input-of.ts';
import { tellableOf } from './gate-recipients.ts';
import { listenerOf } from './listener.ts';

/** 10:15 in Chicago on 24 November 2026. */
const NOW = '2026-11-24T16:15:00.000Z';
const settings = sampleSettings({ blockedNumbers: ['+13122340911'] });
const edge = (studentKey: string, over: Partial<Edge> = {}): Edge => ({
  ...{ studentKey, schoolIds: ['lincoln'], relationship: 'mother', priority: 1, restricted: false, emergencyOnly: false },
  ...{ adultFrom: '2033-01-01', ...over },
});
const contact = (edges: readonly Edge[], over: Partial<Contact> = {}): Contact => ({
  ...{ contactKey: 'ana', role: 'guardian', givenName: 'A', familyName: 'B', language: 'es', edges, givenForSchoolContact: true },
  numbers: [{ e164: '+13122341000', numberKey: 'n1', label: 'cell', lineType: 'mobile', country: 'US' }],
  ...{ auditSubject: 'subject', auditNumberKey: '' },
  ...over,
});
const agreed = (purpose: Notice['purpose']): ConsentRecord => {
  const act = { basis: 'written-form', at: '2026-08-20T00:00:00.000Z', capturedBy: 'x', wording: 'v1', language: 'en' } as const;
  const change = grant(NO_CONSENTS, 'n1', purpose, act);
  return change.kind === 'recorded' ? change.record : NO_CONSENTS;
};

interface World {
  readonly contacts: readonly Contact[];
  readonly record?: ConsentRecord | 'unreadable';
  readonly absences?: Readonly<Record<string, AbsenceState>>;
  readonly e164?: string;
}

function factsOf({ contacts, record = NO_CONSENTS, absences = {}, e164 = '+13122341000' }: World): Facts {
  const reading: Reading<ConsentRecord> =
    record === 'unreadable' ? { kind: 'unreadable', version: 3 } : { kind: 'held', value: record, version: 3 };
  return {
    numbers: new Map([['n1', { e164, lineType: 'mobile', country: 'US', contactKeys: contacts.map((one) => one.contactKey) }]]),
    contacts: new Map(contacts.map((one) => [one.contactKey, one])),
    unreadable: new Set(),
    bystanders: new Map(),
    page: {
      stops: new Map([['n1', { kind: 'held', value: NO_STOPS, version: 0 }]]),
      consents: new Map(contacts.map((one) => [one.contactKey, reading])),
    },
    rings: new Map(),
    reassigned: new Map(),
    absences: new Map(Object.entries(absences).map(([student, state]) => [`2026-11-24 ${student}`, state])),
    marks: new Map(),
  };
}

function asked(world: World, students: readonly string[], over: Partial<Notice> = {}, at = NOW) {
  const notice = aNotice({
    purpose: 'attendance',
    audience: { kind: 'students', students },
    messageName: 'concert',
    expiresAt: '2026-12-30T00:00:00.000Z',
    ...over,
  });
  const recipients = world.contacts.map(({ contactKey }) => ({ contactKey, students }));
  const call = aCall({ numberKey: 'n1', purpose: notice.purpose, recipients });
  const facts = factsOf(world);
  const input = gateInputOf(call, notice, facts, settings, at);
  const tellable = tellableOf(call, notice, facts, { settings, at });
  return { input, tellable, decision: decide(input), facts };
}
const told = (world: World, students: readonly string[], over?: Partial<Notice>) =>
  asked(world, students, over).tellable.flatMap((one) => one.students);

describe('a flag belongs to the pair, and a brother or sister widens none', () => {
  test('pick-up only for one, guardian of the other: the call speaks for the other alone', () => {
    const world = {
      contacts: [contact([edge('a', { limits: ['never'], schoolIds: ['grant'] }), edge('b')])],
      record: agreed('attendance'),
    };
    const { input, tellable, facts } = asked(world, ['a', 'b']);
    expect(input.recipients[0]?.limits).toEqual([]);
    expect(tellable).toEqual([{ contactKey: 'ana', students: ['b'] }]);
    expect(listenerOf({ recipients: tellable }, ['ana'], facts.contacts).schoolIds).toEqual(['lincoln']);
    expect(asked(world, ['a']).input.recipients[0]?.limits).toEqual(['never']);
  });

  test('who may not know where one child is, is told of no place at which the children are together', () => {
    const world = { contacts: [contact([edge('a', { limits: ['no-location'] }), edge('b')])] };
    expect(asked(world, ['a', 'b']).input.recipients[0]?.limits).toEqual(['no-location']);
    const wide = { audience: { kind: 'schools', schools: ['lincoln'] } } as const;
    expect(asked(world, ['b'], wide).input.recipients[0]?.limits).toEqual(['no-location']);
    expect(asked(world, ['b']).input.recipients[0]?.limits).toEqual([]);
  });

  test('whatever the flags: nobody is told about a student about whom alone they would not be', () => {
    const anyEdge = fc.record({
      restricted: fc.boolean(),
      emergencyOnly: fc.boolean(),
      limits: fc.subarray([...EDGE_LIMITS]),
      adultFrom: fc.constantFrom('2026-11-24', '2033-01-01', undefined),
    });
    fc.assert(
      fc.property(
        anyEdge,
        anyEdge,
        fc.constantFrom(...PURPOSES),
        fc.constantFrom('gas-leak', 'concert', 'sealed'),
        (one, other, purpose, messageName) => {
          const withDate = ({ adultFrom, ...rest }: typeof one, key: string): Edge => {
            const { adultFrom: _date, ...base } = edge(key, rest);
            return adultFrom === undefined ? base : { ...base, adultFrom };
          };
          const world = { contacts: [contact([withDate(one, 'a'), withDate(other, 'b')])], record: agreed(purpose) };
          const both = asked(world, ['a', 'b'], { purpose, messageName });
          const spokenFor = both.decision.kind === 'permit' ? both.tellable.flatMap(({ students }) => students) : [];
          for (const student of spokenFor) {
            const alone = asked(world, [student], { purpose, messageName });
            // In an emergency the ways to parents stay open, and rights are asked about by the gate alone.
            expect([student, alone.decision.kind, alone.decision.rule]).toEqual([student, 'permit', both.decision.rule]);
          }
        },
      ),
      { numRuns: 400 },
    );
  });
});

describe('restrictions', () => {
  const order = (studentKey: string, state: 'set' | 'cleared'): ConsentRecord => ({
    ...agreed('event'),
    restrictions: {
      [studentKey]: [{ state, at: '2026-10-01T00:00:00.000Z', recordedBy: 'x', evidence: { pointer: 'p', sha256: 's' } }],
    },
  });
  const restricted = (world: World, students: readonly string[], over?: Partial<Notice>) =>
    asked(world, students, over).input.recipients[0]?.restricted;
  const wide = { audience: { kind: 'schools', schools: ['lincoln'] } } as const;

  test('of the export and of the record are one; a clearing ends that of the export', () => {
    expect(restricted({ contacts: [contact([edge('a', { restricted: true })])] }, ['a'])).toBe(true);
    expect(restricted({ contacts: [contact([edge('a', { restricted: true })])], record: order('a', 'cleared') }, ['a'])).toBe(
      false,
    );
    expect(restricted({ contacts: [contact([edge('a')])], record: order('a', 'set') }, ['a'])).toBe(true);
    expect(restricted({ contacts: [contact([edge('a'), edge('b')])], record: order('a', 'set') }, ['b'])).toBe(false);
    expect(restricted({ contacts: [contact([edge('a'), edge('b')])], record: order('a', 'set') }, ['b'], wide)).toBe(true);
  });

  test('about a student who is no longer theirs hold for every school’s notice, as nobody knows the school', () => {
    const world = { contacts: [contact([edge('b')])], record: order('a', 'set') };
    expect([restricted(world, ['b']), restricted(world, ['b'], wide)]).toEqual([false, true]);
  });

  test('of a record that does not open are those of the export alone, and the consent is unreadable', () => {
    const world = { contacts: [contact([edge('a', { restricted: true }), edge('b')])], record: 'unreadable' as const };
    expect([restricted(world, ['a']), restricted(world, ['b'])]).toEqual([true, false]);
    expect(asked(world, ['b']).input.recipients[0]?.consent).toBe('unreadable');
  });

  test('whoever was taken off the student’s contacts since is not told', () => {
    expect(asked({ contacts: [contact([edge('b')])] }, ['a']).input.recipients).toEqual([]);
  });
});

describe('age and rights', () => {
  const at = (world: World, moment: string, over: Partial<Notice> = { purpose: 'event' }) =>
    asked(world, ['a'], over, moment).input.recipients[0];
  const midnight = '2026-11-24T06:00:00.000Z';
  const before = '2026-11-24T05:59:59.999Z';
  const born = { adultFrom: '2026-11-24' };

  test('a parent’s pass at midnight in the district, and a student’s own phone is an adult’s from then on', () => {
    const parent = { contacts: [contact([edge('a', born)])] };
    expect([at(parent, before)?.rights, at(parent, midnight)?.rights]).toEqual(['held', 'passed']);
    const self = { contacts: [contact([edge('a', { ...born, relationship: 'self' })], { role: 'student' })] };
    expect([at(self, before)?.age, at(self, midnight)?.age]).toEqual(['minor', 'adult']);
    expect([at(self, before)?.rights, at(self, midnight)?.rights]).toEqual(['held', 'held']);
  });

  test('a minor’s own phone has two words on it, the minor’s and a guardian’s; neither stands for the other', () => {
    const self = [contact([edge('a', { relationship: 'self' })], { role: 'student' })];
    const both = (by: 'self' | 'guardian') => {
      const act = { basis: 'web', at: '2026-08-20T00:00:00.000Z', capturedBy: 'x', wording: 'v1', language: 'en', by } as const;
      const change = grant(NO_CONSENTS, 'n1', 'event', act);
      const one = at({ contacts: self, record: change.kind === 'recorded' ? change.record : NO_CONSENTS }, NOW);
      return [one?.consent, one?.guardianConsent];
    };
    expect([both('self'), both('guardian')]).toEqual([
      ['granted', 'none'],
      ['none', 'granted'],
    ]);
  });

  test('about a child of age and one who is not, a parent is told about the latter', () => {
    expect(told({ contacts: [contact([edge('a', born), edge('b')])] }, ['a', 'b'])).toEqual(['b']);
    expect(told({ contacts: [contact([edge('a', born), edge('b')])] }, ['a', 'b'], { purpose: 'emergency' })).toEqual(['a', 'b']);
  });
});

describe('absences', () => {
  const day = { absenceDay: '2026-11-24' };
  const family = [contact([edge('a'), edge('b')]), contact([edge('a')], { contactKey: 'bob' })];

  test.each<[string, Readonly<Record<string, AbsenceState>>, string, string[]]>([
    ['both are absent', { a: 'unexcused', b: 'unexcused' }, 'unexcused', ['a', 'b', 'a']],
    ['one was excused at noon: who has only that one is not told', { a: 'excused', b: 'unexcused' }, 'unexcused', ['b']],
    ['one is gone, of the other nobody knows', { a: 'gone' }, 'unknown', ['a', 'b', 'a']],
    ['a code nobody has mapped', { a: 'unclear', b: 'excused' }, 'unknown', ['a', 'b', 'a']],
    ['both are accounted for', { a: 'gone', b: 'excused' }, 'excused', ['a', 'b', 'a']],
    ['one is absent, of the other nobody knows', { b: 'unexcused' }, 'unexcused', ['b']],
  ])('%s', (_what, absences, state, students) => {
    const world = { contacts: family, absences };
    expect(asked(world, ['a', 'b'], day).input.notice.absence).toBe(state);
    expect(told(world, ['a', 'b'], day)).toEqual(students);
  });

  test('a notice that is about no day is about no absence', () => {
    expect(asked({ contacts: family }, ['a', 'b']).input.notice).not.toHaveProperty('absence');
  });
});

describe('the number and the words', () => {
  test('a number of the district’s list is never dialed; the states are the number’s and the district’s', () => {
    const { number } = asked({ contacts: [contact([edge('a')])], e164: '+13122340911' }, ['a']).input;
    expect(number.undialable).toBe('hard-block');
    const far = asked({ contacts: [contact([edge('a')])], e164: '+16172341000' }, ['a']).input.number;
    expect([far.undialable, far.states]).toEqual([undefined, ['IL', 'MA']]);
  });

  test('words that came sealed, or are unknown, may say where a child is', () => {
    const says = (messageName: string) =>
      asked({ contacts: [contact([edge('a')])] }, ['a'], { messageName }).input.notice.saysWhere;
    expect([says('concert'), says('sealed'), says('long-gone')]).toEqual([false, true, true]);
  });
});
