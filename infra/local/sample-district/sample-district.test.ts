import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { describe, expect, test } from 'vitest';
import { createSampleDistrict, familiesOf, numbersOf, plaintexts, SCHOOLS, sampleSettings } from './index.ts';

const sample = await createSampleDistrict();
const students = sample.families.flatMap((family) => family.students);
const contacts = sample.families.flatMap((family) => family.contacts);

describe('the sample district', () => {
  test('has the size and the shape the demo promises', () => {
    expect(students).toHaveLength(2_000);
    expect(contacts.length).toBeGreaterThan(3_400);
    expect(contacts.length).toBeLessThan(3_600);
    expect(new Set(students.map((student) => student.schoolId)).size).toBe(6);
    expect(new Set(contacts.map((contact) => contact.id)).size).toBe(contacts.length);
  });

  test('follows the family shape of FIELD.md §E2', () => {
    const families = sample.families;
    const share = (part: readonly unknown[], whole: readonly unknown[]) => part.length / whole.length;
    expect(
      share(
        families.filter((f) => f.language !== 'en'),
        families,
      ),
    ).toBeCloseTo(0.2, 1);
    expect(
      share(
        families.filter((f) => f.twoHomes),
        families,
      ),
    ).toBeCloseTo(0.22, 1);
    expect(
      share(
        families.filter((f) => f.students.length > 1),
        families,
      ),
    ).toBeCloseTo(0.35, 1);
    expect(
      share(
        contacts.flatMap((c) => c.numbers),
        contacts,
      ),
    ).toBeCloseTo(1.6, 1);
    expect(
      share(
        contacts.filter((c) => c.restrictedFor.length > 0),
        contacts,
      ),
    ).toBeCloseTo(0.01, 2);
  });

  test('gives only numbers that exist in the numbering plan, none of them a placeholder', () => {
    for (const { e164 } of contacts.flatMap((contact) => contact.numbers)) {
      const parsed = parsePhoneNumberFromString(e164);
      expect(parsed?.isValid() && parsed.country, e164).toBe('US');
      expect(e164.slice(5, 8)).not.toBe('555');
    }
  });
});

describe('its exports', () => {
  test('are the same for the same seed, to the byte, and another for another', async () => {
    const again = await createSampleDistrict();
    expect(again.roster.zip.equals(sample.roster.zip)).toBe(true);
    expect(again.contacts.csv).toBe(sample.contacts.csv);
    expect((await createSampleDistrict({ seed: 2, students: 100 })).contacts.csv).not.toBe(
      (await createSampleDistrict({ seed: 3, students: 100 })).contacts.csv,
    );
  });

  test('point at each of their bad rows', () => {
    for (const bad of sample.mess.filter((mess) => mess.file === 'contacts')) {
      const line = sample.contacts.csv.split('\r\n')[bad.row - 1] ?? '';
      expect(line, bad.wrong).toMatch(/Messerschmitt/);
    }
    expect(
      (sample.roster.files['users.csv'] ?? '').split('\r\n')[(sample.mess.find((m) => m.column === 'role')?.row ?? 0) - 1],
    ).toMatch(/paraprofessional/);
  });

  test('knows its schools, its people and what a leak would look like', () => {
    const settings: { schools: { id: string }[] } = JSON.parse(sampleSettings());
    expect(settings.schools.map((school) => school.id)).toEqual(SCHOOLS.map((school) => school.id));
    expect(numbersOf(sample.families, 'plsd-lincoln').size).toBeGreaterThan(familiesOf(sample.families, 'plsd-lincoln').length);
    const found = plaintexts(sample.families);
    expect(found.phrases.length).toBeGreaterThan(30);
    expect(found.names).toContain('Thorvaldsen');
  });
});
