import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Contact } from '../../shared/contacts/contact.ts';
import type { NumberEntry } from '../../shared/contacts/number-entry.ts';
import type { SmallExport } from '../../test/fixtures/exports.ts';
import { smallDrop } from '../../test/fixtures/exports.ts';
import { type IntakeWorld, intakePorts, intakeWorld } from '../../test/fixtures/intake-memory.ts';
import { importDrop } from './import-drop.ts';

const ZIP = 'roster/n.zip';

/** Small districts that overlap from night to night: who is there, who has which number, what is flagged, what is consented. */
const someExport: fc.Arbitrary<SmallExport> = fc.record({
  students: fc.uniqueArray(fc.record({ id: fc.constantFrom('S1', 'S2', 'S3'), school: fc.constantFrom('north', 'south') }), {
    minLength: 1,
    selector: ({ id }) => id,
  }),
  guardians: fc.uniqueArray(
    fc.record({
      id: fc.constantFrom('G1', 'G2', 'G3'),
      students: fc.subarray(['S1', 'S2', 'S3'], { minLength: 1 }),
      phone: fc.constantFrom('217-442-3001', '217-442-3002', '217-442-3003', '5551234', '217-442-3001 do not call', ''),
      columns: fc.record({
        restricted: fc.constantFrom('N', 'N', 'Y', 'see file'),
        phone2: fc.constantFrom('', '217-442-3002', '217-442-3004'),
        consentEvent: fc.constantFrom('', 'yes', 'no'),
        consentDate: fc.constantFrom('2026-08-20', ''),
        consentForm: fc.constant('F-1'),
      }),
    }),
    { minLength: 1, selector: ({ id }) => id },
  ),
});

async function night(world: IntakeWorld, wanted: SmallExport, messageId: string): Promise<void> {
  const { zip, contacts } = await smallDrop(wanted);
  world.files.set(ZIP, zip).set('roster/n.contacts.csv', contacts);
  await importDrop(intakePorts(world), { key: ZIP, messageId });
}

const state = ({ book, index, consents, stops }: IntakeWorld) =>
  JSON.stringify([book, index, consents, stops].map((part) => [...part].sort()));

test('any nights one after another: the last one again changes nothing, and every number knows its people', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(someExport, { minLength: 1, maxLength: 4 }), async (nights) => {
      const world = intakeWorld();
      for (const [at, wanted] of nights.entries()) await night(world, wanted, `m${at}`);
      const before = state(world);
      world.ledger.clear();
      await night(world, nights.at(-1) ?? {}, 'again');
      expect(state(world)).toBe(before);
      expect(holdersInNumbers(world)).toEqual(holdersInContacts(world));
    }),
    { numRuns: 100 },
  );
});

test('a restriction or a no of the last night holds, whatever the nights before it said', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(someExport, { maxLength: 3 }), async (nights) => {
      const world = intakeWorld();
      for (const [at, wanted] of nights.entries()) await night(world, wanted, `m${at}`);
      const columns = { restricted: 'Y', consentEvent: 'no' };
      await night(
        world,
        { students: [{ id: 'S1' }], guardians: [{ id: 'G1', students: ['S1'], phone: '217-442-3009', columns }] },
        'last',
      );
      const contact = contactsIn(world).find(({ numbers }) => numbers.some(({ e164 }) => e164 === '+12174423009'));
      expect(contact?.edges.find(({ schoolIds }) => schoolIds.includes('north'))?.restricted).toBe(true);
      const history = world.consents.get(contact?.contactKey ?? '')?.numbers[contact?.numbers[0]?.numberKey ?? '']?.event;
      expect(history?.at(-1)?.state).toBe('revoked');
    }),
    { numRuns: 40 },
  );
});

function contactsIn(world: IntakeWorld): Contact[] {
  // What was written under a kind is of that kind.
  return [...world.book].flatMap(([key, { value }]) => (key.startsWith('contact ') ? [value as Contact] : []));
}

function holdersInNumbers(world: IntakeWorld): string[] {
  // What was written under a kind is of that kind.
  const entries = [...world.book].flatMap(([key, { value }]) =>
    key.startsWith('number ') ? [[key.slice(7), value as NumberEntry] as const] : [],
  );
  return entries.flatMap(([numberKey, { contactKeys }]) => contactKeys.map((contactKey) => `${numberKey} ${contactKey}`)).sort();
}

function holdersInContacts(world: IntakeWorld): string[] {
  return contactsIn(world)
    .flatMap(({ contactKey, numbers }) => numbers.map(({ numberKey }) => `${numberKey} ${contactKey}`))
    .sort();
}
