import { type SampleDistrict, zip } from '../../infra/local/sample-district/index.ts';

type Cells = Readonly<Record<string, string>>;
/** What becomes of one row: other cells, or nothing. */
type Change = (cells: Cells) => Cells | undefined;

const FIELD = /,(?=(?:[^"]*"[^"]*")*[^"]*$)/;

/** The next night's drop: the same export, but for what has changed in the office meanwhile. @param stem of its files' names */
export async function anotherNight(
  sample: SampleDistrict,
  stem: string,
  changes: { readonly contacts?: Change; readonly demographics?: Change; readonly enrollments?: Change; readonly users?: Change },
): Promise<SampleDistrict> {
  const { roster, contacts } = sample;
  const files = {
    ...roster.files,
    'demographics.csv': rewritten(roster.files['demographics.csv'] ?? '', changes.demographics),
    'enrollments.csv': rewritten(roster.files['enrollments.csv'] ?? '', changes.enrollments),
    'users.csv': rewritten(roster.files['users.csv'] ?? '', changes.users),
  };
  return {
    ...sample,
    roster: { key: `roster/${stem}.zip`, files, zip: await zip(files) },
    contacts: { key: `roster/${stem}.contacts.csv`, csv: rewritten(contacts.csv, changes.contacts) },
  };
}

function rewritten(csv: string, change: Change = (cells) => cells): string {
  const [header = '', ...rows] = csv.split('\r\n');
  const columns = header.split(',');
  const after = rows.flatMap((row) => {
    if (row === '') return [row];
    const fields = row.split(FIELD);
    const changed = change(Object.fromEntries(columns.map((column, at) => [column, fields[at] ?? ''])));
    return changed === undefined ? [] : [columns.map((column) => changed[column] ?? '').join(',')];
  });
  return [header, ...after].join('\r\n');
}
