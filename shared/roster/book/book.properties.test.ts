/** What is kept beside the people of a book, so that nobody goes through all of them: it says what going through them would say. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Contact, Student } from '../../contacts/contact.ts';
import { problemLog } from '../report/problem.ts';
import type { Roster, RosterContact, RosterOrphan } from '../roster.ts';
import { absentFrom } from './absent.ts';
import { type Naming, type NewBook, plus, totalsOf } from './book.ts';
import { bookOf } from './make-book.ts';
import { measureExport } from './measure-export.ts';
import { furtherHolders, numbersOf } from './number-changes.ts';
import { withOrphans } from './orphans.ts';
import { Standing } from './standing.ts';

const naming: Naming = { student: String, contact: String, number: String, print: (text) => `print of ${text}` };
const STUDENTS = ['s1', 's2', 's3', 's4'];
const CONTACTS = ['c1', 'c2', 'c3', 'c4', 'c5'];
const NUMBERS = ['+12174480001', '+12174480002', '+12174480003'];

const contact = (sisId: string): fc.Arbitrary<RosterContact> =>
  fc.record(
    {
      sisId: fc.constant(sisId),
      role: fc.constant('guardian' as const),
      givenName: fc.constantFrom('Ana', 'Bo'),
      familyName: fc.constant('Díaz'),
      language: fc.constant('en'),
      numbers: fc
        .subarray(NUMBERS)
        .map((all) => all.map((e164) => ({ e164, lineType: 'mobile' as const, label: 'cell' as const }))),
      edges: fc.uniqueArray(
        fc.record({
          studentId: fc.constantFrom(...STUDENTS),
          relationship: fc.constant('mother'),
          restricted: fc.boolean(),
          emergencyOnly: fc.boolean(),
          priority: fc.constant(1),
        }),
        { selector: ({ studentId }) => studentId },
      ),
      worksAt: fc.subarray(['north', 'south']),
      answers: fc.constant([]),
    },
    { requiredKeys: ['sisId', 'role', 'givenName', 'familyName', 'language', 'numbers', 'edges', 'answers'] },
  );

const orphan: fc.Arbitrary<RosterOrphan> = fc.record({
  contactId: fc.constantFrom(...CONTACTS),
  row: fc.nat(9),
  forbids: fc.record({
    studentId: fc.constantFrom(...STUDENTS),
    restricted: fc.boolean(),
    emergencyOnly: fc.boolean(),
    limits: fc.constant([]),
  }),
  noes: fc.constant([]),
});

/** A link is to a student of the same export, or it is none: a row about anybody else is an orphan. */
function linked({ students, contacts, ...rest }: Roster): Roster {
  const isThere = ({ studentId }: { readonly studentId: string }) => students.some(({ sisId }) => sisId === studentId);
  const kept = [...contacts].map(([id, one]) => [id, { ...one, edges: one.edges.filter(isThere) }] as const);
  return { ...rest, students, contacts: new Map(kept) };
}

const roster: fc.Arbitrary<Roster> = fc
  .record({
    students: fc.subarray(STUDENTS),
    contacts: fc.subarray(CONTACTS).chain((ids) => fc.tuple(...ids.map(contact))),
    orphans: fc.array(orphan, { maxLength: 3 }),
  })
  .map(({ students, contacts, orphans }) => ({
    students: students.map((sisId) => ({ sisId, schoolIds: [sisId === 's1' ? 'north' : 'south'], grade: '03' })),
    contacts: new Map(contacts.map((one) => [one.sisId, one])),
    doNotCall: [],
    leftStaff: [],
    ended: [],
    invalid: { students: [], contacts: [] },
    orphans,
    schools: [],
  }))
  .map(linked);

/** Two nights: of some people the second says what the first said. */
const nights = fc
  .record({ before: roster, other: roster, same: fc.subarray(CONTACTS), sameStudents: fc.boolean() })
  .map(({ before, other, same, sameStudents }) => {
    const kept = [...before.contacts].filter(([id]) => same.includes(id));
    const students = sameStudents ? before.students : other.students;
    return { before, now: linked({ ...other, students, contacts: new Map([...other.contacts, ...kept]) }) };
  });

