import { adjudicate } from './adjudicate.ts';
import { parsePublicKey } from './checkpoint.ts';
import { checkCheckpoints } from './checkpoints-check.ts';
import { Docket, type LogSummary, type Verdict } from './findings.ts';
import { type Inventory, takeInventory } from './inventory.ts';
import { fromHex, type Hash, hex } from './leaf.ts';
import { yearOf } from './log-name.ts';
import { decodeManifest, emptyHead, extend, type Manifest, sealKey } from './manifest.ts';
import { Meaning } from './meaning.ts';
import { Chronicle, leavesOf, recordsOf } from './reading.ts';
import type { StoredVersion, TrailSource } from './trail-source.ts';
import { type Frontier, rootOf } from './tree.ts';

export type { Finding, FindingClass, LogSummary, Verdict } from './findings.ts';
export type { StoredVersion, TrailSource } from './trail-source.ts';

export interface VerifyOptions {
  /** Called as batches are read. */
  readonly progress?: (done: number, of: number) => void;
}

/** Batches read at the same time. */
const SIDE_BY_SIDE = 32;
/** A batch that is older than this beside the newest object, and in no seal, has been kept out. */
const SEALED_WITHIN_MS = 3_600_000;

/** One log as it is walked: where it ends, and its root at every size a seal led to. */
interface Walk {
  frontier: Frontier;
  readonly roots: Map<number, Hash>;
}

/**
 * Says of a whole trail whether anything in it was changed, removed, added late or reordered, and whether what it records
 * was allowed. Needs no network and no trust but in the public key. After a finding it goes on.
 * @param publicKey a C2SP vkey, a PEM, or the base64 of a SubjectPublicKeyInfo
 */
export async function verifyTrail(source: TrailSource, publicKey: string, options: VerifyOptions = {}): Promise<Verdict> {
  const docket = new Docket();
  const key = parsePublicKey(publicKey);
  if (key === undefined) docket.doubt('the public key is neither a vkey nor an Ed25519 key in PEM or DER');
  try {
    return await verifyWith(source, key, docket, options);
  } catch (error) {
    docket.doubt(`the trail could not be read to its end: ${error instanceof Error ? error.message : 'unknown'}`);
    const counts = { objects: 0, records: 0, seals: 0, checkpoints: 0, adjudicated: 0, unsealed: 0 };
    return { outcome: docket.outcome(), findings: docket.findings, doubts: [...docket.doubts], counts, logs: [] };
  }
}

async function verifyWith(
  source: TrailSource,
  key: Buffer | undefined,
  docket: Docket,
  options: VerifyOptions,
): Promise<Verdict> {
  const inventory = await takeInventory(source, docket);
  const walks = new Map<string, Walk>();
  const sealed = new Map<string, string>();
  const names = new YearNames();
  const content = new Content(source, inventory, docket, options);
  for (const seal of inventory.seals) {
    const manifest = decodeManifest(await source.bytes(seal.key, seal.version));
    if (manifest === undefined || sealKey(manifest.log, manifest.start) !== seal.key) {
      docket.convict({ class: 'seal-unreadable', object: seal.key, detail: 'no seal of this place' });
      continue;
    }
    names.check(manifest.log, seal.key, docket);
    walk(walks, manifest, seal.key, docket);
    noteSealed(sealed, manifest, seal.key, docket);
    await content.read(manifest);
  }
  const unsealed = [...inventory.batches.values()].filter((batch) => !sealed.has(batch.key));
  await content.readUnsealed(unsealed);
  content.close();
  const roots = new Map([...walks].map(([log, { roots: known }]) => [log, known]));
  const attested = await checkCheckpoints(source, inventory.checkpoints, roots, key, docket);
  const logs = [...walks].map(([log, { frontier }]) => summary(log, frontier, attested.get(log) ?? 0, docket));
  if (logs.length === 0) docket.doubt('nothing has been sealed yet');
  return {
    outcome: docket.outcome(),
    findings: docket.findings,
    doubts: [...docket.doubts],
    counts: {
      objects: inventory.objects,
      records: content.records,
      seals: inventory.seals.length,
      checkpoints: inventory.checkpoints.length,
      adjudicated: content.adjudicated,
      unsealed: unsealed.length,
    },
    logs,
  };
}

/** A school year is one log: a seal that names another one beside it was changed, or is not ours. */
class YearNames {
  readonly #first = new Map<string, { readonly log: string; readonly seal: string }>();

  check(log: string, seal: string, docket: Docket): void {
    const first = this.#first.get(yearOf(log)) ?? { log, seal };
    this.#first.set(yearOf(log), first);
    if (first.log === log) return;
    docket.convict({ class: 'seal-unsound', object: seal, detail: `names the log ${log}, and ${first.seal} names ${first.log}` });
  }
}

