/** What is exported is what is called by: for any book, any hand it is written in, and any moment at which the power goes. */
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createContactBook } from '../../shared/aws/contact-book.ts';
import { createContactReader } from '../../shared/aws/contact-reader.ts';
import { NO_CONSENTS, stateFor } from '../../shared/consent/consent-record.ts';
import type { Contact, Student } from '../../shared/contacts/contact.ts';
import type { NumberEntry } from '../../shared/contacts/number-entry.ts';
import { boundEnvelope } from '../../test/fixtures/bound-envelope.ts';
import { type IntakeWorld, intakePorts, intakeWorld, MORNING, NAMING, PowerCut } from '../../test/fixtures/intake-memory.ts';
import {
  type BookLink,
  type BookPerson,
  type BookStudent,
  PURPOSES,
  type RandomBook,
  randomBook,
} from '../../test/fixtures/random-book.ts';
import { writeBook } from '../../test/fixtures/write-book.ts';
import { startTables, type TestTables } from '../../test/ports/table.ts';
import { importDrop } from './import-drop.ts';

const ZIP = 'roster/n.zip';
const hand = fc.record({ version: fc.constantFrom('1.1' as const, '1.2' as const), seed: fc.nat() });

async function drop(
  world: IntakeWorld,
  book: RandomBook,
  { version, seed }: { version: '1.1' | '1.2'; seed: number },
): Promise<void> {
  const { zip, contacts } = await writeBook(book, version, seed);
  world.files.set(ZIP, zip).set('roster/n.contacts.csv', contacts);
}

const run = (world: IntakeWorld, cut?: { at: number; after: boolean }) =>
  importDrop(intakePorts(world, cut), { key: ZIP, messageId: 'm' });

test('the book says what the export says that was written from it, in either version and any hand', async () => {
  await fc.assert(
    fc.asyncProperty(randomBook, hand, async (book, how) => {
      const world = intakeWorld();
      await drop(world, book, how);
      await run(world);
      const { result, summary } = JSON.parse(world.reports.get(`reports/${ZIP}.json`) ?? '{}');
      expect(result, summary).toBe('imported');
      expect(bookIn(world)).toEqual(book);
      expect(audienceIn(world)).toEqual(audienceOf(book));
    }),
    { numRuns: 150 },
  );
});

test('the same book in another hand and the other version writes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(randomBook, hand, hand, async (book, how, again) => {
      const world = intakeWorld();
      await drop(world, book, how);
      await run(world);
      const { bookWrites } = world;
      expect(bookWrites).toBeGreaterThan(0);
      world.ledger.clear();
      await drop(world, book, again);
      await run(world);
      expect(world.bookWrites).toBe(bookWrites);
    }),
    { numRuns: 80 },
  );
});

test('wherever the power goes, the next delivery comes to the same book, also over the book of the night before', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.option(randomBook),
      randomBook,
      hand,
      fc.nat(),
      fc.boolean(),
      async (before, book, how, moment, after) => {
        const ready = async () => {
          const world = intakeWorld();
          if (before !== null) {
            await drop(world, before, how);
            await run(world);
          }
          await drop(world, book, how);
          return world;
        };
        const [whole, cut] = [await ready(), await ready()];
        const ports = intakePorts(whole);
        await importDrop(ports, { key: ZIP, messageId: 'm' });
        const at = 1 + (moment % ports.commits());
        await expect(run(cut, { at, after })).rejects.toThrow(PowerCut);
        await run(cut);
        expect([bookIn(cut), audienceIn(cut)]).toEqual([bookIn(whole), audienceIn(whole)]);
      },
    ),
    { numRuns: 60 },
  );
});

let tables: TestTables;
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.close());

const envelope = boundEnvelope;

test('the real table, opened, says after two nights what the one in memory says', async () => {
  await fc.assert(
    fc.asyncProperty(randomBook, randomBook, hand, async (before, after, how) => {
      const { documents } = tables;
      const options = { documents, envelope, table: await tables.notices(), report: () => expect.unreachable() };
      const [memory, dynamo] = [intakeWorld(), intakeWorld()];
      const book = createContactBook(options);
      for (const one of [before, after]) {
        for (const world of [memory, dynamo]) await drop(world, one, how);
        await run(memory);
        await importDrop({ ...intakePorts(dynamo), book }, { key: ZIP, messageId: 'm' });
      }
      const { Items = [] } = await documents.send(new ScanCommand({ TableName: options.table }));
      for (const kind of ['contact', 'number', 'student'] as const) {
        const ids = Items.flatMap(({ pk, sk }) => (sk === 'BOOK' && pk.startsWith(kind.toUpperCase()) ? [pk.split('#')[1]] : []));
        for (const [id, value] of await createContactReader(options).openItems(kind, Items, ids))
          dynamo.book.set(`${kind} ${id}`, { value, print: '', version: 1 });
      }
      for (const [studentKey, schools] of await book.enrolled(['north', 'south']))
        for (const [schoolId, grade] of schools) dynamo.index.set(`${schoolId} ${studentKey}`, grade);
      for (const [contactKey, schools] of await book.staff()) dynamo.staff.set(contactKey, schools);
      expect([bookIn(dynamo), audienceIn(dynamo)]).toEqual([bookIn(memory), audienceIn(memory)]);
    }),
    { numRuns: 12 },
  );
});

