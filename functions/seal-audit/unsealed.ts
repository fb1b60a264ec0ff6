import { batchName, decodeBatch, RECORDS } from '../../shared/audit/batch.ts';
import { parseCanonical } from '../../shared/audit/canonical.ts';
import { type Hash, hex, leafHash } from '../../shared/audit/leaf.ts';
import type { Ledger } from './ledger.ts';
import type { ListedObject, LogStore } from './ports.ts';

/** A batch that no seal holds yet. */
export interface UnsealedBatch {
  readonly key: string;
  readonly log: string | undefined;
  /** RFC 3339 of its first record; orders batches that do not refer to one another. */
  readonly at: string;
  readonly leaves: readonly Hash[];
  /** Leaf hashes its records refer to. */
  readonly refs: readonly string[];
}

/** Below this many objects the whole bucket is listed each time: five requests. */
const LIST_ALL_BELOW = 5_000;
/** A group in which nothing was sealed for this long is looked at once an hour only; what refers to it lies in a younger one. */
const LIVE_MS = 48 * 3_600_000;

/**
 * Batches that are not sealed, in key order.
 * @param thorough lists every group, not only those that have moved lately
 */
export async function findUnsealed(
  store: LogStore,
  ledger: Ledger,
  now: Date,
  thorough: boolean,
): Promise<readonly ListedObject[]> {
  const found: ListedObject[] = [];
  for await (const prefix of prefixes(store, ledger, now, thorough)) {
    for await (const object of store.list(prefix)) {
      if (batchName(object.key) !== undefined && !ledger.isSealed(object.key)) found.push(object);
    }
  }
  return found;
}

async function* prefixes(store: LogStore, ledger: Ledger, now: Date, thorough: boolean): AsyncIterable<string> {
  if (thorough || ledger.objects < LIST_ALL_BELOW) {
    yield RECORDS;
    return;
  }
  for await (const writer of store.folders(RECORDS)) {
    for await (const group of store.folders(writer)) {
      if (ledger.isLive(group.slice(RECORDS.length, -1), now, LIVE_MS)) yield group;
    }
  }
}

/**
 * Reads one batch as far as sealing needs. Bytes that are no batch are sealed as they are, as one leaf: the sealer keeps
 * everything that was written, and it is the verifier who says what is wrong with it.
 */
export async function readBatch(store: LogStore, key: string): Promise<UnsealedBatch> {
  const bytes = await store.get(key);
  const lines = decodeBatch(bytes);
  if (lines === undefined) return { key, log: undefined, at: '', leaves: [leafHash(bytes)], refs: [] };
  const records = lines.map(membersOf);
  return {
    key,
    log: text(records[0]?.['log']),
    at: text(records[0]?.['at']) ?? '',
    leaves: lines.map((line) => leafHash(line)),
    refs: records.flatMap((record) => (Array.isArray(record['refs']) ? record['refs'].map(String) : [])),
  };
}

/**
 * Log order: by time, but never a batch before one that its records refer to, nor before an earlier one of its own run.
 * The order is for readers and the verifier's causality check; any order would be as tamper-evident.
 */
export function inCausalOrder(batches: readonly UnsealedBatch[]): readonly UnsealedBatch[] {
  const byTime = [...batches].sort((a, b) => compare(a.at, b.at) || compare(a.key, b.key));
  const holder = new Map(byTime.flatMap((batch) => batch.leaves.map((leaf) => [hex(leaf), batch] as const)));
  const before = previousOfRun(byTime);
  const placed = new Set<UnsealedBatch>();
  const ordered: UnsealedBatch[] = [];

  // Depth first by hand: a run of thousands of batches is as deep as it is long.
  for (const start of byTime) {
    const stack = [start];
    while (stack.length > 0) {
      const batch = stack[stack.length - 1];
      if (batch === undefined) break;
      const first = !placed.has(batch);
      placed.add(batch);
      const earlier = [before.get(batch), ...batch.refs.map((ref) => holder.get(ref))];
      const missing = first ? earlier.filter((other) => other !== undefined && !placed.has(other)) : [];
      if (missing.length > 0) stack.push(...missing.filter((other) => other !== undefined));
      else {
        stack.pop();
        ordered.push(batch);
      }
    }
  }
  return [...new Set(ordered)];
}

function previousOfRun(batches: readonly UnsealedBatch[]): ReadonlyMap<UnsealedBatch, UnsealedBatch> {
  const named = batches.flatMap((batch) => {
    const name = batchName(batch.key);
    return name === undefined ? [] : [{ batch, run: `${name.writer}/${name.run}`, seq: name.seq }];
  });
  named.sort((a, b) => compare(a.run, b.run) || a.seq - b.seq);
  const pairs = new Map<UnsealedBatch, UnsealedBatch>();
  named.forEach(({ batch, run }, n) => {
    const last = named[n - 1];
    if (last !== undefined && last.run === run) pairs.set(batch, last.batch);
  });
  return pairs;
}

function membersOf(line: string): Readonly<Record<string, unknown>> {
  const value = parseCanonical(line);
  return value !== null && typeof value === 'object' ? { ...value } : {};
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
