import { describe, expect, it } from 'vitest';
import { batchName } from '../../shared/audit/batch.ts';
import { parseCheckpoint, parseNote, verifyNote } from '../../shared/audit/checkpoint.ts';
import { fromHex, hex } from '../../shared/audit/leaf.ts';
import { createRun } from '../../shared/audit/run.ts';
import type { AuditDraft, AuditTrail } from '../../shared/audit/trail.ts';
import { rootOfLeaves } from '../../shared/audit/tree.ts';
import { Crash, PUBLIC_KEY, Refused, SimulatedBucket, seeded } from '../../test/fixtures/simulated-bucket.ts';
import type { SealPorts } from './ports.ts';
import { freshMemory, type Memory, seal } from './seal.ts';

const clockOf = (bucket: SimulatedBucket) => ({ now: () => new Date(bucket.now) });
let serial = 0;

function trailOf(bucket: SimulatedBucket, writer: string, chance: () => number): AuditTrail {
  const random = (bytes: number) => Buffer.from(Array.from({ length: bytes }, () => Math.floor(chance() * 256)));
  return createRun({
    store: bucket.store,
    writer,
    district: 'elbert.example',
    clock: clockOf(bucket),
    ids: { next: () => `id${serial++}` },
    random,
  });
}

function portsOf(bucket: SimulatedBucket, chance: () => number): SealPorts {
  const { store, view, signer } = bucket;
  const measures = { count: () => undefined, seconds: () => undefined };
  return {
    store,
    view,
    signer,
    trail: trailOf(bucket, 'seal-audit', chance),
    clock: clockOf(bucket),
    district: 'elbert.example',
    measures,
  };
}

