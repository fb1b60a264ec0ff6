import { type FileBytes, startOf, wholeOf } from '../../disk/file-bytes.ts';
import { normalHeader } from '../bytes/column-map.ts';
import { decode } from '../bytes/decode.ts';
import { readTable } from '../bytes/read-table.ts';
import { MANIFEST_MAP } from '../maps/oneroster-1.1.ts';
import type { Place, ProblemLog } from '../report/problem.ts';
import { type ExportFiles, ONEROSTER_FILES, type OneRosterVersion } from './oneroster.ts';

export interface Manifest {
  /**
   * `nothing-changed`: it stands alone and names no user file, which means "no updates", never "everybody left" (OneRoster CSV).
   * `delta`: of one file at least, changes only. A missing manifest is common and reads as a whole export.
   */
  readonly says: 'whole' | 'delta' | 'nothing-changed';
  /** What it says of each file that is read, lower case. */
  readonly modes: ReadonlyMap<string, string>;
  /** Absent where it names none. */
  readonly version?: { readonly number: OneRosterVersion; readonly row: number };
}

const FILE = 'manifest.csv';
export const DATA_FILES = ONEROSTER_FILES.filter((file) => file !== FILE);

/** What it says against what is there is reported; what is there is read. */
export function readManifest(files: ExportFiles, problems: ProblemLog): Manifest {
  const bytes = files.get(FILE);
  if (bytes === undefined) {
    problems.add('manifest-missing', { file: FILE });
    return { says: 'whole', modes: new Map() };
  }
  const rows = readTable(FILE, bytes, MANIFEST_MAP, problems)?.rows ?? [];
  const lines = rows.map(({ row, cells }) => ({
    row,
    name: normalHeader(cells.propertyName),
    value: cells.value.toLowerCase(),
  }));
  const about = (name: string) => lines.filter((line) => line.name === normalHeader(name));
  const modes = new Map<string, string>();
  for (const file of DATA_FILES)
    for (const { row, value } of about(`file.${file.replace('.csv', '')}`)) {
      // Of two lines about a file, the one that says delta: what is taken for whole would empty the rest.
      if (modes.get(file) !== 'delta') modes.set(file, value);
      // What a delta says of itself was held against it when it was laid over the others.
      if (files.overlay === undefined)
        checkLine({ isThere: files.has(file), value }, { file: FILE, row, column: 'value' }, problems);
    }
  const isAlone = DATA_FILES.every((file) => !files.has(file));
  const isQuiet = isAlone && about('file.users').some(({ value }) => value === 'absent');
  const says = [...modes.values()].includes('delta') ? 'delta' : isQuiet ? 'nothing-changed' : 'whole';
  const [version] = about('oneroster.version');
  const number = /\b1\.[012]/.exec(version?.value ?? '')?.[0];
  if (version === undefined || number === undefined) return { says, modes };
  return { says, modes, version: { number: number === '1.2' ? '1.2' : '1.1', row: version.row } };
}

function checkLine({ isThere, value }: { isThere: boolean; value: string }, place: Place, problems: ProblemLog): void {
  if (value === 'delta') problems.add('delta-no-bulk', place, value);
  else if (isThere !== (value === 'bulk')) problems.add('manifest-differs', place, value);
}

/** The version by the headers, which are what is read, whatever the manifest says; where it says otherwise that is reported. */
export function versionOf(files: ExportFiles, { version: said }: Manifest, problems: ProblemLog): OneRosterVersion {
  const version = isNewer(files, said?.number) ? '1.2' : '1.1';
  const isOff = said?.number !== version || (version === '1.1' && files.has('roles.csv'));
  if (said !== undefined && isOff) problems.add('version-differs', { file: FILE, row: said.row, column: 'value' });
  return version;
}

/** 1.1 says role and orgs in users.csv, 1.2 in roles.csv. Where an export has both, or neither, its manifest decides. */
function isNewer(files: ExportFiles, said: OneRosterVersion | undefined): boolean {
  const headers = headersOf(files.get('users.csv') ?? new Uint8Array());
  const has = (name: string) => headers.has(normalHeader(name));
  const hasRoles = files.has('roles.csv');
  if (has('role') && has('orgSourcedIds')) return hasRoles && said !== '1.1';
  return hasRoles || (!has('role') && (said === '1.2' || has('userMasterIdentifier') || has('primaryOrgSourcedId')));
}

/** Enough for the longest header; headers hold no line break, and quotation marks say nothing in them. */
const HEADER_BYTES = 2 ** 15;

function headersOf(bytes: FileBytes): ReadonlySet<string> {
  const lines = Buffer.from(wholeOf(decode(startOf(bytes, HEADER_BYTES)).utf8))
    .toString('utf8')
    .split(/[\r\n]+/);
  const header = lines.find((line) => line.trim() !== '' && !/^sep=/i.test(line)) ?? '';
  return new Set(header.split(/[,;|\t]/).map(normalHeader));
}
