/** Examples that tell broken facts of the gate from whole ones; each was found by a change to the code that no test noticed. */
import { describe, expect, test } from 'vitest';
import { agreed, asked, contact, edge, type World } from '../../test/fixtures/a-phone.ts';
import type { ConsentRecord } from '../consent/consent-record.ts';
import { NO_CONSENTS } from '../consent/consent-record.ts';
import type { Edge } from '../contacts/contact.ts';
import type { Audience } from '../notices/notice.ts';

describe('who is reached', () => {
  test('whoever still has this number, among others of theirs', () => {
    const [own] = contact([]).numbers;
    const other = { ...own, e164: '+13122342000', numberKey: 'n2', label: 'home', lineType: 'mobile' } as const;
    const two = contact([edge('a')], { numbers: [...contact([]).numbers, other] });
    expect(asked({ contacts: [two] }).recipients).toHaveLength(1);
    expect(asked({ contacts: [contact([edge('a')], { numbers: [other] })] }).recipients).toEqual([]);
    expect(asked({ planned: [{ contactKey: 'gone', students: ['a'] }] }).recipients).toEqual([]);
  });

  test('nobody, once the number has left the book; nothing is known of it then but the district’s own zone and state', () => {
    const { recipients, bystanders, input } = asked({ facts: { numbers: new Map() } });
    expect([recipients, bystanders]).toEqual([[], []]);
    expect(input.number).toEqual({ lineType: 'unknown', zones: ['America/Chicago'], states: ['IL'] });
  });

  test('staff, of whom the call is about no student', () => {
    const teacher = contact([], { role: 'staff', worksAt: ['lincoln'] });
    const { recipients, tellable } = asked({
      contacts: [teacher],
      planned: [{ contactKey: 'ana', students: [] }],
      notice: { audience: { kind: 'staff' } },
    });
    expect(tellable).toEqual([{ contactKey: 'ana', students: [] }]);
    expect(recipients).toMatchObject([{ role: 'staff', emergencyOnly: false, age: 'adult', rights: 'held', restricted: false }]);
  });

  test('only about the students of the call who are theirs still, whatever it was planned for', () => {
    expect(asked({ planned: [{ contactKey: 'ana', students: ['a', 'z'] }] }).tellable).toEqual([
      { contactKey: 'ana', students: ['a'] },
    ]);
  });
});

describe('what is known of them', () => {
  const one = (world: World) => asked(world).recipients[0];
  const both: Partial<World> = { planned: [{ contactKey: 'ana', students: ['a', 'b'] }] };

  test('an emergency contact for all of the call’s children is one', () => {
    const only = { emergencyOnly: true };
    expect(one({ contacts: [contact([edge('a', only), edge('b', only)])], ...both })?.emergencyOnly).toBe(true);
    // Never barred alike: one of them is told of, so the call is no emergency contact's.
    expect(one({ contacts: [contact([edge('a', only), edge('b', { limits: ['never'] })])], ...both })?.emergencyOnly).toBe(false);
  });

  test('only a student has an age and a guardian’s word beside their own', () => {
    const grown = edge('a', { adultFrom: '2020-01-01', relationship: 'self' });
    const minor = edge('a', { relationship: 'self' });
    const records = { ana: agreed('guardian') };
    expect(one({ contacts: [contact([minor], { role: 'student' })], records })).toMatchObject({
      age: 'minor',
      guardianConsent: 'granted',
    });
    expect(one({ contacts: [contact([grown], { role: 'student' })], records })).toMatchObject({
      age: 'adult',
      guardianConsent: 'none',
    });
    expect(one({ contacts: [contact([edge('a')])], records })).toMatchObject({ age: 'adult', guardianConsent: 'none' });
  });

  const { adultFrom: _, ...undatedSelf } = edge('a', { relationship: 'self' });

  test.each<[string, readonly Edge[], string]>([
    ['their own row says it', [edge('a', { relationship: 'self', adultFrom: '2020-01-01' }), edge('b')], 'adult'],
    ['a row that calls them a student', [edge('a', { relationship: 'student', adultFrom: '2020-01-01' }), edge('b')], 'adult'],
    ['no row of their own: the youngest they could be', [edge('a', { adultFrom: '2020-01-01' }), edge('b')], 'minor'],
    ['one row without a date', [undatedSelf], 'unknown'],
    [
      'two of their own, one a minor’s',
      [edge('a', { relationship: 'self', adultFrom: '2020-01-01' }), edge('a', { relationship: 'student' })],
      'minor',
    ],
  ])('a student’s age: %s', (_what, edges, age) => {
    expect(one({ contacts: [contact(edges, { role: 'student' })] })?.age).toBe(age);
  });

  test('nobody knows the age of a student who is linked to none', () => {
    const linkless = contact([], { role: 'student' });
    expect(one({ contacts: [linkless], planned: [{ contactKey: 'ana', students: [] }] })?.age).toBe('unknown');
  });
});