/** The seals of a log tile 0..n, each recomputed on top of the one before. */
function walk(walks: Map<string, Walk>, manifest: Manifest, object: string, docket: Docket): void {
  const { log, start } = manifest;
  const current = walks.get(log) ?? { frontier: emptyHead(log).frontier, roots: new Map([[0, rootOf(emptyHead(log).frontier)]]) };
  walks.set(log, current);
  const extension = extend({ log, frontier: current.frontier }, manifest);
  if (extension.kind === 'unsound') {
    const detail = `the ${extension.problem} is not that of the log so far (seal from ${start}, log of ${current.frontier.size})`;
    docket.convict({ class: 'seal-unsound', object, detail });
  }
  // After a break the seal's own claim is followed, so that one break is one finding; the signatures judge the claim.
  current.frontier = extension.kind === 'extended' ? extension.head.frontier : claimed(manifest);
  current.roots.set(current.frontier.size, rootOf(current.frontier));
}

function claimed({ size, peaks }: Manifest): Frontier {
  return { size, peaks: peaks.map(fromHex) };
}

function noteSealed(sealed: Map<string, string>, manifest: Manifest, seal: string, docket: Docket): void {
  for (const { key } of manifest.objects) {
    const earlier = sealed.get(key);
    if (earlier !== undefined) docket.convict({ class: 'sealed-twice', object: key, detail: `in ${earlier} and in ${seal}` });
    sealed.set(key, seal);
  }
}

function summary(log: string, frontier: Frontier, attested: number, docket: Docket): LogSummary {
  const { size } = frontier;
  if (attested < size) docket.doubt(`${log}: the last ${size - attested} of ${size} records are under no signature yet`);
  return { log, size, root: hex(rootOf(frontier)), attested };
}

/** Reads batches in log order and asks of each what it says. */
class Content {
  records = 0;
  adjudicated = 0;
  #done = 0;
  readonly #source: TrailSource;
  readonly #inventory: Inventory;
  readonly #docket: Docket;
  readonly #options: VerifyOptions;
  readonly #chronicle = new Chronicle();
  readonly #meaning = new Meaning();

  constructor(source: TrailSource, inventory: Inventory, docket: Docket, options: VerifyOptions) {
    this.#source = source;
    this.#inventory = inventory;
    this.#docket = docket;
    this.#options = options;
  }

  async read(manifest: Manifest): Promise<void> {
    for (let n = 0; n < manifest.objects.length; n += SIDE_BY_SIDE) {
      const slice = manifest.objects.slice(n, n + SIDE_BY_SIDE);
      const read = await Promise.all(slice.map(async ({ key }) => await this.#bytes(key)));
      slice.forEach(({ key, leaves }, m) => {
        const bytes = read[m];
        const seal = sealKey(manifest.log, manifest.start);
        if (bytes === undefined)
          this.#docket.convict({ class: 'batch-missing', object: key, detail: `sealed in ${seal}, and not there` });
        else this.#compare(key, bytes, leaves, manifest.log);
      });
      this.#report(slice.length);
    }
  }

  /** Batches that wait for their seal: what they say of themselves must hold already. */
  async readUnsealed(batches: readonly StoredVersion[]): Promise<void> {
    const newest = Math.max(...[...this.#inventory.batches.values()].map((batch) => batch.modified?.getTime() ?? 0));
    for (const { key, version, modified } of batches) {
      recordsOf(key, await this.#source.bytes(key, version), undefined, this.#docket);
      if (modified === undefined || newest - modified.getTime() <= SEALED_WITHIN_MS) continue;
      this.#docket.convict({ class: 'not-sealed', object: key, detail: `written ${modified.toISOString()}, and in no seal` });
    }
    this.#report(batches.length);
  }

  close(): void {
    this.#chronicle.close(this.#docket);
    this.#meaning.close(this.#docket);
  }

  #compare(key: string, bytes: Uint8Array, leaves: readonly string[], log: string): void {
    const found = leavesOf(bytes).map(hex);
    if (found.length !== leaves.length) {
      const detail = `${leaves.length} records were sealed, ${found.length} are there`;
      this.#docket.convict({ class: 'batch-changed', object: key, detail });
    }
    leaves.forEach((leaf, n) => {
      if (found[n] === undefined || found[n] === leaf) return;
      this.#docket.convict({ class: 'record-changed', object: key, line: n + 1, detail: 'not the bytes that were sealed' });
    });
    this.records += found.length;
    for (const placed of recordsOf(key, bytes, log, this.#docket)) {
      this.#chronicle.take(placed, this.#docket);
      this.#meaning.take(placed, this.#docket);
      if (adjudicate(placed, this.#docket)) this.adjudicated += 1;
    }
  }

  async #bytes(key: string): Promise<Uint8Array | undefined> {
    const stored = this.#inventory.batches.get(key);
    return stored === undefined ? undefined : await this.#source.bytes(key, stored.version);
  }

  #report(batches: number): void {
    this.#done += batches;
    this.#options.progress?.(this.#done, this.#inventory.batches.size);
  }
}
