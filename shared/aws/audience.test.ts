import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTables, type TestTables } from '../../test/ports/table.ts';
import type { Contact } from '../contacts/contact.ts';
import type { Audience } from '../notices/notice.ts';
import type { Purpose } from '../notices/purpose.ts';
import { createAudienceBook } from './audience.ts';
import { createContactBook } from './contact-book.ts';
import type { ContactReader } from './contact-reader.ts';
import { writeItems } from './dynamo-batches.ts';
import type { BulkEnvelope } from './envelope.ts';
import { readStaff, staffWrite } from './staff-list.ts';

let tables: TestTables;
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.close());

const person = (contactKey: string): Contact => ({
  ...{ contactKey, role: 'staff', givenName: 'Ines', familyName: 'Fairweather', language: 'und', numbers: [], edges: [] },
  ...{ givenForSchoolContact: false, auditSubject: 's', auditNumberKey: '' },
});

/** Opens whoever is named; the others are in no book. */
function readerOf(...known: readonly string[]): ContactReader {
  const read = async (_kind: string, ids: readonly string[]) =>
    new Map(ids.filter((id) => known.includes(id)).map((id) => [id, person(id)]));
  // Only contacts are asked for.
  return { read, openItems: read } as unknown as ContactReader;
}

async function aDistrict(...known: readonly string[]) {
  const { documents } = tables;
  const table = await tables.notices();
  const write = (contactKey: string, worksAt?: readonly string[]) =>
    writeItems(
      documents,
      table,
      [staffWrite({ contactKey, ...(worksAt === undefined ? {} : { worksAt }) })],
      async () => undefined,
    );
  await write('teacher', ['north']);
  await write('nurse', ['north', 'south']);
  await write('clerk', []);
  const book = createAudienceBook({ documents, table, reader: readerOf(...known), schools: ['north', 'south'] });
  const called = async (schools?: readonly string[]) => {
    const { addressees, skipped } = await book.resolve({ kind: 'staff', schools }, 'emergency');
    return { people: addressees.map(({ contact, students }) => [contact.contactKey, students]).toSorted(), skipped };
  };
  return { called, write, list: () => readStaff(documents, table) };
}

test('staff of some schools, of one, or everybody who works for the district; about no student', async () => {
  const { called } = await aDistrict('teacher', 'nurse', 'clerk');
  expect((await called(['south'])).people).toEqual([['nurse', []]]);
  expect((await called(['north', 'south'])).people.map(([key]) => key)).toEqual(['nurse', 'teacher']);
  expect((await called()).people.map(([key]) => key)).toEqual(['clerk', 'nurse', 'teacher']);
});

test('who is on the list and in no book any more is counted and not called', async () => {
  const { called } = await aDistrict('teacher');
  expect(await called(['north'])).toEqual({ people: [['teacher', []]], skipped: { 'not-in-book': 1 } });
});

test('who left is off the list', async () => {
  const { list, write } = await aDistrict();
  await write('nurse');
  expect([...(await list())].toSorted()).toEqual([
    ['clerk', []],
    ['teacher', ['north']],
  ]);
});

describe('for the whole district', () => {
  /** A child at a school of the settings, and one at a school that is new in the export. */
  async function twoSchools() {
    const { documents } = tables;
    const table = await tables.notices();
    // Nothing of it is sealed, and nothing is reported.
    const envelope = {} as unknown as BulkEnvelope;
    const index = createContactBook({ documents, table, envelope, report: () => undefined });
    await index.listSchools(['north', 'west']);
    await index.writeIndex([
      { schoolId: 'north', studentKey: 'leo', grade: '03' },
      { schoolId: 'west', studentKey: 'mia', grade: '03' },
    ]);
    expect(await index.schools()).toEqual(['north', 'west']);
    const read = async (kind: string, ids: readonly string[]) =>
      new Map<string, unknown>(
        ids.map((id) => [id, kind === 'student' ? { studentKey: id, contactKeys: [`parent-${id}`] } : person(id)]),
      );
    // As above.
    const reader = { read, openItems: read } as unknown as ContactReader;
    const book = createAudienceBook({ documents, table, reader, schools: ['north', 'south'] });
    return async (purpose: Purpose, audience: Audience = { kind: 'district' }) =>
      (await book.resolve(audience, purpose)).addressees.map(({ contact }) => contact.contactKey).toSorted();
  }

  test.each(['emergency', 'closure'] as const)(
    'a notice of %s reaches a child at a school that the settings do not name',
    async (purpose) => {
      const reached = await twoSchools();
      expect(await reached(purpose)).toEqual(['parent-leo', 'parent-mia']);
      expect(await reached(purpose, { kind: 'schools', schools: ['north'] })).toEqual(['parent-leo']);
    },
  );

  test.each(['event', 'survey', 'fundraising', 'attendance'] as const)(
    'a notice of %s is for the schools of the settings',
    async (purpose) => {
      expect(await (await twoSchools())(purpose)).toEqual(['parent-leo']);
    },
  );
});
