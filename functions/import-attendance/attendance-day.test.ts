import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAbsenceBook, createAbsenceReader } from '../../shared/aws/absence-store.ts';
import { createImportLedger } from '../../shared/aws/import-ledger.ts';
import { absenceNow, absencesOf } from '../../shared/calls/absences.ts';
import type { DistrictSettings } from '../../shared/district/settings.ts';
import { drop, school } from '../../test/fixtures/attendance.ts';
import { NAMING, SETTINGS } from '../../test/fixtures/intake-memory.ts';
import { startTables, type TestTables } from '../../test/ports/table.ts';

let tables: TestTables;
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.close());

const PUPILS = [
  { id: 'Ana' },
  { id: 'Ben' },
  { id: 'Cy', school: 'south' },
  { id: 'Dee' },
  { id: 'Eve' },
  { id: 'Flo', school: 'south' },
];
/** L is a legal absence in the district, and late at the south school. */
const settings: DistrictSettings = {
  ...SETTINGS,
  attendanceCodes: { A: 'unexcused', E: 'excused', L: 'excused' },
  schools: SETTINGS.schools.map((one) => ({ ...one, attendanceCodes: one.id === 'south' ? { L: 'tardy' } : {} })),
};

/** The district, and what its families would hear from it, over real tables. */
async function aDistrict() {
  const { documents } = tables;
  const options = { documents, table: await tables.notices() };
  const [absences, reader, ledger] = [createAbsenceBook(options), createAbsenceReader(options), createImportLedger(options)];
  const world = await school({ students: PUPILS });
  return {
    /** Chicago keeps UTC-6 in November. */
    file: async (at: string, rows: readonly string[], name = `attendance/${at}.csv`) => {
      world.uploadedAt = new Date(`${at}-06:00`).toISOString();
      const now = () => new Date(`${at}-06:00`);
      return drop(world, rows, name, { absences, ledger, settings, clock: { now } });
    },
    /** Whose family a call that is dialed now would tell, by the rule that the gate asks. */
    rings: async () => {
      const lists = world.raised.map(async ({ absenceDay, audience }) => {
        if (audience.kind !== 'students' || absenceDay === undefined) throw new Error('this is no notice of absences');
        const calls = audience.students.map((key) =>
          absencesOf({ recipients: [{ contactKey: '', students: [key] }] }, { absenceDay }),
        );
        const states = await reader.read(calls.flat());
        return calls.flatMap((of) => (absenceNow(of, states) === 'unexcused' ? of.map(({ studentKey }) => studentKey) : []));
      });
      const told = (await Promise.all(lists)).flat();
      return PUPILS.filter(({ id }) => told.includes(NAMING.student(id))).map(({ id }) => id);
    },
    notices: () => world.raised.length,
  };
}

test('the school day, hour by hour: at each of them, whoever would ring is whom a parent would call right', async () => {
  const day = await aDistrict();
  const ten = ['Ana,11/24/26,A,', 'Ben,11/24/26,A,', 'Cy,11/24/26,L,', 'Dee,11/24/26,L,', 'Eve,11/23/26,A,'];
  await day.file('2026-11-24T10:00', ten);
  expect(await day.rings(), 'ten: two are missing; a legal absence, a late one and yesterday’s call nobody').toEqual([
    'Ana',
    'Ben',
  ]);

  await day.file('2026-11-24T13:00', ['Ana,11/24/26,E,', 'Ben,11/24/26,A,', 'Flo,11/24/26,A,']);
  expect(await day.rings(), 'one: Ana’s mother has telephoned, and Flo left at noon').toEqual(['Ben', 'Flo']);

  const five = ['Ana,11/24/26,E,', 'Flo,11/24/26,A,', 'Dee,11/24/26,L,'];
  await day.file('2026-11-24T17:00', five);
  expect(await day.rings(), 'five: Ben was there after all, and his row is gone').toEqual(['Flo']);

  const again = await day.file('2026-11-24T17:10', ten, 'attendance/once-more.csv');
  expect([await day.rings(), again.summary]).toEqual([['Flo'], expect.stringContaining('came before')]);

  const before = day.notices();
  const next = await day.file('2026-11-25T07:30', [...five, 'Ana,11/24/26,A,'], 'attendance/next-morning.csv');
  expect([day.notices(), next.summary]).toEqual([before, expect.stringContaining('no row of the file is about it')]);
  expect(next.problems.map(({ code }) => code)).toContain('no-row-today');
});
