/** The nights of a large district: a first export, the same in other bytes, and one in which one family of a hundred has a new phone. */

import { parse } from 'csv-parse/sync';
import { csv } from '../../infra/local/sample-district/csv.ts';
import { createSampleDistrict, zip } from '../../infra/local/sample-district/index.ts';

export interface Drop {
  readonly zipKey: string;
  readonly zip: Buffer;
  readonly contactsKey: string;
  readonly contacts: string;
}

export interface Nights {
  readonly students: number;
  readonly contacts: number;
  /** Files of the first night by name, the companion among them. */
  readonly files: Readonly<Record<string, string>>;
  readonly first: Drop;
  readonly unchanged: Drop;
  readonly changed: Drop;
}

const ONE_IN = 100;

/** Every hundredth contact, in all their rows. */
function withNewPhones(text: string): string {
  const [header = [], ...rows]: string[][] = parse(text);
  const [id, phone] = [header.indexOf('guardianSourcedId'), header.indexOf('phone')];
  const numberOf = new Map([...new Set(rows.map((row) => row[id] ?? ''))].map((contact, index) => [contact, index]));
  const changed = rows.map((row) => {
    const index = numberOf.get(row[id] ?? '') ?? 0;
    return index % ONE_IN === 0
      ? row.with(phone, `(309) 555-${String(1_000 + ((index / ONE_IN) % 9_000)).padStart(4, '0')}`)
      : row;
  });
  return csv(header, changed);
}

export async function createNights(students: number): Promise<Nights> {
  const { families, roster, contacts } = await createSampleDistrict({ students, clean: true });
  const drop = async (day: string, text: string): Promise<Drop> => ({
    zipKey: `roster/${day}.zip`,
    zip: await zip(roster.files, day),
    contactsKey: `roster/${day}.contacts.csv`,
    contacts: text,
  });
  return {
    students,
    contacts: families.reduce((sum, family) => sum + family.contacts.length, 0),
    files: { ...roster.files, 'contacts.csv': contacts.csv },
    first: await drop('2026-11-24', contacts.csv),
    unchanged: await drop('2026-11-25', contacts.csv),
    changed: await drop('2026-11-26', withNewPhones(contacts.csv)),
  };
}