/** Runs all lives to their end, one request at a time, in an order drawn by seed. */
async function live(bucket: SimulatedBucket, lives: readonly Promise<void>[]): Promise<void> {
  let alive = lives.length;
  for (const one of lives) void one.finally(() => (alive -= 1));
  while (alive > 0) {
    bucket.step();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(lives);
}

/** A sealer's environment: minute after minute; a crash starts it anew, without its memory. */
async function sealer(bucket: SimulatedBucket, chance: () => number, minutes: number): Promise<void> {
  let memory: Memory = freshMemory();
  let ports = portsOf(bucket, chance);
  for (let minute = 0; minute < minutes; minute += 1) {
    try {
      await seal(ports, memory);
    } catch (error) {
      if (!(error instanceof Crash) && !(error instanceof Refused) && !isOurs(error)) throw error;
      if (error instanceof Refused || isOurs(error)) continue;
      memory = freshMemory();
      ports = portsOf(bucket, chance);
    }
  }
}

const isOurs = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'RECORDS_NOT_STORED';

/** A function's environment: permit, then the ring that rests on it. */
async function writer(bucket: SimulatedBucket, chance: () => number, name: string, calls: number): Promise<void> {
  let trail = trailOf(bucket, name, chance);
  for (let call = 0; call < calls; call += 1) {
    const group = `N${Math.floor(chance() * 3)}`;
    // Another group, so that a listing may pass the reason's place before it is written and meet the effect after.
    const later = `N${Math.floor(chance() * 3)}`;
    const draft = (kind: AuditDraft['kind'], refs: string[]): AuditDraft => ({
      kind,
      at: clockOf(bucket).now().toISOString(),
      call: `${group}.c${call}`,
      refs,
      facts: { attempt: 1 },
    });
    try {
      const [permit] = await trail.write(group, [draft('call.withdrawn', []), draft('call.withdrawn', [])]);
      await trail.write(later, [draft('call.rehearsed', permit === undefined ? [] : [permit.leafHash])]);
    } catch {
      if (chance() < 0.3) trail = trailOf(bucket, name, chance);
    }
  }
}

/** What must hold whatever happened. */
function judge(bucket: SimulatedBucket): string[] {
  const manifests = bucket.manifests();
  const problems = [...bucket.accusations];
  const sealed = manifests.flatMap((manifest) => manifest.objects.map((object) => object.key));
  const stored = [...bucket.objects.keys()].filter((key) => key.startsWith('records/'));
  if (new Set(sealed).size !== sealed.length) problems.push('a batch is sealed twice');
  if (stored.some((key) => !sealed.includes(key))) problems.push('a batch is missing');
  if (sealed.some((key) => !stored.includes(key))) problems.push('a seal names a batch that is not there');
  for (const [what, roots] of bucket.signed) if (roots.size > 1) problems.push(`fork: two roots signed for ${what}`);
  const leaves = manifests.flatMap((manifest) => manifest.objects.flatMap((object) => object.leaves));
  let size = 0;
  for (const manifest of manifests) {
    if (manifest.start !== size) problems.push(`gap at ${size}`);
    size = manifest.size;
    const key = `checkpoint/2026-27/${String(size).padStart(12, '0')}`;
    const note = parseNote(bucket.objects.get(key)?.bytes.toString() ?? '');
    const checkpoint = parseCheckpoint(note?.text ?? '');
    if (note === undefined || verifyNote(note, manifest.log, PUBLIC_KEY) !== 'signed') problems.push(`no checkpoint at ${size}`);
    else if (checkpoint?.root.equals(rootOfLeaves(leaves.slice(0, size).map(fromHex))) !== true)
      problems.push(`wrong root at ${size}`);
  }
  problems.push(...holes(stored));
  const place = new Map(leaves.map((leaf, n) => [leaf, n]));
  for (const [key, { bytes }] of bucket.objects) {
    if (!key.startsWith('records/')) continue;
    for (const ref of refsOf(bytes))
      if ((place.get(ref) ?? Infinity) >= sealedAt(manifests, key)) problems.push('sealed before its reason');
  }
  return problems;
}

/** Runs are numbered from 0 without a hole. */
function holes(keys: readonly string[]): string[] {
  const names = keys.map(batchName).filter((name) => name !== undefined);
  const runs = Map.groupBy(names, (name) => `${name.writer}/${name.run}`);
  return [...runs]
    .filter(([, run]) => Math.max(...run.map((name) => name.seq)) + 1 !== run.length)
    .map(([id]) => `a hole in ${id}`);
}

function refsOf(bytes: Buffer): string[] {
  const lines = bytes.toString().split('\n').slice(0, -1);
  return lines.flatMap((line) => (JSON.parse(line).refs ?? []) as string[]); // What the writer above wrote.
}

function sealedAt(manifests: ReturnType<SimulatedBucket['manifests']>, key: string): number {
  let index = 0;
  for (const object of manifests.flatMap((manifest) => manifest.objects)) {
    if (object.key === key) return index;
    index += object.leaves.length;
  }
  return -1;
}

async function simulate(seed: number, faults: { crash: number; refuse: number }): Promise<SimulatedBucket> {
  const bucket = new SimulatedBucket(seed, faults);
  const chance = seeded(seed ^ 0x5eed);
  const writers = ['place-call', 'record-outcome', 'plan-notice'].map((name) => writer(bucket, chance, name, 3));
  const sealers = [1, 2, 3].map(() => sealer(bucket, chance, 3));
  await live(bucket, [...writers, ...sealers]);
  bucket.faults = { crash: 0, refuse: 0 };
  const memory = freshMemory();
  const ports = portsOf(bucket, chance);
  for (let minute = 0; minute < 3; minute += 1) {
    bucket.now += 60_000;
    await live(bucket, [seal(ports, memory)]);
  }
  return bucket;
}

describe('the sealer', () => {
  it('never forks, loses or doubles a record, whoever else seals and wherever it dies', async () => {
    let records = 0;
    for (let seed = 1; seed <= 1_000; seed += 1) {
      const bucket = await simulate(seed, { crash: 0.04, refuse: 0.04 });
      expect(judge(bucket).map((problem) => `seed ${seed}: ${problem}`)).toEqual([]);
      records += bucket.manifests().at(-1)?.size ?? 0;
    }
    expect(records).toBeGreaterThan(10_000);
  });

  it('takes the records of June into the log of June, though July has begun', async () => {
    const bucket = new SimulatedBucket(1, { crash: 0, refuse: 0 });
    bucket.now = Date.parse('2027-06-30T23:59:00Z');
    const memory = freshMemory();
    const ports = portsOf(bucket, seeded(1));
    await live(bucket, [writer(bucket, seeded(2), 'place-call', 3), seal(ports, memory)]);
    for (let minute = 0; minute < 3; minute += 1) {
      bucket.now += 60_000;
      await live(bucket, [writer(bucket, seeded(minute), 'place-call', 1), seal(ports, memory)]);
    }
    bucket.now += 60_000;
    await live(bucket, [seal(ports, memory)]);
    const logs = new Map(bucket.manifests().map((manifest) => [manifest.log, manifest.size]));
    expect([...logs.keys()]).toEqual(['audit.elbert.example/2026-27', 'audit.elbert.example/2027-28']);
    expect([...logs.values()].every((size) => size > 0)).toBe(true);
    expect(bucket.accusations).toEqual([]);
  });

  it('asks for two lists and nothing else in a minute without news', async () => {
    const bucket = new SimulatedBucket(1, { crash: 0, refuse: 0 });
    const memory = freshMemory();
    const ports = portsOf(bucket, seeded(1));
    await live(bucket, [seal(ports, memory)]);
    bucket.now += 60_000;
    await live(bucket, [seal(ports, memory)]);
    const before = bucket.now;
    await live(bucket, [seal(ports, memory)]);
    expect((bucket.now - before) / 500).toBeLessThanOrEqual(3);
    expect(hex(rootOfLeaves([]))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });
});
