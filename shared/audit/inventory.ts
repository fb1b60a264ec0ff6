import { batchName } from './batch.ts';
import { CHECKPOINTS } from './checkpoint.ts';
import type { Docket } from './findings.ts';
import { SEALS } from './manifest.ts';
import type { StoredVersion, TrailSource } from './trail-source.ts';

/** What lies in the trail, by key: one version each, the first that was written. */
export interface Inventory {
  readonly batches: ReadonlyMap<string, StoredVersion>;
  /** In key order: by log, then by where they start. */
  readonly seals: readonly StoredVersion[];
  readonly checkpoints: readonly StoredVersion[];
  readonly objects: number;
}

const NUMBERED = /^\d{4}-\d\d\/\d{12,}$/;

/**
 * Lists everything, and convicts what write-once storage cannot hold: delete markers, which Object Lock does not prevent, and
 * second versions, which become possible after one.
 */
export async function takeInventory(source: TrailSource, docket: Docket): Promise<Inventory> {
  const first = await firstVersions(source, docket);
  const batches = new Map<string, StoredVersion>();
  const seals: StoredVersion[] = [];
  const checkpoints: StoredVersion[] = [];
  for (const [key, version] of [...first].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (batchName(key) !== undefined) batches.set(key, version);
    else if (key.startsWith(SEALS) && NUMBERED.test(key.slice(SEALS.length))) seals.push(version);
    else if (key.startsWith(CHECKPOINTS) && NUMBERED.test(key.slice(CHECKPOINTS.length))) checkpoints.push(version);
    // Tiles and bundles are derived from the seals; they are checked with the proofs that rest on them.
    else if (!key.startsWith('tile/'))
      docket.convict({ class: 'stray-object', object: key, detail: 'no such object belongs here' });
  }
  checkRuns(batches, docket);
  return { batches, seals, checkpoints, objects: first.size };
}

async function firstVersions(source: TrailSource, docket: Docket): Promise<ReadonlyMap<string, StoredVersion>> {
  const first = new Map<string, StoredVersion>();
  for await (const version of source.versions()) {
    const { key } = version;
    if (version.deleted) docket.convict({ class: 'deleted', object: key, detail: `delete marker ${version.version}` });
    else if (first.has(key)) docket.convict({ class: 'second-version', object: key, detail: 'written more than once' });
    // S3 lists the newest version of a key first, so what is kept in the end is the oldest.
    if (!version.deleted) first.set(key, version);
  }
  return first;
}

/** A run's objects are numbered from 0 without a hole. */
function checkRuns(batches: ReadonlyMap<string, StoredVersion>, docket: Docket): void {
  const runs = new Map<string, Map<number, string>>();
  for (const key of batches.keys()) {
    const name = batchName(key);
    if (name === undefined) continue;
    const id = `${name.writer} ${name.run}`;
    const numbers = runs.get(id) ?? new Map<number, string>();
    runs.set(id, numbers);
    const other = numbers.get(name.seq);
    if (other !== undefined) docket.convict({ class: 'run-doubled', object: key, detail: `same run and number as ${other}` });
    numbers.set(name.seq, key);
  }
  for (const [id, numbers] of runs) {
    const last = Math.max(...numbers.keys());
    const missing = Array.from({ length: last }, (_, n) => n).filter((n) => !numbers.has(n));
    if (missing.length === 0) continue;
    const detail = `run ${id}: number ${missing.join(', ')} is missing`;
    docket.convict({ class: 'run-hole', object: numbers.get(last) ?? id, detail });
  }
}