const IDS = ['S', 'G', 'T'].flatMap((kind) => [1, 2, 3, 4].map((n) => `${kind}${n}`));
const idOf = (name: (id: string) => string) => {
  const ids = new Map(IDS.map((id) => [name(id), id]));
  return (key: string) => ids.get(key) ?? key;
};
const [studentOf, personOf] = [idOf(NAMING.student), idOf(NAMING.contact)];

// What was written under a kind is of that kind.
const entries = <T>({ book }: IntakeWorld, kind: string): T[] =>
  [...book].flatMap(([key, { value }]) => (key.startsWith(`${kind} `) ? [value as T] : []));

const byId = <T extends { readonly id: string }>(of: readonly T[]) => of.toSorted((a, b) => a.id.localeCompare(b.id));

/** The table, opened and in the words of the export again. */
function bookIn(world: IntakeWorld): RandomBook {
  const students = entries<Student>(world, 'student').map(
    ({ sisId, schoolIds, grade, birthDate }): BookStudent => ({
      id: sisId,
      schools: schoolIds,
      grade,
      ...(birthDate === undefined ? {} : { born: birthDate }),
    }),
  );
  return {
    students: byId(students),
    people: byId(entries<Contact>(world, 'contact').map((contact) => personIn(world, contact))),
  };
}

function personIn(
  world: IntakeWorld,
  { contactKey, givenName, familyName, language, numbers, edges, worksAt }: Contact,
): BookPerson {
  const record = world.consents.get(contactKey) ?? NO_CONSENTS;
  const answers = PURPOSES.flatMap((purpose) => {
    const states = new Set(numbers.map(({ numberKey }) => stateFor(record, numberKey, purpose, MORNING.toISOString())));
    const said = [...states].map((state) => ({ granted: 'yes', revoked: 'no', none: '' })[state]).join(' and ');
    return said === '' ? [] : [[purpose, said]];
  });
  const links = edges.map(
    ({ studentKey, relationship, priority, restricted, emergencyOnly, limits = [] }): BookLink => ({
      ...{ student: studentOf(studentKey), relationship, priority, restricted, emergencyOnly, limits },
    }),
  );
  return {
    ...{ id: personOf(contactKey), givenName, familyName, links },
    language,
    phones: numbers.map(({ e164, label }) => ({ digits: e164.slice(2), label })),
    answers: Object.fromEntries(answers),
    ...(worksAt === undefined ? {} : { worksAt }),
  };
}

/** Who is found by school, by student and by phone: what a notice is planned from. */
function audienceIn(world: IntakeWorld) {
  const contacts = entries<Contact>(world, 'contact');
  const edges = contacts.flatMap(({ contactKey, edges: of }) =>
    of.map(({ studentKey, schoolIds, adultFrom = '' }) => [personOf(contactKey), studentOf(studentKey), schoolIds, adultFrom]),
  );
  return {
    index: [...world.index].map(([key, grade]) => [...key.split(' ').map(studentOf), grade].join(' ')).sort(),
    callOrder: Object.fromEntries(
      entries<Student>(world, 'student').map(({ sisId, contactKeys }) => [sisId, contactKeys.map(personOf)]),
    ),
    edges: edges.map((edge) => edge.join(' ')).sort(),
    holders: Object.fromEntries(
      entries<NumberEntry>(world, 'number').map(({ e164, contactKeys }) => [e164.slice(2), contactKeys.map(personOf).sort()]),
    ),
    staff: Object.fromEntries([...world.staff].map(([key, schools]) => [personOf(key), schools])),
    roles: Object.fromEntries(contacts.map(({ contactKey, role }) => [personOf(contactKey), role])),
  };
}

/** The same, found in the book by itself. */
function audienceOf({ students, people }: RandomBook): ReturnType<typeof audienceIn> {
  const links = people.flatMap(({ id, links: of }) => of.map((link) => ({ ...link, id })));
  const first = (a: { priority: number; id: string }, b: { priority: number; id: string }) =>
    a.priority - b.priority || a.id.localeCompare(b.id);
  const edges = links.map(({ id, student }) => {
    const { schools = [], born } = students.find((one) => one.id === student) ?? {};
    return [id, student, schools, born === undefined ? '' : `${Number(born.slice(0, 4)) + 18}${born.slice(4)}`].join(' ');
  });
  const phones = people.flatMap(({ id, phones: of }) => of.map(({ digits }) => ({ digits, id })));
  return {
    index: students.flatMap(({ id, schools, grade }) => schools.map((school) => `${school} ${id} ${grade}`)).sort(),
    callOrder: Object.fromEntries(
      students.map(({ id }) => [
        id,
        links
          .filter(({ student }) => student === id)
          .sort(first)
          .map((link) => link.id),
      ]),
    ),
    edges: edges.sort(),
    holders: Object.fromEntries(
      [...Map.groupBy(phones, ({ digits }) => digits)].map(([digits, of]) => [digits, of.map(({ id }) => id).sort()]),
    ),
    staff: Object.fromEntries(people.flatMap(({ id, worksAt }) => (worksAt === undefined ? [] : [[id, worksAt]]))),
    roles: Object.fromEntries(people.map((person) => [person.id, roleOf(person)])),
  };
}

function roleOf({ id, links }: BookPerson): Contact['role'] {
  if (links.length === 0) return 'staff';
  if (id.startsWith('S')) return 'student';
  return links.some(({ emergencyOnly }) => !emergencyOnly) ? 'guardian' : 'other';
}
