import { checkpointKey, signCheckpoint } from '../../shared/audit/checkpoint.ts';
import { logOrigin, yearOf } from '../../shared/audit/log-name.ts';
import { decodeManifest, encodeManifest, type Head, manifestOf, SEALS, sealKey } from '../../shared/audit/manifest.ts';
import { rootOf } from '../../shared/audit/tree.ts';
import { Ledger, LogUnsound } from './ledger.ts';
import type { SealPorts } from './ports.ts';
import { keepSnapshot, loadSnapshot } from './snapshot.ts';
import { findUnsealed, inCausalOrder, readBatch, type UnsealedBatch } from './unsealed.ts';

/** What one environment remembers from minute to minute; all of it can be found again in the bucket. */
export interface Memory {
  ledger: Ledger | undefined;
  /** Size of each log's last checkpoint known to be stored. */
  readonly signed: Map<string, number>;
  /** The hour of the last heartbeat, `2026-11-24T11`. */
  heartbeat: string;
  /** The hour of the last thorough search. */
  searched: string;
  /** Seals since the ledger was last kept in the view. */
  unkept: number;
}

export function freshMemory(): Memory {
  return { ledger: undefined, signed: new Map(), heartbeat: '', searched: '', unkept: 0 };
}

/** Batches of one seal; keeps a manifest below a few hundred kilobytes. */
const BATCHES_PER_SEAL = 1_000;
/** A cold start reads at most that many seals. */
const SEALS_PER_SNAPSHOT = 16;
const READ_SIDE_BY_SIDE = 16;
/**
 * A batch younger than this waits for the next minute. What it refers to was written before it, hence before the listing
 * began, hence is in the listing too: so nothing is sealed before its own reason.
 */
const SETTLED_MS = 2_000;

/**
 * One run of the sealer: takes every settled batch into its log and signs where the logs end.
 * Safe beside any number of others and after a crash anywhere: the PUT of a seal is the only commit, and all else is
 * derived from the seals again.
 * @throws LogUnsound when the seals do not build on one another; nothing is signed then.
 */
export async function seal(ports: SealPorts, memory: Memory): Promise<void> {
  await beat(ports, memory);
  const ledger = await upToDate(ports, memory);
  for (const log of ledger.logs()) await finish(ports, memory, ledger.head(log));

  const started = ports.clock.now();
  const hour = started.toISOString().slice(0, 13);
  const unsealed = await findUnsealed(ports.store, ledger, started, memory.searched !== hour);
  memory.searched = hour;
  const oldest = Math.min(started.getTime(), ...unsealed.map((object) => object.modified.getTime()));
  ports.measures.seconds('UnsealedSeconds', (started.getTime() - oldest) / 1_000);

  const settled = unsealed.filter((object) => object.modified.getTime() <= started.getTime() - SETTLED_MS);
  const batches = await readAll(
    ports,
    settled.map((object) => object.key),
  );
  for (const [log, own] of byLog(batches, logOrigin(ports.district, started))) {
    for (let n = 0; n < own.length; n += BATCHES_PER_SEAL) {
      // Somebody else extends the log: what we have in hand may be in their seal. The next run sees.
      if (!(await commit(ports, memory, ledger, log, own.slice(n, n + BATCHES_PER_SEAL)))) return;
    }
  }
}

/** An hourly sign of life: a log that says nothing for longer than that has been cut off. */
async function beat({ trail, clock }: SealPorts, memory: Memory): Promise<void> {
  const at = clock.now().toISOString();
  const hour = at.slice(0, 13);
  if (memory.heartbeat === hour) return;
  await trail.write(at.slice(0, 10), [{ kind: 'heartbeat', at: `${hour}:00:00.000Z`, id: `heartbeat.${hour}` }]);
  memory.heartbeat = hour;
}

/** The ledger, with every seal that is in the bucket by now. */
async function upToDate(ports: SealPorts, memory: Memory): Promise<Ledger> {
  const ledger = memory.ledger ?? (await loadSnapshot(ports.view)) ?? new Ledger();
  // Forgotten until it is whole again: a fault half-way must not leave half a ledger behind.
  memory.ledger = undefined;
  const years = new Set([...ledger.logs().map(yearOf), yearOf(logOrigin(ports.district, ports.clock.now()))]);
  const found = ledger.logs().length === 0 ? [SEALS] : [...years].map((year) => `${SEALS}${year}/`);
  for (const prefix of found) await takeSeals(ports, ledger, prefix);
  memory.ledger = ledger;
  return ledger;
}

async function takeSeals({ store, clock }: SealPorts, ledger: Ledger, prefix: string): Promise<void> {
  const last = ledger.logs().find((log) => `${SEALS}${yearOf(log)}/` === prefix);
  // Seals are named by where they start: the next one, and no other, is named by where the log ends now.
  const after = last === undefined ? undefined : sealKey(last, ledger.head(last).frontier.size - 1);
  for await (const { key } of store.list(prefix, after)) {
    const manifest = decodeManifest(await store.get(key));
    if (manifest === undefined || sealKey(manifest.log, manifest.start) !== key) {
      throw new LogUnsound(`${key} is no seal`, { log: key, start: 0, problem: 'unreadable' }, 'Run `ringfence audit verify`.');
    }
    ledger.take(manifest, clock.now());
  }
}

/** Signs where the log ends, unless this environment has done so. Repeating it is harmless: the same bytes, the same key. */
async function finish(ports: SealPorts, memory: Memory, head: Head): Promise<void> {
  const { log, frontier } = head;
  if (frontier.size === 0 || memory.signed.get(log) === frontier.size) return;
  const key = checkpointKey(log, frontier.size);
  const note = await signCheckpoint({ origin: log, size: frontier.size, root: rootOf(frontier) }, ports.signer);
  const bytes = Buffer.from(note, 'utf8');
  await ports.store.putOnce(key, bytes);
  // If we die here: the view is behind by one checkpoint until the next environment starts. It is a view.
  await ports.view.put(`${yearOf(log)}/checkpoint`, bytes);
  memory.signed.set(log, frontier.size);
}

/** @returns whether ours is the seal that extends the log. */
async function commit(
  ports: SealPorts,
  memory: Memory,
  ledger: Ledger,
  log: string,
  batches: readonly UnsealedBatch[],
): Promise<boolean> {
  const manifest = manifestOf(ledger.head(log), batches);
  const answer = await ports.store.putOnce(sealKey(log, manifest.start), encodeManifest(manifest));
  if (answer === 'occupied') return false;
  // If we die here: the seal stands, and the next run finds it without its checkpoint and signs that first.
  ledger.take(manifest, ports.clock.now());
  await finish(ports, memory, ledger.head(log));
  ports.measures.count('RecordsSealed', manifest.size - manifest.start);
  memory.unkept += 1;
  if (memory.unkept >= SEALS_PER_SNAPSHOT) await keepSnapshot(ports.view, ledger);
  memory.unkept %= SEALS_PER_SNAPSHOT;
  return true;
}

async function readAll({ store }: SealPorts, keys: readonly string[]): Promise<readonly UnsealedBatch[]> {
  const read: UnsealedBatch[] = [];
  for (let n = 0; n < keys.length; n += READ_SIDE_BY_SIDE) {
    read.push(...(await Promise.all(keys.slice(n, n + READ_SIDE_BY_SIDE).map((key) => readBatch(store, key)))));
  }
  return inCausalOrder(read);
}

function byLog(batches: readonly UnsealedBatch[], present: string): ReadonlyMap<string, UnsealedBatch[]> {
  return Map.groupBy(batches, (batch) => batch.log ?? present);
}
