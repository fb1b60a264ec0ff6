/**
 * One school district, made from a seed: 2,000 students, about 3,500 contacts, six schools, four home languages, and the mess
 * of real exports. Imports nothing of the product: what the product makes of these files is for it to show.
 */
import { readFileSync } from 'node:fs';
import { type AttendanceRow, attendanceCsv, attendanceRows } from './attendance.ts';
import { companionCsv, companionRows } from './companion.ts';
import { makeFamilies } from './families.ts';
import { companionMess, type Mess, oneRosterMess } from './mess.ts';
import { oneRosterFiles } from './oneroster.ts';
import type { SampleFamily } from './people.ts';
import { zip } from './zip.ts';

export { familiesOf, numbersOf, plaintexts } from './find.ts';
export type { SampleContact, SampleFamily, SampleNumber, SampleStudent } from './people.ts';
export { SCHOOLS } from './schools.ts';
export { zip } from './zip.ts';

export interface SampleOptions {
  readonly seed?: number;
  readonly students?: number;
  /** The school day, YYYY-MM-DD in the district's own zone. */
  readonly day?: string;
  /** Leaves the bad rows out. */
  readonly clean?: boolean;
}

export interface SampleDistrict {
  readonly day: string;
  readonly families: readonly SampleFamily[];
  /** Key and bytes of the nightly drop: the export and its companion, one stem. */
  readonly roster: { readonly key: string; readonly files: Readonly<Record<string, string>>; readonly zip: Buffer };
  readonly contacts: { readonly key: string; readonly csv: string };
  readonly attendance: { readonly key: string; readonly csv: string; readonly rows: readonly AttendanceRow[] };
  /** The bad rows: file, 1-based row as a spreadsheet counts (the header is row 1), column, what is wrong. */
  readonly mess: readonly (Mess & { readonly row: number })[];
}

export async function createSampleDistrict(options: SampleOptions = {}): Promise<SampleDistrict> {
  const { seed = 1, students = 2_000, day = '2026-11-24', clean = false } = options;
  const families = makeFamilies(seed, students);
  const badContacts = clean ? [] : companionMess(families);
  const badOneRoster = clean ? { rows: {}, mess: [] } : oneRosterMess(families);
  const good = companionRows(seed, families);
  const files = oneRosterFiles(seed, families, badOneRoster.rows);
  const rows = attendanceRows(seed, families, day);
  const lastRows = (file: string, of: number, index: number) => (files[file] ?? '').split('\r\n').length - 1 - of + index + 1;
  return {
    day,
    families,
    roster: { key: `roster/${day}.zip`, files, zip: await zip(files, day) },
    contacts: { key: `roster/${day}.contacts.csv`, csv: companionCsv([...good, ...badContacts.map((bad) => bad.row)]) },
    attendance: { key: `attendance/${day}-0940.csv`, csv: attendanceCsv(rows), rows },
    mess: [
      ...badContacts.map(({ file, column, wrong }, index) => ({ file, column, wrong, row: good.length + 2 + index })),
      ...badOneRoster.mess.map((bad) => {
        const inFile = badOneRoster.mess.filter((other) => other.file === bad.file);
        return { ...bad, row: lastRows(bad.file, inFile.length, inFile.indexOf(bad)) };
      }),
    ],
  };
}

/** The settings file of the sample district, as text. */
export function sampleSettings(): string {
  return readFileSync(new URL('./district.json', import.meta.url), 'utf8');
}
