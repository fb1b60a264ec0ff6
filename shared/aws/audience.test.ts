import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTables, type TestTables } from '../../test/ports/table.ts';
import type { Contact } from '../contacts/contact.ts';
import { createAudienceBook } from './audience.ts';
import type { ContactReader } from './contact-reader.ts';
import { writeItems } from './dynamo-batches.ts';
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
    const { addressees, skipped } = await book.resolve({ kind: 'staff', schools });
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
