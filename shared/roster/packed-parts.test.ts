import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EDGE_LIMITS, type Edge } from '../contacts/contact.ts';
import { PURPOSES } from '../notices/purpose.ts';
import type { ContactOfExport, NewContact } from './book/book.ts';
import { packContact, unpackContact } from './book/packed-contact.ts';
import type { CompanionRow } from './companion.ts';
import { CompanionRows, SeveralRows } from './companion-rows.ts';
import { type PersonRow, packPerson, unpackPerson } from './oneroster/person-rows.ts';
import { packRosterEdge, unpackRosterEdge } from './packed-parts.ts';
import type { FormAnswer, RosterEdge, RosterNumber } from './roster.ts';

/** Every field of a type has an arbitrary: one that is new to a type is missed by the compiler here, and packed or lost below. */
type All<T> = { readonly [K in keyof Required<T>]: fc.Arbitrary<Required<T>[K]> };
const some = <T>(all: All<T>, optional: readonly (keyof T)[]): fc.Arbitrary<T> =>
  fc.record(all, {
    requiredKeys: Object.keys(all).filter((key) => !optional.includes(key as keyof T)) as never[],
  }) as fc.Arbitrary<T>;

const text = fc.oneof(fc.constantFrom('', 'Ana', 'Peña', '0', '2026-11-24'), fc.string({ maxLength: 8 }));
const purpose = fc.constantFrom(...PURPOSES);
const yes = fc.constant(true as const);
const limits = fc.subarray([...EDGE_LIMITS], { minLength: 1 });

const number = some<RosterNumber>(
  {
    e164: fc.constantFrom('+12174480001', '+12174480002'),
    lineType: fc.constantFrom('mobile', 'landline', 'unknown'),
    label: fc.constantFrom('home', 'cell', 'work', 'other', 'unknown'),
    country: fc.constantFrom('US', 'PR'),
  },
  ['country'],
);
const answer = some<FormAnswer>(
  {
    ...{ purpose, form: text, wording: text, date: fc.constant('2026-08-16') },
    answer: fc.constantFrom('yes', 'no'),
    agreedBeside: fc.subarray([...PURPOSES]),
  },
  ['date', 'agreedBeside'],
);
const rosterEdge = some<RosterEdge>(
  {
    ...{ studentId: text, relationship: text, restricted: fc.boolean(), unreadable: yes, unlisted: yes },
    ...{ emergencyOnly: fc.boolean(), priority: fc.nat(99), limits, row: fc.integer({ min: 2, max: 2 ** 33 }) },
  },
  ['unreadable', 'unlisted', 'limits', 'row'],
);
const edge = some<Edge>(
  {
    ...{ studentKey: text, schoolIds: fc.array(text, { maxLength: 2 }), relationship: text, restricted: fc.boolean() },
    ...{ emergencyOnly: fc.boolean(), priority: fc.nat(99), limits, clearing: yes, unlisted: yes },
    ...{ adultFrom: fc.constant('2027-01-31'), minorByGrade: yes },
  },
  ['limits', 'clearing', 'unlisted', 'adultFrom', 'minorByGrade'],
);
const person = some<ContactOfExport>(
  {
    ...{ contactKey: text, givenName: text, familyName: text, language: text, givenForSchoolContact: fc.boolean() },
    role: fc.constantFrom('guardian', 'student', 'staff', 'other'),
    numbers: fc.array(fc.tuple(number, text).map(([one, numberKey]) => ({ ...one, numberKey }))),
    edges: fc.array(edge, { maxLength: 3 }),
    worksAt: fc.array(text, { maxLength: 2 }),
  },
  ['worksAt'],
);
const contact = some<Omit<NewContact, 'print'>>(
  {
    ...{ contact: person, sisId: text, answers: fc.array(answer, { maxLength: 3 }) },
    rows: fc.array(fc.tuple(text, fc.nat())).map((all) => new Map(all)),
    unreadable: fc.array(text).map((all) => new Set(all)),
    inWords: fc.array(text).map((all) => new Set(all)),
  },
  ['inWords'],
);
const personRow = some<PersonRow>(
  {
    ...{ sisId: text, identifier: text, studentNumber: text, role: text, primaryOrg: text, givenName: text, familyName: text },
    ...{ kind: fc.constantFrom('student', 'guardian', 'staff'), row: fc.integer({ min: 2 }), grades: text },
    ...{ orgs: fc.array(text), phones: fc.array(text), agents: fc.array(text) },
  },
  [],
);
const columns = fc.record({ phone: text, relationship: text, wording: text, consentDate: text });
const row = some<CompanionRow>(
  {
    ...{ row: fc.integer({ min: 2, max: 1_000 }), columns, contactId: fc.constantFrom('G1', 'G2', 'G3') },
    ...{ givenName: text, familyName: text, language: text, numbers: fc.array(number, { maxLength: 2 }) },
    ...{ edge: rosterEdge, answers: fc.array(answer, { maxLength: 3 }) },
  },
  [],
).map((one) => ({ ...one, edge: { ...one.edge, row: one.row } }));

test('a contact is unpacked as it was packed', () => {
  fc.assert(
    fc.property(contact, (one) => {
      expect(unpackContact(JSON.parse(JSON.stringify(packContact(one))))).toEqual(one);
    }),
  );
});

test('the rows of contacts come back contact by contact, each as it was, in the order of the file', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 12 }), (all) => {
      const rows = new CompanionRows(all.length);
      for (const one of all) rows.add(one);
      const back = [...rows.drain()];
      expect(new Set(back.map(([first]) => first?.contactId)).size).toBe(back.length);
      const byContact = Map.groupBy(all, ({ contactId }) => contactId);
      for (const of of back) expect(of).toEqual(byContact.get(of[0]?.contactId ?? ''));
      expect([back.length, [...rows.drain()]]).toEqual([byContact.size, []]);
    }),
  );
});

test('a row of somebody is the same when it is unpacked', () => {
  fc.assert(fc.property(personRow, (one) => void expect(unpackPerson(JSON.parse(JSON.stringify(packPerson(one))))).toEqual(one)));
});

test('a link without a row stays without one', () => {
  fc.assert(fc.property(rosterEdge, (one) => void expect(unpackRosterEdge(packRosterEdge(one))).toEqual(one)));
});

test('who is told to have one row has one', () => {
  const ids = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'));
  fc.assert(
    fc.property(ids, (all) => {
      const several = new SeveralRows();
      for (const id of all) several.see(id);
      for (const [id, of] of Map.groupBy(all, String)) if (of.length > 1) expect(several.mayHave(id)).toBe(true);
    }),
  );
  const several = new SeveralRows();
  for (let nth = 0; nth < 1_000; nth += 1) several.see(`contact ${nth}`);
  expect(Array.from({ length: 1_000 }, (_, nth) => `contact ${nth}`).filter((id) => several.mayHave(id)).length).toBeLessThan(20);
});
