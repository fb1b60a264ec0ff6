/**
 * A delta export and the exports it rests on, file by file (ADR 29): what lies over what. Read record by record (`records.ts`),
 * they are one whole export.
 */
import type { FileBytes } from '../../disk/file-bytes.ts';
import type { ProblemLog } from '../report/problem.ts';
import { problemLog } from '../report/problem.ts';
import { DATA_FILES, type Manifest, readManifest, versionOf } from './manifest.ts';
import type { ExportFiles } from './oneroster.ts';

/** An export that was taken before, unpacked. */
export interface EarlierExport {
  /** What a report calls it. */
  readonly name: string;
  readonly files: ReadonlyMap<string, FileBytes>;
  /** RFC 3339 UTC. */
  readonly uploadedAt: string;
}

/** A file of one of the exports. */
export interface Part {
  /** How far back the export lies: 0 is the one at hand. */
  readonly depth: number;
  readonly bytes: FileBytes;
}

export interface Overlay {
  /** Of the exports, by depth. */
  readonly names: readonly string[];
  /** By file: where it lies whole, and what has changed of it since, the oldest change first. */
  readonly parts: ReadonlyMap<string, { readonly whole: Part; readonly changes: readonly Part[] }>;
  /** Told of each change by the delta at hand: when it was made, in milliseconds since 1970. */
  readonly sawChange: (madeAt: number) => void;
  /** Once all is read: whether nothing of what it changes was changed after the bulk export. */
  readonly isOutdated: () => boolean;
}

export type DeltaFiles = ExportFiles & { readonly overlay: Overlay };

/** Exports lag behind what they export, and some write the local time of day as UTC. */
const LAG_MS = 86_400_000;

/**
 * @param earlier the bulk export first
 * @returns undefined when the log has a problem that stops the export
 */
export function layOver(
  files: ReadonlyMap<string, FileBytes>,
  earlier: readonly EarlierExport[],
  problems: ProblemLog,
): DeltaFiles | undefined {
  const [bulk] = earlier;
  if (bulk === undefined) {
    problems.add('delta-no-bulk', { file: 'manifest.csv' });
    return undefined;
  }
  const manifest = readManifest(files, problemLog());
  checkManifest(files, manifest, problems);
  if (isOtherVersion(files, manifest, bulk)) problems.add('delta-version', { file: 'manifest.csv' });
  const layers = [
    { files, modes: manifest.modes },
    ...earlier.toReversed().map((one) => ({
      files: one.files,
      modes: one === bulk ? new Map<string, string>() : readManifest(one.files, problemLog()).modes,
    })),
  ];
  const parts: [string, { whole: Part; changes: Part[] }][] = [];
  for (const file of DATA_FILES) {
    const { whole, changes } = partsOf(file, layers);
    if (whole !== undefined) parts.push([file, { whole, changes }]);
    else if (changes.length > 0) problems.add('delta-no-bulk', { file });
  }
  const names = ['', ...earlier.map(({ name }) => name).toReversed()];
  return problems.stopped() ? undefined : filesOf(files, new Map(parts), names, bulk);
}

function filesOf(
  files: ReadonlyMap<string, FileBytes>,
  parts: Overlay['parts'],
  names: readonly string[],
  bulk: EarlierExport,
): DeltaFiles {
  const get = (name: string) => parts.get(name)?.whole.bytes ?? (name === 'manifest.csv' ? files.get(name) : undefined);
  let newest: number | undefined;
  return {
    get,
    has: (name) => get(name) !== undefined,
    overlay: {
      ...{ names, parts },
      sawChange: (madeAt) => {
        newest = Math.max(newest ?? madeAt, madeAt);
      },
      isOutdated: () => newest !== undefined && newest < Date.parse(bulk.uploadedAt) - LAG_MS,
    },
  };
}

interface Layer {
  readonly files: ReadonlyMap<string, FileBytes>;
  readonly modes: ReadonlyMap<string, string>;
}

/** @param layers the newest first */
function partsOf(file: string, layers: readonly Layer[]): { readonly whole?: Part; readonly changes: Part[] } {
  const changes: Part[] = [];
  for (const [depth, { files, modes }] of layers.entries()) {
    const bytes = files.get(file);
    if (bytes !== undefined && modes.get(file) !== 'delta') return { whole: { depth, bytes }, changes: changes.toReversed() };
    if (bytes !== undefined) changes.push({ depth, bytes });
  }
  return { changes };
}

/** Of a bulk export the files themselves say what they are; of a delta nobody can see whether it is whole. */
function checkManifest(files: ReadonlyMap<string, FileBytes>, { modes }: Manifest, problems: ProblemLog): void {
  for (const file of DATA_FILES) {
    // Many leave the value empty where there is no file.
    const mode = modes.get(file) || 'absent';
    const isMeant = files.has(file) ? mode === 'delta' || mode === 'bulk' : mode === 'absent';
    if (!isMeant) problems.add('delta-manifest', { file });
  }
}

function isOtherVersion(files: ReadonlyMap<string, FileBytes>, manifest: Manifest, bulk: EarlierExport): boolean {
  const before = versionOf(bulk.files, readManifest(bulk.files, problemLog()), problemLog());
  const isSaid = !files.has('users.csv') && !files.has('roles.csv');
  const now = isSaid ? (manifest.version?.number ?? before) : versionOf(files, manifest, problemLog());
  return now !== before;
}
