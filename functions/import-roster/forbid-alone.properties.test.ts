import fc from 'fast-check';
import { expect, test } from 'vitest';
import { companionText, type SmallExport, smallDrop } from '../../test/fixtures/exports.ts';
import { permitsIn } from '../../test/fixtures/gate-of-book.ts';
import { type IntakeWorld, intakePorts, intakeWorld } from '../../test/fixtures/intake-memory.ts';
import { importDrop } from './import-drop.ts';

const [LAST, ZIP, CONTACTS] = ['roster/23.zip', 'roster/24.zip', 'roster/24.contacts.csv'] as const;

async function lastNight(of: SmallExport): Promise<IntakeWorld> {
  const world = intakeWorld();
  const { zip, contacts } = await smallDrop(of);
  world.files.set(LAST, zip).set('roster/23.contacts.csv', contacts);
  await importDrop(intakePorts(world), { key: LAST, messageId: 'last night' });
  return world;
}

const resultOf = ({ reports }: IntakeWorld): string => JSON.parse(reports.get(`reports/${CONTACTS}.json`) ?? '{}').result;

/** Whatever a family's rows may say. */
const someRows: fc.Arbitrary<SmallExport> = fc.record({
  guardians: fc.uniqueArray(
    fc.record({
      id: fc.constantFrom('G1', 'G2', 'G3', 'G4'),
      students: fc.subarray(['S1', 'S2', 'S3'], { minLength: 1 }),
      phone: fc.constantFrom('217-442-3001', '217-442-3002', '217-442-3003', '217-442-3001 do not call', ''),
      columns: fc.record({
        restricted: fc.constantFrom('N', 'N', 'Y', 'see file'),
        legalGuardian: fc.constantFrom('Y', 'N', '?'),
        emergencyOnly: fc.constantFrom('N', 'Y', ''),
        pickupOnly: fc.constantFrom('', 'Y'),
        generalCommunication: fc.constantFrom('', 'N'),
        consentEvent: fc.constantFrom('', 'yes', 'no'),
        consentDate: fc.constantFrom('2026-08-20', ''),
        consentForm: fc.constant('F-1'),
      }),
    }),
    { minLength: 1, selector: ({ id }) => id },
  ),
});

test('whatever the book says and whatever the contacts say, nobody may be called by them who might not be called before', async () => {
  await fc.assert(
    fc.asyncProperty(someRows, someRows, fc.boolean(), async (last, tonight, isRefused) => {
      const world = await lastNight(last);
      const before = permitsIn(world);
      if (isRefused) world.files.set(ZIP, Buffer.from('no zip'));
      world.files.set(CONTACTS, Buffer.from(companionText(tonight)));
      const drop = importDrop(intakePorts(world), { key: CONTACTS, messageId: 'tonight' });
      if (isRefused) await drop;
      else await expect(drop).rejects.toMatchObject({ code: 'HALF_MISSING' });
      expect(resultOf(world)).toBe(isRefused ? 'rejected' : 'waiting');
      expect([...permitsIn(world)].filter((permit) => !before.has(permit))).toEqual([]);
    }),
    { numRuns: 150 },
  );
});