/** The book that an export has made, held against another. @param openAll whether those are opened too who are as it says */
function standingOf(last: NewBook, said: NewBook, openAll: boolean) {
  const students = new Standing<Student>(said.prints.students);
  for (const [id, { student, print }] of last.students) {
    students.see(id, { version: 1, print });
    if (openAll || !students.isSame(id)) students.open(id, { version: 1, print, value: student });
  }
  const contacts = new Standing<Contact>(said.prints.contacts);
  for (const [id, { contact: one, print }] of last.contacts) {
    contacts.see(id, { version: 1, print });
    const value = { ...one, auditSubject: 'subject', auditNumberKey: 'key' };
    if (openAll || !contacts.isSame(id) || said.orphans.some(({ contactKey }) => contactKey === id))
      contacts.open(id, { version: 1, print, value });
  }
  return { students, contacts };
}

const orphansIn = (said: NewBook, last: NewBook) => withOrphans(said, standingOf(last, said, true), naming);

test('prints, sums, schools and staff are those of the people, also where broken rows have barred some', () => {
  fc.assert(
    fc.property(nights, ({ before, now }) => {
      const said = bookOf(now, naming);
      for (const next of [said, orphansIn(said, bookOf(before, naming))]) {
        const all = [...next.contacts];
        expect([...next.prints.contacts]).toEqual(all.map(([id, { print }]) => [id, print]));
        const none = { links: 0, restrictedLinks: 0, restrictedContacts: 0, unlistedContacts: 0 };
        expect(next.totals).toEqual(all.reduce((sums, [, one]) => plus(sums, totalsOf(one)), none));
        const staff = all.flatMap(([id, { contact: one }]) => (one.worksAt === undefined ? [] : [[id, one.worksAt] as const]));
        expect(new Map(next.staff)).toEqual(new Map(staff));
        expect([...next.prints.students]).toEqual([...next.students].map(([id, { print }]) => [id, print]));
        expect(next.schools).toEqual(new Set([...next.students.values()].flatMap(({ student }) => student.schoolIds)));
      }
    }),
  );
});

test('who is as the export says is counted as if the entry had been opened', () => {
  const missing = fc.record({ students: fc.subarray(STUDENTS), contacts: fc.subarray(CONTACTS) });
  fc.assert(
    fc.property(nights, missing, ({ before, now }, gone) => {
      const [last, said] = [bookOf(before, naming), bookOf(now, naming)];
      const days = (keys: readonly string[]) => new Map(keys.map((key) => [key, ['2026-11-23']]));
      const index = new Map([...last.students].map(([id, { student }]) => [id, new Map([[student.schoolIds[0] ?? '', '03']])]));
      const measured = (openAll: boolean) =>
        measureExport(
          said,
          {
            ...standingOf(last, said, openAll),
            index,
            numbers: { seen: 0, mostShared: 0 },
            absent: absentFrom(said, last.students.keys(), last.contacts.keys()),
            missing: { students: days(gone.students), contacts: days(gone.contacts) },
          },
          problemLog(),
          { now: 1, last: 1 },
        );
      expect(measured(false)).toEqual(measured(true));
    }),
  );
});

test('each number has all whom the export, with those whom broken rows bar, gives it', () => {
  fc.assert(
    fc.property(nights, ({ before, now }) => {
      const [last, said] = [bookOf(before, naming), bookOf(now, naming)];
      const { contacts } = standingOf(last, said, false);
      const next = orphansIn(said, last);
      const nobody = { students: new Set<string>(), contacts: new Set<string>() };
      const { entries } = numbersOf([...[...said.holders].flat(), ...furtherHolders(next, said, contacts, nobody)]);
      for (const [contactKey, { contact: one }] of next.contacts)
        for (const { numberKey } of one.numbers) expect(entries.get(numberKey)?.contactKeys).toContain(contactKey);
    }),
  );
});