describe('whose rights hold, and what their agreement rests on', () => {
  const one = (world: World) => asked(world).recipients[0];
  const both: Partial<World> = { planned: [{ contactKey: 'ana', students: ['a', 'b'] }] };

  test('a parent’s rights: held over one of those told of, else unknown, else passed; a student’s and the staff’s are their own', () => {
    const grown = { adultFrom: '2020-01-01' };
    const { adultFrom: _date, ...undated } = edge('a');
    const urgent: Partial<World> = { ...both, notice: { purpose: 'emergency' } };
    expect(one({ contacts: [contact([edge('a', grown), edge('b')])], ...urgent })?.rights).toBe('held');
    expect(one({ contacts: [contact([undated, edge('b', grown)])], ...urgent })?.rights).toBe('unknown');
    expect(one({ contacts: [contact([edge('a', grown), edge('b', grown)])], ...urgent })?.rights).toBe('passed');
    for (const role of ['student', 'staff'] as const)
      expect(one({ contacts: [contact([edge('a', grown)], { role })] })?.rights).toBe('held');
    expect(one({ contacts: [contact([edge('a', grown)])] })?.rights).toBe('passed');
    expect(one({ contacts: [contact([edge('a', grown)])], records: { ana: 'unreadable' } })?.rights).toBe('unknown');
  });

  test('of a parent whose record was not read, or does not open, nobody knows whether rights are kept', () => {
    const { adultFrom: _date, ...undated } = edge('b');
    const contacts = [contact([edge('a', { adultFrom: '2020-01-01' }), undated])];
    const unread = { facts: { page: { stops: new Map(), consents: new Map() } } };
    for (const world of [unread, { records: { ana: 'unreadable' as const } }]) {
      const { recipients, tellable } = asked({ contacts, ...both, ...world });
      expect(recipients[0]).toMatchObject({ rights: 'unknown', consent: 'unreadable' });
      expect(tellable).toEqual([{ contactKey: 'ana', students: ['a', 'b'] }]);
    }
  });

  test('whoever is called about no student loses no rights over one', () => {
    const planned = [{ contactKey: 'ana', students: [] }];
    expect(one({ contacts: [contact([edge('a', { adultFrom: '2020-01-01' })])], planned })?.rights).toBe('held');
  });

  test('rights that the record keeps narrow the call to that child', () => {
    const kept = { state: 'kept', basis: 'tax-dependent', at: '2026-09-01T00:00:00.000Z', recordedBy: 'x' } as const;
    const rights = { a: [{ ...kept, evidence: { pointer: 'p', sha256: 's' } }] };
    const grown = { adultFrom: '2020-01-01' };
    const contacts = [contact([edge('a', grown), edge('b', grown)])];
    expect(asked({ contacts, ...both, records: { ana: { ...NO_CONSENTS, rights } } }).tellable).toEqual([
      { contactKey: 'ana', students: ['a'] },
    ]);
    expect(asked({ contacts, ...both, records: { ana: 'unreadable' } }).tellable).toEqual([
      { contactKey: 'ana', students: ['a', 'b'] },
    ]);
  });

  test('the answer of the database is that to the day of their own agreement', () => {
    const answer = {
      consentDate: '2026-08-20',
      answer: 'no',
      askedAt: '2026-11-20T00:00:00.000Z',
      fileVersion: '2026-11',
    } as const;
    const item = { answers: [{ ...answer, queryId: 'q', via: 'csv', safeHarbour: true, coversGiven: false } as const] };
    const facts = { reassigned: new Map([['n1', item]]) };
    expect(one({ records: { ana: agreed() }, facts })?.reassigned).toBe('no');
    expect(one({ records: { ana: agreed('self', '2026-08-01T00:00:00.000Z') }, facts })?.reassigned).toBe('never-asked');
    expect(one({ records: { ana: 'unreadable' }, facts })?.reassigned).toBe('never-asked');
  });
});

const order = (studentKey: string): ConsentRecord => ({
  ...NO_CONSENTS,
  restrictions: {
    [studentKey]: [{ state: 'set', at: '2026-10-01T00:00:00.000Z', recordedBy: 'x', evidence: { pointer: 'p', sha256: 's' } }],
  },
});

describe('an order holds', () => {
  const at = (audience: Audience, edges: readonly Edge[], record: ConsentRecord = NO_CONSENTS) =>
    asked({ contacts: [contact(edges)], records: { ana: record }, notice: { audience } }).recipients[0]?.restricted;
  const barred = edge('b', { restricted: true, schoolIds: ['grant', 'north'] });

  test('for a notice to a school at which the child is, or to the whole district', () => {
    expect(at({ kind: 'district' }, [edge('a'), barred])).toBe(true);
    expect(at({ kind: 'schools', schools: ['north'] }, [edge('a'), barred])).toBe(true);
    expect(at({ kind: 'schools', schools: ['lincoln'] }, [edge('a'), barred])).toBe(false);
    expect(at({ kind: 'grades', schools: ['grant'], grades: ['03'] }, [edge('a'), barred])).toBe(true);
    expect(at({ kind: 'students', students: ['a'] }, [edge('a'), barred])).toBe(false);
  });

  test('of the office about a child who is theirs, where that child is and nowhere else', () => {
    const b = edge('b', { schoolIds: ['grant'] });
    expect(at({ kind: 'schools', schools: ['lincoln'] }, [edge('a'), b], order('b'))).toBe(false);
    expect(at({ kind: 'schools', schools: ['grant'] }, [edge('a'), b], order('b'))).toBe(true);
    expect(at({ kind: 'schools', schools: ['lincoln'] }, [edge('a')], order('b')), 'nobody knows where').toBe(true);
  });
});
